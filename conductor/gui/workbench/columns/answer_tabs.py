"""List a round's answers in one line where not all of them fit beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget

from conductor.core.entities import AnswerStatus
from conductor.core.ids import AssistantId
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.workbench.columns.column_header import drag_answer, dragged_answer
from conductor.i18n import _

HEIGHT_PX = 28
_LONGEST_NAME = 18


@dataclass(frozen=True, slots=True)
class TabState:
    """What a tab says.

    Attributes:
        colour: the number of the assistant's colour; None while it is hidden.
        is_shown: whether the answer stands among the columns.
        is_unasked: whether the round does not address the assistant.
    """

    assistant_id: AssistantId
    name: str
    colour: int | None
    status: AnswerStatus
    is_shown: bool
    is_unasked: bool = False


class AnswerTab(QToolButton):
    """One answer; a click shows it, and it can be dragged onto a column.

    Signals:
        chosen: the id of its assistant.
        dropped: the ids of the answer that was dropped here, and of its own.
    """

    chosen = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerTab")
        self.setFixedHeight(HEIGHT_PX - 1)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAcceptDrops(True)
        self._state: TabState | None = None
        self._pressed_at = QPoint()
        self.clicked.connect(self._on_clicked)

    def show_state(self, state: TabState) -> None:
        """Say whose answer it is and how it stands."""
        if state != self._state:
            if self._state is None or state.colour != self._state.colour:
                self.setIcon(QIcon() if state.colour is None else dot_icon(state.colour))
            name = state.name
            short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
            self.setText(literal(f"{short}  {mark_of(state)}"))
            self.setAccessibleName(f"{state.name}: {words_of(state)}")
            self._state = state
        self.setChecked(state.is_shown)

    def forget(self) -> None:
        """Keep nothing of an answer that is not listed any more."""
        self._state = None
        self.setText("")
        self.setAccessibleName("")
        self.setIcon(QIcon())

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Leave the check to `show_state`: a click does not take an answer away."""

    @Slot()
    def _on_clicked(self) -> None:
        if self._state is not None:
            self.chosen.emit(self._state.assistant_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where a drag would begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the answer onto a column or another tab."""
        away = (event.position().toPoint() - self._pressed_at).manhattanLength()
        held = event.buttons() & Qt.MouseButton.LeftButton
        if held and self._state is not None and away >= QApplication.startDragDistance():
            self.setDown(False)
            drag_answer(self, self._state.assistant_id)
            return
        super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take answers only."""
        if dragged_answer(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Change places with the answer that is dropped here."""
        other = dragged_answer(event.mimeData())
        if other is not None and self._state is not None:
            event.acceptProposedAction()
            self.dropped.emit(other, self._state.assistant_id)


class AnswerTabs(QScrollArea):
    """All answers of a round; those that stand among the columns are marked.

    Signals:
        chosen: the id of the assistant whose answer is to be shown.
        dropped: the ids of two answers that are to change places.
    """

    chosen = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerTabs")
        self.setAccessibleName(_("All answers of the round"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = QWidget(self)
        self._bar.setObjectName("answerTabsBar")
        self._row = QHBoxLayout(self._bar)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(2)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._tabs: list[AnswerTab] = []
        self.setWidget(self._bar)

    def show_states(self, states: Sequence[TabState], current: AssistantId | None) -> None:
        """Show one tab for each answer, and the one in use in any case."""
        while len(self._tabs) < len(states):
            tab = AnswerTab(self._bar)
            tab.chosen.connect(self.chosen)
            tab.dropped.connect(self.dropped)
            self._row.addWidget(tab)
            self._tabs.append(tab)
        for number, tab in enumerate(self._tabs):
            tab.setVisible(number < len(states))
            if number >= len(states):
                tab.forget()
            else:
                tab.show_state(states[number])
                if states[number].assistant_id == current:
                    self.ensureWidgetVisible(tab)


def mark_of(state: TabState) -> str:
    """Return the sign of an answer's status."""
    if state.is_unasked:
        return "="
    match state.status:
        case AnswerStatus.QUEUED:
            return "·"
        case AnswerStatus.STREAMING:
            return "▍"
        case AnswerStatus.COMPLETE:
            return "✓"
        case AnswerStatus.STOPPED:
            return "▪"
        case _:
            return "✕"


def words_of(state: TabState) -> str:
    """Return the words for an answer's status."""
    if state.is_unasked:
        return _("not addressed in this round")
    match state.status:
        case AnswerStatus.QUEUED:
            return _("waiting")
        case AnswerStatus.STREAMING:
            return _("writing …")
        case AnswerStatus.COMPLETE:
            return _("complete")
        case AnswerStatus.STOPPED:
            return _("stopped")
        case AnswerStatus.INTERRUPTED:
            return _("interrupted")
        case AnswerStatus.FAILED:
            return _("failed")

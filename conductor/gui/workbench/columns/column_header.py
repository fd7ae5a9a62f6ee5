"""Head an answer: whose it is, how it stands, how fast it comes, what can be done about it."""

import time

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from conductor.core.answer import LiveAnswer
from conductor.core.entities import Answer
from conductor.core.ids import AssistantId
from conductor.core.thread import about_tokens
from conductor.gui.copied import carried_data
from conductor.gui.widgets.assistant_dot import AssistantDot
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import elided_label, text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.status_text import status_text
from conductor.gui.workbench.columns.column_plan import PlannedColumn
from conductor.i18n import _

HEIGHT_PX = 34
NAME_WIDTH = 120
NUMBER_PX = 20
PACE_INTERVAL_S = 0.5
"""Seconds between two looks at the pace."""
DRAGGED = "application/x-conductor-answer"


class ColumnHeader(QFrame):
    """The line above an answer; it can be dragged onto another one.

    Attributes:
        stop: stops the answer.
        retry: tries it again.
        more: opens the menu.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("columnHeader")
        self.setFixedHeight(HEIGHT_PX)
        self._assistant_id = AssistantId("")
        self._pressed_at: QPoint | None = None
        self._dot = AssistantDot(0, self)
        self._name = elided_label(
            "", self, name="answerAssistant", look="strong", least_px=NAME_WIDTH
        )
        self._model = elided_label("", self, name="answerModel", look="muted")
        self._status = elided_label("", self, name="answerStatus", look="muted")
        self._number = text_label("", self, name="columnNumber", look="caption")
        self.stop = IconButton("stopButton", "circle-stop", _("Stop"), self)
        self.retry = IconButton("retryButton", "refresh-cw", _("Try again"), self)
        self.more = IconButton("answerMenuButton", "ellipsis", _("More"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(6)
        row.addWidget(self._dot)
        row.addWidget(self._name)
        row.addWidget(self._model, 1)
        row.addWidget(self._status)
        for button in (self.stop, self.retry, self.more):
            button.setFixedSize(26, 26)
            row.addWidget(button)
        self._number.setFixedHeight(NUMBER_PX)
        row.addWidget(self._number)

    def show_assistant(self, key: AssistantId, name: str, model: str, colour: int | None) -> None:
        """Say whose answer it is.

        Args:
            key: what the column is known by.
            name: the assistant's, or what stands for it while it is hidden.
            model: its model; empty while it is hidden.
            colour: the number of its colour; None while it is hidden.
        """
        self._assistant_id = key
        self._dot.setVisible(colour is not None)
        self._dot.set_colour(colour or 0)
        self._name.setText(name)
        set_tip(self._name, name)
        self._model.setText(model)
        set_tip(self._model, model)
        for button, words in (
            (self.stop, _("Stop the answer of {name}")),
            (self.retry, _("Ask {name} again")),
            (self.more, _("What can be done with the answer of {name}")),
        ):
            button.setAccessibleName(words.format(name=name))

    @property
    def status_words(self) -> str:
        """How the answer stands."""
        return self._status.text()

    def show_number(self, number: int | None) -> None:
        """Say by which number the answer is picked; None if it cannot be."""
        self._number.setText("" if number is None else str(number))
        self._number.setVisible(number is not None)

    def show_status(self, words: str, explanation: str = "") -> None:
        """Say how the answer stands."""
        if words != self._status.text():
            self._status.setText(words)
            set_tip(self._status, explanation or words)

    def show_current(self, *, is_current: bool) -> None:
        """Mark that the focus is in this column."""
        if bool(self.property("current")) != is_current:
            self.setProperty("current", is_current)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where a drag would begin."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the answer to another place."""
        begun = self._pressed_at
        far = QApplication.startDragDistance()
        if begun is None or (event.position().toPoint() - begun).manhattanLength() < far:
            return
        self._pressed_at = None
        drag_answer(self, self._assistant_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Forget the drag that did not begin."""
        self._pressed_at = None
        super().mouseReleaseEvent(event)


def drag_answer(source: QWidget, assistant_id: AssistantId) -> None:
    """Let the person carry an answer to another place."""
    drag = QDrag(source.window())  # a column may go while it is carried, the window does not
    drag.setMimeData(carried_data(DRAGGED, assistant_id))
    drag.setPixmap(source.grab())
    drag.exec(Qt.DropAction.MoveAction)


def dragged_answer(carried: QMimeData) -> AssistantId | None:
    """Return whose answer is being carried, None if something else is."""
    if not carried.hasFormat(DRAGGED):
        return None
    return AssistantId(bytes(carried.data(DRAGGED).data()).decode())


def words_for_status(
    planned: PlannedColumn, answer: Answer, live: LiveAnswer | None
) -> tuple[str, str]:
    """Return how an answer stands, and what explains it.

    Args:
        planned: what may be seen of it.
        answer: the answer as it may be seen.
        live: it as it is being written, if it is and that may be seen.
    """
    if planned.unasked_number is not None and not planned.is_hidden:
        n = planned.unasked_number
        explanation = _("Not addressed in this round; this is the answer of round {n}, unchanged.")
        return _("unchanged since round {n}").format(n=n), explanation.format(n=n)
    if planned.draft_number is not None:
        return _("draft of round {n}").format(n=planned.draft_number), ""
    if planned.is_held:
        return _("shown when all of it is there"), ""
    return status_text(answer, live), ""


class WritingPace:
    """The pace of one answer, from its first words on."""

    def __init__(self) -> None:
        self.tokens = 0
        self._began_s = 0.0
        self._said_s = 0.0

    def take(self, words: str) -> None:
        """Count words that came."""
        self.tokens += about_tokens(words)
        self._began_s = self._began_s or time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been written; 0 before the first words."""
        return time.monotonic() - self._began_s if self._began_s else 0.0

    @property
    def is_known(self) -> bool:
        """Whether it has been written for so long that its pace says something."""
        return self.tokens > 0 and self.seconds >= PACE_INTERVAL_S

    def is_due(self) -> bool:
        """Whether it is time to say it; if so, it is taken as said."""
        now_s = time.monotonic()
        if now_s - self._said_s < PACE_INTERVAL_S:
            return False
        self._said_s = now_s
        return True

    def say_soon(self) -> None:
        """Let it be said the next time, however long ago it was said."""
        self._said_s = 0.0

"""Show a session at a glance, the score of the piece: time down, assistants across."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import AnswerMark, AnswerStatus, Round
from conductor.core.ids import AnswerId, RoundId
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.kind_names import round_kind_name, status_name
from conductor.gui.workbench.rounds.score_delegate import (
    RAIL_ROW_HEIGHT,
    ROW_HEIGHT,
    ROW_ROLE,
    ScoreDelegate,
    ScoreRow,
)
from conductor.i18n import _

WIDTH = 196
RAIL_WIDTH = 52
WORDS_LENGTH = 120
TIP_LENGTH = 400


class RoundList(QFrame):
    """The rounds of the session.

    Signals:
        chosen: the `RoundId` the person went to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("roundPane")
        self._places: dict[AnswerId, int] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(2)
        self._fold = IconButton("foldRoundsButton", "panel-left-close", "", self)
        self._fold.clicked.connect(self.toggle_rail)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 10, 0)
        self._title = text_label(_("The rounds"), self, name="roundsTitle")
        head.addWidget(self._title, 1)
        head.addWidget(self._fold)
        layout.addLayout(head)
        self._list = QListWidget(self)
        self._list.setObjectName("roundList")
        self._list.setAccessibleName(_("The rounds"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = ScoreDelegate(self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.currentItemChanged.connect(self._on_current)
        layout.addWidget(self._list, 1)
        self.set_rail(is_rail=False)

    @property
    def is_rail(self) -> bool:
        """Whether the list is folded."""
        return self._delegate.is_rail

    def set_rail(self, *, is_rail: bool) -> None:
        """Fold the list to numbers and marks, or show its words again."""
        self._delegate.is_rail = is_rail
        self.setFixedWidth(RAIL_WIDTH if is_rail else WIDTH)
        self._title.setVisible(not is_rail)
        title = _("Unfold the list of rounds") if is_rail else _("Fold the list of rounds")
        self._fold.set_icon("panel-left-open" if is_rail else "panel-left-close")
        set_tip(self._fold, title)
        self._fold.setAccessibleName(title)
        for number in range(self._list.count()):
            self._list.item(number).setSizeHint(self._size())
        self._list.scheduleDelayedItemsLayout()

    def _size(self) -> QSize:
        return QSize(0, RAIL_ROW_HEIGHT if self.is_rail else ROW_HEIGHT)

    def show_rounds(
        self, rounds: Sequence[Round], marks: Sequence[AnswerMark], current: RoundId | None
    ) -> None:
        """Show these rounds with one of them marked.

        Lines that say what they said before stay as they are: of a long session a new round
        costs one line.
        """
        by_round: dict[RoundId, list[AnswerMark]] = {}
        for mark in marks:
            by_round.setdefault(mark.round_id, []).append(mark)
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self._list.count() > len(rounds):
            self._list.takeItem(self._list.count() - 1)
        self._places = {}
        shown = -1
        for number, one in enumerate(rounds):
            row = _row(one, tuple(by_round.get(one.id, ())))
            self._places.update((mark.answer_id, number) for mark in row.marks)
            item = self._item(number)
            if item.data(ROW_ROLE) != row:
                _fill(item, row)
            if one.id == current:
                shown = number
        self._list.setCurrentRow(shown)
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _item(self, number: int) -> QListWidgetItem:
        """Return the line of a number, made now if there is none."""
        if number < self._list.count():
            return self._list.item(number)
        item = QListWidgetItem(self._list)
        item.setSizeHint(self._size())
        return item

    def take(
        self,
        changed: frozenset[AnswerId],
        status_of: Callable[[AnswerId], AnswerStatus],
    ) -> None:
        """Take the new states of answers that are in this session."""
        for answer_id in changed & self._places.keys():
            item = self._list.item(self._places[answer_id])
            row: ScoreRow = item.data(ROW_ROLE)
            status = status_of(answer_id)
            marks = tuple(
                replace(mark, status=status) if mark.answer_id == answer_id else mark
                for mark in row.marks
            )
            if marks != row.marks:
                _fill(item, replace(row, marks=marks))

    @Slot()
    def toggle_rail(self) -> None:
        """Fold the list, or unfold it."""
        self.set_rail(is_rail=not self.is_rail)

    @Slot()
    def go_back(self) -> None:
        """Go to the round before."""
        self._step(-1)

    @Slot()
    def go_on(self) -> None:
        """Go to the round after."""
        self._step(1)

    def _step(self, by: int) -> None:
        row = self._list.currentRow() + by
        if 0 <= row < self._list.count():
            self._list.setCurrentRow(row)

    def go_to(self, round_id: RoundId) -> None:
        """Go to a round."""
        for row in range(self._list.count()):
            if self._list.item(row).data(ROW_ROLE).id == round_id:
                self._list.setCurrentRow(row)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(ROW_ROLE).id)


def _row(item: Round, marks: tuple[AnswerMark, ...]) -> ScoreRow:
    words = " ".join(item.text[: WORDS_LENGTH * 4].split())[:WORDS_LENGTH]
    return ScoreRow(item.id, item.number, item.kind, round_kind_name(item.kind), words, marks)


def _fill(item: QListWidgetItem, row: ScoreRow) -> None:
    states = [_state(mark) for mark in row.marks]
    heading = _("{kind} {number}").format(kind=row.name, number=row.number)
    item.setData(ROW_ROLE, row)
    item.setData(
        Qt.ItemDataRole.AccessibleTextRole, ". ".join([f"{heading}: {row.words}", *states])
    )
    lines = [heading, row.words[:TIP_LENGTH], *states]
    set_tip(item, "\n".join(lines))


def _state(mark: AnswerMark) -> str:
    state = f"{mark.assistant}: {status_name(mark.status)}"
    return f"{state}, {_('chosen')}" if mark.is_chosen else state

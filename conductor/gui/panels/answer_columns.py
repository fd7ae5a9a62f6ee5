"""Show a round's answers side by side, one column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.core.entities import Answer
from conductor.core.ids import RoundId
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.panels.answer_column import AnswerColumn

EQUAL = 10_000  # more than there is: the splitter shares what there is in equal parts


class AnswerColumns(QFrame):
    """The columns of one round.

    Signals:
        refused: a sentence, when the library could not keep what the person asked for.
    """

    refused = Signal(object)

    def __init__(self, workspace: Workspace, scheduler: FrameScheduler, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerColumns")
        self._workspace = workspace
        self._scheduler = scheduler
        self._columns: list[AnswerColumn] = []
        self._round_id: RoundId | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its columns take the focus
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout.addWidget(self._scroll)

    @property
    def round_id(self) -> RoundId | None:
        """The round that is shown."""
        return self._round_id

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers as the columns show them."""
        return tuple(column.answer for column in self._columns)

    def show_round(self, round_id: RoundId | None) -> None:
        """Show the answers of a round, or nothing."""
        self._round_id = round_id
        self._leave_columns()
        if round_id is None:
            self._scroll.setWidget(QWidget(self._scroll))
            return
        from conductor.gui.panels.answer_column import MIN_WIDTH, AnswerColumn  # takes its time

        splitter = QSplitter(self._scroll)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        answers = self._workspace.sessions.round(round_id).answers
        for answer in answers:
            column = AnswerColumn(self._workspace, self._scheduler, answer, splitter)
            column.refused.connect(self._on_refused)
            splitter.addWidget(column)
            self._columns.append(column)
        splitter.setSizes([EQUAL] * len(answers))
        splitter.setMinimumWidth(max(1, len(answers)) * (MIN_WIDTH + 1))
        self._scroll.setWidget(splitter)

    def _leave_columns(self) -> None:
        for column in self._columns:
            column.leave()
        self._columns = []

    def take(self, change: Change) -> None:
        """Refresh the columns whose answers changed."""
        for column in self._columns:
            if column.answer.id in change.answers:
                column.take_state()
            elif column.answer.id in change.streams:
                column.take_text()

    @Slot(object)
    def _on_refused(self, sentence: str) -> None:
        self.refused.emit(sentence)

"""Show the two answers of a blind pair at once, in the same room, under 1 and 2."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.what_works.trials.answer_sheet import AnswerSheet
from conductor.gui.what_works.trials.linked_scroll import LinkedScrolls
from conductor.gui.what_works.trials.task_words import TaskWords
from conductor.workspace.trials.trial_queue import BlindPair


class BlindPairSheets(QWidget):
    """The task and its two answers.

    Attributes:
        links: whether both scroll together.
    """

    def __init__(self, scheduler: FrameScheduler, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._task = TaskWords(self)
        layout.addWidget(self._task)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._sheets = (AnswerSheet("trialLeft", self), AnswerSheet("trialRight", self))
        for sheet in self._sheets:
            scheduler.add(sheet.view)
            row.addWidget(sheet, 1)
        layout.addLayout(row, 1)
        self.links = LinkedScrolls([sheet.view for sheet in self._sheets], self)

    def show_pair(self, pair: BlindPair) -> None:
        """Show a pair; neither answer is seen before the other."""
        self.setUpdatesEnabled(False)
        self._task.show_words(pair.task)
        for number, (sheet, text) in enumerate(zip(self._sheets, pair.texts, strict=True)):
            sheet.show_answer(str(number + 1), text)
        for sheet in self._sheets:
            sheet.view.verticalScrollBar().setValue(0)
        self.setUpdatesEnabled(True)

    def focus_first(self) -> None:
        """Put the focus on the left answer, whichever that is."""
        self._sheets[0].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts between which F6 goes."""
        return tuple(sheet.view for sheet in self._sheets)

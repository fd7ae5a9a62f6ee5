"""Say what a task of a trial was about and what came of it, once it is complete."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor.core.guidance.outcome import Sign
from conductor.core.ids import TrialTaskId
from conductor.core.text.visible import visible
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.words.guidance_words import one_line
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class RevealedLine(QFrame):
    """One line, hidden until a task is complete.

    Signals:
        read_asked: the id of the task whose answers the person wants to read.
    """

    read_asked = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("revealedLine")
        self._workspace = workspace
        self._task_id: TrialTaskId | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        self._words = elided_label("", self, name="revealedText")
        row.addWidget(self._words, 1)
        row.addWidget(
            text_button(_("Read both again"), self, name="readAgainButton", on_click=self._on_read)
        )
        self.setVisible(False)

    def show_task(self, task_id: TrialTaskId | None) -> None:
        """Show what came of a complete task, or nothing."""
        self._task_id = task_id
        self.setVisible(task_id is not None)
        if task_id is None:
            self._words.setText("")
            return
        trials = self._workspace.trials
        task = trials.task(task_id)
        tested = trials.glance(trials.get(task.trial_id)).tested_text
        sentence = _sentence(task.sign)
        self._words.setText(sentence.format(text=one_line(visible(tested))))

    @Slot()
    def _on_read(self) -> None:
        self.read_asked.emit(self._task_id)


def _sentence(sign: Sign | None) -> str:
    match sign:
        case Sign.WIN:
            return _("A task is complete. You preferred the answers with “{text}”.")
        case Sign.LOSS:
            return _("A task is complete. You preferred the answers without “{text}”.")
        case _:
            return _("A task is complete. With or without “{text}” made no difference to you.")

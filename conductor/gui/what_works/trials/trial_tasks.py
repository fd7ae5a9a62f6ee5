"""Choose the tasks of a trial: past ones are proposed, new ones written, sets used and kept."""

import json

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor.core.errors import ConductorError
from conductor.core.ids import GuidanceId
from conductor.core.text.visible import visible
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.kept_words import KeptWords
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.gui.words.guidance_words import one_line
from conductor.gui.words.kind_names import task_kind_name
from conductor.i18n import _
from conductor.workspace.trials.trial_check import TaskText
from conductor.workspace.workspace import Workspace

TICKED = 6
OFFERED = 18
EDIT_PX = 72
_LONGEST = 300
_DRAFT = "trial"  # the place of the draft


class TrialTasks(QWidget):
    """The tasks, each with a box to tick.

    Signals:
        changed: other tasks are chosen.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._guidance_id: GuidanceId | None = None
        self._tasks: list[TaskText] = []
        self._written: list[str] = []
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(self._say)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(text_label(_("Tasks"), self, look="heading"))
        self._about = wrapped_label("", self, name="trialTasksHint", look="muted")
        layout.addWidget(self._about)
        self._list = QListWidget(self)
        self._list.setObjectName("trialTasks")
        self._list.setAccessibleName(_("Tasks of the test"))
        self._list.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._on_ticked)
        layout.addWidget(self._list, 1)
        layout.addLayout(self._sets_line())
        self._said = wrapped_label("", self, name="trialTasksError", look="error")
        self._said.setVisible(False)
        layout.addWidget(self._said)
        layout.addWidget(text_label(_("Another task"), self, look="caption"))
        self._new = WritingBox(self)
        self._new.setObjectName("newTaskText")
        self._new.setAccessibleName(_("Another task"))
        self._new.setPlaceholderText(_("Write a task as you would send it."))
        self._new.setTabChangesFocus(True)
        self._new.setFixedHeight(EDIT_PX)
        self._new.textChanged.connect(self._kept.touch)
        layout.addWidget(self._new)
        self._add = text_button(
            _("Add the task"), self, name="addTaskButton", on_click=self._on_add
        )
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def _sets_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._sets = combo_box("taskSets", self)
        self._sets.setAccessibleName(_("Saved sets of tasks"))
        line.addWidget(self._sets, 1)
        self._use = text_button(_("Use the set"), self, name="useSetButton", on_click=self._on_use)
        line.addWidget(self._use)
        line.addSpacing(16)
        self._name = QLineEdit(self)
        self._name.setObjectName("setName")
        self._name.setAccessibleName(_("Name of a new set"))
        self._name.setPlaceholderText(_("Name of a new set"))
        self._name.textChanged.connect(self._kept.touch)
        line.addWidget(self._name, 1)
        self._save = text_button(
            _("Save as a set"), self, name="saveSetButton", on_click=self._on_save
        )
        line.addWidget(self._save)
        return line

    @property
    def chosen(self) -> tuple[TaskText, ...]:
        """The tasks that are ticked, in order."""
        items = [self._list.item(n) for n in range(self._list.count())]
        return tuple(
            task
            for task, item in zip(self._tasks, items, strict=True)
            if item.checkState() is Qt.CheckState.Checked
        )

    def begin(self, guidance_id: GuidanceId) -> None:
        """Propose tasks for a test of a guidance, and bring back what was being written."""
        self._guidance_id = guidance_id
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._list.clear()
        self._tasks.clear()
        setup = self._workspace.trial_setup
        for number, one in enumerate(setup.proposed(guidance_id, OFFERED)):
            self._put(one.task, is_ticked=number < TICKED)
        self._take_draft()
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._say("")
        self._show_sets()
        words = _(
            "Six short tasks by one assistant are a good beginning. A task counts once; the one "
            "on which the guidance was invented never counts."
        )
        if not self._tasks:
            words = _(
                "There is no past task that could be used. Write some below: six short ones are "
                "a good beginning."
            )
        self._about.setText(words)

    def _put(self, task: TaskText, *, is_ticked: bool) -> None:
        self._tasks.append(task)
        text = one_line(visible(task.text[:_LONGEST]))
        words = f"{text}  ({visible(task_kind_name(task.kind))})" if task.kind else text
        item = QListWidgetItem(words, self._list)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _show_sets(self) -> None:
        sets = self._workspace.trial_setup.sets()
        self._sets.clear()
        for name, tasks in sets.items():
            words = _("{name} ({n} tasks)").format(name=visible(name), n=len(tasks))
            self._sets.addItem(words, name)
        allow(self._use, "" if sets else _("No set of tasks is saved yet."))
        self._sets.setEnabled(bool(sets))
        self._sets.setPlaceholderText(_("No saved set"))
        self._sets.setCurrentIndex(0 if sets else -1)

    def focus_first(self) -> None:
        """Put the focus on the tasks, or on the way to write one."""
        target = self._list if self._tasks else self._new
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    @Slot(QListWidgetItem)
    def _on_ticked(self, _item: QListWidgetItem) -> None:
        self.changed.emit()

    @Slot()
    def _on_add(self) -> None:
        text = self._new.toPlainText().strip()
        why = self._why_not(text)
        self._say(why)
        if why:
            self._new.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._written.append(text)
        self._put(TaskText(text), is_ticked=True)
        self._new.clear()
        self.keep()
        self._list.scrollToBottom()
        self.changed.emit()

    def _why_not(self, text: str) -> str:
        if not text:
            return _("Write the task first.")
        if any(task.text.strip() == text for task in self._tasks):
            return _("This task is in the list already.")
        if self._guidance_id is None:
            return ""
        return self._workspace.trial_setup.why_not(self._guidance_id, text) or ""

    @Slot()
    def _on_use(self) -> None:
        """Tick exactly the tasks of a set; those that cannot count are named."""
        name = self._sets.currentData()
        if name is None or self._guidance_id is None:
            return
        tasks = self._workspace.trial_setup.set_called(name)
        refused = ""
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for number in range(self._list.count()):
            self._list.item(number).setCheckState(Qt.CheckState.Unchecked)
        present = {task.text.strip(): number for number, task in enumerate(self._tasks)}
        for task in tasks:
            why = self._workspace.trial_setup.why_not(self._guidance_id, task.text)
            if why is not None:
                refused = f"{one_line(visible(task.text[:60]))}: {why}"
            elif task.text.strip() in present:
                self._list.item(present[task.text.strip()]).setCheckState(Qt.CheckState.Checked)
            else:
                self._put(task, is_ticked=True)
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._say(refused)
        self.changed.emit()

    @Slot()
    @tells_what_went_wrong
    def _on_save(self) -> None:
        self._workspace.trial_setup.save_set(self._name.text(), self.chosen)
        self._say("")
        self._name.clear()
        self._show_sets()

    def tell(self, error: ConductorError) -> None:
        """Say why the set cannot be kept, and let its name be changed."""
        self._say(str(error))
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was written: it has become a trial."""
        self._written.clear()
        self._new.clear()
        self._name.clear()
        self._kept.forget()

    def keep(self) -> None:
        """Keep what is being written for the next time."""
        if self._guidance_id is not None:
            self._kept.flush()

    def _unsaved(self) -> str:
        text, name = self._new.toPlainText(), self._name.text()
        if not (self._written or text or name):
            return ""
        return json.dumps({"tasks": self._written, "text": text, "name": name})

    def _take_draft(self) -> None:
        kept = self._kept.open_fields(_DRAFT, loose="text")
        self._name.setText(kept.text("name"))
        self._new.setPlainText(kept.text("text"))
        self._written = []
        for text in kept.texts("tasks"):
            self._written.append(text)
            if not self._why_not(text):
                self._put(TaskText(text), is_ticked=True)

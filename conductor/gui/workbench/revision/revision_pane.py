"""Show a revised answer as text, or with what changed since the answer that it revises.

Thread: GUI; the comparison is made beside it.
"""

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from conductor.core.compare.spans import NotCompared
from conductor.core.entities import Answer
from conductor.core.errors import ConductorError
from conductor.gui.answer.asides import Asides
from conductor.gui.answer.reading_place import go_to_position
from conductor.gui.answer.view import AnswerView
from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.widgets.announce import announce
from conductor.gui.widgets.text_label import elided_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.words.not_compared import sentence_of
from conductor.gui.workbench.revision.change_words import change_sentence, summary
from conductor.i18n import _
from conductor.workspace.sessions.sessions import Sessions

if TYPE_CHECKING:
    from conductor.gui.workbench.revision.changes import Changes


class RevisionPane(QFrame):
    """A line with the switch, and below it the changes and their number while they are wanted.

    Signals:
        switched: whether the changes take the place of the text now.

    Attributes:
        line: the layout of the line; what else belongs to a revision is added at its end.
        view: the changes.
    """

    switched = Signal(object)

    def __init__(self, scheduler: FrameScheduler, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("revisionPane")
        self._scheduler = scheduler
        self._tasks = tasks
        self._texts: tuple[str, str] | None = None
        self._is_known = False  # whether the changes of these texts are there, or asked for
        self._changes: Changes | None = None
        self._current = -1
        self.line = QHBoxLayout()
        self.line.setContentsMargins(12, 3, 8, 3)
        self.line.setSpacing(2)
        self._choice = QButtonGroup(self)
        self._text = self._button("revisionTextButton", _("Text"))
        self._marked = self._button("revisionChangesButton", _("Changes"))
        self._text.setChecked(True)
        for part in (self._text, self._marked):
            part.setVisible(False)
        self._choice.buttonToggled.connect(self._on_toggled)
        self._said = elided_label("", self, name="revisionSummary", look="muted")
        self._said.setContentsMargins(16, 0, 12, 3)
        self._said.setVisible(False)
        self.line.addStretch(1)
        self.view = AnswerView(self)
        self.view.setObjectName("changesView")
        Asides(self.view)
        self.view.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.line)
        layout.addWidget(self._said)
        layout.addWidget(self.view, 1)
        scheduler.add(self.view)
        self.setVisible(False)

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setProperty("segment", True)  # noqa: FBT003 - Qt's own signature
        self._choice.addButton(button)
        self.line.addWidget(button)
        return button

    @property
    def has_texts(self) -> bool:
        """Whether there is something to compare."""
        return self._texts is not None

    @property
    def is_on(self) -> bool:
        """Whether the changes are wanted."""
        return self._marked.isChecked() and self._texts is not None

    def show_texts(self, texts: tuple[str, str] | None) -> None:
        """Be about these two texts, the older first; None: there is nothing to compare."""
        if texts == self._texts:
            return
        self._tasks.forget(self, "changes")
        was_on = self.is_on
        self._texts, self._is_known, self._changes, self._current = texts, False, None, -1
        self._say("")
        self.view.clear_text()
        self.view.setAccessibleDescription("")
        for part in (self._text, self._marked):
            part.setVisible(texts is not None)
        self.setVisible(texts is not None)
        if texts is None:
            self._text.setChecked(True)
        if self.is_on:
            self._ask()
        elif was_on:
            self.switched.emit(False)  # noqa: FBT003 - a signal

    @Slot()
    def toggle(self) -> None:
        """Show the changes, or the text again."""
        if self._texts is not None:
            (self._text if self._marked.isChecked() else self._marked).setChecked(True)

    @Slot(QToolButton, bool)
    def _on_toggled(self, button: QToolButton, is_checked: bool) -> None:  # noqa: FBT001 - Qt's
        if button is not self._marked or self._texts is None:
            return
        self.switched.emit(is_checked)
        if is_checked:
            self._ask()

    def _ask(self) -> None:
        if self._texts is None or self._is_known:
            return
        self._is_known = True
        self._say(_("Comparing …"))
        self._tasks.compute(self, "changes", partial(_changes, *self._texts), self._show)

    def _show(self, found: object) -> None:
        if not self._is_known:  # it is about other texts now
            return
        if isinstance(found, NotCompared | ConductorError):
            self._say(sentence_of(found))
            self._text.setChecked(True)
            self._is_known = isinstance(found, NotCompared)  # else the next look tries again
            announce(self, sentence_of(found))
            return
        self._changes = changes = cast("Changes", found)
        words = summary(len(changes.changes), changes.kept_share)
        self._say(words)
        self.view.show_rows(changes.rows)
        sentences = [change_sentence(n, len(changes.changes), c.deleted, c.inserted)
                     for n, c in enumerate(changes.changes[:200], start=1)]  # fmt: skip
        self.view.setAccessibleDescription("\n".join([words, *sentences]))
        announce(self.view, words)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        set_tip(self._said, sentence)
        self._said.setVisible(bool(sentence))

    def step(self, by: int) -> bool:
        """Go so many changes on; return whether the changes are shown."""
        if self._changes is None or not self.is_on:
            return False
        changes = self._changes.changes
        if changes:
            start = self._current if self._current >= 0 or by > 0 else 0
            self._current = (start + by) % len(changes)
            change = changes[self._current]
            position = self.view.position_of_row(change.row)
            if position is not None:
                go_to_position(self.view, position)
            sentence = change_sentence(
                self._current + 1, len(changes), change.deleted, change.inserted
            )
            self._say(sentence)
            announce(self.view, sentence)
        return True

    def leave(self) -> None:
        """Take the view out of the scheduler; the column is about to go."""
        self._scheduler.remove(self.view)


def _changes(old: str, new: str) -> object:
    """Compare. Thread: any."""
    from conductor.gui.workbench.revision.changes import changes_of  # here: it takes long to load

    return changes_of(old, new)


def revised_texts(sessions: Sessions, answer: Answer) -> tuple[str, str] | None:
    """Return the text that an answer revises, and its own; None if there are no two."""
    if answer.revises is None or not answer.status.is_ended or not answer.text.strip():
        return None
    before = sessions.answer(answer.revises).text
    return (before, answer.text) if before.strip() else None

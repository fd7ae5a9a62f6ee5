"""Say what went to the bin and offer to take it back; ask before anything is deleted for good."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.backups import delete_copy
from conductor.workspace.sessions.bin import Bin
from conductor.workspace.undo import UndoStep
from conductor.workspace.workspace import Workspace

_COPIES = "copies"


class BinBar(QFrame):
    """A line over the list that is there only when there is something to say or to ask."""

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("binBar")
        self._workspace = workspace
        self._tasks = tasks
        self._ids: tuple[SessionId, ...] = ()
        self._step: UndoStep[Any] | None = None  # what can be taken back
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        self._words = text_label("", self, name="libraryMessage", wrap=True)
        row.addWidget(self._words, 1)
        self._undo = self._button("undoBinButton", _("Take it back"), self._on_undo)
        self._yes = self._button("deleteForGoodButton", _("Delete for good"), self._on_yes)
        self._no = self._button("keepButton", _("Keep"), self.leave)
        self._copies: tuple[Path, ...] = ()
        self._gone = self._button("deleteBackupsButton", _("Delete these backups"), self._on_gone)
        self._buttons = (self._undo, self._yes, self._gone, self._no)
        for button in self._buttons:
            row.addWidget(button)
        self.leave()

    def _button(self, name: str, title: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    @tells_what_went_wrong
    def put(self, ids: Sequence[SessionId]) -> None:
        """Put sessions into the bin, and offer to take that back."""
        self._tasks.forget(self, _COPIES)  # no question takes the place of this one's buttons
        self._ids = tuple(ids)
        titles = self._workspace.sessions.page(self._ids)
        self._workspace.bin.put(self._ids)
        if len(titles) == 1:
            words = _("“{title}” is in the bin.").format(title=titles[0].title)
        else:
            words = _("{n} sessions are in the bin.").format(n=len(self._ids))
        self._step = self._workspace.undo.last
        self._show(words, self._undo)

    def ask(self, ids: Sequence[SessionId]) -> None:
        """Ask whether sessions of the bin are to be deleted for good."""
        self._tasks.forget(self, _COPIES)
        self._ids = tuple(ids)
        if not self._ids:
            return
        titles = self._workspace.sessions.page(self._ids)
        what = (
            _("“{title}”").format(title=titles[0].title)
            if len(titles) == 1
            else _("{n} sessions").format(n=len(self._ids))
        )
        words = _(
            "Delete {what} for good? Its words, answers and files cannot be brought back; the "
            "ledger keeps only what was sent where, and backups of the last days still hold it."
        )
        self._show(words.format(what=what), self._yes, self._no)
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say a sentence."""
        self._show(sentence)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, with the way back if there still is one."""
        has_step = self._step is not None and self._step.is_done
        self._show(str(error), *((self._undo,) if has_step else ()))

    @Slot()
    def leave(self) -> None:
        """Say and ask nothing."""
        self._tasks.forget(self, _COPIES)
        self._ids, self._copies, self._step = (), (), None
        self.setVisible(False)

    def _show(self, words: str, *buttons: QPushButton) -> None:
        self._words.setText(words)
        for button in self._buttons:
            button.setVisible(button in buttons)
        self.setVisible(True)

    @Slot()
    def settle(self) -> None:
        """Offer nothing that was taken back already."""
        if self._step is not None and not self._step.is_done:
            self.leave()

    @Slot()
    @tells_what_went_wrong
    def _on_undo(self) -> None:
        if self._step is not None:
            self._step.take_back()

    @Slot()
    def _on_yes(self) -> None:
        ids = self._ids
        if self._do(self._workspace.bin.delete_for_good):
            self._ask_for_copies(ids)

    def _ask_for_copies(self, ids: Sequence[SessionId]) -> None:
        """Ask whether the backups that still hold the words are to go as well."""
        work = partial(_copies_with, self._workspace.bin, tuple(ids))
        self._tasks.run(self, _COPIES, work, self._on_copies)

    def _on_copies(self, found: tuple[Path, ...] | ConductorError) -> None:
        if not found or isinstance(found, ConductorError):
            return
        self._copies = found
        self._gone.setEnabled(True)
        words = _(
            "Deleted here. Backups that still hold these words: {n}. They are replaced in the "
            "next weeks; deleting them now deletes everything else that is in them as well."
        )
        self._show(words.format(n=len(self._copies)), self._gone, self._no)

    @Slot()
    def _on_gone(self) -> None:
        work = partial(_delete_copies, self._workspace.folder, self._copies)
        self._tasks.run(self, _COPIES, work, self._on_deleted)
        self._gone.setEnabled(False)

    def _on_deleted(self, trouble: ConductorError | None) -> None:
        if trouble is None:
            self.leave()
        else:
            self.tell(trouble)

    @tells_what_went_wrong
    def _do(self, action: Callable[[Sequence[SessionId]], None]) -> bool:
        action(self._ids)
        self.leave()
        return True


def _copies_with(bin_: Bin, ids: Sequence[SessionId], _job: ThreadJob) -> tuple[Path, ...]:
    return bin_.backups_with(ids)


def _delete_copies(folder: Path, copies: Sequence[Path], _job: ThreadJob) -> None:
    """Delete backups. Thread: any.

    Raises:
        ConductorError: one of them could not be deleted.
    """
    for copy in copies:
        delete_copy(folder, copy)

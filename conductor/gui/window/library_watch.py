"""Look after the library while the window is open: say damage, and a folder that went away.

Thread: GUI; what reads the disk runs in threads of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from conductor.core.errors import ConductorError
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob
from conductor.gui.widgets.warning_line import WarningButton
from conductor.gui.window.report_area import ReportArea
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.workspace.backups import Backup

LOOK_MS = 3_000
GONE, DAMAGED, DONE = "libraryGone", "libraryDamaged", "libraryDone"
NOT_BACKED_UP, FULLER = "libraryNotBackedUp", "libraryFuller"
_LOOK, _BACKUP, _COPIES = "look", "backup", "copies"


class LibraryWatch(QObject):
    """What is said of the library, above the work.

    Signals:
        restore_asked: the person wants to choose a backup.
        salvage_asked: the person wants what can be read to be saved.
    """

    restore_asked = Signal()
    salvage_asked = Signal()

    def __init__(
        self, workspace: Workspace, tasks: Tasks, area: ReportArea, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._area = area
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look every few seconds from now on."""
        if self._workspace.read_only is None:
            self._timer.start()
            self._look_for_fuller()

    def look_after(self, before: Callable[[], None]) -> None:
        """Check the file if it must be, and make the day's backup.

        Args:
            before: done first; holds nothing of Qt's. Thread: any.
        """
        work = partial(_looked_after, self._workspace, before)
        self._tasks.run(self, _BACKUP, work, self._on_backed_up, self._on_damage)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def say(self, sentence: str) -> None:
        """Say what was done with the library before it was opened."""
        if sentence:
            self._area.warn(DONE, sentence)

    @Slot()
    def look(self) -> None:
        """Look whether the library is where it was, and give it what it could not take.

        A disk that hangs is asked only once.
        """
        self._workspace.keep_held()
        if not self._tasks.is_waiting(self, _LOOK):
            self._tasks.run(self, _LOOK, partial(_why_gone, self._workspace), self._on_looked)

    def _on_looked(self, gone: str | ConductorError | None) -> None:
        if gone is None:
            self._area.unwarn(GONE)
        else:
            self._area.warn(GONE, str(gone))

    def _look_for_fuller(self) -> None:
        """Look whether the library is empty while a backup is not: perhaps something was lost."""
        words = self._workspace.words_if_new
        if words is not None:
            work = partial(_fuller_copy, self._workspace.folder, words)
            self._tasks.run(self, _COPIES, work, self._on_fuller)

    def _on_fuller(self, found: Backup | ConductorError | None) -> None:
        if found is None or isinstance(found, ConductorError):
            return
        sentence = _(
            "No session is in this library, but there are backups that hold more. If something "
            "is missing, put a backup in its place."
        )
        way = WarningButton("chooseBackupButton", _("Restore a backup …"), self.restore_asked.emit)
        self._area.warn(FULLER, sentence, (way,))

    def _on_backed_up(self, trouble: str | ConductorError | None) -> None:
        if trouble is not None:
            self._area.warn(NOT_BACKED_UP, str(trouble))

    def _on_damage(self, _damage: ConductorError) -> None:
        sentence = _(
            "The library file is damaged. What you do now may be lost: save what can be read, "
            "or put a backup in its place. The damaged file is kept in either case."
        )
        ways = (
            WarningButton("salvageButton", _("Save what can be read"), self.salvage_asked.emit),
            WarningButton("chooseBackupButton", _("Restore a backup …"), self.restore_asked.emit),
        )
        self._area.warn(DAMAGED, sentence, ways)


def _why_gone(workspace: Workspace, _job: ThreadJob) -> str | None:
    return workspace.why_gone()


def _fuller_copy(folder: Path, words: int, _job: ThreadJob) -> Backup | None:
    from conductor.workspace.backups import fuller_than  # here: hardly ever needed

    return fuller_than(folder, words)


def _looked_after(workspace: Workspace, before: Callable[[], None], job: ThreadJob) -> str | None:
    """Check the file and make the backup; return why there is none today. Thread: any."""
    before()
    if workspace.is_unchecked:
        try:
            damage: ConductorError | None = workspace.find_damage(job.cancelled)
        except ConductorError as error:
            damage = error
        if damage is not None:
            job.tell(damage)
    return workspace.back_up(job.cancelled)

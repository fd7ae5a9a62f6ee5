"""Look after the library while the window is open: say damage, and a folder that went away.

Thread: GUI; the check of a large file runs in the thread that prepares things at the start.
"""

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from conductor.core.errors import ConductorError
from conductor.gui.widgets.warning_line import WarningButton
from conductor.gui.window.report_area import ReportArea
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

LOOK_MS = 3_000
GONE, DAMAGED, DONE = "libraryGone", "libraryDamaged", "libraryDone"
NOT_BACKED_UP, FULLER = "libraryNotBackedUp", "libraryFuller"


class LibraryWatch(QObject):
    """What is said of the library, above the work.

    Signals:
        restore_asked: the person wants to choose a backup.
        salvage_asked: the person wants what can be read to be saved.
    """

    restore_asked = Signal()
    salvage_asked = Signal()
    _found = Signal(object)
    _not_backed_up = Signal(str)

    def __init__(self, workspace: Workspace, area: ReportArea, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._area = area
        self._found.connect(self._on_damage, Qt.ConnectionType.QueuedConnection)
        self._not_backed_up.connect(self._on_not_backed_up, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look every few seconds from now on."""
        if self._workspace.read_only is None:
            self._timer.start()
            self._say_fuller()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def say(self, sentence: str) -> None:
        """Say what was done with the library before it was opened."""
        if sentence:
            self._area.warn(DONE, sentence)

    @Slot()
    def look(self) -> None:
        """Look whether the library is where it was."""
        gone = self._workspace.why_gone()
        if gone is None:
            self._area.unwarn(GONE)
        else:
            self._area.warn(GONE, gone)

    def back_up(self, cancelled: threading.Event) -> None:
        """Make the day's backup, and say if that cannot be done. Thread: any."""
        trouble = self._workspace.back_up(cancelled)
        if trouble is not None and not cancelled.is_set():
            self._not_backed_up.emit(trouble)

    def _say_fuller(self) -> None:
        """Say that the library is empty while a backup is not: perhaps something was lost."""
        found = self._workspace.fuller_backup()
        if found is None:
            return
        sentence = _(
            "No session is in this library, but there are backups that hold more. If something "
            "is missing, put a backup in its place."
        )
        way = WarningButton("chooseBackupButton", _("Restore a backup …"), self.restore_asked.emit)
        self._area.warn(FULLER, sentence, (way,))

    def check(self, cancelled: threading.Event) -> None:
        """Check the file if the last run ended badly and it was too large then. Thread: any."""
        if not self._workspace.is_unchecked:
            return
        try:
            damage: ConductorError | None = self._workspace.find_damage(cancelled)
        except ConductorError as error:
            damage = error
        if damage is not None and not cancelled.is_set():
            self._found.emit(damage)

    @Slot(str)
    def _on_not_backed_up(self, sentence: str) -> None:
        self._area.warn(NOT_BACKED_UP, sentence)

    @Slot(object)
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

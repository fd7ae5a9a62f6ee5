"""Bring the engine's news to the GUI thread, and the workspace's changes to the views.

Thread: GUI, except `notify`.
"""

import logging

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from conductor.core.change import Change
from conductor.workspace.workspace import Workspace

log = logging.getLogger(__name__)
TICK_MS = 50


class Bridge(QObject):
    """The one place where news from another thread becomes calls in this one.

    Signals:
        changed: one `Change` of the workspace.
        stepped: what can be undone or done again has changed.
    """

    changed = Signal(object)
    stepped = Signal()
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)

    def attach(self, workspace: Workspace) -> None:
        """Serve this workspace."""
        self._workspace = workspace
        workspace.subscribe(self._announce)
        workspace.undo.subscribe(self.stepped.emit)

    def detach(self) -> None:
        """Serve no workspace any more; news that are still on their way are dropped."""
        self._workspace = None
        self._ticks.stop()

    def notify(self) -> None:
        """Say that the engine has news. Thread: any."""
        self._woken.emit()

    @Slot()
    def _on_woken(self) -> None:
        if self._workspace is not None:
            self._workspace.receive()

    @Slot()
    def _on_tick(self) -> None:
        if self._workspace is None or not self._workspace.is_busy:
            self._ticks.stop()
            return
        self._workspace.tick()

    def _announce(self, change: Change) -> None:
        is_busy = self._workspace is not None and self._workspace.is_busy
        if is_busy and not self._ticks.isActive():
            self._ticks.start()
        self.changed.emit(change)

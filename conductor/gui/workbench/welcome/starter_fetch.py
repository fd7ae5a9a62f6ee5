"""Fetch the starter model in a thread of its own while the window stays alive.

Thread: GUI; the download runs in a plain thread and reports through queued signals.
"""

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot

from conductor.core.errors import ConductorError
from conductor.workspace.connections.starter import FetchProgress, Starter


class StarterFetch(QObject):
    """One download, from its start to its end.

    Signals:
        progressed: one `FetchProgress`.
        ended: None when the model is there, else a sentence; empty if it was cancelled.
    """

    progressed = Signal(object)
    ended = Signal(object)
    _told = Signal(object)
    _finished = Signal(object)

    def __init__(self, starter: Starter, parent: QObject) -> None:
        super().__init__(parent)
        self._starter = starter
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="conductor-starter", daemon=True)
        queued = Qt.ConnectionType.QueuedConnection
        self._told.connect(self._on_told, queued)
        self._finished.connect(self._on_finished, queued)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop the download; nothing half is left behind."""
        self._cancelled.set()

    def wait(self, timeout_s: float) -> None:
        """Wait for the thread's end; for the window's closing."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        outcome: str | None = None
        try:
            self._starter.fetch(self._told.emit, self._cancelled)
        except ConductorError as error:
            outcome = "" if self._cancelled.is_set() else str(error)
        self._finished.emit(outcome)

    @Slot(object)
    def _on_told(self, progress: FetchProgress) -> None:
        self.progressed.emit(progress)

    @Slot(object)
    def _on_finished(self, outcome: str | None) -> None:
        self.ended.emit(outcome)

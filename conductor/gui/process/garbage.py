"""Collect garbage in the GUI thread only: Qt's objects must not be destroyed in another.

Rules: one collector for as long as there is an application, so also while no window is open: a
window that was closed leaves widgets in cycles, and these are garbage only then.
Thread: GUI. A collection that Python starts in a worker thread would delete widgets there,
which crashes the process. The oldest generation is looked through about once a minute: what
an answer leaves behind (its parser's tokens, what a stopped request kept) gets as old as that,
and would grow to tens of megabytes while answers stream until Python's own measure came round.
"""

import gc

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from shiboken6 import isValid

INTERVAL_MS = 2_000
OLDEST_AFTER = 3
"""Collections of the middle generation after which the oldest is collected too."""


class GarbageCollector(QObject):
    """Replaces Python's own collections by timed ones in this thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        youngest, middle, _oldest = gc.get_threshold()
        limits = (youngest, middle, OLDEST_AFTER - 1)
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > limits[generation]:
                gc.collect(generation)
                return


_collector: GarbageCollector | None = None


def collect_here(application: QCoreApplication) -> None:
    """Let garbage be collected in this thread only, from now until the application ends."""
    global _collector
    if _collector is None or not isValid(_collector):
        _collector = GarbageCollector(application)
    gc.disable()


def clear_away() -> None:
    """Destroy what was left to be deleted, and collect what it leaves, before anything new."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()

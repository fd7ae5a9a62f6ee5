"""Collect garbage in the GUI thread only: Qt's objects must not be destroyed in another.

Thread: GUI. A collection that Python starts in a worker thread would delete widgets there,
which crashes the process.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 2_000


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
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

"""Give the memory of a session back to the system, once that was left and nothing is going on.

Thread: GUI; it is given back beside it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from conductor.core.errors import ConductorError
from conductor.gui.process.allocator import give_back
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob

AFTER_MS = 2_000
"""Milliseconds after a session was left; its views are gone by then."""
_MEMORY = "memory"
log = logging.getLogger(__name__)


class MemoryBack(QObject):
    """Waits for a moment in which the person would not notice."""

    def __init__(self, tasks: Tasks, is_busy: Callable[[], bool], parent: QObject) -> None:
        """Make it.

        Args:
            tasks: does it beside the GUI thread.
            is_busy: whether anything is written, shown or saved just now.
            parent: owns it.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._is_busy = is_busy
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._look)

    @Slot()
    def session_left(self) -> None:
        """Give back what it held as soon as there is time."""
        self._timer.start()

    def stop(self) -> None:
        """Give nothing back any more."""
        self._timer.stop()

    @Slot()
    def _look(self) -> None:
        if self._is_busy() or self._tasks.is_computing:
            self._timer.start()
            return
        self._tasks.run(self, _MEMORY, _give_back, self._on_given)

    def _on_given(self, given: bool | ConductorError) -> None:  # noqa: FBT001 - what came of it
        log.debug("memory given back after a session was left: %s", given)


def _give_back(_job: ThreadJob) -> bool:
    return give_back()

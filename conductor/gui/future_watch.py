"""Bring the end of a question that waits for the network back to the window.

Thread: GUI; the future may end in any.
"""

import threading
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from conductor.core.errors import ConductorError
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question ended.

    Attributes:
        value: its answer; None if there is none.
        trouble: what went wrong, in a sentence; empty if nothing did.
    """

    value: Any = None
    trouble: str = ""


class FutureWatch(QObject):
    """Follows one future at a time; a new one takes the place of the one before.

    Signals:
        ended: one `Outcome`, unless the question was dropped.
    """

    ended = Signal(object)
    _came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._future: Future[Any] | None = None
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    @property
    def is_waiting(self) -> bool:
        """Whether a question has not ended yet."""
        return self._future is not None

    def follow(self, future: "Future[Any]") -> None:
        """Wait for a future; one that is still waited for is dropped."""
        self.drop()
        with self._lock:
            self._future = future
        future.add_done_callback(self._on_done)

    def drop(self) -> None:
        """Cancel the question; nothing more is heard of it."""
        with self._lock:
            dropped, self._future = self._future, None
        if dropped is not None:
            dropped.cancel()

    def _on_done(self, future: "Future[Any]") -> None:
        """Hand the future over. Thread: any; the lock keeps it from a receiver that goes."""
        with self._lock:
            if future is self._future:
                self._came.emit(future)

    @Slot(object)
    def _on_came(self, future: "Future[Any]") -> None:
        if future is not self._future:
            return
        self._future = None
        try:
            outcome = Outcome(future.result())
        except CancelledError:
            return
        except ConductorError as error:
            outcome = Outcome(trouble=str(error))
        except Exception:  # a defect goes to the reporter; whoever waits must not wait on
            self.ended.emit(Outcome(trouble=_("Conductor made a mistake of its own.")))
            raise
        self.ended.emit(outcome)

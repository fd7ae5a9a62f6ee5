"""Share the GUI thread's time among the views that have text to show.

One view per turn of the event loop, the one that waited longest first, its painting
included in what it costs. When all together cost more than half of the time, each is shown
less often; nothing stalls. Thread: GUI.
"""

import math
import time
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, SignalInstance, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

INTERVAL_S = 0.05
"""Seconds between two flushes of a view, when there is time for it."""
HIDDEN_INTERVAL_S = 0.9
"""Seconds between two flushes of a view that cannot be seen."""

_SHARE = 0.5  # of the time that may go into showing text
_RECENT_S = 1.0  # a view that was flushed so long ago takes part in the sum of costs


class FlushedView(Protocol):
    """A view that keeps text until it is told to show some of it.

    Signals:
        text_pending: text is waiting.
    """

    @property
    def text_pending(self) -> SignalInstance: ...  # noqa: D102

    @property
    def has_pending(self) -> bool: ...  # noqa: D102

    @property
    def is_empty(self) -> bool: ...  # noqa: D102

    @property
    def is_on_screen(self) -> bool: ...  # noqa: D102

    def flush_slice(self) -> None: ...  # noqa: D102

    def window(self) -> QWidget: ...  # noqa: D102


@dataclass(slots=True, eq=False)
class _Entry:
    view: FlushedView
    flushed_at_s: float = -math.inf
    cost_s: float = 0.0
    has_more: bool = False  # the last slice did not take everything


class FrameScheduler(QObject):
    """Flushes views, each when it is due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[_Entry] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_turn)

    def add(self, view: FlushedView) -> None:
        """Serve a view from now on, until it is removed or gone."""
        self._entries.append(_Entry(view))
        view.text_pending.connect(self._on_text_pending)
        self._plan()

    def remove(self, view: FlushedView) -> None:
        """Serve a view no more."""
        kept = [entry for entry in self._entries if entry.view is not view]
        if len(kept) < len(self._entries) and isValid(view):
            view.text_pending.disconnect(self._on_text_pending)
        self._entries = kept

    def stop(self) -> None:
        """Serve nothing any more."""
        for entry in list(self._entries):
            self.remove(entry.view)
        self._timer.stop()

    @Slot()
    def _on_text_pending(self) -> None:
        self._plan()

    @Slot()
    def _on_turn(self) -> None:
        now = time.perf_counter()
        due = [entry for entry in self._waiting() if self._due_s(entry) <= now]
        if due:
            self._flush(min(due, key=_rank))
        self._plan()

    def _waiting(self) -> list[_Entry]:
        self._entries = [entry for entry in self._entries if isValid(entry.view)]
        return [entry for entry in self._entries if entry.view.has_pending]

    def _flush(self, entry: _Entry) -> None:
        start = time.perf_counter()
        view = entry.view
        view.flush_slice()
        if view.is_on_screen:
            update = QEvent.Type.UpdateRequest.value
            QCoreApplication.sendPostedEvents(view.window(), update)
        entry.flushed_at_s = time.perf_counter()
        entry.cost_s = max(entry.flushed_at_s - start, entry.cost_s / 2)
        entry.has_more = view.has_pending

    def _due_s(self, entry: _Entry) -> float:
        if not entry.view.is_on_screen:
            return entry.flushed_at_s + HIDDEN_INTERVAL_S
        if entry.view.is_empty:
            return -math.inf
        if entry.has_more:
            return entry.flushed_at_s + entry.cost_s
        return entry.flushed_at_s + self._interval_s()

    def _interval_s(self) -> float:
        recent = time.perf_counter() - _RECENT_S
        costs = sum(entry.cost_s for entry in self._entries if entry.flushed_at_s > recent)
        return max(INTERVAL_S, costs / _SHARE)

    def _plan(self) -> None:
        waiting = self._waiting()
        if not waiting:
            self._timer.stop()
            return
        wait_s = min(map(self._due_s, waiting)) - time.perf_counter()
        self._timer.start(max(0, math.ceil(min(wait_s, 1.0) * 1_000)) if wait_s > 0 else 0)


def _rank(entry: _Entry) -> tuple[bool, bool, float]:
    """Put views that are seen and show nothing yet first, then those that waited longest."""
    view = entry.view
    return not view.is_on_screen, not view.is_empty, entry.flushed_at_s

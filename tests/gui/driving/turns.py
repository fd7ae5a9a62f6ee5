"""Measure how long the window does not answer: the processor time of single turns of its loop.

    with watched_turns() as turns:
        view.set_text(text)
        qtbot.waitUntil(lambda: not view.has_pending)
    assert turns.longest_turn_s() < 1

A turn is what Qt's loop does between two looks at what has come in: clicks, keys, timers,
paints. Seconds are those of the GUI thread's own processor time, so a busy machine does not
count. Whatever is called between two turns counts like a turn. Thread: GUI.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QAbstractEventDispatcher


class TurnTooLong(AssertionError):
    """A turn took so long that it was broken off."""


class Turns:
    """The turns of the window's loop since a moment."""

    def __init__(self, break_off_s: float) -> None:
        self._break_off_s = break_off_s
        self._longest_s = 0.0
        self._began_s = time.thread_time()
        self.count = 0

    def longest_turn_s(self) -> float:
        """Return the processor seconds of the longest turn so far, the present one included."""
        return max(self._longest_s, time.thread_time() - self._began_s)

    def restart(self) -> None:
        """Forget the turns so far."""
        self._longest_s = 0.0
        self._began_s = time.thread_time()

    def on_turn(self) -> None:
        """Begin another turn; called by Qt."""
        now_s = time.thread_time()
        self._longest_s = max(self._longest_s, now_s - self._began_s)
        self._began_s = now_s
        self.count += 1
        if self._break_off_s:
            signal.setitimer(signal.ITIMER_VIRTUAL, self._break_off_s)


@contextmanager
def watched_turns(break_off_s: float = 0) -> Iterator[Turns]:
    """Measure the turns within.

    Args:
        break_off_s: seconds of the process's own time after which a turn ends with
            `TurnTooLong`, even within a regular expression; 0 lets it go on. Not on Windows.
    """
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None, "there is no application yet"
    turns = Turns(break_off_s)
    before = signal.signal(signal.SIGVTALRM, _break_off) if break_off_s else None
    dispatcher.awake.connect(turns.on_turn)
    dispatcher.aboutToBlock.connect(turns.on_turn)
    turns.on_turn()
    turns.restart()
    try:
        yield turns
        turns.on_turn()
    finally:
        dispatcher.awake.disconnect(turns.on_turn)
        dispatcher.aboutToBlock.disconnect(turns.on_turn)
        if break_off_s:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)


def _break_off(_number: int, _frame: FrameType | None) -> None:
    raise TurnTooLong("a turn of the window's loop did not end")

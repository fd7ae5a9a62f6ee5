"""Tell the owner that there is something to drain: soon, but not for every token.

Thread: engine.
"""

import asyncio
from collections.abc import Callable

from conductor.core.events import AnswerEvent
from conductor.engine.outbox import AttemptKey, OutBox


class Announcer:
    """Puts events into the out box and paces the notifications."""

    def __init__(self, box: OutBox, notify: Callable[[], None], *, interval_s: float) -> None:
        """Prepare an announcer.

        Args:
            box: where the events go.
            notify: called when the box stops being empty; must not raise.
            interval_s: least seconds between two calls, urgent ones aside.
        """
        self._loop = asyncio.get_running_loop()
        self._box, self._notify, self._interval_s = box, notify, interval_s
        self._last_s = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def put(self, key: AttemptKey, event: AnswerEvent, *, at_once: bool = False) -> None:
        """Pass an event on; `at_once` does not wait for the next turn."""
        self._box.put(key, event)
        if at_once:
            self._announce()
        elif self._timer is None:
            wait_s = self._last_s + self._interval_s - self._loop.time()
            if wait_s <= 0:
                self._announce()
            else:
                self._timer = self._loop.call_later(wait_s, self._announce)

    def _announce(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._box.claim():
            self._last_s = self._loop.time()
            self._notify()

"""Notice when a service sends nothing useful, however many pings keep the line open.

Thread: engine.
"""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

_ROUNDING_S = 1e-6  # a timer may fire this much before the sum of two floats is reached


class Watchdog:
    """Counts the silence since the last useful event, while its `with` block runs.

    The timer is set anew only when it fires: feeding it costs one look at the clock.
    """

    def __init__(
        self,
        *,
        quiet_s: float,
        limit_s: float,
        on_quiet: Callable[[float], None],
        on_limit: Callable[[], None],
    ) -> None:
        """Prepare a watchdog.

        Args:
            quiet_s: seconds of silence between two calls of `on_quiet`.
            limit_s: seconds of silence after which `on_limit` is called, once.
            on_quiet: gets the seconds of silence so far.
            on_limit: ends the request.
        """
        self._loop = asyncio.get_running_loop()
        self._quiet_s, self._limit_s = quiet_s, limit_s
        self._on_quiet, self._on_limit = on_quiet, on_limit
        self._timer: asyncio.TimerHandle | None = None
        self._last_s = 0.0
        self._next_quiet_s = quiet_s

    def feed(self) -> None:
        """Begin to count anew: something useful came."""
        self._last_s = self._loop.time()
        self._next_quiet_s = self._quiet_s

    def __enter__(self) -> Self:
        self.feed()
        self._arm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _arm(self) -> None:
        due_s = min(self._next_quiet_s, self._limit_s)
        self._timer = self._loop.call_at(self._last_s + due_s, self._look)

    def _look(self) -> None:
        silent_s = self._loop.time() - self._last_s + _ROUNDING_S
        if silent_s >= self._limit_s:
            self._on_limit()
            return
        if silent_s >= self._next_quiet_s:
            self._on_quiet(self._next_quiet_s)
            self._next_quiet_s += self._quiet_s
        self._arm()

"""Take Ctrl+C and the system's request to end between two steps, never within one.

An exception that Python raises wherever the program happens to be can leave an import or
a transaction half done while the engine's thread waits for it; so the request is noted, and
whoever waits looks at it.
"""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from types import FrameType, TracebackType
from typing import Self, TypeVar

MOST_REQUESTS = 2  # who presses a third time does not want to wait for the saving
POLL_S = 0.05
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
T = TypeVar("T")


class Interrupts:
    """Notes requests to end while it is entered.

    Attributes:
        woken: set when there is something to look at, also by the engine's news.
        count: how often the person asked.
    """

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.count = 0
        self._act: Callable[[], None] = lambda: None
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def on_request(self, act: Callable[[], None]) -> None:
        """Call something at once when the person asks, such as setting an event."""
        self._act = act
        if self.count:
            act()

    def result_of(self, future: "Future[T]", limit_s: float) -> T:
        """Wait for a future.

        Raises:
            FutureTimeout: it took longer than `limit_s` seconds.
            KeyboardInterrupt: the person asked to end.
        """
        for _turn in range(int(limit_s / POLL_S)):
            if self.count:
                raise KeyboardInterrupt
            try:
                return future.result(timeout=POLL_S)
            except FutureTimeout:
                if future.done():
                    raise
        raise FutureTimeout

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self.woken.set()
        self._act()
        if self.count > MOST_REQUESTS:
            raise KeyboardInterrupt

"""Take Ctrl+C and the system's request to end between two steps, never within one.

An exception that Python raises wherever the program happens to be can leave an import or
a transaction half done while the engine's thread waits for it; so the request is noted, and
whoever waits looks at it, 20 times a second. Noting it takes no lock: it may come while the
same thread holds the lock of what it waits for.
"""

import signal
import threading
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
        woken: set when there is news of the engine to look at.
        count: how often the person asked.
        asked: set once the person asked, for who can be cancelled.
    """

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.count = 0
        self.asked: threading.Event = _Asked(self)
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
        if self.count > MOST_REQUESTS:
            raise KeyboardInterrupt


class _Asked(threading.Event):
    def __init__(self, interrupts: Interrupts) -> None:
        super().__init__()
        self._interrupts = interrupts

    def is_set(self) -> bool:
        return self._interrupts.count > 0

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set() or super().wait(timeout) or self.is_set()

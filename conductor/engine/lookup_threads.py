"""Run the loop's blocking calls (name look-ups) in threads that never hold up the exit.

Rules: the threads of the standard pool are joined when the interpreter ends; a look-up
that hangs because the network is gone would keep a closed program alive for that long.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class LookupThreads(ThreadPoolExecutor):
    """One daemon thread per call; asyncio takes nothing but a `ThreadPoolExecutor`."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call in a thread of its own and return its future."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # it does not wait in a queue

        def run() -> None:
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - it goes to whoever awaits the future
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name="conductor-lookup", daemon=True).start()
        return future

"""Let long work stop as soon as nobody waits for its outcome any more.

Rules: a thread cannot be ended from outside, so work asks `go_on` in each round of its long
loops. Where nobody said otherwise (`while_wanted`), work is always wanted. Thread: any; what
is wanted is said for one thread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


class GivenUp(Exception):
    """Nobody waits for the outcome any more; only whoever asked for the work catches this."""


def go_on() -> None:
    """Return if the work of this thread is still wanted.

    Raises:
        GivenUp: it is not.
    """
    is_wanted = _is_wanted.get()
    if is_wanted is not None and not is_wanted():
        raise GivenUp


@contextmanager
def while_wanted(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Let what is done inside stop when `is_wanted` says no.

    Args:
        is_wanted: asked often, by the thread that works; must be quick.
    """
    before = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(before)

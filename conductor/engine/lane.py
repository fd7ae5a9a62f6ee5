"""Keep the answers of one connection in line: so many at once, first come, first served.

Thread: engine.
"""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Lane(Generic[T]):
    """A queue in front of a number of places.

    Attributes:
        width: how many may run at once.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._running = 0
        self._waiting: deque[T] = deque()

    def join(self, one: T) -> None:
        """Put one at the end of the queue."""
        self._waiting.append(one)

    def leave(self, one: T) -> None:
        """Take one out of the queue, if it is in it."""
        if one in self._waiting:
            self._waiting.remove(one)

    def next(self) -> T | None:
        """Give a free place to the first in the queue and return it, None if there is none."""
        if not self._waiting or self._running >= max(1, self.width):
            return None
        self._running += 1
        return self._waiting.popleft()

    def free(self) -> None:
        """Take back the place of one that ended."""
        self._running -= 1

"""Let the attempts of one connection go when it is their turn, and say how long they wait.

Thread: engine.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from conductor.core.events import Retrying
from conductor.engine.lane import Lane, Wish


@dataclass(eq=False, slots=True)
class QueuePlace:
    """One attempt's place, from the queue to its end.

    Attributes:
        line: the line of its connection.
        wish: what there is to know of it.
        start: begins the attempt, once.
        tell: gets what there is to say of a wait that the attempt did not cause itself.
    """

    line: "Line"
    wish: Wish
    start: Callable[["QueuePlace"], None]
    tell: Callable[[Retrying], None]
    _turn: asyncio.Future[None] | None = None

    def taken(self) -> None:
        """Say that the service took the request."""
        self.line.taken(self)

    def hold(self, wait_s: float, reason: str) -> None:
        """Keep everybody back whom the service would refuse as it refused this request."""
        self.line.hold(self, wait_s, reason)

    async def turn(self) -> None:
        """Give the place to others and wait for the next one."""
        self._turn = asyncio.get_running_loop().create_future()
        self.line.rejoin(self)
        try:
            await self._turn
        finally:
            self._turn = None

    def go(self) -> None:
        """Begin, or go on."""
        if self._turn is None:
            self.start(self)
        elif not self._turn.done():
            self._turn.set_result(None)


class Line:
    """The attempts of one connection, those at work and those that wait."""

    def __init__(self, width: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._lane: Lane[QueuePlace] = Lane(width)
        self._reason = ""
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False

    def widen(self, width: int) -> None:
        """Let so many run at once from now on."""
        self._lane.width = width

    def join(self, place: QueuePlace) -> None:
        """Put an attempt at the end of the queue; it may begin at once."""
        self._lane.join(place, place.wish)
        held_s = self._lane.held_s(place.wish.model, self._loop.time())
        if held_s:
            place.tell(Retrying(held_s, self._reason))
        self._fill()

    def rejoin(self, place: QueuePlace) -> None:
        """Put an attempt that was refused before those that never ran."""
        self._lane.rejoin(place, place.wish)
        self._fill()

    def leave(self, place: QueuePlace) -> None:
        """Take out an attempt that ended, or never began."""
        self._lane.leave(place)
        self._fill()

    def taken(self, place: QueuePlace) -> None:
        """Let the others follow one that the service took."""
        self._lane.taken(place)
        self._fill()

    def hold(self, place: QueuePlace, wait_s: float, reason: str) -> None:
        """Keep back who would be refused as this one was, and tell them."""
        self._reason = reason
        if self._lane.hold(place.wish.model, wait_s=wait_s, now_s=self._loop.time()):
            for other in self._lane.waiting_for(place.wish.model):
                other.tell(Retrying(wait_s, reason))

    def close(self) -> None:
        """Let nobody go any more."""
        self._is_closed = True
        self._disarm()

    def _fill(self) -> None:
        if self._is_closed:
            return
        while (place := self._lane.next(self._loop.time())) is not None:
            place.go()
        self._disarm()
        due_s = self._lane.look_again_s(self._loop.time())
        if due_s is not None:
            self._timer = self._loop.call_at(due_s, self._fill)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

"""Keep the answers of one connection in line: so many at once, first come, first served.

Rules: what a service asks one of them to wait, all wait that ask for the same model; if two
models are refused at once it is the key that has no more room, and all wait. After a wait one
goes ahead, and the others follow when the service took it: they need not each be refused. What
nobody waits for goes like that from the beginning, since a limit shows only by a refusal.
Thread: engine. There is no clock here: every `now_s` is seconds on the caller's.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

AHEAD_S = 2.0
"""Seconds after which the others follow the one ahead: a service that refuses is quick."""

STEP_S = 0.25
"""Seconds after which one that nobody waits for follows another without a word about that."""

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wish:
    """What there is to know of one that wants a place.

    Attributes:
        model: what it asks for.
        is_patient: whether no person looks at it: it leaves one step after the one before.
    """

    model: str = ""
    is_patient: bool = False


_PLAIN = Wish()


@dataclass(slots=True)
class _Hold(Generic[T]):
    """A wait, and who goes ahead when it is over."""

    until_s: float
    ahead: T | None = None
    follow_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Step(Generic[T]):
    """The last patient one of a model that the service has not said a word about."""

    one: T
    follow_s: float


class Lane(Generic[T]):
    """A queue in front of a number of places.

    Attributes:
        width: how many may run at once.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._running: set[T] = set()
        self._again: deque[tuple[T, Wish]] = deque()
        self._waiting: deque[tuple[T, Wish]] = deque()
        self._holds: dict[str, _Hold[T]] = {}
        self._hold_of_all: _Hold[T] | None = None
        self._steps: dict[str, _Step[T]] = {}

    def join(self, one: T, wish: Wish = _PLAIN) -> None:
        """Put one at the end of the queue."""
        self._waiting.append((one, wish))

    def rejoin(self, one: T, wish: Wish = _PLAIN) -> None:
        """Take the place back of one that was refused; it comes before all who never ran."""
        self.leave(one)
        self._again.append((one, wish))

    def leave(self, one: T) -> None:
        """Take one out, from the queue or from its place."""
        self._running.discard(one)
        for queue in (self._again, self._waiting):
            for entry in queue:
                if entry[0] == one:
                    queue.remove(entry)
                    break
        for hold in self._all_holds():
            if hold.ahead == one:
                hold.ahead = None
        self._end_step(one)

    def next(self, now_s: float) -> T | None:
        """Give a free place to the first who may go and return it, None if there is none."""
        if len(self._running) >= max(1, self.width):
            return None
        for queue in (self._again, self._waiting):
            for entry in queue:
                if self._may_go(*entry, now_s):
                    queue.remove(entry)
                    self._running.add(entry[0])
                    return entry[0]
        return None

    def hold(self, model: str, *, wait_s: float, now_s: float) -> bool:
        """Let nobody go who asks for a model until the wait is over.

        Returns:
            Whether that is news: it was not held, or for a shorter time.
        """
        until_s = now_s + wait_s
        known = self._hold_for(model)
        if known is not None and known.until_s >= until_s:
            return False
        is_news = known is None or known.until_s <= now_s
        if self._hold_of_all is None:
            self._holds[model] = _Hold(until_s)
            held = [hold for hold in self._holds.values() if hold.until_s > now_s]
            if len(held) < 2:
                return is_news
        self._holds.clear()
        self._hold_of_all = _Hold(until_s)
        return is_news

    def taken(self, one: T) -> None:
        """Let the others follow one that the service took."""
        self._end_step(one)
        for hold in tuple(self._all_holds()):
            if hold.ahead == one:
                self._release(hold)

    def held_s(self, model: str, now_s: float) -> float:
        """Return for how many more seconds nobody goes who asks for a model."""
        hold = self._hold_for(model)
        return 0.0 if hold is None else max(0.0, hold.until_s - now_s)

    def waiting_for(self, model: str) -> tuple[T, ...]:
        """Return who waits that a hold on this model keeps back."""
        queues = (*self._again, *self._waiting)
        return tuple(one for one, wish in queues if self._hold_of_all or wish.model == model)

    def look_again_s(self, now_s: float) -> float | None:
        """Return the second in which someone may go without anything happening before."""
        if not self._again and not self._waiting:
            return None
        due = [h.until_s if h.ahead is None else h.follow_s for h in self._all_holds()]
        due += [step.follow_s for step in self._steps.values()]
        return min((second for second in due if second > now_s), default=None)

    def _may_go(self, one: T, wish: Wish, now_s: float) -> bool:
        step = self._steps.get(wish.model) if wish.is_patient else None
        if step is not None and now_s < step.follow_s:
            return False
        if not self._is_let_go(one, wish.model, now_s):
            return False
        if wish.is_patient:
            self._steps[wish.model] = _Step(one, now_s + STEP_S)
        return True

    def _is_let_go(self, one: T, model: str, now_s: float) -> bool:
        hold = self._hold_for(model)
        if hold is None:
            return True
        if now_s < hold.until_s:
            return False
        if hold.ahead is None and now_s < hold.until_s + AHEAD_S:
            hold.ahead, hold.follow_s = one, now_s + AHEAD_S
            return True
        if hold.ahead is not None and now_s < hold.follow_s:
            return False
        self._release(hold)
        return True

    def _end_step(self, one: T) -> None:
        self._steps = {model: step for model, step in self._steps.items() if step.one != one}

    def _hold_for(self, model: str) -> _Hold[T] | None:
        return self._hold_of_all or self._holds.get(model)

    def _all_holds(self) -> Iterator[_Hold[T]]:
        if self._hold_of_all is not None:
            yield self._hold_of_all
        yield from self._holds.values()

    def _release(self, hold: _Hold[T]) -> None:
        if hold is self._hold_of_all:
            self._hold_of_all = None
        self._holds = {model: one for model, one in self._holds.items() if one is not hold}

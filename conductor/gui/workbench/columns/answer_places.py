"""Decide which answers of a round stand beside each other, and which are tabs.

Rules: pure. Those that are shown stand in the order of all; who is chosen takes the place of
the one in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from conductor.core.entities import Answer
from conductor.core.ids import AssistantId
from conductor.gui.workbench.columns.column_plan import PlannedColumn

MIN_WIDTH = 320
"""Pixels of a column's width that its text needs."""


class Places:
    """The order of a round's answers, and which of them are shown.

    Attributes:
        order: all of them, from left to right.
        current: the one in use; None before any was.
    """

    def __init__(self) -> None:
        self.order: tuple[AssistantId, ...] = ()
        self.current: AssistantId | None = None
        self._first: tuple[AssistantId, ...] = ()
        self._shown: set[AssistantId] = set()
        self._room = 1

    @property
    def shown(self) -> tuple[AssistantId, ...]:
        """Those that stand beside each other, from left to right."""
        return tuple(who for who in self.order if who in self._shown)

    @property
    def has_tabs(self) -> bool:
        """Whether some are not shown."""
        return len(self._shown) < len(self.order)

    def forget(self) -> None:
        """Keep no order for the next answers."""
        self.order = ()
        self._shown = set()

    def take(self, order: Iterable[AssistantId], first: Iterable[AssistantId]) -> None:
        """Take the answers of another round; the same ones stay where they are.

        Args:
            order: all of them.
            first: those that are shown before the others.
        """
        wanted = tuple(order)
        self._first = tuple(first)
        if set(wanted) != set(self.order):
            self.order = wanted
            self._shown = set()
        if self.current not in self.order:
            self.current = None
        self._fill()

    def fit(self, room: int) -> None:
        """Show so many at the most, one at the least."""
        self._room = max(1, room)
        self._fill()

    def choose(self, who: AssistantId) -> None:
        """Use one; one that is a tab takes the place of the one in use, or of the last."""
        if who not in self._shown:
            leaves = self.current if self.current in self._shown else self.shown[-1]
            self._shown -= {leaves}
            self._shown.add(who)
        self.current = who

    def exchange(self, one: AssistantId, other: AssistantId) -> None:
        """Put one answer in the place of another, and the other in its."""
        swap = {one: other, other: one}
        self.order = tuple(swap.get(who, who) for who in self.order)
        if (one in self._shown) != (other in self._shown):
            self._shown ^= {one, other}
        if self.current not in self._shown:
            self.current = None

    def neighbour(self, by: int) -> AssistantId | None:
        """Return who is so many places after the one in use, around the end."""
        if not self.order:
            return None
        if self.current is None:
            return self.shown[0 if by > 0 else -1]
        return self.order[(self.order.index(self.current) + by) % len(self.order)]

    def _fill(self) -> None:
        room = min(self._room, len(self.order))
        for who in reversed(self.shown):
            if len(self._shown) > room and who != self.current:
                self._shown.remove(who)
        waiting = [who for who in self.order if who in self._first]
        for who in [*waiting, *self.order]:
            if len(self._shown) < room:
                self._shown.add(who)


class ShowsAnswer(Protocol):
    """What shows one answer."""

    @property
    def answer(self) -> Answer: ...  # noqa: D102


_Column = TypeVar("_Column", bound=ShowsAnswer)


def fitting_columns(
    shown: Mapping[AssistantId, _Column], planned: Sequence[PlannedColumn]
) -> tuple[dict[AssistantId, _Column], list[_Column]]:
    """Return which columns go on with which answer, by the planned key, and those left over.

    A column goes on with the answer it shows, else with its assistant's.
    """
    free = dict(shown)
    fitting: dict[AssistantId, _Column] = {}
    for one in planned:
        key = next((k for k, column in free.items() if column.answer.id == one.answer.id), None)
        if key is not None:
            fitting[one.key] = free.pop(key)
    for one in planned:
        if one.key not in fitting and one.key in free:
            fitting[one.key] = free.pop(one.key)
    return fitting, list(free.values())

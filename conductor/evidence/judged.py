"""Hold what was said of several answers at once: the best, a ranking, or nothing to choose.

Rules: answers are named by an id of the caller's kind; only what was said is kept, so that
those below a "best" are not taken for equals.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Said(StrEnum):
    """The kind of a judgement over a round."""

    BEST = "best"
    RANKING = "ranking"
    NO_DIFFERENCE = "no_difference"
    NONE_USABLE = "none_usable"


@dataclass(frozen=True, slots=True)
class Judged(Generic[Item]):
    """One judgement over several answers.

    Attributes:
        said: which kind it is.
        tiers: groups of equally good answers, best first. A best is one group of one, and
            then the group of all others; without a choice there is one group of all.

    Raises:
        ValueError: an answer stands in two groups.
    """

    said: Said
    tiers: tuple[frozenset[Item], ...]

    def __post_init__(self) -> None:
        if sum(map(len, self.tiers)) > len(self.items):
            raise ValueError("An answer can stand in one place of a ranking only.")

    @property
    def top(self) -> frozenset[Item]:
        """The answers that nothing was put above; empty if none was chosen."""
        if self.said in (Said.NO_DIFFERENCE, Said.NONE_USABLE) or not self.tiers:
            return frozenset()
        return self.tiers[0]

    @property
    def items(self) -> frozenset[Item]:
        """All answers that were judged."""
        return frozenset().union(*self.tiers)

    def pairs(self) -> Iterator[tuple[Item, Item, bool]]:
        """Yield every pair that was compared: the better, the other, and whether they tie."""
        ordered = [sorted(tier, key=str) for tier in self.tiers]
        for place, tier in enumerate(ordered):
            for better in tier:
                yield from (
                    (better, worse, False) for below in ordered[place + 1 :] for worse in below
                )
            if self.said is Said.BEST:
                continue
            for index, one in enumerate(tier):
                yield from ((one, other, True) for other in tier[index + 1 :])


def best(chosen: Item, others: frozenset[Item]) -> Judged[Item]:
    """Return the judgement that one answer is the best, the others not compared."""
    rest = others - {chosen}
    return Judged(Said.BEST, (frozenset((chosen,)), rest) if rest else (frozenset((chosen,)),))


def ranking(*tiers: frozenset[Item]) -> Judged[Item]:
    """Return the judgement that puts answers in order, groups of equals best first."""
    return Judged(Said.RANKING, tuple(tier for tier in tiers if tier))


def no_difference(items: frozenset[Item]) -> Judged[Item]:
    """Return the judgement that all answers are as good."""
    return Judged(Said.NO_DIFFERENCE, (items,))


def none_usable(items: frozenset[Item]) -> Judged[Item]:
    """Return the judgement that no answer can be used."""
    return Judged(Said.NONE_USABLE, (items,))

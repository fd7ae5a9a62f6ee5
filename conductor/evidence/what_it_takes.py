"""Answer "what would it take?": how many further wins a better verdict needs."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.posterior import EVEN_PRIOR, posterior
from conductor.evidence.verdict import CERTAIN, PROBABLE


@dataclass(frozen=True, slots=True)
class WinsNeeded:
    """How many more tasks must be won, none lost, before the word is earned.

    Attributes:
        wins: further wins in all.
        from_pairs: those of them that must come from pairs of answers by the same assistant.
    """

    wins: int
    from_pairs: int = 0


@dataclass(frozen=True, slots=True)
class WhatItTakes:
    """What it would take at the present losses."""

    probably_helps: WinsNeeded
    helps: WinsNeeded


def what_it_takes(pooled: Counts, pairs: Counts, prior_none: Fraction = EVEN_PRIOR) -> WhatItTakes:
    """Return the fewest further wins for "probably helps" and for "helps".

    A win of a pair counts in the pooled evidence too, so the fewest wins are the larger of
    what the pooled evidence and what the pairs alone lack; the rest may come from lotteries.

    Raises:
        ValueError: the starting assumption leaves no room for "helps".
    """
    if prior_none >= 1:
        raise ValueError("No evidence can move a starting assumption of 100 %.")
    certain = wins_lacking(pooled, CERTAIN, prior_none)
    alone = wins_lacking(pairs, PROBABLE, prior_none)
    return WhatItTakes(
        WinsNeeded(wins_lacking(pooled, PROBABLE, prior_none)),
        WinsNeeded(max(certain, alone), alone),
    )


def wins_lacking(counts: Counts, level: Fraction, prior_none: Fraction = EVEN_PRIOR) -> int:
    """Return the fewest further wins after which P(helps) reaches the level."""
    return max(0, least_wins(counts.losses, level, prior_none) - counts.wins)


@lru_cache(maxsize=4096)
def least_wins(losses: int, level: Fraction, prior_none: Fraction = EVEN_PRIOR) -> int:
    """Return the fewest wins for which P(helps) reaches the level at so many losses."""

    def enough(wins: int) -> bool:
        return posterior(wins, losses, prior_none).helps >= level

    return _first(enough, losses)


def _first(holds: Callable[[int], bool], start: int) -> int:
    """Return the smallest number for which a condition that stays true once true is true."""
    low, step = -1, max(start, 4)
    while not holds(low + step):
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high

"""Weigh wins against losses: the exact wealth of a bet, and what it makes probable.

Rules: whole numbers and fractions only, so that no verdict hangs on a rounding. A bet on
"helps" starts with 1 and stakes every fixed share of itself at once; if the guidance is
useless, it ever reaches c with probability 1/c at most, however often one looks.
"""

import math
import sys
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

EVEN_PRIOR = Fraction(1, 2)
SCEPTICAL_PRIOR = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is probable of a guidance; the three sum to exactly 1."""

    helps: Fraction
    none: Fraction
    hurts: Fraction


@lru_cache(maxsize=4096)
def wealth(wins: int, losses: int) -> Fraction:
    """Return E₊ = ∫₀¹ (1+λ)^wins (1−λ)^losses dλ; with the two swapped it is E₋."""
    n = wins + losses
    term = total = 1
    for j in range(wins):
        term = term * (n + 1 - j) // (j + 1)
        total += term
    return Fraction(total, (n + 1) * math.comb(n, wins))


@lru_cache(maxsize=4096)
def posterior(wins: int, losses: int, prior_none: Fraction = EVEN_PRIOR) -> Posterior:
    """Return the probabilities that the guidance helps, makes no difference, or hurts.

    Args:
        wins: decided tasks that the answer with the guidance won.
        losses: decided tasks that it lost.
        prior_none: the starting assumption that it makes no difference; the rest is shared
            evenly by "helps" and "hurts".

    Raises:
        ValueError: the starting assumption is not a probability.
    """
    if not 0 <= prior_none <= 1:
        raise ValueError("The starting assumption must be between 0 and 1.")
    side = (1 - prior_none) / 2
    up, down = side * wealth(wins, losses), side * wealth(losses, wins)
    whole = prior_none + up + down
    return Posterior(up / whole, prior_none / whole, down / whole)


def as_float(value: Fraction) -> float:
    """Return a fraction as a number to show; one too large for that as the largest there is."""
    try:
        return float(value)
    except OverflowError:
        return sys.float_info.max

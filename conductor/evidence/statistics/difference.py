"""Tell how probable it is that a guidance makes little difference, ties counted.

Rules: exact. The shares of wins, losses and ties have the distribution
Dirichlet(1+w, 1+l, 1+t), which is that of the gaps between uniform points. So the
probability that the share of wins is ahead by more than a quarter is a finite sum: of
w+l+t+2 points, K fall into that quarter, and fair tosses decide the rest.
"""

import math
from fractions import Fraction
from functools import lru_cache

from conductor.evidence.counts import Counts


@lru_cache(maxsize=4096)
def probability_of_little(counts: Counts) -> Fraction:
    """Return P(|share of wins − share of losses| < 1/4)."""
    return 1 - _clearly_ahead(counts) - _clearly_ahead(counts.swapped())


def _clearly_ahead(counts: Counts) -> Fraction:
    """Return P(share of wins > share of losses + 1/4)."""
    points = counts.total + 2
    inside = math.comb(points, counts.wins)  # ways for K = wins of the points to be inside
    power = 3 ** (points - counts.wins)
    tosses = way = 1
    total = 0
    for i in range(counts.wins + 1):
        total += (inside * power * tosses) << (counts.wins - i)
        power *= 3
        inside = inside * (counts.wins - i) // (points - counts.wins + i + 1)
        way = way * (counts.losses + i + 1) // (i + 1)
        tosses = 2 * tosses + way
    return Fraction(total, 4**points << (counts.decided + 1))

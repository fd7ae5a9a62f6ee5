"""Fit strengths to comparisons that may end in a tie (Davidson's model).

Rules: P(i over j) ∝ πᵢ, P(j over i) ∝ πⱼ, P(tie) ∝ ν·√(πᵢπⱼ), with log π and log ν each
N(0, 1) beforehand, so that few comparisons never give an extreme strength.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from conductor.evidence.judged import Item
from conductor.evidence.statistics.linear import inverse, solve

Z90 = 1.6448536269514722  # the normal distribution leaves 5 % above this
_STEPS = 100
_PRECISE = 1e-10


@dataclass(frozen=True, slots=True)
class Duel(Generic[Item]):
    """How often one of two came out above the other; parts of a comparison are allowed."""

    first: Item
    second: Item
    won: float = 0.0
    lost: float = 0.0
    tied: float = 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """How much stronger one is than another, in log units, with its 90 % interval."""

    estimate: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes 0; otherwise the two are too close to call."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Fit(Generic[Item]):
    """What the comparisons say.

    Attributes:
        items: those compared, in the order of `strengths`.
        strengths: the log strength β of each.
        log_tie: log ν, how readily two equals tie.
        covariance: of the strengths and, last, of `log_tie`.
    """

    items: tuple[Item, ...]
    strengths: tuple[float, ...]
    log_tie: float
    covariance: tuple[tuple[float, ...], ...]

    def gap(self, one: Item, other: Item) -> Gap:
        """Return how much stronger one is than the other."""
        i, j = self.items.index(one), self.items.index(other)
        cov = self.covariance
        reach = Z90 * math.sqrt(max(0.0, cov[i][i] + cov[j][j] - 2 * cov[i][j]))
        middle = self.strengths[i] - self.strengths[j]
        return Gap(middle, middle - reach, middle + reach)


@dataclass(frozen=True, slots=True)
class Chances:
    """How a comparison of two ends."""

    win: float
    lose: float
    tie: float


def fit(items: Sequence[Item], duels: Sequence[Duel[Item]]) -> Fit[Item]:
    """Return the most probable strengths of the items, by Newton's method.

    Raises:
        ValueError: a duel names an item that is not among the items.
    """
    place = {item: index for index, item in enumerate(items)}
    rows = [(_place(place, d.first), _place(place, d.second), d) for d in duels]
    point = [0.0] * (len(items) + 1)
    for _ in range(_STEPS):
        slope, curve = _derivatives(point, rows)
        step = solve(curve, slope)
        point = _descend(point, step, rows)
        if max(map(abs, step)) < _PRECISE:
            break
    covariance = inverse(_derivatives(point, rows)[1])
    return Fit(tuple(items), tuple(point[:-1]), point[-1], tuple(map(tuple, covariance)))


def chances(first: float, second: float, log_tie: float) -> Chances:
    """Return how a comparison ends between two log strengths."""
    half = (first - second) / 2
    top = max(half, -half, log_tie)
    parts = [math.exp(value - top) for value in (half, -half, log_tie)]
    whole = sum(parts)
    return Chances(*(part / whole for part in parts))


_Rows = Sequence[tuple[int, int, Duel[Item]]]


def _place(places: dict[Item, int], item: Item) -> int:
    if item not in places:
        raise ValueError("A comparison names an item that is not ranked.")
    return places[item]


def _loss(point: Sequence[float], rows: _Rows[Item]) -> float:
    """Return minus the log of the posterior density, but for a constant."""
    total = sum(value * value for value in point) / 2
    for i, j, duel in rows:
        half = (point[i] - point[j]) / 2
        top = max(abs(half), point[-1])
        parts = (half, -half, point[-1])
        whole = top + math.log(sum(math.exp(value - top) for value in parts))
        total += (duel.won + duel.lost + duel.tied) * whole
        total -= (duel.won - duel.lost) * half + duel.tied * point[-1]
    return total


def _derivatives(
    point: Sequence[float], rows: _Rows[Item]
) -> tuple[list[float], list[list[float]]]:
    """Return the slope and the curvature of the loss.

    With h half the difference of two strengths, a comparison is a choice among three with
    utilities h, −h and log ν; the chain rule brings h back to the two strengths.
    """
    size, last = len(point), len(point) - 1
    slope = list(point)
    curve = [[float(row == column) for column in range(size)] for row in range(size)]
    for i, j, duel in rows:
        count = duel.won + duel.lost + duel.tied
        p = chances(point[i], point[j], point[-1])
        mean = p.win - p.lose
        along = (count * mean - (duel.won - duel.lost)) / 2
        spread = count * (p.win + p.lose - mean * mean) / 4
        cross = -count * mean * p.tie / 2
        slope[i] += along
        slope[j] -= along
        slope[last] += count * p.tie - duel.tied
        curve[last][last] += count * p.tie * (1 - p.tie)
        for row, sign in ((i, 1.0), (j, -1.0)):
            curve[row][i] += sign * spread
            curve[row][j] -= sign * spread
            curve[row][last] += sign * cross
            curve[last][row] += sign * cross
    return slope, curve


def _descend(point: Sequence[float], step: Sequence[float], rows: _Rows[Item]) -> list[float]:
    """Return the point after the step, halved until the loss does not grow."""
    before, share = _loss(point, rows), 1.0
    while share > _PRECISE:
        after = [value - share * by for value, by in zip(point, step, strict=True)]
        if _loss(after, rows) <= before + _PRECISE * max(1.0, before):
            return after
        share /= 2
    return list(point)

"""Rank several assistants by the judgements made of their answers.

Rules: a judgement of k answers says something of up to k(k−1)/2 pairs, but it is one look at
k answers. So each of its pairs weighs 2/k: a full ranking of k answers counts as k−1
comparisons, a choice between two as one. After a "best" only the pairs with the best are
known. "No difference" and "none usable" are ties of all pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from conductor.evidence.judged import Item, Judged
from conductor.evidence.statistics.davidson import Duel, Fit, fit
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class RankedItem(Generic[Item]):
    """One row of the ranking.

    Attributes:
        rank: its place from 1; None when it is too close to another to call.
        strength: log strength; only differences mean something.
        chosen: judgements in which it was the best or among the best.
        judged: judgements in which it took part and something was chosen.
    """

    item: Item
    rank: int | None
    strength: float
    chosen: int
    judged: int

    @property
    def win_rate(self) -> float | None:
        """The share of its judgements in which it was chosen; None before any."""
        return self.chosen / self.judged if self.judged else None

    @property
    def words(self) -> str:
        """The place as the person reads it."""
        return _("too close to call") if self.rank is None else str(self.rank)


@dataclass(frozen=True, slots=True)
class Lengths:
    """The mean length of answers, in characters; None where there are none."""

    chosen: float | None
    not_chosen: float | None


def duels(judgements: Iterable[Judged[Item]]) -> tuple[Duel[Item], ...]:
    """Return the pairs of the judgements, summed by who met whom."""
    sums: dict[tuple[Item, Item], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for judged in judgements:
        for better, worse, is_tie in judged.pairs():
            weight = 2 / len(judged.items)
            key, place = (better, worse), 2 if is_tie else 0
            if (worse, better) in sums:
                key, place = (worse, better), 2 if is_tie else 1
            sums[key][place] += weight
    return tuple(Duel(*pair, *counted) for pair, counted in sums.items())


def fit_judgements(judgements: Sequence[Judged[Item]]) -> Fit[Item]:
    """Return the strengths of all items that the judgements name."""
    named: frozenset[Item] = frozenset().union(*(judged.items for judged in judgements))
    return fit(sorted(named, key=str), duels(judgements))


def standings(judgements: Sequence[Judged[Item]]) -> tuple[RankedItem[Item], ...]:
    """Return the ranking, strongest first.

    A rank is shown only for an item that differs clearly from every other one.
    """
    fitted = fit_judgements(judgements)
    strengths = dict(zip(fitted.items, fitted.strengths, strict=True))
    ordered = sorted(fitted.items, key=lambda item: (-strengths[item], str(item)))
    rows = []
    for place, item in enumerate(ordered, start=1):
        others = (other for other in ordered if other != item)
        is_clear = all(fitted.gap(item, other).is_clear for other in others)
        chosen, judged = _chosen(item, judgements)
        rank = place if is_clear and len(ordered) > 1 else None
        rows.append(RankedItem(item, rank, strengths[item], chosen, judged))
    return tuple(rows)


def _chosen(item: Item, judgements: Iterable[Judged[Item]]) -> tuple[int, int]:
    decided = [judged for judged in judgements if item in judged.items and judged.top]
    return sum(item in judged.top for judged in decided), len(decided)


def mean_lengths(rounds: Iterable[Judged[Item]], characters: Mapping[Item, int]) -> Lengths:
    """Return how long chosen answers are beside the others, for it may explain the choices.

    Args:
        rounds: judgements over answers.
        characters: the length of each answer.
    """
    chosen: list[int] = []
    left: list[int] = []
    for judged in rounds:
        if judged.top and judged.top != judged.items:
            chosen += [characters[item] for item in judged.top]
            left += [characters[item] for item in judged.items - judged.top]
    return Lengths(_mean(chosen), _mean(left))


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None

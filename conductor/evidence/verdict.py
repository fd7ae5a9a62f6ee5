"""Put the evidence on a guidance into one word that means the same everywhere.

Rules: the first rule that holds decides. "Helps" and "hurts" need, besides the pooled
evidence, some from pairs of answers by the same assistant: in a lottery the best of several
columns is picked, which favours guidance that only makes answers more varied.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.difference import probability_of_little
from conductor.evidence.statistics.posterior import (
    EVEN_PRIOR,
    Posterior,
    as_float,
    posterior,
    wealth,
)
from conductor.evidence.statistics.size import Interval, interval90, sequence90, size
from conductor.i18n import _

CERTAIN = Fraction(95, 100)
PROBABLE = Fraction(80, 100)
LEAST_FOR_LITTLE = 10


class Verdict(StrEnum):
    """What may be claimed of a guidance."""

    HELPS = "helps"
    PROBABLY_HELPS = "probably_helps"
    LITTLE_DIFFERENCE = "little_difference"
    NOT_ENOUGH = "not_enough"
    PROBABLY_HURTS = "probably_hurts"
    HURTS = "hurts"

    @property
    def words(self) -> str:
        """The verdict as the person reads it."""
        return {
            Verdict.HELPS: _("helps"),
            Verdict.PROBABLY_HELPS: _("probably helps"),
            Verdict.LITTLE_DIFFERENCE: _("makes little difference"),
            Verdict.NOT_ENOUGH: _("not enough evidence"),
            Verdict.PROBABLY_HURTS: _("probably hurts"),
            Verdict.HURTS: _("hurts"),
        }[self]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that is shown of the evidence on one version of a guidance.

    Attributes:
        pooled: all tasks that count.
        pairs: the part of them in which one assistant answered both ways.
        p_helps: probability that the guidance helps; with `p_none` and `p_hurts` it sums to 1.
        p_little: probability that wins and losses differ by less than a quarter of all tasks.
        e_plus: the wealth of a bet on "helps" that started with 1.
        e_minus: the wealth of a bet on "hurts" that started with 1.
        size: the share of decided tasks that is better with the guidance.
        interval90: the 90 % interval of the size as it stands now.
        sequence90: the 90 % interval of the size that survives looking again and again.
    """

    pooled: Counts
    pairs: Counts
    verdict: Verdict
    p_helps: float
    p_none: float
    p_hurts: float
    p_little: float
    e_plus: float
    e_minus: float
    size: float
    interval90: Interval
    sequence90: Interval


@lru_cache(maxsize=4096)
def verdict_on(pooled: Counts, pairs: Counts, prior_none: Fraction = EVEN_PRIOR) -> Verdict:
    """Return the word for the evidence.

    Args:
        pooled: all tasks that count.
        pairs: the part of them in which one assistant answered both ways.
        prior_none: the starting assumption that the guidance makes no difference.

    Raises:
        ValueError: there are more pairs than tasks.
    """
    if not _is_part(pairs, pooled):
        raise ValueError("Pairs of the same assistant are part of all that counts.")
    found = posterior(pooled.wins, pooled.losses, prior_none)
    alone = posterior(pairs.wins, pairs.losses, prior_none)
    if found.helps >= CERTAIN and alone.helps >= PROBABLE:
        return Verdict.HELPS
    if found.hurts >= CERTAIN and alone.hurts >= PROBABLE:
        return Verdict.HURTS
    return _weaker_verdict(found, pooled)


def _weaker_verdict(found: Posterior, pooled: Counts) -> Verdict:
    if found.helps >= PROBABLE:
        return Verdict.PROBABLY_HELPS
    if found.hurts >= PROBABLE:
        return Verdict.PROBABLY_HURTS
    if pooled.total >= LEAST_FOR_LITTLE and probability_of_little(pooled) >= PROBABLE:
        return Verdict.LITTLE_DIFFERENCE
    return Verdict.NOT_ENOUGH


def _is_part(pairs: Counts, pooled: Counts) -> bool:
    return pairs.wins <= pooled.wins and pairs.losses <= pooled.losses and pairs.ties <= pooled.ties


@lru_cache(maxsize=4096)
def assess(pooled: Counts, pairs: Counts, prior_none: Fraction = EVEN_PRIOR) -> Assessment:
    """Return the verdict with every figure that is shown beside it.

    Raises:
        ValueError: there are more pairs than tasks.
    """
    found = posterior(pooled.wins, pooled.losses, prior_none)
    return Assessment(
        pooled=pooled,
        pairs=pairs,
        verdict=verdict_on(pooled, pairs, prior_none),
        p_helps=as_float(found.helps),
        p_none=as_float(found.none),
        p_hurts=as_float(found.hurts),
        p_little=as_float(probability_of_little(pooled)),
        e_plus=as_float(wealth(pooled.wins, pooled.losses)),
        e_minus=as_float(wealth(pooled.losses, pooled.wins)),
        size=size(pooled.wins, pooled.losses),
        interval90=interval90(pooled.wins, pooled.losses),
        sequence90=sequence90(pooled.wins, pooled.losses),
    )


def starting_assumption(prior_none: Fraction = EVEN_PRIOR) -> str:
    """Return the sentence that stands beside every verdict."""
    return _("Starting assumption: {percent} % that it makes no difference.").format(
        percent=f"{float(100 * prior_none):g}"
    )

"""Say how large an effect is: the share of decided tasks that is better, and how sure that is."""

import math
from dataclasses import dataclass
from functools import lru_cache

from conductor.evidence.statistics.beta import beta_quantile, log_beta

_TAIL = 0.05
_STRICT = math.log(10.0)
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that holds the true share with 90 % confidence; both ends between 0 and 1."""

    low: float
    high: float


def size(wins: float, losses: float) -> float:
    """Return the share of decided tasks that is better with the guidance, from 0 to 1."""
    return (1 + wins) / (2 + wins + losses)


@lru_cache(maxsize=4096)
def interval90(wins: float, losses: float) -> Interval:
    """Return the 90 % interval of that share as it stands now."""
    return Interval(
        beta_quantile(_TAIL, 1.0 + wins, 1.0 + losses),
        beta_quantile(1.0 - _TAIL, 1.0 + wins, 1.0 + losses),
    )


@lru_cache(maxsize=4096)
def sequence90(wins: float, losses: float) -> Interval:
    """Return the 90 % interval that stays true however often one looks; it is wider.

    It holds every share θ with B(w+1, l+1) / (θ^w (1−θ)^l) < 10.
    """
    middle = wins / (wins + losses) if wins + losses else 0.5
    low = 0.0 if wins == 0 else _edge(wins, losses, outside=0.0, inside=middle)
    high = 1.0 if losses == 0 else _edge(wins, losses, outside=1.0, inside=middle)
    return Interval(low, high)


def _edge(wins: float, losses: float, *, outside: float, inside: float) -> float:
    constant = log_beta(wins + 1, losses + 1) - _STRICT
    for _ in range(_HALVINGS):
        share = (outside + inside) / 2
        if constant < _log_likelihood(share, wins, losses):
            inside = share
        else:
            outside = share
    return (outside + inside) / 2


def _log_likelihood(share: float, wins: float, losses: float) -> float:
    won = wins * math.log(share) if wins else 0.0
    return won + (losses * math.log1p(-share) if losses else 0.0)

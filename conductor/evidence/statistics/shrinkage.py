"""Estimate the effect for one assistant or kind of task from few tasks, leaning on all of them.

Rules: estimates only; no verdict ever rests on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.size import Interval, interval90, size

PSEUDO_TASKS = 8
LEAST_FOR_CELL = 5
_OLD_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """Decided tasks for estimates; fractions come from older epochs, which weigh half."""

    wins: float
    losses: float

    @property
    def decided(self) -> float:
        """The tasks with a direction."""
        return self.wins + self.losses


@dataclass(frozen=True, slots=True)
class CellEstimate:
    """The estimate for one assistant or one kind of task.

    Attributes:
        share: the share of decided tasks that is better with the guidance.
        is_grey: whether there are too few tasks to say more than the overall estimate.
    """

    share: float
    decided: float
    is_grey: bool


def tally(epochs: Sequence[Counts]) -> Tally:
    """Return the tasks of all epochs, oldest first; all but the last weigh half."""
    old, new = sum(epochs[:-1], Counts()), sum(epochs[-1:], Counts())
    return Tally(new.wins + _OLD_WEIGHT * old.wins, new.losses + _OLD_WEIGHT * old.losses)


def overall(counted: Tally) -> float:
    """Return the share of decided tasks that is better with the guidance, over all of them."""
    return size(counted.wins, counted.losses)


def overall90(counted: Tally) -> Interval:
    """Return the 90 % interval of the overall estimate."""
    return interval90(counted.wins, counted.losses)


def cell(whole: Tally, part: Tally) -> CellEstimate:
    """Return the estimate for a part, pulled towards the whole as if by eight tasks."""
    pulled = PSEUDO_TASKS * overall(whole) + part.wins
    share = pulled / (PSEUDO_TASKS + part.decided)
    return CellEstimate(share, part.decided, part.decided < LEAST_FOR_CELL)

"""Count what tasks said about a guidance: wins, losses, ties, and where they came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from conductor.core.guidance.outcome import Sign


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks won by the answer with the guidance, lost by it, and tied.

    Raises:
        ValueError: a count is negative.
    """

    wins: int = 0
    losses: int = 0
    ties: int = 0

    def __post_init__(self) -> None:
        if min(self.wins, self.losses, self.ties) < 0:
            raise ValueError("A count of tasks cannot be negative.")

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.wins + other.wins, self.losses + other.losses, self.ties + other.ties)

    @property
    def decided(self) -> int:
        """Tasks with a direction."""
        return self.wins + self.losses

    @property
    def total(self) -> int:
        """All tasks, ties included."""
        return self.decided + self.ties

    def swapped(self) -> "Counts":
        """Return the counts as the answer without the guidance would see them."""
        return Counts(self.losses, self.wins, self.ties)


def count(outcomes: Iterable[Sign]) -> Counts:
    """Return how many outcomes there are of each."""
    kept = list(outcomes)
    return Counts(kept.count(Sign.WIN), kept.count(Sign.LOSS), kept.count(Sign.TIE))

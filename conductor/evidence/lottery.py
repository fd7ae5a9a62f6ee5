"""Draw which columns of an ordinary round get the guidance, and read the pick as evidence.

Rules: a set of columns is as likely as the others together. So a guidance that does nothing
wins half of its decided rounds, whatever the assistants and the person's taste.
"""

from collections.abc import Collection
from fractions import Fraction
from typing import TypeVar

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.guidance.outcome import Sign
from conductor.evidence.judged import Item, Judged, Said
from conductor.evidence.statistics.chance import RandomBits, below

Column = TypeVar("Column")

_CHANCE = {
    GuidanceStatus.CANDIDATE: Fraction(1, 2),
    GuidanceStatus.TESTING: Fraction(1, 2),
    GuidanceStatus.PROMISING: Fraction(1, 5),
    GuidanceStatus.PROVEN: Fraction(1, 10),
}


def draw_probability(status: GuidanceStatus) -> Fraction:
    """Return how often a task that matches the guidance is drawn or held out.

    A candidate is drawn like one under test, which its first draw makes it; guidance that is
    watched or retired is left alone.
    """
    return _CHANCE.get(status, Fraction(0))


def is_drawn(status: GuidanceStatus, source: RandomBits) -> bool:
    """Toss whether a matching task takes part."""
    chance = draw_probability(status)
    return below(chance.denominator, source) < chance.numerator


def draw(columns: Collection[Column], source: RandomBits) -> frozenset[Column]:
    """Draw the columns that get the guidance: some and not all, each such set as likely.

    Raises:
        ValueError: there are fewer than two columns.
    """
    ordered = list(columns)
    if len(ordered) < 2:
        raise ValueError("A draw needs at least two columns.")
    chosen = 1 + below(2 ** len(ordered) - 2, source)
    return frozenset(column for place, column in enumerate(ordered) if chosen >> place & 1)


def round_outcome(
    drawn: Collection[Item], columns: Collection[Item], judged: Judged[Item] | None
) -> Sign | None:
    """Return what a round with a draw says, None if it does not count.

    Args:
        drawn: the answers that had the guidance.
        columns: all answers of the round.
        judged: the first judgement of the round, None while there is none.
    """
    if judged is None:
        return None
    if judged.said in (Said.NO_DIFFERENCE, Said.NONE_USABLE):
        return Sign.TIE
    if not judged.top or not judged.top <= set(columns):
        return None
    having = {item in set(drawn) for item in judged.top}
    if len(having) == 2:
        return Sign.TIE
    return Sign.WIN if having.pop() else Sign.LOSS

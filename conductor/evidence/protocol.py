"""Hold the rules of a fair comparison: sides by a coin, one outcome per task.

Rules: a task is one unit of evidence, however many comparisons it took. The number of
comparisons is fixed before the first is shown, and nothing is counted before the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import PairChoice, Side
from conductor.evidence.statistics.chance import RandomBits


@dataclass(frozen=True, slots=True)
class BlindChoice:
    """One blinded comparison: where the answer with the guidance stood, and the choice."""

    with_guidance: Side
    choice: PairChoice | None = None


def fair_side(source: RandomBits) -> Side:
    """Toss for the side of the answer with the guidance, anew for every comparison."""
    return Side.LEFT if source.getrandbits(1) else Side.RIGHT


def task_outcome(comparisons: Sequence[BlindChoice], planned: int) -> Sign | None:
    """Return what a task says: the sign of its wins less its losses.

    Args:
        comparisons: those made for the task so far.
        planned: how many were fixed before the first was shown.

    Returns:
        The outcome, None until all planned comparisons are judged.

    Raises:
        ValueError: there are more comparisons than were planned.
    """
    if len(comparisons) > planned or planned < 1:
        raise ValueError("The number of comparisons is fixed before the first one is shown.")
    choices = [comparison.choice for comparison in comparisons]
    if len(comparisons) < planned or None in choices:
        return None
    return _sign(sum(_direction(comparison) for comparison in comparisons))


def _direction(comparison: BlindChoice) -> int:
    if comparison.choice not in (PairChoice.LEFT, PairChoice.RIGHT):
        return 0
    return 1 if int(comparison.choice) == comparison.with_guidance else -1


def _sign(direction: int) -> Sign:
    if direction == 0:
        return Sign.TIE
    return Sign.WIN if direction > 0 else Sign.LOSS

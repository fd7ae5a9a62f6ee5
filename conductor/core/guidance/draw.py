"""Hold a draw: which columns of a task got the guidance under test, hidden until it is judged."""

from dataclasses import dataclass, replace
from enum import StrEnum

from conductor.core.entities import Answer, SentThread, Usage
from conductor.core.ids import AnswerId, GuidanceId, RoundId


class DrawState(StrEnum):
    """How a draw stands; anything but open may be shown."""

    OPEN = "open"
    WIN = "win"
    LOSS = "loss"
    TIE = "tie"
    NOT_COUNTED = "not-counted"


@dataclass(frozen=True, slots=True)
class DrawColumn:
    """One answer of a draw, and whether it was asked for with the guidance."""

    answer_id: AnswerId
    has: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """A fair draw of columns, stored before anything was sent.

    Attributes:
        version: the version of the guidance that was drawn for.
        is_pair: whether both columns are the same assistant (a holdout pair).
        kept: of a pair, the answer with which the session goes on; None for the first.
    """

    round_id: RoundId
    guidance_id: GuidanceId
    version: str
    is_pair: bool
    task_key: str
    columns: tuple[DrawColumn, ...]
    state: DrawState = DrawState.OPEN
    kept: AnswerId | None = None

    @property
    def with_guidance(self) -> frozenset[AnswerId]:
        """The answers that were asked for with the guidance."""
        return frozenset(column.answer_id for column in self.columns if column.has)


def concealed(answer: Answer) -> Answer:
    """Return an answer without what tells whether it was asked for with the guidance."""
    usage, error = answer.usage, answer.error
    if usage is not None:
        usage = Usage(output_total=usage.output_total, reasoning=usage.reasoning)
    if error is not None:
        error = replace(error, detail="", prompt_tokens=None, context_tokens=None)
    return replace(
        answer, usage=usage, cost_usd=None, seconds_first=None, error=error, sent=SentThread()
    )

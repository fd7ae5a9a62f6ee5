"""Name a place in an answer to which the person wants to go."""

from dataclasses import dataclass

from conductor.core.ids import AnswerId
from conductor.core.text.anchor import Span


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """An answer, and a stretch of its text if the place is less than the whole."""

    answer_id: AnswerId
    span: Span | None = None

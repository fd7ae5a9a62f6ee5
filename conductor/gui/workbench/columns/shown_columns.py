"""Say what those who read answers in other ways need to know of the columns."""

from collections.abc import Sequence, Set
from typing import Protocol

from conductor.core.ids import AnswerId
from conductor.gui.workbench.columns.answer_column import AnswerColumn


class ShownColumns(Protocol):
    """The columns of a round; what they hide is not told."""

    @property
    def current(self) -> AnswerColumn | None: ...  # noqa: D102

    @property
    def ordered(self) -> Sequence[AnswerColumn]: ...  # noqa: D102

    def shows_any(self, answers: Set[AnswerId]) -> bool: ...  # noqa: D102


def comparable(columns: Sequence[AnswerColumn]) -> list[AnswerColumn]:
    """Return the columns whose answers have ended and say something."""
    return [
        column
        for column in columns
        if column.answer.status.is_ended and column.view.source_text.strip()
    ]

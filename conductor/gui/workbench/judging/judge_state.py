"""Read what the judge bar shows: what can be picked, and what was picked.

Rules: a name comes out of here only where it may be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId, RoundId
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.core.judgement import Judgement

_NOT_JUDGED = (RoundKind.REVIEW, RoundKind.INTERVIEW)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked, or could be once it has ended.

    Attributes:
        name: who wrote it; its number while that is hidden.
        colour: the number of its assistant's colour; None while it is hidden.
    """

    answer_id: AnswerId
    number: int
    name: str
    colour: int | None
    is_ready: bool


@dataclass(frozen=True, slots=True)
class JudgeState:
    """The judging of one round.

    Attributes:
        judgement: the one that counts; None before any.
        before: the one before that, if it said something else.
    """

    round_id: RoundId
    choices: tuple[Choice, ...]
    is_hidden: bool
    can_write: bool
    judgement: Judgement | None = None
    before: Judgement | None = None

    @property
    def ready(self) -> tuple[Choice, ...]:
        """What can be picked now."""
        return tuple(choice for choice in self.choices if choice.is_ready)

    def choice(self, number: int) -> Choice | None:
        """Return what a number picks."""
        return next((choice for choice in self.choices if choice.number == number), None)

    @property
    def chosen(self) -> frozenset[AnswerId]:
        """What the person would use."""
        return frozenset(self.judgement.chosen) if self.judgement else frozenset()

    def words(self, judgement: Judgement) -> str:
        """Return what a judgement says, in a few words."""
        from conductor.core.judgement import JudgementKind  # only when it is needed

        match judgement.kind:
            case JudgementKind.NO_DIFFERENCE:
                return _("no difference")
            case JudgementKind.NONE_USABLE:
                return _("none usable")
            case _:
                names = {choice.answer_id: choice.name for choice in self.choices}
                unknown = _("an answer that is not shown")
                return " > ".join(
                    " = ".join(names.get(answer_id, unknown) for answer_id in tied)
                    for tied in judgement.ranking
                )


def judge_state(
    workspace: Workspace, round_id: RoundId | None, plan: ColumnPlan
) -> JudgeState | None:
    """Return how the judging of a round stands; None if there is nothing to judge."""
    choices = tuple(
        Choice(
            column.answer.id,
            column.number,
            column.answer.assistant,
            column.colour,
            column.answer.status.is_ended
            and bool((column.text or column.answer.text).strip())
            and not column.is_held,
        )
        for column in plan.columns
        if column.number is not None and column.kind not in _NOT_JUDGED
    )
    if round_id is None or not choices:
        return None
    made = workspace.judging.of_round(round_id)
    now = made[-1] if made else None
    before = next((each for each in reversed(made[:-1]) if now and _differs(each, now)), None)
    return JudgeState(
        round_id,
        tuple(sorted(choices, key=lambda choice: choice.number)),
        is_hidden=plan.is_hidden,
        can_write=workspace.read_only is None,
        judgement=now,
        before=before,
    )


def _differs(one: Judgement, other: Judgement) -> bool:
    return one.kind is not other.kind or one.ranking != other.ranking

"""Show a trial as far as it may be seen: both sides of a pair only once its task is complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conductor.core.entities import AnswerStatus
from conductor.core.guidance.guidance import Guidance
from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import (
    Pair,
    PairChoice,
    Side,
    SideAnswer,
    TaskState,
    Trial,
    TrialTask,
)
from conductor.core.ids import PairId


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """A pair that may be seen whole, since its task is complete.

    Attributes:
        with_guidance: the answer with it.
        without_guidance: the other one.
        sign: what the choice says.
    """

    pair: Pair
    with_guidance: SideAnswer
    without_guidance: SideAnswer
    sign: Sign


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task of a trial as far as it may be seen; pairs only once it is complete."""

    task: TrialTask
    planned: int
    ready: int
    judged: int
    pairs: tuple[ComparedPair, ...] = ()


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial as far as it may be seen.

    Attributes:
        planned: all its pairs, those of abandoned tasks left out.
        ready: pairs whose answers are both there.
        judged: pairs of complete tasks; a pair that was just judged does not tell its trial.
        writing: answers being written just now.
    """

    trial: Trial
    guidance: Guidance
    tested_text: str
    tasks: tuple[TaskView, ...]
    writing: int

    @property
    def planned(self) -> int:
        """All its pairs, those of abandoned tasks left out."""
        return sum(task.planned for task in self._kept)

    @property
    def ready(self) -> int:
        """Pairs whose answers are both there."""
        return sum(task.ready for task in self._kept)

    @property
    def judged(self) -> int:
        """Pairs of tasks that are complete."""
        return sum(t.judged for t in self.tasks if t.task.state is TaskState.COMPLETE)

    @property
    def _kept(self) -> list[TaskView]:
        return [item for item in self.tasks if item.task.state is not TaskState.ABANDONED]


@dataclass(frozen=True, slots=True)
class TrialGlance:
    """How far a trial is, without its texts and without how its single pairs were judged.

    Attributes:
        tested_text: the text that is tested.
        ready: pairs whose answers are both there.
        planned: all pairs.
        complete: tasks that count.
        abandoned: why each task that was given up does not count.
        tasks: all tasks.
        writing: answers being written just now.
    """

    trial: Trial
    tested_text: str
    ready: int
    planned: int
    complete: int
    abandoned: tuple[str, ...]
    tasks: int
    writing: int


def by_pair(answers: Sequence[SideAnswer]) -> dict[PairId, dict[Side, SideAnswer]]:
    """Return answers by their pair and side."""
    found: dict[PairId, dict[Side, SideAnswer]] = {}
    for one in answers:
        found.setdefault(one.pair_id, {})[one.side] = one
    return found


def task_view(
    task: TrialTask, pairs: Sequence[Pair], answers: Mapping[PairId, Mapping[Side, SideAnswer]]
) -> TaskView:
    """Return a task as far as it may be seen."""
    is_complete = task.state is TaskState.COMPLETE
    return TaskView(
        task=task,
        planned=len(pairs),
        ready=sum(1 for pair in pairs if _is_ready(answers.get(pair.id, {}))),
        judged=sum(1 for pair in pairs if pair.choice is not None),
        pairs=tuple(compared(pair, answers[pair.id]) for pair in pairs) if is_complete else (),
    )


def _is_ready(by_side: Mapping[Side, SideAnswer]) -> bool:
    sides = [by_side[side].answer for side in (Side.LEFT, Side.RIGHT) if side in by_side]
    return len(sides) == 2 and all(one.status is AnswerStatus.COMPLETE for one in sides)


def sign_of(pair: Pair) -> Sign:
    """Return what the choice of one comparison says about the guidance."""
    if pair.choice not in (PairChoice.LEFT, PairChoice.RIGHT):
        return Sign.TIE
    return Sign.WIN if int(pair.choice) == pair.with_side else Sign.LOSS


def compared(pair: Pair, by_side: Mapping[Side, SideAnswer]) -> ComparedPair:
    """Return a pair of a complete task with its answers told apart."""
    return ComparedPair(pair, by_side[pair.with_side], by_side[pair.with_side.other], sign_of(pair))

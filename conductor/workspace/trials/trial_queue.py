"""Offer the pairs of all trials one at a time, blind, and take what the person chooses.

Thread: main.
Rules: a pair is offered only when both its answers are complete; neither the sides nor what
is tested is named; what a task says is counted when its last comparison is made, and only
then may its sides be known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conductor.core.change import Change
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.guidance.trial import (
    Pair,
    PairChoice,
    Side,
    TaskState,
    Trial,
    TrialState,
    TrialTask,
)
from conductor.core.ids import AssistantId, GuidanceId, PairId, TrialId, TrialTaskId
from conductor.evidence.protocol import BlindChoice, task_outcome
from conductor.i18n import _
from conductor.store.evidence import trial_answers
from conductor.store.evidence import trials as store
from conductor.store.evidence.trial_repeats import Repeat
from conductor.workspace.desk import Desk
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.trials.second_looks import SecondLooks, taken_s
from conductor.workspace.trials.trial_answers import end_if_over

GUESS_EVERY = 5


@dataclass(frozen=True, slots=True)
class BlindPair:
    """A comparison as the person sees it.

    Attributes:
        task: the task's words.
        texts: the left and the right answer.
        asks_guess: whether to ask afterwards which one seemed to have the guidance.
    """

    id: PairId
    task: str
    texts: tuple[str, str]
    asks_guess: bool = False


@dataclass(frozen=True, slots=True)
class QueueState:
    """What the queue offers now.

    Attributes:
        pair: the next comparison; None if there is none at the moment.
        remaining: comparisons still to be made, this one and those being written included.
        waiting: the part of them whose answers are not both there yet.
    """

    pair: BlindPair | None
    remaining: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What a choice brought.

    Attributes:
        complete: the task that it completed, whose sides may now be seen.
        ended: the trial that it ended, about which the last question is to be asked.
    """

    complete: TrialTaskId | None = None
    ended: TrialId | None = None


class TrialQueue:
    """The comparisons that wait for the person."""

    def __init__(self, desk: Desk, evidence: GuidanceEvidence) -> None:
        self._desk = desk
        self._evidence = evidence
        self._looks = SecondLooks(desk)

    def next(self, trial_id: TrialId | None = None, *, finer_checks: bool = False) -> QueueState:
        """Return the next comparison and note that it is shown.

        Args:
            trial_id: only of this trial; None mixes those of all trials but the example's.
            finer_checks: whether to ask for guesses and to show some pairs again.

        Raises:
            StoreError: it could not be noted.
        """
        ready = store.ready_pairs(self._desk.db, trial_id)
        planned = self._open_pairs(trial_id)
        repeats = self._looks.waiting(trial_id) if finer_checks else []
        remaining, waiting = len(planned) + len(repeats), len(planned) - len(ready)
        if repeats and (not ready or repeats[0].rank < ready[0].rank):
            pair = self._show_repeat(repeats[0])
        elif ready:
            pair = self._show(ready[0], finer_checks=finer_checks)
        else:
            return QueueState(None, remaining, waiting)
        return QueueState(pair, remaining, waiting)

    def _open_pairs(self, trial_id: TrialId | None) -> list[Pair]:
        if trial_id is None:
            trials = store.all_trials(self._desk.db)
        else:
            named = store.trial_by_id(self._desk.db, trial_id)
            trials = () if named is None else (named,)
        going_on = [trial for trial in trials if not trial.state.is_ended]
        return [pair for trial in going_on for pair in self._open_pairs_of(trial)]

    def _open_pairs_of(self, trial: Trial) -> list[Pair]:
        tasks = store.tasks_of(self._desk.db, trial.id)
        open_tasks = {task.id for task in tasks if task.state is TaskState.OPEN}
        pairs = store.pairs_of_trial(self._desk.db, trial.id)
        return [pair for pair in pairs if pair.choice is None and pair.task_id in open_tasks]

    def _show(self, pair: Pair, *, finer_checks: bool) -> BlindPair:
        with self._desk.db.atomic():
            store.show_pair(self._desk.db, pair.id, self._desk.now())
        asks = finer_checks and store.judged_count(self._desk.db) % GUESS_EVERY == GUESS_EVERY - 1
        return BlindPair(pair.id, self._task(pair).text, self._texts(pair.id), asks)

    def _show_repeat(self, repeat: Repeat) -> BlindPair:
        self._looks.show(repeat)
        left, right = self._texts(repeat.pair_id)
        task = self._task(self._pair(repeat.pair_id))
        return BlindPair(repeat.id, task.text, (right, left))

    def _texts(self, pair_id: PairId) -> tuple[str, str]:
        by_side = {
            a.side: a.answer.text for a in trial_answers.sides_of_pair(self._desk.db, pair_id)
        }
        return by_side[Side.LEFT], by_side[Side.RIGHT]

    def answer(
        self,
        pair_id: PairId,
        choice: PairChoice,
        *,
        seconds: float | None = None,
        confidence: int | None = None,
        guess: Side | None = None,
    ) -> Answered:
        """Take what the person would rather use.

        Args:
            pair_id: the comparison, as it was offered.
            choice: left, right, no difference, or neither usable.
            seconds: seconds taken; None measures from when it was shown.
            confidence: how sure the person is, in percent.
            guess: the side that seemed to have the guidance, left or right.

        Raises:
            NotFound: there is no such comparison.
            InvalidInput: it cannot be judged, or was judged already.
            StoreError: it could not be kept.
        """
        if confidence is not None and not 0 <= confidence <= 100:
            raise InvalidInput(_("Say how sure you are in percent, from 0 to 100."))
        if guess is Side.DRAFT:
            raise InvalidInput(_("Guess the first or the second answer."))
        repeat = self._looks.called(pair_id)
        if repeat is not None:
            self._looks.answer(repeat, choice, seconds)
            return Answered()
        pair = self._pair(pair_id)
        self._check(pair)
        judged = replace(
            pair,
            choice=choice,
            seconds=taken_s(self._desk, pair.shown) if seconds is None else seconds,
            confidence=confidence,
            guess=guess,
        )
        return self._keep(judged)

    def _check(self, pair: Pair) -> None:
        if pair.choice is not None:
            raise InvalidInput(_("This pair was judged already; the first choice counts."))
        trial = self._trial(self._task(pair))
        if pair.id not in {ready.id for ready in store.ready_pairs(self._desk.db, trial.id)}:
            raise InvalidInput(_("This pair cannot be judged: its answers are not both there."))

    def _keep(self, pair: Pair) -> Answered:
        task = self._task(pair)
        trial = self._trial(task)
        with self._desk.db.atomic():
            store.judge_pair(self._desk.db, pair, self._desk.now())
            is_complete = self._complete(trial, task)
            if is_complete:
                end_if_over(self._desk, trial.id)
        ended = self._trial(task).state is TrialState.DONE
        changed = frozenset({trial.guidance_id} if is_complete else set[GuidanceId]())
        self._desk.publish(Change(trials=frozenset({trial.id}), guidance=changed))
        return Answered(task.id if is_complete else None, trial.id if ended else None)

    def _complete(self, trial: Trial, task: TrialTask) -> bool:
        pairs = store.pairs_of_task(self._desk.db, task.id)
        outcome = task_outcome([_comparison(pair) for pair in pairs], len(pairs))
        if outcome is None:
            return False
        complete = replace(task, state=TaskState.COMPLETE, sign=outcome)
        store.end_task(self._desk.db, complete, self._desk.now())
        self._looks.plan(pairs)
        self._evidence.count(
            TaskOutcome(
                guidance_id=trial.guidance_id,
                version=trial.version,
                task_key=task.task_key,
                source=OutcomeSource.TRIAL,
                sign=outcome,
                kind=task.kind,
                models=self._models(pairs),
                cells=_cells(pairs),
                trial_task=task.id,
                created=self._desk.now(),
            )
        )
        return True

    def _models(self, pairs: Sequence[Pair]) -> dict[AssistantId, str]:
        found = {}
        for pair in pairs:
            for one in trial_answers.sides_of_pair(self._desk.db, pair.id):
                found[pair.assistant_id] = one.answer.reported_model or one.answer.model
        return found

    def agreement(self) -> tuple[int, int]:
        """Return how often the person agreed with an earlier choice, and of how many."""
        return self._looks.agreement()

    def _pair(self, pair_id: PairId) -> Pair:
        pair = store.pair_by_id(self._desk.db, pair_id)
        if pair is None:
            raise NotFound(_("There is no pair {id}.").format(id=pair_id))
        return pair

    def _task(self, pair: Pair) -> TrialTask:
        task = store.task_by_id(self._desk.db, pair.task_id)
        if task is None:
            raise AssertionError("a pair without its task")
        return task

    def _trial(self, task: TrialTask) -> Trial:
        trial = store.trial_by_id(self._desk.db, task.trial_id)
        if trial is None:
            raise AssertionError("a task without its trial")
        return trial


def _comparison(pair: Pair) -> BlindChoice:
    return BlindChoice(pair.with_side, pair.choice)


def _cells(pairs: Sequence[Pair]) -> dict[AssistantId, Sign]:
    found = {}
    for assistant in dict.fromkeys(pair.assistant_id for pair in pairs):
        own = [_comparison(pair) for pair in pairs if pair.assistant_id == assistant]
        outcome = task_outcome(own, len(own))
        if outcome is not None:
            found[assistant] = outcome
    return found

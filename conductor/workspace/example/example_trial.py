"""Write the trials of the example: what became of its guidance, and one pair still to judge.

Thread: main, inside the caller's transaction.
Rules: the sides are fair coins here as well, and the outcomes are counted as any others, for
the example's guidance alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from conductor.core.entities import Answer, AnswerStatus, Finish
from conductor.core.guidance.guidance import Guidance, GuidanceUse
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.guidance.trial import (
    CouldTell,
    Pair,
    PairChoice,
    Side,
    SideAnswer,
    TaskState,
    Trial,
    TrialState,
    TrialTask,
)
from conductor.core.ids import AnswerId, PairId, RoundId, TrialId, TrialTaskId
from conductor.core.thread import build_thread, system_message
from conductor.evidence.task_key import task_key
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import trial_answers
from conductor.store.evidence import trials as store
from conductor.store.ulid import new_ulid
from conductor.workspace.desk import Desk
from conductor.workspace.example.example_session import new_guidance
from conductor.workspace.example.example_text import BEGAN, Cast, Piece, before, usage_of
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.trials.trial_answers import drawn_rank

TOKENS_PER_SECOND = 60
BEFORE_FIRST = timedelta(days=1)
BETWEEN_TASKS = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class _Compared:
    task: TrialTask
    row: Piece
    when: str
    pair: Pair | None = None


class ExampleTrial:
    """Writes one trial for each piece of the example's guidance."""

    def __init__(self, desk: Desk, evidence: GuidanceEvidence, cast: Cast) -> None:
        self._desk = desk
        self._db = desk.db
        self._evidence = evidence
        self._cast = cast

    def write(self, row: Piece, tasks: Sequence[Piece], said: Guidance | None) -> None:
        """Write the trial of one piece of guidance.

        Args:
            row: the guidance in the example's text.
            tasks: the tasks, those that were compared with what each says.
            said: the guidance if it was said in the session; None writes it down first.
        """
        began = before(before(self._desk.now(), BEGAN), -BEFORE_FIRST)
        guidance = said
        if guidance is None:
            guidance = new_guidance(row, began)
            guidance_store.add_guidance(self._db, guidance)
        who = self._cast.by_key[row["by"]]
        is_over = all("sign" in each for each in tasks)
        trial = Trial(
            id=TrialId(new_ulid()),
            guidance_id=guidance.id,
            version=guidance.version,
            use=GuidanceUse.ATTACHED,
            assistants=(who.id,),
            per_task=1,
            created=began,
            state=TrialState.STOPPED,  # nothing of it is being written
        )
        compared = [
            self._planned(trial, n, each, before(began, -BETWEEN_TASKS * n), row["by"])
            for n, each in enumerate(tasks)
        ]
        pairs = [store.PlannedPair(one.pair, ()) for one in compared if one.pair]
        store.add_trial(self._db, trial, [one.task for one in compared], pairs)
        for one in compared:
            self._write_answers(guidance, one, row["by"])
            self._end(trial, one)
        if is_over:
            could_tell = CouldTell(row["could_tell"])
            ended = before(began, -BETWEEN_TASKS * len(tasks))
            done = replace(trial, state=TrialState.DONE, could_tell=could_tell, ended=ended)
            store.change_trial(self._db, done)
        self._evidence.refresh(guidance.id)

    def _planned(self, trial: Trial, n: int, row: Piece, when: str, by: str) -> _Compared:
        task = TrialTask(
            id=TrialTaskId(new_ulid()),
            trial_id=trial.id,
            position=n,
            text=row["task"],
            task_key=task_key(row["task"]),
            kind=row["kind"],
        )
        if "with" not in row:
            return _Compared(task, row, when)
        who = self._cast.by_key[by]
        pair = Pair(
            id=PairId(new_ulid()),
            task_id=task.id,
            assistant_id=who.id,
            assistant=who.name,
            repeat=0,
            with_side=secrets.choice((Side.LEFT, Side.RIGHT)),
            rank=drawn_rank(),
        )
        return _Compared(task, row, when, pair)

    def _write_answers(self, guidance: Guidance, one: _Compared, by: str) -> None:
        if one.pair is None:
            return
        for side in (Side.LEFT, Side.RIGHT):
            has = side == one.pair.with_side
            text = one.row["with" if has else "without"].strip()
            self._write_answer(one, side, text, by, [guidance.text] if has else [])

    def _write_answer(
        self, one: _Compared, side: Side, text: str, by: str, attached: Sequence[str]
    ) -> None:
        if one.pair is None:
            return
        who = self._cast.by_key[by]
        system = system_message(who.role, attached, one.task.text)
        messages = build_thread(system, (), one.task.text)
        usage = usage_of(messages, text)
        seconds = (usage.output_total or 0) / TOKENS_PER_SECOND
        answer = Answer(
            id=AnswerId(new_ulid()),
            round_id=RoundId(""),
            assistant_id=who.id,
            assistant=who.name,
            connection=self._cast.connection,
            model=who.model,
            position=side,
            status=AnswerStatus.COMPLETE,
            text=text,
            finish=Finish.STOP,
            reported_model=who.model,
            usage=usage,
            cost_usd=self._cast.cost_usd[by],
            seconds_total=seconds,
        )
        trial_answers.add_side_answer(
            self._db, SideAnswer(one.pair.id, side, answer), messages, one.when
        )
        trial_answers.finish_side_answer(self._db, answer, one.when)

    def _end(self, trial: Trial, one: _Compared) -> None:
        if "sign" not in one.row:
            return
        sign = Sign(one.row["sign"])
        if one.pair is not None:
            judged = replace(one.pair, choice=_choice(one.pair, sign))
            store.judge_pair(self._db, judged, one.when)
        ended = replace(one.task, state=TaskState.COMPLETE, sign=sign)
        store.end_task(self._db, ended, one.when)
        who = trial.assistants[0]
        model = next(each.model for each in self._cast.by_key.values() if each.id == who)
        outcome = TaskOutcome(
            guidance_id=trial.guidance_id,
            version=trial.version,
            task_key=one.task.task_key,
            source=OutcomeSource.TRIAL,
            sign=sign,
            kind=one.task.kind,
            models={who: model},
            cells={who: sign},
            trial_task=one.task.id,
            created=one.when,
        )
        self._evidence.count(outcome)


def _choice(pair: Pair, sign: Sign) -> PairChoice:
    if sign is Sign.TIE:
        return PairChoice.TIE
    is_left = (pair.with_side == Side.LEFT) == (sign is Sign.WIN)
    return PairChoice.LEFT if is_left else PairChoice.RIGHT

"""Ask for the answers of trials, in the background and apart from all sessions.

Thread: main.
Rules: both sides of a pair are asked for together, in the order of the sides, which a coin
has decided; a side that fails is asked for again, and what stays out of reach stops the
trial, never counts against the guidance. Nothing here is ever shown while it is written.
"""

import hashlib
import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from conductor.core.answer import LiveAnswer
from conductor.core.change import Change
from conductor.core.cost import cost_usd
from conductor.core.entities import Answer, AnswerStatus, Assistant, LedgerRow
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind, StoreError
from conductor.core.events import Ended, EventBatch, Sent
from conductor.core.guidance.guidance import GuidanceUse
from conductor.core.guidance.trial import (
    DRAFT,
    LEFT,
    RIGHT,
    Arm,
    Pair,
    TaskState,
    Trial,
    TrialState,
    TrialTask,
)
from conductor.core.ids import AnswerId, ConnectionId, PairId, RoundId, TrialId, TrialTaskId
from conductor.core.request import Message
from conductor.core.thread import RETRY_WORDS, Turn, build_thread, system_message
from conductor.engine.job import Job
from conductor.i18n import _
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import trial_answers as store
from conductor.store.evidence import trials as trial_store
from conductor.store.sessions import ledger
from conductor.store.ulid import new_ulid
from conductor.workspace.answers.asking import assistants_by_id
from conductor.workspace.answers.jobs import Attempt, connection_of, make_job
from conductor.workspace.connections.prices import price_of
from conductor.workspace.desk import Desk

log = logging.getLogger(__name__)
TRIES = 3
PATIENCE_MS = 50  # what cannot be saved now is tried again; the window must not wait
_OF_THE_CONTENT = frozenset({ErrorKind.REFUSED, ErrorKind.CONTEXT})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A side on its way: where it belongs, and what it is asked of."""

    trial_id: TrialId
    task_id: TrialTaskId
    pair_id: PairId
    side: int
    connection_id: ConnectionId
    assistant: Assistant


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a side belongs and whom it is asked of."""

    trial: Trial
    task: TrialTask
    pair: Pair
    assistant: Assistant


class Arms:
    """The answers of trials that are being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: dict[AnswerId, _Asked] = {}
        self._live: dict[AnswerId, LiveAnswer] = {}
        self._ledger: list[LedgerRow] = []
        self._unsaved: dict[AnswerId, tuple[_Asked, Answer]] = {}
        self._tries: Counter[tuple[PairId, int]] = Counter()
        self._is_ending = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return bool(self._asked or self._unsaved or self._ledger)

    def on_its_way(self, trial_id: TrialId) -> int:
        """Return how many answers of a trial are being written."""
        return sum(1 for asked in self._asked.values() if asked.trial_id == trial_id)

    def go_on(self) -> None:
        """Ask for what is missing, as far as there is room beside the ordinary work.

        Raises:
            StoreError: it could not be kept; nothing of it was sent.
        """
        while not self._is_ending and not self._unsaved:
            for trial in reversed(trial_store.all_trials(self._desk.db)):
                if trial.state is TrialState.RUNNING:
                    self._ask_for(trial)
            if not self._unsaved:  # else some could not even be sent
                break
            self._save()

    def forget_tries(self, trial_id: TrialId) -> None:
        """Give every side of a trial its full number of tries again."""
        own = {pair.id for pair in trial_store.pairs_of_trial(self._desk.db, trial_id)}
        self._tries = Counter({k: n for k, n in self._tries.items() if k[0] not in own})

    def stop(self, trial_id: TrialId) -> None:
        """Stop what is being written for a trial."""
        for answer_id, asked in self._asked.items():
            if asked.trial_id == trial_id:
                self._desk.engine.stop(answer_id)

    def end(self) -> None:
        """Ask for nothing more, because the program ends."""
        self._is_ending = True

    def _ask_for(self, trial: Trial) -> None:
        tasks = {task.id: task for task in trial_store.tasks_of(self._desk.db, trial.id)}
        states = store.states_of_trial(self._desk.db, trial.id)
        present = assistants_by_id(self._desk)
        for pair in trial_store.pairs_of_trial(self._desk.db, trial.id):
            task = tasks[pair.task_id]
            if task.state is not TaskState.OPEN or self._is_asked(pair):
                continue
            sides = states.get(pair.id, {})
            wanted = _missing(trial, sides)
            if not wanted:
                continue
            assistant = present.get(pair.assistant_id)
            if assistant is None:
                why = _("{name} was removed.").format(name=pair.assistant)
                tasks[task.id] = self._abandon(task, why)
            elif self._has_room(assistant):
                attempts = {side: attempt for side, (attempt, _status) in sides.items()}
                next_of = {side: attempts.get(side, 0) + 1 for side in wanted}
                self._ask_pair(_Place(trial, task, pair, assistant), next_of)

    def _is_asked(self, pair: Pair) -> bool:
        return any(asked.pair_id == pair.id for asked in self._asked.values())

    def _has_room(self, assistant: Assistant) -> bool:
        connection = connection_of(self._desk, assistant)
        if connection is None:
            return True  # it fails at once, with a sentence
        running = sum(1 for a in self._asked.values() if a.connection_id == connection.id)
        return running < 2 * max(1, connection.parallel // 4)

    def _ask_pair(self, place: _Place, next_of: Mapping[int, int]) -> None:
        made: list[tuple[Arm, Job | AnswerFailed]] = []
        with self._desk.db.atomic():
            for side, attempt in next_of.items():
                arm = Arm(place.pair.id, side, self._new_answer(place.assistant, side, attempt))
                messages = self._messages(place, side)
                store.add_arm(self._desk.db, arm, messages, self._desk.now())
                made.append((arm, self._job(place.assistant, arm.answer, messages)))
        for arm, job in made:
            self._follow(place, arm)
            if isinstance(job, Job):
                self._desk.engine.submit(job)
            else:
                ended = Ended(AnswerStatus.FAILED, error=job.error)
                self._live[arm.answer.id].apply(ended)
                self._close(arm.answer.id)

    def _new_answer(self, assistant: Assistant, side: int, attempt: int) -> Answer:
        connection = connection_of(self._desk, assistant)
        return Answer(
            id=AnswerId(new_ulid()),
            round_id=RoundId(""),
            assistant_id=assistant.id,
            assistant=assistant.name,
            connection=connection.name if connection else "",
            model=assistant.model,
            position=side,
            attempt=attempt,
            settings=assistant.settings,
        )

    def _messages(self, place: _Place, side: int) -> tuple[Message, ...]:
        trial, task, pair = place.trial, place.task, place.pair
        texts = [v.text for v in trial_store.attached_to_pair(self._desk.db, pair.id)]
        tested = self._tested_text(trial)
        has = side == pair.with_side
        if has and trial.use is GuidanceUse.ATTACHED:
            texts.append(tested)
        system = system_message(place.assistant.role, texts, task.text)
        if side == DRAFT or trial.use is GuidanceUse.ATTACHED:
            return build_thread(system, (), task.text)
        draft = store.arms_of_pair(self._desk.db, pair.id)[DRAFT].answer
        return build_thread(system, (Turn(task.text, draft),), tested if has else RETRY_WORDS)

    def _tested_text(self, trial: Trial) -> str:
        versions = guidance_store.versions_of(self._desk.db, trial.guidance_id)
        return next(item.text for item in versions if item.version == trial.version)

    def _job(
        self, assistant: Assistant, answer: Answer, messages: tuple[Message, ...]
    ) -> Job | AnswerFailed:
        attempt = Attempt(answer.id, answer.attempt, answer.model, answer.settings)
        try:
            job = make_job(self._desk, assistant, attempt, messages)
        except AnswerFailed as failure:
            return failure
        sha256 = hashlib.sha256(job.body).hexdigest()
        ledger.add_row(self._desk.db, self._row(answer, len(job.body), sha256))
        return job

    def _row(self, answer: Answer, size_bytes: int, sha256: str) -> LedgerRow:
        return LedgerRow(
            time=self._desk.now(),
            answer_id=answer.id,
            attempt=answer.attempt,
            connection=answer.connection,
            model=answer.model,
            size_bytes=size_bytes,
            sha256=sha256,
        )

    def _follow(self, place: _Place, arm: Arm) -> None:
        answer = arm.answer
        self._asked[answer.id] = _Asked(
            place.trial.id,
            place.task.id,
            arm.pair_id,
            arm.side,
            place.assistant.connection_id,
            place.assistant,
        )
        self._live[answer.id] = LiveAnswer(answer)

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought for trials; everything else is passed over."""
        ended = False
        for batch in batches:
            live = self._live.get(batch.answer_id)
            if live is None or live.answer.attempt != batch.attempt:
                continue
            for event in batch.events:
                live.apply(event)
                if isinstance(event, Sent):
                    row = self._row(live.answer, event.size_bytes, event.sha256)
                    self._ledger.append(row)
            if live.ended is not None:
                ended = True
                self._close(batch.answer_id)
        if ended:
            self.tick()

    def _close(self, answer_id: AnswerId) -> None:
        asked = self._asked.pop(answer_id)
        answer = self._live.pop(answer_id).snapshot()
        connection = connection_of(self._desk, asked.assistant)
        price = price_of(connection, answer.model) if connection else None
        self._unsaved[answer_id] = (asked, replace(answer, cost_usd=cost_usd(answer.usage, price)))

    def tick(self) -> None:
        """Save what has ended and go on; what cannot be saved is tried again."""
        if not self._unsaved and not self._ledger:
            return
        changed = frozenset(asked.trial_id for asked, _answer in self._unsaved.values())
        try:
            self._save()
            self.go_on()
        except StoreError as error:
            log.info("A trial waits until the library can be written: %s", error)
        self._desk.publish(Change(trials=changed))

    def _save(self) -> None:
        with self._desk.db.atomic(patience_ms=PATIENCE_MS):
            for asked, answer in self._unsaved.values():
                store.finish_arm(self._desk.db, answer, self._desk.now())
                self._look_at(asked, answer)
            for row in self._ledger:
                ledger.add_row(self._desk.db, row)
        self._unsaved.clear()
        self._ledger.clear()

    def _look_at(self, asked: _Asked, answer: Answer) -> None:
        if answer.status is AnswerStatus.FAILED:
            self._count_failure(asked, answer.error)
        elif answer.status is AnswerStatus.COMPLETE:
            self._check_models(asked)

    def _count_failure(self, asked: _Asked, error: AnswerError | None) -> None:
        place = (asked.pair_id, asked.side)
        self._tries[place] += 1
        if self._tries[place] < TRIES:
            return
        why = error.message if error else ""
        if error is not None and error.kind in _OF_THE_CONTENT:
            task = trial_store.task_by_id(self._desk.db, asked.task_id)
            if task is not None:
                self._abandon(task, why)
            return
        trial = trial_store.trial_by_id(self._desk.db, asked.trial_id)
        if trial is not None and trial.state is TrialState.RUNNING:
            stopped = replace(trial, state=TrialState.STOPPED, trouble=why)
            trial_store.change_trial(self._desk.db, stopped)
            self.stop(trial.id)

    def _check_models(self, asked: _Asked) -> None:
        """Have a pair answered again if its two sides were written by different models."""
        arms = {arm.side: arm for arm in store.arms_of_pair(self._desk.db, asked.pair_id)}
        sides = [arms[side].answer for side in (LEFT, RIGHT) if side in arms]
        if len(sides) < 2 or any(one.status is not AnswerStatus.COMPLETE for one in sides):
            return
        if len({one.reported_model or one.model for one in sides}) == 1:
            return
        sentence = _("The model changed between the two answers of a pair.")
        for side in (LEFT, RIGHT):
            error = AnswerError(ErrorKind.MODEL, sentence)
            unlike = replace(arms[side].answer, status=AnswerStatus.FAILED, error=error)
            store.finish_arm(self._desk.db, unlike, self._desk.now())
            self._count_failure(replace(asked, side=side), error)

    def _abandon(self, task: TrialTask, why: str) -> TrialTask:
        abandoned = replace(task, state=TaskState.ABANDONED, trouble=why)
        with self._desk.db.atomic():
            trial_store.end_task(self._desk.db, abandoned, self._desk.now())
            end_if_over(self._desk, task.trial_id)
        return abandoned


def _missing(trial: Trial, sides: Mapping[int, tuple[int, AnswerStatus]]) -> tuple[int, ...]:
    """Return the sides of a pair that are to be asked for next."""
    there = {side for side, (_n, status) in sides.items() if status is AnswerStatus.COMPLETE}
    if trial.use is GuidanceUse.REVISION and DRAFT not in there:
        return (DRAFT,)
    return tuple(side for side in (LEFT, RIGHT) if side not in there)


def end_if_over(desk: Desk, trial_id: TrialId) -> None:
    """End a trial of which no task is open; to be called in a transaction."""
    trial = trial_store.trial_by_id(desk.db, trial_id)
    tasks = trial_store.tasks_of(desk.db, trial_id)
    if trial is None or trial.state.is_ended:
        return
    if not any(task.state is TaskState.OPEN for task in tasks):
        done = replace(trial, state=TrialState.DONE, trouble="", ended=desk.now())
        trial_store.change_trial(desk.db, done)


def drawn_rank() -> int:
    """Return a place in the queue, drawn by lot."""
    return secrets.randbits(62)

"""Ask for the answers of trials, in the background and apart from all sessions.

Thread: main.
Rules: both sides of a pair are asked for together, in the order of the sides, which a coin
has decided; a side that fails is asked for again, and what stays out of reach stops the
trial, never counts against the guidance. Nothing here is ever shown while it is written.
"""

import logging
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from conductor.core.change import Change
from conductor.core.entities import Answer, AnswerStatus, Assistant
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind, StoreError
from conductor.core.events import Ended, EventBatch
from conductor.core.guidance.guidance import GuidanceUse
from conductor.core.guidance.trial import (
    Pair,
    Side,
    SideAnswer,
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
from conductor.store import connections as connection_store
from conductor.store.database import BUSY_MS
from conductor.store.evidence import guidance as guidance_store
from conductor.store.evidence import trial_answers as store
from conductor.store.evidence import trials as trial_store
from conductor.store.ulid import new_ulid
from conductor.workspace.answers import following
from conductor.workspace.answers.asking import assistants_by_id
from conductor.workspace.answers.following import PATIENCE_MS, Following, request_of
from conductor.workspace.answers.jobs import connection_of
from conductor.workspace.desk import Desk

log = logging.getLogger(__name__)
TRIES = 3
_OF_THE_CONTENT = frozenset({ErrorKind.REFUSED, ErrorKind.CONTEXT})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A side on its way: where it belongs, and what it is asked of."""

    trial_id: TrialId
    task_id: TrialTaskId
    pair_id: PairId
    side: Side
    connection_id: ConnectionId


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a side belongs and whom it is asked of."""

    trial: Trial
    task: TrialTask
    pair: Pair
    assistant: Assistant


class TrialAnswers:
    """The answers of trials that are being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._following: Following[_Asked] = Following(desk, self._keep)
        self._tries: Counter[tuple[PairId, Side]] = Counter()
        self._again_at_s: float | None = None  # if it could not go on: when that is tried
        self._is_ending = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return self._following.is_busy or self._again_at_s is not None

    def on_its_way(self, trial_id: TrialId) -> int:
        """Return how many answers of a trial are being written."""
        return sum(1 for asked in self._asked if asked.trial_id == trial_id)

    @property
    def _asked(self) -> list[_Asked]:
        return [found.of for found in self._following.on_their_way.values()]

    def go_on(self) -> None:
        """Ask for what is missing, as far as there is room beside the ordinary work.

        Raises:
            StoreError: it could not be kept; nothing of it was sent.
        """
        self._go_on(BUSY_MS)

    def _go_on(self, patience_ms: int) -> None:
        while not self._is_ending and not self._following.unsaved:
            for trial in reversed(trial_store.all_trials(self._desk.db)):
                if trial.state is TrialState.RUNNING:
                    self._ask_for(trial, patience_ms)
            if not self._following.unsaved:  # else some could not even be sent
                break
            self.save()

    def forget_tries(self, trial_id: TrialId) -> None:
        """Give every side of a trial its full number of tries again."""
        own = {pair.id for pair in trial_store.pairs_of_trial(self._desk.db, trial_id)}
        self._tries = Counter({k: n for k, n in self._tries.items() if k[0] not in own})

    def stop(self, trial_id: TrialId) -> None:
        """Stop what is being written for a trial."""
        for answer_id, found in self._following.on_their_way.items():
            if found.of.trial_id == trial_id:
                self._desk.engine.stop(answer_id)

    def end(self) -> None:
        """Ask for nothing more, because the program ends."""
        self._is_ending = True

    def _ask_for(self, trial: Trial, patience_ms: int) -> None:
        present = assistants_by_id(self._desk)
        room = self._room()
        team = [present.get(who) for who in trial.assistants]
        if all(who is not None and room.get(who.connection_id, 1) < 1 for who in team):
            return  # after every end it is looked at again
        tasks = {task.id: task for task in trial_store.tasks_of(self._desk.db, trial.id)}
        states = store.states_of_trial(self._desk.db, trial.id)
        asked = {each.pair_id for each in self._asked}
        planned: list[tuple[_Place, dict[Side, int]]] = []
        for pair in trial_store.pairs_of_trial(self._desk.db, trial.id):
            task = tasks[pair.task_id]
            if task.state is not TaskState.OPEN or pair.id in asked:
                continue
            sides = states.get(pair.id, {})
            wanted = _missing(trial, sides)
            if not wanted:
                continue
            assistant = present.get(pair.assistant_id)
            if assistant is None:
                why = _("{name} was removed.").format(name=pair.assistant)
                tasks[task.id] = self._abandon(task, why)
            elif room.get(assistant.connection_id, 1) > 0:  # without one it fails in words
                attempts = {side: attempt for side, (attempt, _status) in sides.items()}
                next_of = {side: attempts.get(side, 0) + 1 for side in wanted}
                planned.append((_Place(trial, task, pair, assistant), next_of))
                room[assistant.connection_id] -= len(wanted)
        if planned:
            self._ask_pairs(planned, patience_ms)

    def _room(self) -> Counter[ConnectionId]:
        """Return how many more answers each connection may have on their way."""
        every = connection_store.all_connections(self._desk.db)
        room = Counter({each.id: 2 * max(1, each.parallel // 4) for each in every})
        room.subtract(a.connection_id for a in self._asked if a.connection_id in room)
        return room

    def _ask_pairs(
        self, planned: Sequence[tuple[_Place, Mapping[Side, int]]], patience_ms: int
    ) -> None:
        """Ask for sides of pairs: all rows are safe on the disk before the first request goes."""
        made: list[tuple[_Place, SideAnswer, Job | AnswerFailed]] = []
        with self._desk.db.atomic(patience_ms=patience_ms):
            for place, next_of in planned:
                for side, attempt in next_of.items():
                    answer = self._new_answer(place.assistant, side, attempt)
                    messages = self._messages(place, side)
                    side_answer = SideAnswer(place.pair.id, side, answer)
                    store.add_side_answer(self._desk.db, side_answer, messages, self._desk.now())
                    job = request_of(self._desk, place.assistant, answer, messages)
                    made.append((place, side_answer, job))
        for place, side_answer, job in made:
            self._follow(place, side_answer)
            if isinstance(job, Job):
                self._desk.engine.submit(replace(job, is_patient=True))
            else:
                ended = Ended(AnswerStatus.FAILED, error=job.error)
                self._following.end_unsent(side_answer.answer.id, ended)

    def _new_answer(self, assistant: Assistant, side: Side, attempt: int) -> Answer:
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

    def _messages(self, place: _Place, side: Side) -> tuple[Message, ...]:
        trial, task, pair = place.trial, place.task, place.pair
        texts = [v.text for v in trial_store.attached_to_pair(self._desk.db, pair.id)]
        tested = self._tested_text(trial)
        has = side == pair.with_side
        if has and trial.use is GuidanceUse.ATTACHED:
            texts.append(tested)
        system = system_message(place.assistant.role, texts, task.text)
        if side == Side.DRAFT or trial.use is GuidanceUse.ATTACHED:
            return build_thread(system, (), task.text)
        draft = store.sides_of_pair(self._desk.db, pair.id)[Side.DRAFT].answer
        return build_thread(system, (Turn(task.text, draft),), tested if has else RETRY_WORDS)

    def _tested_text(self, trial: Trial) -> str:
        versions = guidance_store.versions_of(self._desk.db, trial.guidance_id)
        return next(item.text for item in versions if item.version == trial.version)

    def _follow(self, place: _Place, side_answer: SideAnswer) -> None:
        asked = _Asked(
            place.trial.id,
            place.task.id,
            side_answer.pair_id,
            side_answer.side,
            place.assistant.connection_id,
        )
        self._following.begin(side_answer.answer, place.assistant, asked)

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought for trials; everything else is passed over."""
        ended = [batch for batch in batches if self._following.take(batch) is not None]
        if ended:
            self._save_and_go_on()

    def tick(self) -> None:
        """Save what has ended and go on, as far as that could not be done at once."""
        is_held_up = self._again_at_s is not None and time.monotonic() >= self._again_at_s
        if self._following.is_due or is_held_up:
            self._save_and_go_on()

    def _save_and_go_on(self) -> None:
        changed = frozenset(asked.trial_id for asked, _answer in self._following.unsaved.values())
        try:
            self.save()
            self._go_on(PATIENCE_MS)
        except StoreError as error:
            log.info("A trial waits until the library can be written: %s", error)
            self._again_at_s = time.monotonic() + following.RETRY_INTERVAL_S
        else:
            self._again_at_s = None
        self._desk.publish(Change(trials=changed))

    def save(self) -> None:
        """Write what has ended.

        Raises:
            StoreError: it could not be written, and stays.
        """
        tries = self._tries.copy()
        try:
            self._following.save()
        except StoreError:
            self._tries = tries
            raise

    def _keep(self, asked: _Asked, answer: Answer) -> None:
        store.finish_side_answer(self._desk.db, answer, self._desk.now())
        self._look_at(asked, answer)

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
        by_side = {one.side: one for one in store.sides_of_pair(self._desk.db, asked.pair_id)}
        sides = [by_side[side].answer for side in (Side.LEFT, Side.RIGHT) if side in by_side]
        if len(sides) < 2 or any(one.status is not AnswerStatus.COMPLETE for one in sides):
            return
        if len({one.reported_model or one.model for one in sides}) == 1:
            return
        sentence = _("The model changed between the two answers of a pair.")
        for side in (Side.LEFT, Side.RIGHT):
            error = AnswerError(ErrorKind.MODEL, sentence)
            unlike = replace(by_side[side].answer, status=AnswerStatus.FAILED, error=error)
            store.finish_side_answer(self._desk.db, unlike, self._desk.now())
            self._count_failure(replace(asked, side=side), error)

    def _abandon(self, task: TrialTask, why: str) -> TrialTask:
        abandoned = replace(task, state=TaskState.ABANDONED, trouble=why)
        with self._desk.db.atomic():
            trial_store.end_task(self._desk.db, abandoned, self._desk.now())
            end_if_over(self._desk, task.trial_id)
        return abandoned


def _missing(trial: Trial, sides: Mapping[Side, tuple[int, AnswerStatus]]) -> tuple[Side, ...]:
    """Return the sides of a pair that are to be asked for next."""
    there = {side for side, (_n, status) in sides.items() if status is AnswerStatus.COMPLETE}
    if trial.use is GuidanceUse.REVISION and Side.DRAFT not in there:
        return (Side.DRAFT,)
    return tuple(side for side in (Side.LEFT, Side.RIGHT) if side not in there)


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

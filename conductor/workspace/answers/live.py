"""Follow the answers that are being written, and get their text to the disk.

Thread: main.
Rules: streamed text is written every 150 ms, all columns in one transaction; an end is
written at once and synced. What cannot be written stays in memory and is tried again.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from conductor.core.answer import LiveAnswer
from conductor.core.change import Change
from conductor.core.entities import Answer, AnswerStatus, Assistant, SentThread
from conductor.core.errors import StoreError
from conductor.core.events import Ended, EventBatch, Reasoning, Refusal, Text
from conductor.core.ids import AnswerId
from conductor.store.database import BUSY_MS
from conductor.store.sessions import answers as store
from conductor.workspace.answers.following import (
    PATIENCE_MS,
    RETRY_INTERVAL_S,
    Followed,
    Following,
)
from conductor.workspace.desk import Desk

CHUNK_INTERVAL_S = 0.15
SAVE_PAUSE_S = 0.1
HUGE = 4_000_000
"""Characters of answers whose ends are taken in one turn, apart from the last one's."""
REST_S = 0.04
"""Seconds between two turns of which each takes such an end."""


@dataclass(slots=True)
class _Streamed:
    """What came of an attempt and is not on the disk yet."""

    seq: int = 0
    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    marked: bool = False  # whether the row says "streaming"


class LiveAnswers:
    """The answers that are not yet safely ended in the library.

    Attributes:
        trouble: why the library cannot be written just now, in a sentence; None if it can.
    """

    def __init__(self, desk: Desk, on_end: Callable[[Answer], None]) -> None:
        self._desk = desk
        self._on_end = on_end
        self._following: Following[_Streamed] = Following(desk, self._keep)
        self._arrived: deque[EventBatch] = deque()  # what the engine brought and waits
        self._next_write_s = 0.0
        self._rests_until_s = 0.0  # the window has its turn between two huge ends
        self.trouble: str | None = None

    def begin(self, answer: Answer, assistant: Assistant) -> None:
        """Follow an attempt whose row is in the library."""
        self._following.begin(answer, assistant, _Streamed())

    def note_sent(self, answer_id: AnswerId, sent: SentThread) -> None:
        """Remember what the request of an attempt shows the assistant."""
        live = self._following.on_their_way[answer_id].live
        live.answer = replace(live.answer, sent=sent)

    def say(self, answer_id: AnswerId, activity: str) -> None:
        """Say what an attempt waits for, until something happens to it."""
        self._following.on_their_way[answer_id].live.activity = activity

    def get(self, answer_id: AnswerId) -> LiveAnswer | None:
        """Return an attempt that is being written, None if it has ended."""
        found = self._following.on_their_way.get(answer_id)
        return found.live if found else None

    def current(self, answer: Answer) -> Answer:
        """Return a stored answer as it really stands, with what is only in memory."""
        if answer.id in self._following.unsaved:
            _streamed, ended = self._following.unsaved[answer.id]
            return ended
        live = self.get(answer.id)
        return live.snapshot() if live else answer

    def status_of(self, answer_id: AnswerId, stored: AnswerStatus) -> AnswerStatus:
        """Return where an answer really is on its way, given what is stored of it."""
        if answer_id in self._following.unsaved:
            _streamed, ended = self._following.unsaved[answer_id]
            return ended.status
        live = self.get(answer_id)
        return live.status if live else stored

    @property
    def ids(self) -> tuple[AnswerId, ...]:
        """The answers that have not ended."""
        return tuple(self._following.on_their_way)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return self._following.is_busy or bool(self._arrived)

    def receive(self, batches: Iterable[EventBatch]) -> None:
        """Take what the engine brought, and announce it.

        Huge answers that end at the same time are taken one by one, the others by `tick`.
        """
        self._arrived.extend(batches)
        changed: set[AnswerId] = set()
        streamed: set[AnswerId] = set()
        ended: list[Answer] = []
        is_rest = time.monotonic() < self._rests_until_s
        while self._arrived and not is_rest and sum(len(a.text) for a in ended) < HUGE:
            batch = self._arrived.popleft()
            found = self._following.of_batch(batch)
            if found is None:
                continue
            before = (found.live.status, found.live.activity)
            answer = self._take(found.of, batch)
            streamed.add(batch.answer_id)
            if (found.live.status, found.live.activity) != before:
                changed.add(batch.answer_id)
            if answer is not None:
                ended.append(answer)
        if self._following.must_save:
            self._save()
        if not ended:
            self._write_due()  # otherwise the next tick does
        if changed or streamed:
            self._desk.publish(Change(answers=frozenset(changed), streams=frozenset(streamed)))
        for answer in ended:
            self._on_end(answer)
        if sum(len(answer.text) for answer in ended) >= HUGE:
            self._rests_until_s = time.monotonic() + REST_S

    def end_unsent(self, answer_id: AnswerId, ended: Ended) -> None:
        """End an attempt that never reached the engine."""
        attempt = self._following.on_their_way[answer_id].live.answer.attempt
        self.receive([EventBatch(answer_id, attempt, (ended,))])

    def _take(self, streamed: _Streamed, batch: EventBatch) -> Answer | None:
        for event in batch.events:
            match event:
                case Text(delta) | Refusal(delta):
                    streamed.text.append(delta)
                case Reasoning(delta):
                    streamed.reasoning.append(delta)
        return self._following.take(batch)

    def _keep(self, _streamed: _Streamed, answer: Answer) -> None:
        store.finish_answer(self._desk.db, answer, self._desk.now())

    def save_ends(self) -> None:
        """Write the ends that wait to be saved; to be called where they must not wait.

        Raises:
            StoreError: they still cannot be written.
        """
        if self._following.unsaved:
            self._following.save(patience_ms=BUSY_MS)

    def save_within(self, limit_s: float) -> tuple[Answer, ...]:
        """Try to save everything for some seconds; return the answers that could not be."""
        while self._arrived:
            self._rests_until_s = 0.0
            self.receive(())
        deadline_s = time.monotonic() + limit_s
        while self._following.must_save:
            self._save()
            if self.trouble is None or time.monotonic() >= deadline_s:
                break
            time.sleep(SAVE_PAUSE_S)
        return tuple(answer for _streamed, answer in self._following.unsaved.values())

    def tick(self) -> None:
        """Take and write what is due; to be called about every 50 ms while `is_busy`."""
        if self._arrived:
            self.receive(())
        else:
            self._write_due()

    def _write_due(self) -> None:
        now_s = time.monotonic()
        if now_s < self._next_write_s:
            return
        if self._following.must_save:
            self._save()
        if self._has_chunks:
            self._save_chunks()
        interval_s = CHUNK_INTERVAL_S if self.trouble is None else RETRY_INTERVAL_S
        self._next_write_s = now_s + interval_s

    @property
    def _has_chunks(self) -> bool:
        return any(
            found.of.text or found.of.reasoning or _needs_mark(found)
            for found in self._following.on_their_way.values()
        )

    def _save(self) -> None:
        try:
            self._following.save()
        except StoreError as error:
            self._say(str(error))
        else:
            self._say(None)

    def _save_chunks(self) -> None:
        due = self._due_chunks()
        chunks = [
            store.Chunk(answer_id, one.of.seq + 1, "".join(one.of.text), "".join(one.of.reasoning))
            for answer_id, one in due.items()
            if one.of.text or one.of.reasoning
        ]
        begun = [answer_id for answer_id, one in due.items() if _needs_mark(one)]
        try:
            with self._desk.db.atomic(synced=False, patience_ms=PATIENCE_MS):
                store.add_chunks(self._desk.db, chunks, begun)
        except StoreError as error:
            self._say(str(error))
            return
        for one in due.values():
            one.of.seq += bool(one.of.text or one.of.reasoning)
            one.of.marked = one.of.marked or _needs_mark(one)
            one.of.text.clear()
            one.of.reasoning.clear()
        if not self._following.must_save:
            self._say(None)

    def _due_chunks(self) -> dict[AnswerId, Followed[_Streamed]]:
        """Return the answers whose new text is written now: all, unless that would be huge."""
        due: dict[AnswerId, Followed[_Streamed]] = {}
        size = 0
        every = self._following.on_their_way.items()
        for answer_id, one in sorted(every, key=lambda item: item[1].of.seq):
            if size < HUGE:
                due[answer_id] = one
                size += sum(map(len, one.of.text)) + sum(map(len, one.of.reasoning))
        return due

    def _say(self, trouble: str | None) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._desk.publish(Change(trouble=True))


def _needs_mark(found: Followed[_Streamed]) -> bool:
    return not found.of.marked and found.live.status is AnswerStatus.STREAMING

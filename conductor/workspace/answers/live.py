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
from conductor.core.cost import Price, cost_usd
from conductor.core.entities import Answer, AnswerStatus, LedgerRow, SentThread
from conductor.core.errors import StoreError
from conductor.core.events import Ended, EventBatch, Reasoning, Refusal, Sent, Text
from conductor.core.ids import AnswerId
from conductor.store.sessions import answers as store
from conductor.store.sessions import ledger
from conductor.workspace.desk import Desk

CHUNK_INTERVAL_S = 0.15
RETRY_INTERVAL_S = 1.0
SAVE_PAUSE_S = 0.1
HUGE = 4_000_000
"""Characters of answers whose ends are taken in one turn, apart from the last one's."""
REST_S = 0.04
"""Seconds between two turns of which each takes such an end."""
PATIENCE_MS = 50  # what cannot be written now is tried again; the window must not wait


@dataclass(slots=True)
class _Entry:
    live: LiveAnswer
    price: Price | None
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
        self._entries: dict[AnswerId, _Entry] = {}
        self._ledger: list[LedgerRow] = []
        self._unsaved: dict[AnswerId, Answer] = {}
        self._arrived: deque[EventBatch] = deque()  # what the engine brought and waits
        self._next_write_s = 0.0
        self._rests_until_s = 0.0  # the window has its turn between two huge ends
        self.trouble: str | None = None

    def begin(self, answer: Answer, price: Price | None) -> None:
        """Follow an attempt whose row is in the library."""
        self._entries[answer.id] = _Entry(LiveAnswer(answer), price)

    def note_sent(self, answer_id: AnswerId, sent: SentThread) -> None:
        """Remember what the request of an attempt shows the assistant."""
        live = self._entries[answer_id].live
        live.answer = replace(live.answer, sent=sent)

    def say(self, answer_id: AnswerId, activity: str) -> None:
        """Say what an attempt waits for, until something happens to it."""
        self._entries[answer_id].live.activity = activity

    def get(self, answer_id: AnswerId) -> LiveAnswer | None:
        """Return an attempt that is being written, None if it has ended."""
        entry = self._entries.get(answer_id)
        return entry.live if entry else None

    def current(self, answer: Answer) -> Answer:
        """Return a stored answer as it really stands, with what is only in memory."""
        if answer.id in self._unsaved:
            return self._unsaved[answer.id]
        entry = self._entries.get(answer.id)
        return entry.live.snapshot() if entry else answer

    def status_of(self, answer_id: AnswerId, stored: AnswerStatus) -> AnswerStatus:
        """Return where an answer really is on its way, given what is stored of it."""
        if answer_id in self._unsaved:
            return self._unsaved[answer_id].status
        entry = self._entries.get(answer_id)
        return entry.live.status if entry else stored

    @property
    def ids(self) -> tuple[AnswerId, ...]:
        """The answers that have not ended."""
        return tuple(self._entries)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return bool(self._entries or self._unsaved or self._ledger or self._arrived)

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
            entry = self._entries.get(batch.answer_id)
            if entry is None or entry.live.answer.attempt != batch.attempt:
                continue  # the rest of an attempt that was replaced
            before = (entry.live.status, entry.live.activity)
            self._take(entry, batch)
            streamed.add(batch.answer_id)
            if (entry.live.status, entry.live.activity) != before:
                changed.add(batch.answer_id)
            if entry.live.ended is not None:
                ended.append(self._close(entry))
        self._save_ends(ended)
        if not ended:
            self._write_due()  # otherwise the next tick does
        if changed or streamed:
            self._desk.publish(
                Change(answers=frozenset(changed), streams=frozenset(streamed - changed))
            )
        for answer in ended:
            self._on_end(answer)
        if sum(len(answer.text) for answer in ended) >= HUGE:
            self._rests_until_s = time.monotonic() + REST_S

    def end_unsent(self, answer_id: AnswerId, ended: Ended) -> None:
        """End an attempt that never reached the engine."""
        attempt = self._entries[answer_id].live.answer.attempt
        self.receive([EventBatch(answer_id, attempt, (ended,))])

    def _take(self, entry: _Entry, batch: EventBatch) -> None:
        for event in batch.events:
            entry.live.apply(event)
            match event:
                case Text(delta) | Refusal(delta):
                    entry.text.append(delta)
                case Reasoning(delta):
                    entry.reasoning.append(delta)
                case Sent(size_bytes, sha256):
                    self._ledger.append(self._row(entry.live.answer, size_bytes, sha256))

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

    def _close(self, entry: _Entry) -> Answer:
        answer = entry.live.snapshot()
        del self._entries[answer.id]
        return replace(answer, cost_usd=cost_usd(answer.usage, entry.price))

    def _save_ends(self, ended: Iterable[Answer]) -> None:
        self._unsaved.update((answer.id, answer) for answer in ended)
        if self._unsaved or self._ledger:
            self._write(self._write_ends, synced=True)

    def save_ends(self) -> None:
        """Write the ends that wait to be saved; to be called where they must not wait.

        Raises:
            StoreError: they still cannot be written.
        """
        if self._unsaved:
            with self._desk.db.atomic():
                self._write_ends()
            self._forget_ends()

    def save_within(self, limit_s: float) -> tuple[Answer, ...]:
        """Try to save everything for some seconds; return the answers that could not be."""
        while self._arrived:
            self._rests_until_s = 0.0
            self.receive(())
        deadline_s = time.monotonic() + limit_s
        while self._unsaved or self._ledger:
            self._write(self._write_ends, synced=True)
            if self.trouble is None or time.monotonic() >= deadline_s:
                break
            time.sleep(SAVE_PAUSE_S)
        return tuple(self._unsaved.values())

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
        if self._unsaved or self._ledger:
            self._write(self._write_ends, synced=True)
        if self._has_chunks:
            self._write(self._write_chunks, synced=False)
        interval_s = CHUNK_INTERVAL_S if self.trouble is None else RETRY_INTERVAL_S
        self._next_write_s = now_s + interval_s

    @property
    def _has_chunks(self) -> bool:
        return any(
            entry.text or entry.reasoning or _needs_mark(entry) for entry in self._entries.values()
        )

    def _write(self, write: Callable[[], None], *, synced: bool) -> None:
        try:
            with self._desk.db.atomic(synced=synced, patience_ms=PATIENCE_MS):
                write()
        except StoreError as error:
            self._say(str(error))
            return
        if write == self._write_ends:
            self._forget_ends()
        else:
            self._forget_chunks()
        if not self._unsaved and not self._ledger:
            self._say(None)

    def _write_ends(self) -> None:
        now = self._desk.now()
        for answer in self._unsaved.values():
            store.finish_answer(self._desk.db, answer, now)
        for row in self._ledger:
            ledger.add_row(self._desk.db, row)

    def _write_chunks(self) -> None:
        entries = self._due_chunks()
        chunks = [
            store.Chunk(answer_id, entry.seq + 1, "".join(entry.text), "".join(entry.reasoning))
            for answer_id, entry in entries.items()
            if entry.text or entry.reasoning
        ]
        begun = [answer_id for answer_id, entry in entries.items() if _needs_mark(entry)]
        store.add_chunks(self._desk.db, chunks, begun)

    def _due_chunks(self) -> dict[AnswerId, _Entry]:
        """Return the answers whose new text is written now: all, unless that would be huge."""
        due: dict[AnswerId, _Entry] = {}
        size = 0
        for answer_id, entry in sorted(self._entries.items(), key=lambda item: item[1].seq):
            if size < HUGE:
                due[answer_id] = entry
                size += sum(map(len, entry.text)) + sum(map(len, entry.reasoning))
        return due

    def _forget_ends(self) -> None:
        self._unsaved.clear()
        self._ledger.clear()

    def _forget_chunks(self) -> None:
        for entry in self._due_chunks().values():  # the same as were written
            entry.seq += bool(entry.text or entry.reasoning)
            entry.marked = entry.marked or _needs_mark(entry)
            entry.text.clear()
            entry.reasoning.clear()

    def _say(self, trouble: str | None) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._desk.publish(Change(trouble=True))


def _needs_mark(entry: _Entry) -> bool:
    return not entry.marked and entry.live.status is AnswerStatus.STREAMING

"""Follow what assistants were asked for from the request to an end that is safe on the disk.

Thread: main.
Rules: a request has its row in the ledger before it goes out, and one more each time it is
sent again; an end that the library refuses stays in memory and is tried again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from conductor.core.answer import LiveAnswer
from conductor.core.cost import Price, cost_usd
from conductor.core.entities import Answer, Assistant, LedgerRow
from conductor.core.errors import AnswerFailed
from conductor.core.events import Ended, EventBatch, Sent
from conductor.core.ids import AnswerId
from conductor.core.request import Message
from conductor.engine.job import Job
from conductor.store.sessions import ledger
from conductor.workspace.answers.jobs import connection_of, make_job
from conductor.workspace.connections.prices import price_of
from conductor.workspace.desk import Desk

RETRY_INTERVAL_S = 1.0
PATIENCE_MS = 50  # what cannot be written now is tried again; the window must not wait

Of = TypeVar("Of")
"""What an attempt is one of: where it belongs, for whoever keeps its end."""


@dataclass(slots=True)
class Followed(Generic[Of]):
    """One attempt on its way."""

    live: LiveAnswer
    price: Price | None
    of: Of


class Following(Generic[Of]):
    """The attempts of one kind that are not yet safely ended in the library."""

    def __init__(self, desk: Desk, keep: Callable[[Of, Answer], None]) -> None:
        """Follow attempts.

        Args:
            desk: what the areas share.
            keep: writes an attempt that has ended; called in a transaction, and again if that
                could not be written.
        """
        self._desk = desk
        self._keep = keep
        self._on_their_way: dict[AnswerId, Followed[Of]] = {}
        self._unsaved: dict[AnswerId, tuple[Of, Answer]] = {}
        self._ledger: list[LedgerRow] = []
        self._next_try_s = 0.0

    def begin(self, answer: Answer, assistant: Assistant, of: Of) -> None:
        """Follow an attempt whose row is in the library."""
        connection = connection_of(self._desk, assistant)
        price = price_of(connection, answer.model) if connection else None
        self._on_their_way[answer.id] = Followed(LiveAnswer(answer), price, of)

    @property
    def on_their_way(self) -> dict[AnswerId, Followed[Of]]:
        """The attempts that have not ended; to be read only."""
        return self._on_their_way

    @property
    def unsaved(self) -> dict[AnswerId, tuple[Of, Answer]]:
        """The attempts that have ended and wait to be written; to be read only."""
        return self._unsaved

    @property
    def is_busy(self) -> bool:
        """Whether something is being written or waits to be saved."""
        return bool(self._on_their_way) or self.must_save

    @property
    def must_save(self) -> bool:
        """Whether an end or a row of the ledger waits to be written."""
        return bool(self._unsaved or self._ledger)

    @property
    def is_due(self) -> bool:
        """Whether something waits to be written and it is time to try that."""
        return self.must_save and time.monotonic() >= self._next_try_s

    def of_batch(self, batch: EventBatch) -> Followed[Of] | None:
        """Return the attempt that events belong to; None if they are not of one that is here."""
        found = self._on_their_way.get(batch.answer_id)
        if found is None or found.live.answer.attempt != batch.attempt:
            return None  # somebody else's, or the rest of an attempt that was replaced
        return found

    def take(self, batch: EventBatch) -> Answer | None:
        """Take events that the engine brought; return the attempt if they have ended it."""
        found = self.of_batch(batch)
        if found is None:
            return None
        for event in batch.events:
            found.live.apply(event)
            if isinstance(event, Sent):
                row = ledger_row(self._desk, found.live.answer, event.size_bytes, event.sha256)
                self._ledger.append(row)
        return self._close(found) if found.live.ended is not None else None

    def end_unsent(self, answer_id: AnswerId, ended: Ended) -> None:
        """End an attempt that never reached the engine."""
        attempt = self._on_their_way[answer_id].live.answer.attempt
        self.take(EventBatch(answer_id, attempt, (ended,)))

    def _close(self, found: Followed[Of]) -> Answer:
        answer = found.live.snapshot()
        answer = replace(answer, cost_usd=cost_usd(answer.usage, found.price))
        del self._on_their_way[answer.id]
        self._unsaved[answer.id] = (found.of, answer)
        return answer

    def save(self, *, patience_ms: int = PATIENCE_MS) -> tuple[tuple[Of, Answer], ...]:
        """Write the ends and the rows that wait, all of them or none; return those ends.

        Raises:
            StoreError: they could not be written, and stay.
        """
        if not self.must_save:
            return ()
        self._next_try_s = time.monotonic() + RETRY_INTERVAL_S
        with self._desk.db.atomic(patience_ms=patience_ms):
            for of, answer in self._unsaved.values():
                self._keep(of, answer)
            for row in self._ledger:
                ledger.add_row(self._desk.db, row)
        saved = tuple(self._unsaved.values())
        self._unsaved.clear()
        self._ledger.clear()
        self._next_try_s = 0.0
        return saved


def request_of(
    desk: Desk,
    assistant: Assistant,
    answer: Answer,
    messages: tuple[Message, ...],
    limit_s: float | None = None,
) -> Job | AnswerFailed:
    """Make the request of an attempt and write its row of the ledger, in the caller's transaction.

    Args:
        desk: what the areas share.
        assistant: who is asked.
        answer: the attempt.
        messages: what it shows the assistant.
        limit_s: seconds without a useful event before it fails; None: by the service.

    Returns:
        The job to submit once the transaction is through, or why there can be none.
    """
    import hashlib  # here: it loads OpenSSL, which no start needs

    try:
        job = make_job(desk, assistant, answer, messages, limit_s)
    except AnswerFailed as failure:
        return failure
    sha256 = hashlib.sha256(job.body).hexdigest()
    ledger.add_row(desk.db, ledger_row(desk, answer, len(job.body), sha256))
    return job


def ledger_row(desk: Desk, answer: Answer, size_bytes: int, sha256: str) -> LedgerRow:
    """Return what the ledger says of one request of an attempt."""
    return LedgerRow(
        time=desk.now(),
        answer_id=answer.id,
        attempt=answer.attempt,
        connection=answer.connection,
        model=answer.model,
        size_bytes=size_bytes,
        sha256=sha256,
    )

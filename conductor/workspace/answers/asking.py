"""Send one answer's request: resolve its connection and key, build its thread, note it, go.

Thread: main.
Rules: the row and the ledger are committed before the request goes out; whoever still
writes in an earlier round of the session is asked when that answer has ended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from conductor.core.entities import (
    Answer,
    AnswerStatus,
    Assistant,
    Round,
    SentThread,
)
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind, StoreError
from conductor.core.events import Ended
from conductor.core.guidance.guidance import Guidance
from conductor.core.ids import AnswerId, AssistantId
from conductor.engine.job import Job
from conductor.i18n import _
from conductor.store import connections as connection_store
from conductor.store.evidence import guidance as guidance_store
from conductor.store.sessions import answers as answer_store
from conductor.store.sessions import sessions as store
from conductor.workspace.answers.following import request_of
from conductor.workspace.answers.live import LiveAnswers
from conductor.workspace.answers.threads import Threads
from conductor.workspace.desk import Desk


@dataclass(frozen=True, slots=True)
class Ask:
    """One answer to ask for, as the person wants it.

    Attributes:
        leave_out: how many first rounds of the session to leave out; None: as before.
        limit_s: seconds without a useful event before it fails; None: by the service.
        attached: of a task, the guidance that goes along with it, strongest first.
        replaced: the numbers of the rounds that this one takes the place of.
    """

    answer: Answer
    assistant: Assistant
    leave_out: int | None = None
    limit_s: float | None = None
    attached: tuple[Guidance, ...] = ()
    replaced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer whose request can go, or whose request cannot even be made."""

    answer_id: AnswerId
    sent: SentThread
    job: Job | AnswerFailed


@dataclass(slots=True)
class Launch:
    """The answers of one round between their rows and their requests."""

    asks: tuple[Ask, ...]
    ready: list[Ready] = field(default_factory=list)
    waiting: dict[AnswerId, tuple[Ask, AnswerId]] = field(default_factory=dict)


class Asking:
    """The one way in for every answer."""

    def __init__(self, desk: Desk, live: LiveAnswers, threads: Threads) -> None:
        self._desk = desk
        self._live = live
        self._threads = threads
        self._waiting: dict[AnswerId, tuple[Ask, AnswerId]] = {}

    def prepare(
        self,
        item: Round,
        asks: Iterable[Ask],
        *,
        is_new: bool,
        also_write: Callable[[Sequence[Answer]], None] = lambda _answers: None,
    ) -> "Launch":
        """Write the rows of the attempts; to be called inside the caller's transaction.

        Args:
            item: the round, already written.
            asks: what to ask for.
            is_new: whether the rows are to be added, or a next attempt takes their place.
            also_write: writes what else belongs to the answers, before requests are made.

        Raises:
            StoreError: the rows could not be written.
        """
        launch = Launch(tuple(asks))
        for ask in launch.asks:
            self._write_row(ask, is_new=is_new)
        also_write([ask.answer for ask in launch.asks])
        with self._threads.looked(item.session_id):
            for ask in launch.asks:
                blocker = self._still_writing(ask, item)
                if blocker is None:
                    launch.ready.append(self._request_of(item, ask))
                else:
                    launch.waiting[ask.answer.id] = (ask, blocker)
        return launch

    def go(self, launch: "Launch") -> None:
        """Send what was prepared, once its rows are safe on the disk."""
        for ask in launch.asks:
            self._live.begin(ask.answer, ask.assistant)
        self._waiting.update(launch.waiting)
        for answer_id in launch.waiting:
            self._live.say(answer_id, _("waits for its last answer"))
        for ready in launch.ready:
            self._send(ready)

    def _write_row(self, ask: Ask, *, is_new: bool) -> None:
        write = answer_store.add_answer if is_new else answer_store.begin_attempt
        write(self._desk.db, ask.answer, self._desk.now())
        if is_new:
            guidance_store.attach(self._desk.db, ask.answer.id, ask.attached)

    def _still_writing(self, ask: Ask, item: Round) -> AnswerId | None:
        for answer_id in self._live.ids:
            live = self._live.get(answer_id)
            if live is None or live.answer.assistant_id != ask.assistant.id:
                continue
            if answer_id != ask.answer.id and self._in_session(live.answer, item):
                return answer_id
        return None

    def _in_session(self, answer: Answer, item: Round) -> bool:
        other = store.round_by_id(self._desk.db, answer.round_id)
        return (
            other is not None and other.session_id == item.session_id and other.number < item.number
        )

    def _request_of(self, item: Round, ask: Ask) -> "Ready":
        thread = self._threads.prepare(
            ask.assistant,
            item,
            answer=ask.answer,
            leave_out=ask.leave_out,
            replaced=ask.replaced,
        )
        answer_store.set_sent(self._desk.db, ask.answer.id, thread.sent)
        job = request_of(self._desk, ask.assistant, ask.answer, thread.messages, ask.limit_s)
        return Ready(ask.answer.id, thread.sent, job)

    def _send(self, ready: "Ready") -> None:
        self._live.note_sent(ready.answer_id, ready.sent)
        if isinstance(ready.job, Job):
            self._desk.engine.submit(ready.job)
        else:
            ended = Ended(AnswerStatus.FAILED, error=ready.job.error)
            self._live.end_unsent(ready.answer_id, ended)

    def stop(self, answer_id: AnswerId) -> None:
        """Stop one answer, wherever it is on its way; its text stays."""
        if self._waiting.pop(answer_id, None) is not None:
            self._live.end_unsent(answer_id, Ended(AnswerStatus.STOPPED))
        elif self._live.get(answer_id) is not None:
            self._desk.engine.stop(answer_id)

    def stop_all(self) -> None:
        """Stop every answer that is on its way."""
        for answer_id in self._live.ids:
            self.stop(answer_id)

    def answer_ended(self, answer: Answer) -> None:
        """Ask those who waited for this answer to end."""
        released = [ask for ask, blocker in self._waiting.values() if blocker == answer.id]
        for ask in released:
            del self._waiting[ask.answer.id]
            self._release(ask)

    def _release(self, ask: Ask) -> None:
        item = store.round_by_id(self._desk.db, ask.answer.round_id)
        if item is None:
            raise AssertionError("an answer without its round")
        blocker = self._still_writing(ask, item)
        if blocker is not None:
            self._waiting[ask.answer.id] = (ask, blocker)
            return
        try:
            with self._desk.db.atomic():
                ready = self._request_of(item, ask)
        except StoreError as error:
            failure = _failed(ErrorKind.INTERNAL, str(error))
            ready = Ready(ask.answer.id, ask.answer.sent, failure)
        self._send(ready)

    def end_waiting(self) -> None:
        """End those who still wait, because the program ends."""
        for answer_id in tuple(self._waiting):
            del self._waiting[answer_id]
            self._live.end_unsent(answer_id, Ended(AnswerStatus.INTERRUPTED))


def _failed(kind: ErrorKind, message: str) -> AnswerFailed:
    return AnswerFailed(AnswerError(kind, message))


def next_attempt(answer: Answer, assistant: Assistant, connection: str) -> Answer:
    """Return the answer as its next attempt starts."""
    return replace(
        answer,
        attempt=answer.attempt + 1,
        status=AnswerStatus.QUEUED,
        model=assistant.model,
        connection=connection,
        settings=assistant.settings,
    )


def assistants_by_id(desk: Desk) -> dict[AssistantId, Assistant]:
    """Return the assistants that are there, by id."""
    return {item.id: item for item in connection_store.all_assistants(desk.db)}

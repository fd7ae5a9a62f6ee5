"""Follow one attempt of an answer from its request to its end: the answer state machine.

    queued ──▶ streaming ──▶ complete | failed | stopped | interrupted
       └──────────────────▶           failed | stopped | interrupted

Rules: text is only ever added; exactly one `Ended` ends an attempt; after that a new
attempt (try again) starts from `queued`.
"""

from dataclasses import dataclass, field, replace

from conductor.core.entities import Answer, AnswerStatus, Usage
from conductor.core.events import (
    AnswerEvent,
    Ended,
    Notice,
    Progress,
    Reasoning,
    Refusal,
    Retrying,
    Sent,
    Started,
    Text,
    UsageReport,
)

_NEXT = {
    AnswerStatus.QUEUED: frozenset(
        {
            AnswerStatus.STREAMING,
            AnswerStatus.FAILED,
            AnswerStatus.STOPPED,
            AnswerStatus.INTERRUPTED,
        }
    ),
    AnswerStatus.STREAMING: frozenset(s for s in AnswerStatus if s.is_ended),
}
CAN_TRY_AGAIN = frozenset({AnswerStatus.FAILED, AnswerStatus.STOPPED, AnswerStatus.INTERRUPTED})


class IllegalStep(Exception):
    """An event came in a state in which it cannot come: a defect of the program."""


def may_follow(before: AnswerStatus, after: AnswerStatus) -> bool:
    """Whether an attempt in state `before` may go to state `after`."""
    return after in _NEXT.get(before, frozenset())


@dataclass(slots=True)
class LiveAnswer:
    """One attempt while it is being written; text is kept in pieces so that adding is cheap.

    Attributes:
        answer: the attempt as it was submitted.
        status: where it is now.
        pieces: the text so far, in the pieces in which it came.
        reasoning: the reasoning so far, likewise.
        activity: what the service is doing before there is text; empty otherwise.
        ended: how it ended, None while it goes on.
    """

    answer: Answer
    status: AnswerStatus = AnswerStatus.QUEUED
    pieces: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    activity: str = ""
    usage: Usage | None = None
    reported_model: str | None = None
    notices: list[str] = field(default_factory=list)
    ended: Ended | None = None

    def apply(self, event: AnswerEvent) -> None:
        """Take one event.

        Raises:
            IllegalStep: the event cannot come in this state.
        """
        if self.ended is not None:
            raise IllegalStep(f"{type(event).__name__} after the end")
        match event:
            case Text(delta) | Refusal(delta):
                self._write(self.pieces, delta)
            case Reasoning(delta):
                self._write(self.reasoning, delta)
            case Started(_, model):
                self._begin()
                self.reported_model = model
            case Progress(note):
                self.activity = note
            case Retrying(_, reason):
                self.activity = reason
            case UsageReport(usage):
                self.usage = usage
            case Notice(text):
                self.notices.append(text)
            case Ended():
                self._end(event)
            case Sent() | _:
                pass

    def _begin(self) -> None:
        if self.status is AnswerStatus.QUEUED:
            self.status = AnswerStatus.STREAMING

    def _write(self, pieces: list[str], delta: str) -> None:
        self._begin()
        self.activity = ""
        pieces.append(delta)

    def _end(self, ended: Ended) -> None:
        if not may_follow(self.status, ended.status):
            raise IllegalStep(f"{self.status} cannot become {ended.status}")
        self.status = ended.status
        self.activity = ""
        self.ended = ended

    def snapshot(self) -> Answer:
        """Return the answer as it stands."""
        ended = self.ended or Ended(self.status)
        return replace(
            self.answer,
            status=self.status,
            text="".join(self.pieces),
            reasoning="".join(self.reasoning),
            usage=self.usage,
            reported_model=self.reported_model,
            notices=tuple(self.notices),
            finish=ended.finish,
            raw_finish=ended.raw_finish,
            error=ended.error,
            seconds_first=ended.seconds_first,
            seconds_total=ended.seconds_total if self.ended else None,
        )

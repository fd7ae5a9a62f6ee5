"""Say what can happen to one answer while it is being written.

Rules: providers yield `Started … Finished` and raise `AnswerFailed`; the engine adds
`Sent`, `Retrying`, `Notice` and exactly one `Ended`, which is the only way an answer ends.
"""

from dataclasses import dataclass
from typing import Literal

from conductor.core.entities import AnswerStatus, Finish, Usage
from conductor.core.errors import AnswerError
from conductor.core.ids import AnswerId


@dataclass(frozen=True, slots=True)
class Started:
    """The service took the request.

    Attributes:
        request_id: the service's id of the request, for its support; None if not given.
        model: the model that answers, as the service names it; None if not given.
    """

    request_id: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """More of the answer."""

    delta: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """More of the model's reasoning, raw or as the service's summary of it."""

    delta: str
    kind: Literal["raw", "summary"] = "raw"


@dataclass(frozen=True, slots=True)
class Refusal:
    """More of a refusal that the service marks as such; shown as the answer's text."""

    delta: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The service is at work but has no text yet; `fraction` is 0–1 when known."""

    note: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Tokens so far; a later report replaces an earlier one."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Finished:
    """The protocol's own end mark was seen."""

    reason: Finish
    raw_reason: str | None


ProviderEvent = Started | Text | Reasoning | Refusal | Progress | UsageReport | Finished


@dataclass(frozen=True, slots=True)
class Sent:
    """A further request left for the same attempt (a retry or a repair), for the ledger."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """The engine waits before it asks again; `wait_s` in seconds, `reason` for the person."""

    wait_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about this attempt that the person should know and that stays with it."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of an attempt, whatever the reason.

    Attributes:
        status: complete, failed, stopped or interrupted.
        seconds_first: seconds from the request to the first text, None if none came.
        seconds_total: seconds from the request to this end; 0 if it was never sent.
    """

    status: AnswerStatus
    finish: Finish | None = None
    raw_finish: str | None = None
    error: AnswerError | None = None
    seconds_first: float | None = None
    seconds_total: float = 0.0


AnswerEvent = ProviderEvent | Sent | Retrying | Notice | Ended


@dataclass(frozen=True, slots=True)
class EventBatch:
    """What happened to one attempt since the last batch, in order; deltas are joined."""

    answer_id: AnswerId
    attempt: int
    events: tuple[AnswerEvent, ...]

"""Hold the things a conductor works with: connections, assistants, sessions, rounds, answers."""

from dataclasses import dataclass, field
from enum import StrEnum

from conductor.core.errors import AnswerError
from conductor.core.ids import (
    AnswerId,
    AssistantId,
    ConnectionId,
    EnsembleId,
    RoundId,
    SessionId,
)


class ConnectionKind(StrEnum):
    """The services a connection can speak to."""

    OPENAI = "openai"
    OPENAI_COMPATIBLE = "openai-compatible"
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"
    OLLAMA = "ollama"
    LOCAL = "local"
    COMMAND = "command"
    PASTE = "paste"


class RoundKind(StrEnum):
    """What the conductor did in a round."""

    TASK = "task"
    FOLLOW_UP = "follow-up"
    GUIDANCE = "guidance"
    RETRY = "retry"
    MERGE = "merge"
    REVIEW = "review"
    INTERVIEW = "interview"


class AnswerStatus(StrEnum):
    """Where an answer is on its way; the last four are ends."""

    QUEUED = "queued"
    STREAMING = "streaming"
    COMPLETE = "complete"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come."""
        return self not in (AnswerStatus.QUEUED, AnswerStatus.STREAMING)


class Finish(StrEnum):
    """Why the model stopped writing, in one vocabulary for all services."""

    STOP = "stop"
    LENGTH = "length"
    FILTERED = "filtered"
    REFUSED = "refused"
    TOOL = "tool"
    CONTEXT_FULL = "context_full"
    ERROR = "error"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request as the service reported them; None means not reported.

    Attributes:
        input_uncached: tokens read at the full price.
        cache_read: tokens read from the service's cache.
        cache_write: tokens written to the service's cache.
        output_total: tokens written, reasoning included.
        reasoning: the part of `output_total` that was reasoning.
    """

    input_uncached: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    output_total: int | None = None
    reasoning: int | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """A way to reach models.

    Attributes:
        base_url: where the service answers; empty for `local`.
        key_env: name of the environment variable that holds the key; None if no key
            is needed or the key lives in memory only.
        model_path: the GGUF file a `local` connection runs; None means the starter model.
        parallel: how many answers may run at once.
    """

    id: ConnectionId
    name: str
    kind: ConnectionKind
    base_url: str = ""
    key_env: str | None = None
    model_path: str | None = None
    parallel: int = 16


@dataclass(frozen=True, slots=True)
class AssistantSettings:
    """What a request asks of the model; None leaves the choice to the service."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    reasoning_effort: str | None = None


@dataclass(frozen=True, slots=True)
class Assistant:
    """A connection, a model and a role, under a name of its own.

    Attributes:
        role: the system prompt; may be empty.
        colour: index 0–7 into the theme's assistant colours.
    """

    id: AssistantId
    name: str
    connection_id: ConnectionId
    model: str
    role: str = ""
    settings: AssistantSettings = AssistantSettings()
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Ensemble:
    """A saved, named team of assistants, in order."""

    id: EnsembleId
    name: str
    assistants: tuple[AssistantId, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """One piece of work; times are UTC ISO 8601 with milliseconds.

    Attributes:
        blind: whether its new rounds hide who wrote what until they are judged.
        example: of the example session, the language it is written in; None: the person's own.
    """

    id: SessionId
    title: str
    kind: str | None
    tags: tuple[str, ...]
    created: str
    updated: str
    rounds: int = 0
    blind: bool = False
    example: str | None = None

    @property
    def is_example(self) -> bool:
        """Whether it came with the program; then nothing in it counts or can be sent."""
        return self.example is not None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file given with the conductor's words; `sha256` names its bytes in the library."""

    name: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Round:
    """One step of a session: the conductor's words; `number` counts from 1.

    Attributes:
        blind: whether it hides who wrote what until it is judged.
    """

    id: RoundId
    session_id: SessionId
    number: int
    kind: RoundKind
    text: str
    created: str
    attachments: tuple[Attachment, ...] = ()
    blind: bool = False


@dataclass(frozen=True, slots=True)
class SentThread:
    """What one request showed the assistant, by reference, so it can be shown again exactly.

    Attributes:
        role: the system message as it was sent, attached guidance included.
        turns: the earlier answers that were part of the thread, in order, each with the
            number of the attempt whose text was sent.
        left_out: how many of the session's first rounds the person chose to leave out.
        replaced: the numbers of the rounds in whose place an edited one was sent.
    """

    role: str = ""
    turns: tuple[tuple[AnswerId, int], ...] = ()
    left_out: int = 0
    replaced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One assistant's reply in one round, as its newest attempt stands.

    Attributes:
        assistant: the assistant's name when it was asked.
        connection: the connection's name when it was asked.
        position: the column, from 0.
        attempt: number of the attempt shown, from 1.
        raw_finish: the service's own word for `finish`.
        reported_model: the model that the service says answered.
        seconds_first: seconds from request to first text; None before.
        seconds_total: seconds from request to end; None before.
        cost_usd: US dollars, None when the price or the usage is unknown.
        revises: the answer that this one revises.
        words: what this assistant was told in place of the round's words; None: the same.
        notices: sentences for the person about this attempt (a dropped setting, a wait).
    """

    id: AnswerId
    round_id: RoundId
    assistant_id: AssistantId
    assistant: str
    connection: str
    model: str
    position: int
    attempt: int = 1
    status: AnswerStatus = AnswerStatus.QUEUED
    text: str = ""
    reasoning: str = ""
    finish: Finish | None = None
    raw_finish: str | None = None
    reported_model: str | None = None
    usage: Usage | None = None
    cost_usd: float | None = None
    seconds_first: float | None = None
    seconds_total: float | None = None
    error: AnswerError | None = None
    revises: AnswerId | None = None
    words: str | None = None
    settings: AssistantSettings = AssistantSettings()
    sent: SentThread = field(default_factory=SentThread)
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the answer ended complete without a single visible character."""
        return self.status is AnswerStatus.COMPLETE and not self.text.strip()


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """One answer as the score of a session shows it.

    Attributes:
        assistant: the assistant's name when it was asked.
        colour: the assistant's colour; None while it is hidden.
        is_chosen: whether the person would use this answer.
    """

    answer_id: AnswerId
    round_id: RoundId
    assistant: str
    colour: int | None
    status: AnswerStatus
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One request that left this machine or went to a local server: who, when, how much."""

    time: str
    answer_id: AnswerId
    attempt: int
    connection: str
    model: str
    size_bytes: int
    sha256: str

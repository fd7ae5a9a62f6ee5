"""Describe one request to a model, complete enough that a provider needs nothing else."""

from dataclasses import dataclass
from typing import Literal

from conductor.core.entities import AssistantSettings, ConnectionKind

Role = Literal["system", "user", "assistant"]


class Secret:
    """A key that does not show itself in `repr`, `str`, f-strings or pickles."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the key; only for the line that puts it on the wire."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("A secret cannot be pickled.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True, slots=True)
class TextPart:
    """Words of a message."""

    text: str


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture in a message; `media_type` as in `image/png`."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A file in a message that is no plain text; `media_type` as in `application/pdf`."""

    name: str
    media_type: str
    data: bytes


MessagePart = TextPart | ImagePart | DocumentPart


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a thread, in parts that follow one another."""

    role: Role
    parts: tuple[MessagePart, ...]

    @classmethod
    def of(cls, role: Role, text: str) -> "Message":
        """Return a message of words only."""
        return cls(role, (TextPart(text),))

    @property
    def text(self) -> str:
        """Its words, with a blank line between two parts."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def enclosed(self) -> tuple[ImagePart | DocumentPart, ...]:
        """What it brings besides words."""
        return tuple(part for part in self.parts if not isinstance(part, TextPart))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a request goes.

    Attributes:
        base_url: scheme, host, port and path, without a slash at the end.
        key: the key, only for this (scheme, host, port); None if there is none.
        keep_alive: False for servers that close kept connections without saying so.
    """

    kind: ConnectionKind
    base_url: str
    key: Secret | None = None
    keep_alive: bool = True


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request: where, which model, the whole thread, and what is asked of the model.

    Attributes:
        read_limit_s: seconds without a useful event after which the request fails.
    """

    endpoint: Endpoint
    model: str
    messages: tuple[Message, ...]
    settings: AssistantSettings = AssistantSettings()
    read_limit_s: float = 600.0


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model as its service lists it; None where the service does not say."""

    id: str
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A model server found on this computer, with the names of its models."""

    name: str
    base_url: str
    models: tuple[str, ...]

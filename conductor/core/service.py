"""Say of each kind of service all that the program must know of it: one record a kind.

A new kind is one more record here; a new protocol is one more file of the providers, and one
line in their table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.entities import ConnectionKind
from conductor.i18n import _

CLOUD_LIMIT_S = 600.0
NEAR_LIMIT_S = 3600.0
"""For models on machines of the person's own: loading one, or a long prompt, takes a while."""


class WireProtocol(StrEnum):
    """The protocols that the providers speak."""

    CHAT_COMPLETIONS = "chat-completions"


def _cannot_be_asked() -> str:
    return _(
        "Connections of the kind {kind} cannot be used yet. Many services also offer an "
        "address of the kind openai-compatible."
    )


@dataclass(frozen=True)
class Service:
    """One kind of service; a connection of it needs an address unless something else is said.

    Attributes:
        words: returns what a person reads for it; None: its own name.
        protocol: how it is spoken to; None: it cannot be asked.
        why_not: returns the sentence that says why it cannot; `{kind}` stands for its name.
        default_url: its address if none is given; empty: one must be given.
        is_built_in: whether it runs a model file on this computer: no address, no key, no
            price, and a limit by the file instead of the person's.
        is_by_hand: whether the person copies and pastes: it never takes part by itself.
        limit_s: seconds without a useful event before a request fails.
    """

    words: Callable[[], str] | None = None
    protocol: WireProtocol | None = None
    why_not: Callable[[], str] = _cannot_be_asked
    default_url: str = ""
    is_built_in: bool = False
    is_by_hand: bool = False
    limit_s: float = CLOUD_LIMIT_S


SERVICES: Mapping[ConnectionKind, Service] = {
    ConnectionKind.OPENAI: Service(
        words=lambda: "OpenAI",
        protocol=WireProtocol.CHAT_COMPLETIONS,
        default_url="https://api.openai.com/v1",
    ),
    ConnectionKind.OPENAI_COMPATIBLE: Service(
        words=lambda: _("OpenAI-compatible"),
        protocol=WireProtocol.CHAT_COMPLETIONS,
    ),
    ConnectionKind.ANTHROPIC: Service(),
    ConnectionKind.GEMINI: Service(),
    ConnectionKind.OLLAMA: Service(),
    ConnectionKind.LOCAL: Service(
        words=lambda: _("built in"),
        protocol=WireProtocol.CHAT_COMPLETIONS,
        is_built_in=True,
        limit_s=NEAR_LIMIT_S,
    ),
    ConnectionKind.COMMAND: Service(),
    ConnectionKind.PASTE: Service(
        why_not=lambda: _(
            "This service is used in the browser: copy the task there, and paste the answer back."
        ),
        is_by_hand=True,
    ),
}


def service_of(kind: ConnectionKind) -> Service:
    """Return what there is to know of a kind of service."""
    return SERVICES[kind]


def service_name(kind: ConnectionKind) -> str:
    """Return what a kind of service is called."""
    words = SERVICES[kind].words
    return kind.value if words is None else words()


def usable_kinds() -> tuple[ConnectionKind, ...]:
    """Return the kinds of which connections can be made."""
    return tuple(kind for kind, service in SERVICES.items() if service.protocol is not None)

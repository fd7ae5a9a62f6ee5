"""Say what the engine is given from outside, so that a test can give it something else.

Rules: nothing here imports asyncio, httpx or a provider; the defaults do so when called,
which happens in the engine thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from conductor.core.entities import ConnectionKind
from conductor.core.request import Endpoint
from conductor.secrets import Redactor

if TYPE_CHECKING:
    import httpx

    from conductor.providers.protocol import Provider


class LocalServersProtocol(Protocol):
    """The servers on this machine that run a model file."""

    async def endpoint(self, model_path: Path) -> Endpoint:
        """Return where the server of this model answers, starting it if need be.

        Raises:
            AnswerFailed: it cannot be started.
        """
        ...

    def slots(self, model_path: Path) -> int:
        """Return how many answers that server writes at once."""
        ...

    async def close(self) -> None:
        """Stop all servers."""
        ...

    def kill(self) -> None:
        """Stop all servers at once, from any thread, without waiting."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """The engine's waits.

    Attributes:
        quiet_s: seconds without a useful event after which the person is told, and again
            after each further time.
        notify_s: least seconds between two notifications of the owner.
    """

    quiet_s: float = 60.0
    notify_s: float = 0.033


def provider_for(kind: ConnectionKind) -> Provider:
    """Return the provider of a kind of connection; the first call imports httpx."""
    from conductor.providers.table import provider_for as find  # here: it loads httpx

    return find(kind)


def load_providers() -> None:
    """Load what the first request needs, httpx first of all. Thread: any."""
    import conductor.providers.table  # noqa: F401
    from conductor.providers.wire.client import load_transport  # here: it loads httpx

    load_transport()


def make_client() -> httpx.AsyncClient:
    """Make the HTTP client, in the engine thread."""
    from conductor.providers.wire.client import make_client as make  # here: it loads httpx

    return make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """Everything the engine works with and does not own.

    Attributes:
        redactor: takes keys out of whatever comes back.
        notify: tells the owner that there is something to drain.
        local: the servers on this machine, if the program brings any.
        providers: finds the provider for a kind of connection.
        client_factory: makes the HTTP client, in the engine thread.
        on_defect: gets every exception that is a defect of the program.
    """

    redactor: Redactor
    notify: Callable[[], None]
    local: LocalServersProtocol | None = None
    providers: Callable[[ConnectionKind], Provider] = provider_for
    client_factory: Callable[[], httpx.AsyncClient] = make_client
    on_defect: Callable[[BaseException], None] | None = None
    pace: Pace = field(default_factory=Pace)

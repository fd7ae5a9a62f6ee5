"""Ask around without a task: which models a service has, which servers this machine runs.

Thread: any; the answers come as futures.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conductor.core.entities import ConnectionKind
from conductor.core.request import Endpoint, FoundServer, ModelInfo
from conductor.engine.engine import Engine
from conductor.engine.wiring import LocalServersProtocol, provider_for

if TYPE_CHECKING:
    import httpx

    from conductor.providers.protocol import Provider


class Inquiry:
    """Questions to services that are no tasks; they leave no row in the ledger."""

    def __init__(
        self,
        engine: Engine,
        local: LocalServersProtocol,
        providers: Callable[[ConnectionKind], Provider] = provider_for,
    ) -> None:
        self._engine = engine
        self._local = local
        self._providers = providers

    def models(self, endpoint: Endpoint, model_path: Path | None) -> Future[tuple[ModelInfo, ...]]:
        """List the models of a service; the future raises `AnswerFailed` with a sentence.

        Args:
            endpoint: where to ask.
            model_path: the file to run, for a connection to this computer.
        """

        async def ask(client: httpx.AsyncClient) -> tuple[ModelInfo, ...]:
            there = endpoint if model_path is None else await self._local.endpoint(model_path)
            return await self._providers(there.kind).models(there, client)

        return self._engine.call(ask)

    def servers(self) -> Future[tuple[FoundServer, ...]]:
        """Look for model servers on this machine; takes two seconds at most."""

        async def look(client: httpx.AsyncClient) -> tuple[FoundServer, ...]:
            from conductor.providers.detect import find_servers  # here: it loads httpx

            return await find_servers(client)

        return self._engine.call(look)


def checked_base_url(url: str) -> str:
    """Return the address of a service as it is kept.

    Raises:
        InvalidInput: it is not an address that a key may be sent to; the sentence says why.
    """
    from conductor.providers.wire.address import check_base_url  # here: only when one is added

    return check_base_url(url)


def is_on_this_machine(base_url: str) -> bool:
    """Return whether a checked address never leaves this computer."""
    from conductor.providers.wire import address  # here: only when connections are looked at

    return address.is_on_this_machine(base_url)


def origin_of(base_url: str) -> str:
    """Return the part of a checked address that a key is bound to: scheme, host and port."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def is_readable_on_the_way(url: str) -> bool:
    """Return whether what is sent to an address goes unencrypted through a network.

    Args:
        url: an address, also one that is only half typed.
    """
    try:
        return url.strip().lower().startswith("http://") and not is_on_this_machine(url.strip())
    except ValueError:
        return False

"""Bring the servers on this machine in only when one is needed: they load asyncio.

Thread: engine, except making one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conductor.core.request import Endpoint
from conductor.secrets import Redactor

if TYPE_CHECKING:
    from conductor.engine.local.server import LocalServers


class LocalServersOnDemand:
    """Stands for the local servers until the first one is asked for."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._servers: LocalServers | None = None

    def _made(self) -> LocalServers:
        if self._servers is None:
            from conductor.engine.local.server import LocalServers  # here: it loads asyncio

            self._servers = LocalServers(self._redactor)
        return self._servers

    async def endpoint(self, model_path: Path) -> Endpoint:
        """Return where the server of this model answers, starting it if need be.

        Raises:
            AnswerFailed: it cannot be started.
        """
        return await self._made().endpoint(model_path)

    def slots(self, model_path: Path) -> int:
        """Return how many answers that server writes at once."""
        return self._made().slots(model_path)

    async def close(self) -> None:
        """Stop all servers."""
        if self._servers is not None:
            await self._servers.close()

    def kill(self) -> None:
        """Stop all servers at once, from any thread, without waiting."""
        if self._servers is not None:
            self._servers.kill()

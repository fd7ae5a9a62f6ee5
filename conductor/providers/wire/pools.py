"""Keep the connections of each place and key apart: looking for a free one is then quick.

httpx looks through all connections of a pool, several times for each request; with one pool
for sixty-four answers at once that took longer than everything else that an answer takes.
"""

from collections.abc import Callable, Hashable

import httpx

POOL = "pool"
"""The extension of a request that tells whose connections it may use."""


class Pools(httpx.AsyncBaseTransport):
    """One pool for each host, port and owner; all are closed together."""

    def __init__(self, make: Callable[[], httpx.AsyncBaseTransport]) -> None:
        """Prepare to make pools, each when it is first needed."""
        self._make = make
        self._pools: dict[Hashable, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request through a connection of its own pool."""
        url = request.url
        name = (url.scheme, url.host, url.port, request.extensions.get(POOL))
        if name not in self._pools:
            self._pools[name] = self._make()
        return await self._pools[name].handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        while self._pools:
            _name, pool = self._pools.popitem()
            await pool.aclose()

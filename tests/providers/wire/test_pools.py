"""Whose connections a request may use, and that all are closed in the end."""

import asyncio

import httpx

from conductor.providers.wire.pools import POOL, Pools


class Pool(httpx.AsyncBaseTransport):
    """Counts what goes through it."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.is_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(str(request.url))
        return httpx.Response(204)

    async def aclose(self) -> None:
        self.is_closed = True


def test_each_place_and_owner_has_a_pool_of_its_own_and_all_are_closed() -> None:
    made: list[Pool] = []

    def make() -> Pool:
        made.append(Pool())
        return made[-1]

    async def ask() -> None:
        async with httpx.AsyncClient(transport=Pools(make)) as client:
            for url, owner in (
                ("http://127.0.0.1:1/a", 1),
                ("http://127.0.0.1:1/b", 1),
                ("http://127.0.0.1:1/c", 2),
                ("http://127.0.0.1:2/d", 1),
                ("https://127.0.0.1:1/e", 1),
            ):
                request = client.build_request("GET", url, extensions={POOL: owner})
                await client.send(request)

    asyncio.run(ask())

    sent = [[url[-1] for url in pool.sent] for pool in made]
    assert sent == [["a", "b"], ["c"], ["d"], ["e"]]
    assert all(pool.is_closed for pool in made)

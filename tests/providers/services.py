"""Play services: recorded answers, a loopback server that follows a script, one way to ask."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from conductor.core.entities import ConnectionKind, Usage
from conductor.core.errors import AnswerError, AnswerFailed
from conductor.core.events import (
    Finished,
    ProviderEvent,
    Reasoning,
    Refusal,
    Started,
    Text,
    UsageReport,
)
from conductor.core.request import Endpoint, Message, ModelRequest, Secret
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.chat.reader import ChatReader
from conductor.providers.wire.call import Call
from conductor.providers.wire.client import make_client
from conductor.providers.wire.event_stream import EventStream

DATA = Path(__file__).parent / "data"
KEY = "canary-4f1d9c72-never-shown"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
STREAMS = tuple(sorted(path.stem for path in DATA.glob("*.sse")))


def recording(name: str) -> bytes:
    """The bytes of a recorded answer."""
    return (DATA / f"{name}.sse").read_bytes()


def endpoint(base_url: str = "http://127.0.0.1:9/v1", **changes: object) -> Endpoint:
    """Where a test asks; with a key that must never be seen again."""
    given = Endpoint(ConnectionKind.OPENAI_COMPATIBLE, base_url, Secret(KEY))
    return replace(given, **changes)  # type: ignore[arg-type]


def request(to: Endpoint | None = None, **changes: object) -> ModelRequest:
    """A short request."""
    given = ModelRequest(to or endpoint(), "test-model", (Message.of("user", "Hi"),))
    return replace(given, **changes)  # type: ignore[arg-type]


@dataclass
class Outcome:
    """What one request led to."""

    events: list[ProviderEvent] = field(default_factory=list)
    failure: AnswerFailed | None = None

    @property
    def text(self) -> str:
        return "".join(e.delta for e in self.events if isinstance(e, Text))

    @property
    def reasoning(self) -> str:
        return "".join(e.delta for e in self.events if isinstance(e, Reasoning))

    @property
    def refusal(self) -> str:
        return "".join(e.delta for e in self.events if isinstance(e, Refusal))

    @property
    def usage(self) -> Usage | None:
        reports = [e.usage for e in self.events if isinstance(e, UsageReport)]
        return reports[-1] if reports else None

    @property
    def started(self) -> Started:
        assert isinstance(self.events[0], Started)
        return self.events[0]

    @property
    def finished(self) -> Finished:
        assert self.failure is None, self.failure
        assert isinstance(self.events[-1], Finished)
        return self.events[-1]

    @property
    def error(self) -> AnswerError:
        assert self.failure is not None, "the request did not fail"
        assert not any(isinstance(e, Finished) for e in self.events)
        return self.failure.error


def chunk(**fields: object) -> bytes:
    """One event of a stream."""
    return b"data: " + json.dumps(fields).encode() + b"\n\n"


def delta(content: object = "", finish: str | None = None, **fields: object) -> bytes:
    """One event that brings a piece of an answer."""
    choice = {"index": 0, "delta": {"content": content, **fields}, "finish_reason": finish}
    return chunk(id="c", model="m", choices=[choice])


END = delta("", "stop")
DONE = b"data: [DONE]\n\n"


async def gather(events: AsyncIterator[ProviderEvent]) -> Outcome:
    """Everything that comes, and the failure at the end if there is one."""
    outcome = Outcome()
    try:
        async for event in events:
            outcome.events.append(event)
    except AnswerFailed as failure:
        outcome.failure = failure
    return outcome


async def ask(client: httpx.AsyncClient, wanted: ModelRequest) -> Outcome:
    """Ask as the engine does."""
    provider = OpenAICompatible()
    return await gather(provider.stream(wanted, client, provider.body(wanted)))


def replay(pieces: Iterable[bytes], broken: AnswerFailed | None = None) -> Outcome:
    """Read an answer without any network; `broken` is raised after the last piece."""

    async def feed():
        for piece in pieces:
            yield piece
        if broken is not None:
            raise broken

    call = Call(endpoint(keep_alive=False), "/chat/completions", b"{}", model="test-model")
    return asyncio.run(gather(EventStream(call, ChatReader(call, None)).events(feed())))


@dataclass
class Received:
    """One request as a server saw it; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A server on the loopback address that does what its script says."""

    base_url: str
    received: list[Received] = field(default_factory=list)
    connections: int = 0


@asynccontextmanager
async def serving(script: Script) -> AsyncIterator[Server]:
    """Serve on a free port; a connection is kept as long as the script leaves it open."""
    server = Server("")
    open_tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_tasks.add(task)
        server.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                received = await _read_request(reader)
                server.received.append(received)
                await script(received, writer)
                await writer.drain()
        writer.close()
        open_tasks.discard(task)

    listening = await asyncio.start_server(connected, "127.0.0.1", 0)
    server.base_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listening.close()
        for task in list(open_tasks):
            task.cancel()
        await asyncio.gather(*open_tasks, return_exceptions=True)


async def _read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _version = first.split(" ")
    headers = {k.lower(): v.strip() for k, _colon, v in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Received(method, path, headers, body)


def response(
    body: bytes = b"",
    status: str = "200 OK",
    content_type: str = "text/event-stream",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A whole HTTP response with a length."""
    fields = {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def says(*parts: bytes, then_close: bool = False) -> Script:
    """A script that writes the same bytes for every request."""

    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
        if then_close:
            writer.close()

    return script


def ask_server(script: Script, **changes: object) -> tuple[Outcome, Server]:
    """Serve, ask once over the real client, and stop."""
    to_changes = {k: changes.pop(k) for k in ("key", "kind", "keep_alive") if k in changes}

    async def run() -> tuple[Outcome, Server]:
        async with serving(script) as server, make_client() as client:
            wanted = request(endpoint(server.base_url, **to_changes), **changes)
            return await asyncio.wait_for(ask(client, wanted), 20), server

    return asyncio.run(run())


def ask_mock(
    body: bytes | Exception,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **changes: object,
) -> Outcome:
    """Ask a transport that answers so, or raises this."""

    async def stream() -> AsyncIterator[bytes]:
        assert isinstance(body, bytes)
        yield body

    def respond(_request: httpx.Request) -> httpx.Response:
        if isinstance(body, Exception):
            raise body
        return httpx.Response(status, headers=headers, content=stream())

    async def run() -> Outcome:
        async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
            return await ask(client, request(**changes))

    return asyncio.run(run())

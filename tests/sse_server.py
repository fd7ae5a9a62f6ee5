"""Play a Chat Completions service on loopback: quick, slow, broken or spiteful, as told.

In a test:

    with SseServer() as server:
        server.script("model-a", failing(500), text("Here ", "it is."))
        ...  # ask server.base_url; look at server.requests

A model's replies are played in turn, the last one again and again. A model without any is
served by its name: `tokens-500-100` writes 500 tokens at 100 per second, `stamps-500-100`
the same with the monotonic time in each, everything else says "Hello there.".

In a process of its own, for measurements: `python -m tests.sse_server` prints one JSON line
with the base URL and serves until its standard input closes.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class At:
    """Go on when this many seconds have passed since the reply began."""

    seconds: float


class Sign:
    """Something other than bytes that a reply can do."""


HANG = Sign()  # send nothing more until the client goes away
CUT = Sign()  # break the connection, in the middle of whatever there was

Step = bytes | At | Sign


@dataclass(slots=True)
class Received:
    """One request; `arrived_s` on the monotonic clock, header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    arrived_s: float = field(default_factory=time.monotonic)
    client_gone: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> dict[str, Any]:
        """The body, decoded."""
        value = json.loads(self.body or b"{}")
        return value if isinstance(value, dict) else {}

    @property
    def model(self) -> str:
        """The model that is asked for."""
        return str(self.json.get("model", ""))


@dataclass(frozen=True, slots=True)
class Reply:
    """One response: a status, headers and what is sent, step by step."""

    steps: Callable[[Received], Iterator[Step]]
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/event-stream"


# What a reply is made of


def event(value: object) -> bytes:
    """Return one server-sent event."""
    data = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    try:
        return f"data: {data}\n\n".encode()
    except UnicodeEncodeError:  # half a character: it comes as an escape
        return f"data: {json.dumps(value)}\n\n".encode()


def chunk(delta: dict[str, Any], *, finish: str | None = None, **fields: Any) -> bytes:
    """Return one piece of an answer, as OpenAI sends it."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "model-1",
            "choices": [choice],
            **fields,
        }
    )


def usage(tokens: int) -> bytes:
    """Return the report of how many tokens were read (9) and written."""
    counts = {"prompt_tokens": 9, "completion_tokens": tokens, "total_tokens": tokens + 9}
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "model-1"}
    return event({**base, "choices": [], "usage": counts})


def _ending(tokens: int, finish: str = "stop") -> Iterator[bytes]:
    yield chunk({}, finish=finish)
    yield usage(tokens)
    yield event("[DONE]")


# Replies


def text(*pieces: str, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Answer with these pieces."""

    def steps(_request: Received) -> Iterator[Step]:
        yield chunk({"role": "assistant", "content": ""})
        for piece in pieces:
            yield chunk({"content": piece})
        yield from _ending(len(pieces))

    return Reply(steps, headers=headers)


def tokens(count: int, *, per_s: float = 0.0, is_stamped: bool = False) -> Reply:
    """Answer with so many tokens, at a rate (0: at once); stamped, each is a monotonic time."""

    def steps(_request: Received) -> Iterator[Step]:
        for number in range(count):
            if per_s:
                yield At(number / per_s)
            content = f"{time.monotonic():.6f} " if is_stamped else f"t{number} "
            yield chunk({"content": content})
        yield from _ending(count)

    return Reply(steps)


def empty() -> Reply:
    """Answer completely, without a word."""
    return text()


def failing(
    status: int,
    *,
    message: str = "It failed.",
    headers: tuple[tuple[str, str], ...] = (),
    **fields: Any,
) -> Reply:
    """Refuse with a status; `fields` go into the error object."""
    body = json.dumps({"error": {"message": message, **fields}}).encode()
    return Reply(
        lambda _request: iter([body]),
        status=status,
        headers=headers,
        content_type="application/json",
    )


def web_page() -> Reply:
    """Answer with a page for people."""
    page = b"<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>"
    return Reply(lambda _request: iter([page]), content_type="text/html; charset=utf-8")


def no_answer() -> Reply:
    """Break the connection before the first byte."""
    return Reply(lambda _request: iter([CUT]))


def cut_after(count: int, *, per_s: float = 0.0) -> Reply:
    """Break the connection after so many tokens."""
    return _after(count, CUT, per_s=per_s)


def hang_after(count: int) -> Reply:
    """Fall silent after so many tokens, until the client goes away."""
    return _after(count, HANG)


def ping_after(count: int, *, every_s: float) -> Reply:
    """Send nothing but comments after so many tokens, for ever."""

    def steps(_request: Received) -> Iterator[Step]:
        for number in range(count):
            yield chunk({"content": f"t{number} "})
        for number in range(1_000_000):
            yield At(number * every_s)
            yield b": ping\n\n"

    return Reply(steps)


def truncate_after(count: int) -> Reply:
    """End the response properly after so many tokens, without an end mark."""
    return _after(count)


def malformed_after(count: int) -> Reply:
    """Send an event that is no JSON after so many tokens, then go on."""
    return _after(count, b'data: {"choices": [{"delta": {"content": \n\n', *_ending(count))


def error_after(count: int, message: str) -> Reply:
    """Send an error inside the stream after so many tokens."""
    return _after(count, event({"error": {"message": message, "type": "server_error"}}))


def huge_line(size: int = 5_000_000) -> Reply:
    """Answer with one line of so many bytes."""
    return text("x" * size)


def echo_key(*, pieces: int = 7) -> Reply:
    """Answer with the key that was sent, cut into pieces, in text, reasoning and headers."""

    def steps(request: Received) -> Iterator[Step]:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        size = max(1, len(key) // pieces)
        cuts = [key[at : at + size] for at in range(0, len(key), size)]
        yield chunk({"reasoning_content": "I was given "}, model=key)
        for cut in cuts:
            yield chunk({"reasoning_content": cut})
        yield chunk({"content": "Your key is "})
        for cut in cuts:
            yield chunk({"content": cut})
        yield chunk({"content": "."})
        yield from _ending(3, finish=key)

    return Reply(steps, headers=(("x-request-id", "{key}"),))


def failing_with_key(status: int) -> Reply:
    """Refuse, and repeat the key in the message, the code and a header."""

    def steps(request: Received) -> Iterator[Step]:
        key = request.headers.get("authorization", "")
        yield json.dumps({"error": {"message": f"Bad key: {key}", "code": key}}).encode()

    return Reply(
        steps,
        status=status,
        headers=(("x-request-id", "{key}"),),
        content_type="application/json",
    )


def _after(count: int, *rest: Step, per_s: float = 0.0) -> Reply:
    def steps(_request: Received) -> Iterator[Step]:
        for number in range(count):
            if per_s:
                yield At(number / per_s)
            yield chunk({"content": f"t{number} "})
        yield from rest

    return Reply(steps)


class SseServer:
    """The server, in a thread of its own.

    Attributes:
        base_url: where it answers, with `/v1`.
        requests: everything it was asked, in order.
        models: what `GET /v1/models` lists.
    """

    def __init__(self) -> None:
        self.base_url = ""
        self.requests: list[Received] = []
        self.models: list[str] = ["model-1", "model-2"]
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        self._played: dict[str, int] = defaultdict(int)
        self._loop = asyncio.new_event_loop()
        self._lines: set[_Line] = set()
        self._listener: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="test-sse-server", daemon=True)
        self._is_up = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._is_up.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def script(self, model: str, *replies: Reply) -> None:
        """Set what a model answers, in turn; the last one for ever."""
        self._replies[model].extend(replies)

    def requests_for(self, model: str) -> list[Received]:
        """Return what one model was asked."""
        return [request for request in self.requests if request.model == model]

    def kill(self) -> None:
        """Break all connections and take no new ones, as a server that dies."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._kill, done)
        done.wait(10)

    def reply_to(self, request: Received) -> Reply:
        """Return the next reply for a request, and remember the request."""
        self.requests.append(request)
        if request.method == "GET":
            listed = {
                "object": "list",
                "data": [{"id": name, "object": "model"} for name in self.models],
            }
            body = json.dumps(listed).encode()
            return Reply(lambda _request: iter([body]), content_type="application/json")
        replies = self._replies.get(request.model)
        if not replies:
            return _reply_by_name(request.model)
        number = self._played[request.model]
        self._played[request.model] += 1
        return replies[min(number, len(replies) - 1)]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_server(lambda: _Line(self, self._lines), "127.0.0.1", 0)
        self._listener = self._loop.run_until_complete(listening)
        host, port = self._listener.sockets[0].getsockname()
        self.base_url = f"http://{host}:{port}/v1"
        self._is_up.set()
        self._loop.run_forever()
        self._loop.run_until_complete(asyncio.sleep(0))

    def _kill(self, done: threading.Event) -> None:
        if self._listener is not None:
            self._listener.close()
        for line in tuple(self._lines):
            line.cut()
        self._loop.call_soon(done.set)


def _reply_by_name(model: str) -> Reply:
    named = re.fullmatch(r"(tokens|stamps)-(\d+)-([\d.]+)", model)
    if named is None:
        return text("Hello ", "there.")
    kind, count, per_s = named.groups()
    return tokens(int(count), per_s=float(per_s), is_stamped=kind == "stamps")


class _Line(asyncio.Protocol):
    """One connection: HTTP/1.1, one request after the other, chunked replies."""

    def __init__(self, server: SseServer, lines: set[_Line]) -> None:
        self._server, self._lines = server, lines
        self._received = bytearray()
        self._now: Received | None = None
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._lines.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._lines.discard(self)
        if self._task is not None:
            self._task.cancel()
        if self._now is not None:
            self._now.client_gone.set()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._task is None and (request := self._next_request()) is not None:
            self._task = asyncio.get_running_loop().create_task(self._answer(request))

    def cut(self) -> None:
        self._transport.abort()

    def _next_request(self) -> Received | None:
        head, separator, rest = bytes(self._received).partition(b"\r\n\r\n")
        if not separator:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in lines)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        size = int(headers.get("content-length", "0"))
        if len(rest) < size:
            return None
        self._received = bytearray(rest[size:])
        method, path, _version = first.split(" ")
        return Received(method, path, headers, rest[:size])

    async def _answer(self, request: Received) -> None:
        self._now = request
        reply = self._server.reply_to(request)
        began_s = asyncio.get_running_loop().time()
        is_begun = False
        for step in reply.steps(request):
            match step:
                case At(seconds=seconds):
                    wait_s = began_s + seconds - asyncio.get_running_loop().time()
                    await asyncio.sleep(max(0.0, wait_s))
                    continue
                case Sign():
                    await self._obey(step)
                    return
            if not is_begun:
                self._transport.write(_head(reply, request))
                is_begun = True
            self._transport.write(b"%x\r\n%b\r\n" % (len(step), step))
        self._transport.write((b"" if is_begun else _head(reply, request)) + b"0\r\n\r\n")
        self._now = self._task = None
        if request.headers.get("connection", "").lower() == "close":
            self._transport.close()
        else:
            self.data_received(b"")

    async def _obey(self, sign: Sign) -> None:
        if sign is HANG:
            await asyncio.get_running_loop().create_future()
        # A reset would throw away what the client has not read yet; a plain close keeps it.
        self._transport.close()


def _head(reply: Reply, request: Received) -> bytes:
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    lines = [
        f"HTTP/1.1 {reply.status} Status",
        f"Content-Type: {reply.content_type}",
        "Transfer-Encoding: chunked",
        *(f"{name}: {value.format(key=key)}" for name, value in reply.headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def main() -> None:
    """Serve until standard input closes."""
    with SseServer() as server:
        sys.stdout.write(json.dumps({"base_url": server.base_url}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()

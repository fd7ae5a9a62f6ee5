"""Servers that mean harm: they learn nothing more, get nothing shown, and break nothing."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from conductor.core.errors import ErrorKind
from conductor.core.request import Secret
from conductor.providers.wire.client import make_client
from tests.providers.services import (
    KEY,
    STREAM_HEAD,
    Outcome,
    Received,
    ask,
    ask_mock,
    ask_server,
    delta,
    endpoint,
    recording,
    request,
    response,
    says,
    serving,
)

TEXT = delta("Half")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed_and_the_key_stays(status: str) -> None:
    async def run() -> tuple[Outcome, int]:
        async with serving(says(response(recording("openai")))) as other:
            headers = {"Location": other.base_url.replace("127.0.0.1", "localhost")}
            script = says(response(status=status, headers=headers))
            async with serving(script) as server, make_client() as client:
                outcome = await ask(client, request(endpoint(server.base_url)))
                return outcome, other.connections

    outcome, connections = asyncio.run(run())

    assert outcome.error.kind is ErrorKind.ADDRESS
    assert outcome.error.detail == "http://localhost"
    assert connections == 0


@pytest.mark.parametrize("location", [f"https://{KEY}.evil/", f"/x?{KEY}", "http://[", "", "a b"])
def test_where_a_redirect_points_shows_no_key(location: str) -> None:
    outcome = ask_mock(b"", 302, {"location": location})

    assert outcome.error.kind is ErrorKind.ADDRESS
    assert KEY not in repr(outcome.error)


@pytest.mark.parametrize("status", ["200 OK", "500 Trouble"])
def test_a_compressed_body_is_not_unpacked(status: str) -> None:
    bomb = gzip.compress(b"\0" * 4_000_000)

    outcome, _server = ask_server(
        says(response(bomb, status, headers={"Content-Encoding": "gzip"}))
    )

    assert outcome.error.kind in (ErrorKind.PROTOCOL, ErrorKind.SERVER)
    assert outcome.error.detail in ("gzip", "")
    assert outcome.events == []


def test_a_line_of_5_mb_is_refused() -> None:
    big = b"data: " + b"x" * 5_300_000 + b"\n\n"

    outcome, _server = ask_server(says(STREAM_HEAD + TEXT, big, then_close=True))

    assert outcome.error.kind is ErrorKind.PROTOCOL
    assert outcome.text == "Half"


def test_of_an_endless_error_only_the_beginning_is_read() -> None:
    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"words " * 10_000)
            await writer.drain()

    outcome, _server = ask_server(script)

    assert outcome.error.kind is ErrorKind.SERVER
    assert outcome.error.detail.startswith("words words")


def test_an_error_whose_body_never_comes_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("conductor.providers.exchange._ERROR_LIMIT_S", 0.1)
    head = b"HTTP/1.1 401 No\r\nContent-Length: 50\r\n\r\n"

    outcome, _server = ask_server(says(head))

    assert outcome.error.kind is ErrorKind.KEY


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "schlüssel", "키", "a\x00b"])
def test_a_key_that_cannot_be_one_is_not_sent(key: str) -> None:
    outcome, server = ask_server(says(response(recording("openai"))), key=Secret(key))

    assert outcome.error.kind is ErrorKind.KEY
    assert key == "" or key not in repr(outcome.error)
    assert server.connections == 0


@pytest.mark.parametrize(
    ("body", "status", "headers"),
    [
        (KEY.encode(), 200, {"content-type": "application/json"}),
        (f"data: {KEY}\n\n".encode(), 200, {}),
        (f'data: {{"error": {{"message": "bad key {KEY}"}}}}\n\n'.encode(), 200, {}),
        (f"<html><title>{KEY}</title>".encode(), 200, {"content-type": "text/html"}),
        (b"x", 200, {"content-encoding": KEY}),
        (f'{{"error": "no {KEY}"}}'.encode(), 401, {"x-request-id": KEY}),
        (b"", 302, {"location": f"https://{KEY}.example/"}),
    ],
)
def test_a_server_that_repeats_the_key_does_not_get_it_shown(
    body: bytes, status: int, headers: dict[str, str]
) -> None:
    outcome = ask_mock(body, status, headers)

    assert KEY not in repr(outcome.error) + repr(outcome.events)


HOSTILE = [
    b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n",
    b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200\r\nContent-Type: \xff\xfe/\x80\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe://[x\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Slow\r\nRetry-After: \xff\r\nDate: \xfe\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
    b"HTTP/9.9 200 OK\r\n\r\n",
    b"\r\n\r\n",
    b"\x15\x03\x01\x00\x02\x02\x16",
    b"HTTP/1.1 429 Slow\r\nRetry-After: 1e308\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Slow\r\nRetry-After: -9\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Off\r\nRetry-After: Fri, 31 Dec 2099 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ndata: {",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/event-stream\r\n\r\nda",
    b"HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: br, gzip, zstd\r\nContent-Length: 3\r\n\r\nabc",
    b"HTTP/1.1 401 <img src=x>\x1b[31m\r\nWWW-Authenticate: Basic realm=<b>\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-7\r\nContent-Length: 3\r\n\r\n<b>",
    b"HTTP/1.1 200 OK\r\nX-Request-Id: " + b"<b>" * 9_000 + b"\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b\r\n" * 3_000 + b"Content-Length: 0\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
]


def test_there_are_thirty_hostile_heads() -> None:
    assert len(set(HOSTILE)) >= 30


@pytest.mark.parametrize("head", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_response_is_a_failure_and_nothing_worse(head: bytes) -> None:
    outcome, _server = ask_server(says(head, then_close=True))

    assert outcome.error.message
    assert outcome.events == []

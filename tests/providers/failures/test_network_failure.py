"""What goes wrong on the way to a service, with real sockets where there is a way."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable

import httpx
import pytest

from conductor.core.entities import ConnectionKind
from conductor.core.errors import ErrorKind
from conductor.providers.wire.client import make_client
from tests.providers.services import (
    DATA,
    KEY,
    Outcome,
    ask,
    ask_mock,
    ask_server,
    endpoint,
    request,
    says,
)


def ask_at(base_url: str, **changes: object) -> Outcome:
    async def run() -> Outcome:
        async with make_client() as client:
            return await ask(client, request(endpoint(base_url, **changes)))

    return asyncio.run(run())


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connect_error(cause: Exception) -> httpx.ConnectError:
    """A failure to connect as httpx raises it: the reason is further down."""
    error, middle = httpx.ConnectError("All connection attempts failed"), OSError("x")
    middle.__cause__ = ExceptionGroup("several", [OSError("first"), cause])
    error.__cause__ = middle
    return error


def test_nothing_listens() -> None:
    port = closed_port()

    outcome = ask_at(f"http://127.0.0.1:{port}/v1")

    assert outcome.error.kind is ErrorKind.NETWORK
    assert f"Nothing answers at 127.0.0.1:{port}" in outcome.error.message
    assert outcome.failure is not None
    assert outcome.failure.retryable


def test_the_built_in_server_does_not_run() -> None:
    outcome = ask_at(f"http://127.0.0.1:{closed_port()}/v1", kind=ConnectionKind.LOCAL)

    assert outcome.error.kind is ErrorKind.LOCAL


@pytest.mark.parametrize(
    ("number", "kind"),
    [(socket.EAI_NONAME, ErrorKind.ADDRESS), (socket.EAI_AGAIN, ErrorKind.NETWORK)],
)
def test_an_unknown_name(number: int, kind: ErrorKind) -> None:
    outcome = ask_mock(connect_error(socket.gaierror(number, "x")))

    assert outcome.error.kind is kind
    assert "127.0.0.1:9" in outcome.error.message
    assert outcome.failure is not None
    assert outcome.failure.retryable


def test_a_certificate_that_nobody_vouches_for() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "untrusted.pem")
    got: list[bytes] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await reader.read(100))
        writer.close()

    async def run() -> Outcome:
        listening = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
        port = listening.sockets[0].getsockname()[1]
        async with listening, make_client() as client:
            return await ask(client, request(endpoint(f"https://127.0.0.1:{port}/v1")))

    outcome = asyncio.run(run())

    assert outcome.error.kind is ErrorKind.TLS
    assert "certificate" in outcome.error.message
    assert outcome.error.detail
    assert outcome.failure is not None
    assert not outcome.failure.retryable
    assert got == []


def test_a_server_without_https() -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read(16)
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        writer.close()

    async def run() -> Outcome:
        listening = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        async with listening, make_client() as client:
            return await ask(client, request(endpoint(f"https://127.0.0.1:{port}/v1")))

    outcome = asyncio.run(run())

    assert outcome.error.kind is ErrorKind.TLS
    assert "http://" in outcome.error.message


def test_a_server_that_speaks_another_protocol() -> None:
    outcome, _server = ask_server(says(b"* OK IMAP4rev1 ready\r\n\r\n"))

    assert outcome.error.kind is ErrorKind.ADDRESS
    assert outcome.failure is not None
    assert not outcome.failure.retryable


def test_a_server_that_hangs_up_without_a_word() -> None:
    outcome, _server = ask_server(says(then_close=True))

    assert outcome.error.kind is ErrorKind.NETWORK
    assert "hung up" in outcome.error.message
    assert outcome.failure is not None
    assert outcome.failure.retryable


def test_a_server_that_says_nothing() -> None:
    outcome, _server = ask_server(says(), read_limit_s=0.2)

    assert outcome.error.kind is ErrorKind.TIMEOUT
    assert "for 0.2 seconds" in outcome.error.message
    assert outcome.failure is not None
    assert not outcome.failure.retryable


@pytest.mark.parametrize(
    ("make_error", "kind", "is_retryable"),
    [
        (httpx.ConnectTimeout, ErrorKind.NETWORK, True),
        (httpx.WriteTimeout, ErrorKind.NETWORK, True),
        (httpx.PoolTimeout, ErrorKind.NETWORK, True),
        (httpx.ReadError, ErrorKind.NETWORK, True),
        (httpx.WriteError, ErrorKind.NETWORK, True),
        (httpx.ConnectError, ErrorKind.NETWORK, True),
        (httpx.UnsupportedProtocol, ErrorKind.ADDRESS, False),
        (httpx.InvalidURL, ErrorKind.ADDRESS, False),
    ],
)
def test_every_failure_of_the_network_has_a_sentence(
    make_error: Callable[[str], Exception], kind: ErrorKind, is_retryable: bool
) -> None:
    outcome = ask_mock(make_error(f"quotes {KEY}"))

    assert outcome.error.kind is kind
    assert KEY not in repr(outcome.error)
    assert outcome.failure is not None
    assert outcome.failure.retryable is is_retryable


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (ConnectionResetError(), ErrorKind.NETWORK),
        (OSError(113, "No route to host"), ErrorKind.NETWORK),
        (ssl.SSLEOFError(8, "EOF"), ErrorKind.NETWORK),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), ErrorKind.TLS),
        (ssl.SSLCertVerificationError("self-signed"), ErrorKind.TLS),
    ],
)
def test_the_reason_is_found_however_deep_it_is(cause: Exception, kind: ErrorKind) -> None:
    assert ask_mock(connect_error(cause)).error.kind is kind


def test_a_defect_of_the_program_is_no_failure_of_the_network() -> None:
    with pytest.raises(RuntimeError, match="defect"):
        ask_mock(RuntimeError("defect"))

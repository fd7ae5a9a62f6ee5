"""One HTTP call over real sockets: what goes out, and every way an answer can be none."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from conductor.core.entities import Finish
from conductor.core.errors import ErrorKind
from conductor.core.events import Text
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.exchange import fetch_json
from conductor.providers.wire.call import Call
from conductor.providers.wire.client import make_client, timeouts
from tests.providers.services import (
    END,
    KEY,
    STREAM_HEAD,
    Outcome,
    Received,
    Script,
    ask,
    ask_server,
    delta,
    endpoint,
    recording,
    request,
    response,
    says,
    serving,
)

CHUNKED_HEAD = STREAM_HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n"
TEXT = delta("Half")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_whole_answer_over_the_wire() -> None:
    outcome, _server = ask_server(says(response(recording("openai"))))

    assert outcome.text == "Three colours: red, green and blue."
    assert outcome.finished.reason is Finish.STOP


def test_what_goes_out() -> None:
    _outcome, server = ask_server(says(response(recording("openai"))))

    (received,) = server.received
    assert (received.method, received.path) == ("POST", "/v1/chat/completions")
    assert received.headers["accept"] == "text/event-stream"
    assert received.headers["accept-encoding"] == "identity"
    assert received.headers["content-type"] == "application/json"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.headers["user-agent"].startswith("Conductor/")
    assert received.headers["connection"] == "keep-alive"
    assert set(received.headers) == {
        "host", "accept", "accept-encoding", "content-type", "content-length",
        "authorization", "user-agent", "connection",
    }  # fmt: skip
    assert json.loads(received.body)["model"] == "test-model"


def test_without_a_key_none_is_sent() -> None:
    _outcome, server = ask_server(says(response(recording("openai"))), key=None)

    assert "authorization" not in server.received[0].headers


def test_a_server_that_does_not_keep_connections_is_told_to_close() -> None:
    _outcome, server = ask_server(says(response(recording("openai"))), keep_alive=False)

    assert server.received[0].headers["connection"] == "close"


@pytest.mark.parametrize(("keep_alive", "connections"), [(True, 1), (False, 3)])
def test_a_connection_is_used_again_where_that_is_wanted(
    keep_alive: bool, connections: int
) -> None:
    async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED_HEAD + chunk(recording("openai")))
        await writer.drain()
        writer.write(b"0\r\n\r\n")

    async def run() -> int:
        async with serving(script) as server, make_client() as client:
            for _turn in range(3):
                to = endpoint(server.base_url, keep_alive=keep_alive)
                assert (await ask(client, request(to))).finished
            return server.connections

    assert asyncio.run(run()) == connections


def test_the_id_of_the_request_is_kept() -> None:
    headers = {"x-request-id": "req_42"}

    outcome, _server = ask_server(says(response(recording("openai"), headers=headers)))

    assert outcome.started.request_id == "req_42"


def test_no_cookie_is_kept() -> None:
    headers = {"Set-Cookie": "spy=1; Path=/"}

    async def run() -> list[Received]:
        script = says(response(recording("openai"), headers=headers))
        async with serving(script) as server, make_client() as client:
            for _turn in range(2):
                await ask(client, request(endpoint(server.base_url)))
            return server.received

    assert all("cookie" not in received.headers for received in asyncio.run(run()))


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    outcome, _server = ask_server(says(response(recording("openai"))))

    assert outcome.finished


def test_a_web_page_is_no_answer() -> None:
    page = b"<html><head><title>Welcome to nginx!</title></head></html>"

    outcome, _server = ask_server(says(response(page, content_type="text/html; charset=utf-8")))

    assert outcome.error.kind is ErrorKind.ADDRESS
    assert "web page" in outcome.error.message
    assert outcome.error.detail == "Welcome to nginx!"


def test_lm_studio_answers_an_unknown_path_with_success() -> None:
    body = b'{"error":"Unexpected endpoint or method. (POST /chat/completions)"}'

    outcome, _server = ask_server(says(response(body, content_type="application/json")))

    assert outcome.error.kind is ErrorKind.ADDRESS


def test_an_answer_in_one_piece_is_accepted() -> None:
    body = b'{"choices":[{"message":{"content":"All at once."},"finish_reason":"stop"}]}'

    outcome, _server = ask_server(says(response(body, content_type="application/json")))

    assert outcome.text == "All at once."
    assert outcome.finished.reason is Finish.STOP


@pytest.mark.parametrize(
    "script",
    [
        says(STREAM_HEAD + TEXT, then_close=True),
        says(CHUNKED_HEAD + chunk(TEXT), then_close=True),
        says(CHUNKED_HEAD + chunk(TEXT) + b"0\r\n\r\n"),
        says(CHUNKED_HEAD + chunk(TEXT) + b"zz\r\n", then_close=True),
        says(response(TEXT)),
        says(response(TEXT, headers={"Content-Length": "9999"}), then_close=True),
    ],
    ids=["close", "cut chunk", "no end mark", "bad chunk", "length", "short"],
)
def test_an_answer_that_breaks_off_is_truncated_and_keeps_its_text(script: Script) -> None:
    outcome, _server = ask_server(script)

    assert outcome.error.kind is ErrorKind.TRUNCATED
    assert outcome.text == "Half"
    assert outcome.failure is not None
    assert outcome.failure.retryable


def test_a_break_after_the_finish_reason_is_no_failure() -> None:
    outcome, _server = ask_server(says(CHUNKED_HEAD + chunk(TEXT + END), then_close=True))

    assert outcome.text == "Half"
    assert outcome.finished.reason is Finish.STOP


def test_a_server_that_never_closes_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("conductor.providers.wire.event_stream._LATE_USAGE_S", 0.1)

    without_done, _server = ask_server(says(STREAM_HEAD + TEXT + END))
    with_done, _server = ask_server(says(STREAM_HEAD + TEXT + END + b"data: [DONE]\n\n"))

    assert without_done.finished.reason is Finish.STOP
    assert with_done.finished.reason is Finish.STOP


def test_silence_in_the_middle_is_a_time_out_that_keeps_the_text() -> None:
    outcome, _server = ask_server(says(STREAM_HEAD + TEXT), read_limit_s=0.2)

    assert outcome.error.kind is ErrorKind.TIMEOUT
    assert outcome.text == "Half"


def test_a_request_that_is_given_up_closes_its_connection() -> None:
    async def run() -> None:
        gone = asyncio.Event()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(STREAM_HEAD + TEXT)
            while await reader.read(1000):
                pass
            gone.set()
            writer.close()

        async def listen_until_text(client: httpx.AsyncClient, base_url: str) -> None:
            provider, wanted = OpenAICompatible(), request(endpoint(base_url))
            async for event in provider.stream(wanted, client, provider.body(wanted)):
                if isinstance(event, Text):
                    has_text.set()

        has_text = asyncio.Event()
        listening = await asyncio.start_server(connected, "127.0.0.1", 0)
        base_url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
        async with listening, make_client() as client:
            task = asyncio.create_task(listen_until_text(client, base_url))
            await asyncio.wait_for(has_text.wait(), 10)
            task.cancel()
            await asyncio.wait_for(gone.wait(), 10)
            assert task.cancelled()

    asyncio.run(run())


def test_sixteen_answers_at_once_do_not_wait_for_each_other() -> None:
    """Each answer ends only when all have begun, so they all must be under way at once."""
    begun = 0

    async def run() -> list[Outcome]:
        all_begun = asyncio.Event()

        async def script(_received: Received, writer: asyncio.StreamWriter) -> None:
            nonlocal begun
            begun += 1
            if begun == 16:
                all_begun.set()
            await all_begun.wait()
            writer.write(response(recording("openai")))

        async with serving(script) as server, make_client() as client:
            asked = [ask(client, request(endpoint(server.base_url))) for _n in range(16)]
            return await asyncio.wait_for(asyncio.gather(*asked), 20)

    outcomes = asyncio.run(run())

    assert {outcome.text for outcome in outcomes} == {"Three colours: red, green and blue."}


def test_httpx_keeps_quiet_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        ask_server(says(response(recording("openai"))))

    assert not [r for r in caplog.records if r.name.startswith(("httpx", "httpcore"))]


def test_time_outs_are_those_of_the_request() -> None:
    limits = timeouts(7.5)

    assert (limits.connect, limits.write, limits.pool, limits.read) == (10, 60, 10, 7.5)


def test_a_protocol_may_say_more_in_headers_but_never_in_place_of_the_key() -> None:
    said = (("anthropic-version", "2023-06-01"), ("x-api-key", "another"))

    async def run() -> Received:
        listed = response(b'{"data": []}', content_type="application/json")
        async with serving(says(listed)) as server, make_client() as client:
            call = Call(endpoint(server.base_url), "/models", key_header="x-api-key", headers=said)
            await fetch_json(client, call, 1024)
            return server.received[0]

    received = asyncio.run(run())

    assert received.headers["anthropic-version"] == "2023-06-01"
    assert received.headers["x-api-key"] == KEY

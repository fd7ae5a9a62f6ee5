"""The engine against llmock, a mock service that grades its clients.

Run it with `pytest -m rig tests/engine/test_llmock_rig.py -s`; llmock comes with the test
extra. Its grader wants a stream that broke off to be asked again. The engine never does so
by itself once text has come; the person does, by *Try again*, and so does this test.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from conductor.core.entities import AnswerStatus, ConnectionKind
from conductor.core.errors import ErrorKind
from conductor.core.events import Ended
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import Endpoint, Message, ModelRequest, Secret
from conductor.engine.engine import Engine
from conductor.engine.job import Job
from conductor.secrets import Redactor
from tests.fakes import Owner

pytestmark = pytest.mark.rig

CHUNK_DELAY_MS = "30"
"""Without it llmock may have sent the whole answer before it sees that the client hung up."""
_COMPLETE = None
_CASES: dict[str, tuple[dict[str, Any], ErrorKind | None]] = {
    "plain": ({}, _COMPLETE),
    "rate": ({"type": "fail", "status": 429, "retry_after": 2, "times": 1}, _COMPLETE),
    "rate for ever": (
        {"type": "fail", "status": 429, "retry_after": 1, "times": 9},
        ErrorKind.RATE,
    ),
    "server error": ({"type": "fail", "status": 500, "times": 2}, _COMPLETE),
    "overloaded": ({"type": "fail", "status": 503, "times": 1}, _COMPLETE),
    "down": ({"type": "fail", "status": 503, "times": 9}, ErrorKind.SERVER),
    "bad key": ({"type": "fail", "status": 401, "times": 1}, ErrorKind.KEY),
    "disconnect": (
        {"type": "stream_fault", "kind": "disconnect", "after_chunks": 3},
        ErrorKind.TRUNCATED,
    ),
    "truncate": (
        {"type": "stream_fault", "kind": "truncate", "after_chunks": 3},
        ErrorKind.TRUNCATED,
    ),
    "truncate before text": (
        {"type": "stream_fault", "kind": "truncate", "after_chunks": 1},
        _COMPLETE,
    ),
    "stall": (
        {"type": "stream_fault", "kind": "stall", "after_chunks": 3, "stall_seconds": 5},
        ErrorKind.TIMEOUT,
    ),
    "malformed": (
        {"type": "stream_fault", "kind": "malformed", "after_chunks": 3},
        ErrorKind.PROTOCOL,
    ),
}


@pytest.fixture(scope="module")
def llmock() -> Iterator[str]:
    """Start llmock on a free port and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from llmock.cli import app; app()"]
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port), "--stream-chunk-delay-ms", CHUNK_DELAY_MS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    _wait_until_up(address)
    yield address
    server.terminate()
    server.wait(10)


def _wait_until_up(address: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            _admin(address, "GET", "scenario")
        except OSError:
            assert time.monotonic() < deadline, "llmock did not start"
            time.sleep(0.1)
        else:
            return


def _wait_until_noted(address: str, attempts: int) -> None:
    """Wait until llmock has noticed that so many attempts ended.

    It takes a request for one more try of an earlier one only if that one had ended before,
    and it notices a client that hung up a moment later than the client did.
    """
    deadline = time.monotonic() + 10
    while json.loads(_admin(address, "GET", "verdict"))["attempts"] < attempts:
        assert time.monotonic() < deadline, "llmock did not notice that the client was gone"
        time.sleep(0.02)


def _admin(address: str, method: str, name: str, body: object = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}/_llmock/{name}", data=data, method=method)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return str(reply.read().decode())


@pytest.fixture
def engine(owner: Owner) -> Iterator[Engine]:
    engine = Engine(redactor=Redactor(), notify=owner.notify)
    owner.drain = engine.drain
    engine.start()
    yield engine
    engine.close()


def _job(address: str, case: str, attempt: int) -> Job:
    endpoint = Endpoint(
        ConnectionKind.OPENAI_COMPATIBLE, f"{address}/v1", Secret("sk-test-0123456789")
    )
    request = ModelRequest(
        endpoint, "gpt-4o", (Message.of("user", f"Say something about {case}."),), read_limit_s=2.0
    )
    return Job(AnswerId(case), attempt, ConnectionId("llmock"), 16, request)


@pytest.mark.parametrize("case", _CASES)
def test_the_grader_finds_no_error(engine: Engine, owner: Owner, llmock: str, case: str) -> None:
    behaviour, expected = _CASES[case]
    _admin(llmock, "POST", "reset", {})
    if behaviour:
        _admin(llmock, "POST", "scenario", {"behaviors": [behaviour]})

    engine.submit(_job(llmock, case, 1))
    ended = owner.wait_for_end(case, 1, timeout_s=30)
    if expected in (ErrorKind.TRUNCATED, ErrorKind.PROTOCOL, ErrorKind.TIMEOUT):
        assert owner.text_of(case, 1)
        _wait_until_noted(llmock, 1)
        engine.submit(_job(llmock, case, 2))
        assert owner.wait_for_end(case, 2).status is AnswerStatus.COMPLETE

    assert _kind_of(ended) is expected
    verdict = json.loads(_admin(llmock, "GET", "verdict"))
    print(f"\n{case}: {_admin(llmock, 'GET', 'verdict?format=text')}")
    assert verdict["errors"] == 0, verdict["findings"]
    assert verdict["warnings"] == 0, verdict["findings"]


def _kind_of(ended: Ended) -> ErrorKind | None:
    return None if ended.error is None else ended.error.kind

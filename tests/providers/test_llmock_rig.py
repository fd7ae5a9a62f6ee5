"""The llmock server injects faults into streams, and grades how its client copes.

Run with `pytest -m rig`; needs the package `llmock` from the test extra. A person's "try
again" stands behind every failure here, since providers themselves never retry.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conductor.core.entities import Finish
from conductor.core.errors import ErrorKind
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.wire.client import make_client
from tests.providers.services import Outcome, ask, endpoint, request

pytestmark = pytest.mark.rig

BASES = ["/v1", "/mistral/v1", "/groq/openai/v1", "/xai/v1", "/together/v1"]
START_LIMIT_S = 60
READ_LIMIT_S = 1.0


@pytest.fixture(scope="module")
def llmock_url() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from llmock.cli import app; app()"]
    with subprocess.Popen(
        [
            *command,
            "serve",
            "--port",
            str(port),
            "--response-style",
            "hello",
            "--log-level",
            "error",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url)
            yield url
        finally:
            server.terminate()


def _wait_until_up(url: str) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/health", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)  # there is nothing to wait on while the process starts
        else:
            return
    raise AssertionError("llmock did not start")


def play(url: str, base: str, *behaviors: dict[str, Any], asks: int) -> list[Outcome]:
    """Ask so many times while the server misbehaves as told, then read the grade."""
    httpx.post(f"{url}/_llmock/reset", trust_env=False).raise_for_status()
    if behaviors:
        scenario = {"behaviors": list(behaviors)}
        answer = httpx.post(f"{url}/_llmock/scenario", json=scenario, trust_env=False)
        answer.raise_for_status()

    async def run() -> list[Outcome]:
        outcomes = []
        wanted = request(endpoint(url + base), model="gpt-5.6", read_limit_s=READ_LIMIT_S)
        async with make_client() as client:
            for _turn in range(asks):
                outcomes.append(await ask(client, wanted))
                failure = outcomes[-1].failure
                await asyncio.sleep((failure.retry_after_s or 0) if failure else 0)
        return outcomes

    outcomes = asyncio.run(run())
    verdict = httpx.get(f"{url}/_llmock/verdict", trust_env=False).json()
    assert verdict["errors"] == 0, verdict
    assert verdict["attempts"] == asks
    assert httpx.get(f"{url}/_llmock/scenario", trust_env=False).json() == {"pending": []}
    return outcomes


@pytest.mark.parametrize("base", BASES)
def test_a_plain_answer(llmock_url: str, base: str) -> None:
    (outcome,) = play(llmock_url, base, asks=1)

    assert outcome.text == "Hello! This is a mock response from gpt-5.6."
    assert outcome.finished.reason is Finish.STOP
    assert outcome.usage is not None
    assert outcome.usage.output_total


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("status", "kind"), [(500, ErrorKind.SERVER), (503, ErrorKind.SERVER), (401, ErrorKind.KEY)]
)
def test_an_error_instead_of_an_answer(
    llmock_url: str, base: str, status: int, kind: ErrorKind
) -> None:
    if status == 401:  # trying that again would itself be a fault
        (failed,) = play(llmock_url, base, {"type": "fail", "status": status}, asks=1)
    else:
        failed, again = play(llmock_url, base, {"type": "fail", "status": status}, asks=2)
        assert again.finished

    assert failed.error.kind is kind
    assert failed.error.http_status == status
    assert failed.error.detail
    assert failed.failure is not None
    assert failed.failure.retryable is (status != 401)


@pytest.mark.parametrize("base", BASES)
def test_a_rate_limit_with_a_wait(llmock_url: str, base: str) -> None:
    fault = {"type": "fail", "status": 429, "retry_after": 1}

    failed, again = play(llmock_url, base, fault, asks=2)

    assert failed.error.kind is ErrorKind.RATE
    assert failed.failure is not None
    assert failed.failure.retry_after_s == 1.0
    assert again.finished


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("after_chunks", [1, 3])
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("disconnect", ErrorKind.TRUNCATED),
        ("truncate", ErrorKind.TRUNCATED),
        ("malformed", ErrorKind.PROTOCOL),
        ("stall", ErrorKind.TIMEOUT),
    ],
)
def test_a_fault_within_a_stream(
    llmock_url: str, base: str, after_chunks: int, fault: str, kind: ErrorKind
) -> None:
    behavior = {"type": "stream_fault", "kind": fault, "after_chunks": after_chunks}

    failed, again = play(llmock_url, base, behavior, asks=2)

    assert failed.error.kind is kind
    assert bool(failed.text) is (after_chunks > 1)
    assert again.text.startswith(failed.text)
    assert again.finished


def test_a_slow_first_token_is_waited_for(llmock_url: str) -> None:
    fault = {"type": "slow_first_token", "seconds": 0.5}

    (outcome,) = play(llmock_url, "/v1", fault, asks=1)

    assert outcome.finished


def test_its_models_are_listed(llmock_url: str) -> None:
    async def run() -> int:
        async with make_client() as client:
            return len(await OpenAICompatible().models(endpoint(f"{llmock_url}/v1"), client))

    assert asyncio.run(run()) > 0

"""Run the command line in this process, against a service on loopback."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conductor.cli.main import conductor
from tests.sse_server import SseServer


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON document."""
        return json.loads(self.out)


Command = Callable[..., Done]


@pytest.fixture
def command(folder: Path) -> Command:
    """Run one command on the test's library; `stdin` is what it can read."""

    def run(*arguments: str, stdin: str | None = None) -> Done:
        done = CliRunner().invoke(conductor, ["--data-dir", str(folder), *arguments], input=stdin)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def server() -> Iterator[SseServer]:
    with SseServer() as running:
        yield running


@pytest.fixture
def team(command: Command, server: SseServer) -> SseServer:
    """Two assistants, Astra and Opus, whose models are `astra` and `opus`."""
    assert command("connections", "add", "Here", "--base-url", server.base_url).code == 0
    for name in ("Astra", "Opus"):
        added = command("assistants", "add", name, "--connection", "here", "--model", name.lower())
        assert added.code == 0, added.err
    return server

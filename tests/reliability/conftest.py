"""Run the real program as processes of its own, on a library that outlives them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conductor.store.library import FILE_NAME
from tests.sse_server import SseServer

ROOT = Path(__file__).parents[2]


def command_line(folder: Path, *arguments: str) -> list[str]:
    """Return what starts one command."""
    return [sys.executable, "-m", "conductor", "--data-dir", str(folder), *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which commands run."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run_json(folder: Path, *arguments: str, **more: str) -> Any:
    """Run one command to its end and return its JSON document."""
    done = subprocess.run(
        command_line(folder, *arguments, "--json"),
        capture_output=True,
        env=environment(**more),
        check=False,
        timeout=60,
    )
    assert done.stdout, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture
def server() -> Iterator[SseServer]:
    with SseServer() as running:
        yield running


def add_team(folder: Path, base_url: str, models: dict[str, str], *more: str) -> None:
    """Add a connection and one assistant for each name and model."""
    run_json(folder, "connections", "add", "Here", "--base-url", base_url, *more)
    for name, model in models.items():
        run_json(folder, "assistants", "add", name, "--connection", "Here", "--model", model)


@pytest.fixture(scope="module")
def service() -> Iterator[SseServer]:
    with SseServer() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, service: SseServer) -> Path:
    """A library with something of everything, whose team a server answers."""
    from tests.reliability.processes.work import prepare

    folder = tmp_path_factory.mktemp("template") / "library"
    prepare(folder)
    db = sqlite3.connect(folder / FILE_NAME)
    db.execute("UPDATE connection SET base_url = ?", (service.base_url,))
    db.execute("UPDATE assistant SET model = 'tokens-40-40'")
    db.commit()
    db.close()
    return folder

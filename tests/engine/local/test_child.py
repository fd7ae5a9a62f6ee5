"""The model server's process: what it asks of the engine, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conductor.engine.local.server import CHILD_COMMAND

SETTINGS = {
    "model_path": "/models/Tiny.gguf",
    "name": "Tiny",
    "key": "a-key-of-its-own",
    "slots": 3,
    "context_tokens": 4096,
    "repeat_penalty": 1.1,
    "threads": 2,
}

# What `xllamacpp` offers, as far as the process uses it; the settings go to a file.
ENGINE = """
import ctypes, json, pathlib, types

def CommonParams():
    parts = ("model", "sampling", "cpuparams", "cpuparams_batch")
    return types.SimpleNamespace(**{part: types.SimpleNamespace() for part in parts})

class Server:
    listening_address = "http://127.0.0.1:4321"

    def __init__(self, params):
        print("a word that would spoil the one line")
        path = params.model.path
        if path.endswith("damaged.gguf"):
            raise RuntimeError("Failed to init server")
        if path.endswith("huge.gguf"):
            pathlib.Path(path).touch()
            ctypes.PyDLL(None).sleep(60)  # keeps the interpreter to itself, as loading does
        told = json.dumps(vars(params), default=lambda v: [*v] if isinstance(v, set) else vars(v))
        pathlib.Path(__file__).with_name("told.json").write_text(told)
"""


@pytest.fixture
def engine_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "xllamacpp.py").write_text(ENGINE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        CHILD_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process
        process.kill()


@pytest.fixture
def served(engine_folder: Path, child: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """A process that has said where it answers."""
    assert talk(child, SETTINGS) == {"address": "http://127.0.0.1:4321"}
    return child


def talk(child: subprocess.Popen[str], settings: dict[str, Any]) -> dict[str, str]:
    say(child, settings)
    assert child.stdout
    reply: dict[str, str] = json.loads(child.stdout.readline())
    return reply


def say(child: subprocess.Popen[str], settings: dict[str, Any]) -> None:
    assert child.stdin
    child.stdin.write(json.dumps(settings) + "\n")
    child.stdin.flush()


def test_the_server_is_closed_to_all_but_the_holder_of_the_key(
    engine_folder: Path, served: subprocess.Popen[str]
) -> None:
    told = json.loads((engine_folder / "told.json").read_text())

    assert told["hostnames"] == ["127.0.0.1"]
    assert told["port"] == 0
    assert told["api_keys"] == ["a-key-of-its-own"]
    assert (told["cors_origins"], told["cors_origins_explicit"]) == ("localhost", True)
    assert told["ui"] is False
    assert told["endpoint_slots"] is False


def test_the_server_gets_what_was_measured_to_work(
    engine_folder: Path, served: subprocess.Popen[str]
) -> None:
    told = json.loads((engine_folder / "told.json").read_text())

    assert told["model"] == {"path": "/models/Tiny.gguf"}
    assert told["model_alias"] == ["Tiny"]
    assert (told["n_parallel"], told["n_ctx"]) == (3, 3 * 4096)
    assert told["n_batch"] == 256
    assert told["cpuparams"] == told["cpuparams_batch"] == {"n_threads": 2, "poll": 0}
    assert told["sampling"] == {"penalty_repeat": 1.1}
    assert told["verbosity"] < 0


def test_it_ends_when_its_input_closes(served: subprocess.Popen[str]) -> None:
    assert served.stdin

    served.stdin.close()

    served.wait(5)


def test_it_ends_at_once_when_told_to(served: subprocess.Popen[str]) -> None:
    served.terminate()

    assert served.wait(5) == -signal.SIGTERM


def test_it_ends_when_its_input_closes_while_the_engine_loads(
    engine_folder: Path, child: subprocess.Popen[str]
) -> None:
    model = engine_folder / "huge.gguf"
    say(child, SETTINGS | {"model_path": str(model)})
    deadline = time.monotonic() + 10
    while not model.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert child.stdin

    child.stdin.close()

    assert child.wait(5) == -signal.SIGIO


def test_it_ends_when_it_never_gets_settings(child: subprocess.Popen[str]) -> None:
    assert child.stdin

    child.stdin.close()

    assert child.wait(5) == 0


def test_a_file_the_engine_refuses_is_said_in_one_line(
    engine_folder: Path, child: subprocess.Popen[str]
) -> None:
    reply = talk(child, SETTINGS | {"model_path": "damaged.gguf"})

    assert reply == {"error": "load", "detail": "RuntimeError: Failed to init server"}
    assert child.wait(5) == 1


def test_a_missing_engine_is_said_in_one_line(
    engine_folder: Path, child: subprocess.Popen[str]
) -> None:
    (engine_folder / "xllamacpp.py").write_text("raise ImportError('no such library')")

    reply = talk(child, SETTINGS)

    assert reply == {"error": "engine", "detail": "ImportError: no such library"}


def test_the_real_engine_refuses_a_damaged_file(
    child: subprocess.Popen[str], tmp_path: Path
) -> None:
    model = tmp_path / "cut.gguf"
    model.write_bytes(b"GGUF\x03\x00\x00\x00 and no more")

    reply = talk(child, SETTINGS | {"model_path": str(model)})

    assert reply["error"] == "load"


def test_nothing_is_imported_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(99)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)

    done = subprocess.run(CHILD_COMMAND, stdin=subprocess.DEVNULL, capture_output=True)

    assert done.returncode == 0


def test_it_imports_nothing_of_the_project() -> None:
    source = Path(CHILD_COMMAND[-1]).read_text(encoding="utf-8")

    assert "import conductor" not in source
    assert "from conductor" not in source

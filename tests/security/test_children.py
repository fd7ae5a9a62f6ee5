"""What other programs that this one starts can see of the person's keys: nothing."""

from __future__ import annotations

import ast
import asyncio
import os
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor.child_environment import (
    child_environment,
    is_passed_on,
    model_environment,
    pip_environment,
)
from conductor.core.errors import AnswerFailed, ErrorKind, InvalidInput
from conductor.core.ids import ConnectionId
from conductor.engine.local.pip_download import PipFailed, download_wheel
from conductor.engine.local.server import LocalServers
from conductor.gui.answer.document.code_block import Wanted
from conductor.gui.answer.document.code_reader import CodeReader
from conductor.secrets import Keys, Redactor
from conductor.workspace.connections.connection_checks import checked_variable
from conductor.workspace.connections.presets import presets

SOURCES = Path(__file__).parents[2] / "conductor"
CANARY = "canary-4f9a8b7c6d5e"
# A connection names its variable freely, and a machine holds keys of other programs as well.
VARIABLES = (
    "OPENAI_API_KEY",
    "MY_WORD",
    "X",
    "GITHUB_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "DATABASE_URL",
    "LC_KEY",
    "PATH_OF_KEY",
    "HOMEKEY",
    "HF_TOKEN",
    "CONDUCTOR_KEY",
    "NODE_OPTIONS",
)
SERVES = """
import json, sys
json.loads(sys.stdin.readline())
print(json.dumps({"address": "http://127.0.0.1:1"}), flush=True)
sys.stdin.read()
"""
PIP = """
import pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
for name in ("environ", "cmdline"):
    (folder / name).write_bytes(pathlib.Path("/proc/self", name).read_bytes())
"""
STARTERS = {
    "Popen",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "posix_spawn",
    "posix_spawnp",
    "spawnv",
    "spawnve",
    "execv",
    "execve",
    "execvp",
    "QProcess",
    "ProcessPoolExecutor",
    "subprocess_exec",
    "subprocess_shell",
}
STARTERS_OF = {
    "subprocess": {"run", "call", "check_call", "check_output", "getoutput"},
    "os": {"popen", "system", "startfile", "fork"},
}
ENVIRONMENTS = {"child_environment", "pip_environment", "model_environment"}


PROCESSORS = {
    "CUDA_VISIBLE_DEVICES": "1",
    "HIP_VISIBLE_DEVICES": "2",
    "ROCR_VISIBLE_DEVICES": "3",
    "GPU_DEVICE_ORDINAL": "4",
    "OMP_NUM_THREADS": "5",
    "GGML_VK_VISIBLE_DEVICES": "6",
}


@pytest.fixture(autouse=True)
def _keys_all_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(VARIABLES):
        monkeypatch.setenv(name, f"{CANARY}-{number}")


def seen_in(pid: int) -> bytes:
    process = Path("/proc") / str(pid)
    return (process / "environ").read_bytes() + (process / "cmdline").read_bytes()


def test_the_process_of_the_local_model_sees_its_processors_and_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PROCESSORS.items():
        monkeypatch.setenv(name, value)
    program = tmp_path / "serves.py"
    program.write_text(SERVES)
    model = tmp_path / "Model.gguf"
    model.write_bytes(b"GGUF and no more")

    async def look() -> tuple[bytes, str]:
        servers = LocalServers(Redactor(), command=(sys.executable, "-S", str(program)))
        try:
            endpoint = await servers.endpoint(model)
            (process,) = servers._processes
            assert endpoint.key is not None
            return seen_in(process.pid), endpoint.key.reveal()
        finally:
            await servers.close()

    seen, own_key = asyncio.run(look())

    assert b"PATH=" in seen
    for name, value in PROCESSORS.items():
        assert f"{name}={value}".encode() in seen
    assert str(program).encode() in seen
    assert CANARY.encode() not in seen
    assert own_key.encode() not in seen


def test_pip_sees_the_persons_own_index_and_proxy_and_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / "pip"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PIP)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setenv("PIP_INDEX_URL", "https://me:word@index.example/simple")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    folder = tmp_path / "folder"
    folder.mkdir()

    with pytest.raises(PipFailed):
        download_wheel(
            "thing==1", folder, on_bytes=lambda _done, _all: None, cancelled=threading.Event()
        )

    seen = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
    assert b"PIP_INDEX_URL=https://me:word@index.example/simple" in seen
    assert b"https_proxy=http://proxy.example:3128" in seen
    assert CANARY.encode() not in seen


def test_the_process_that_reads_code_sees_no_key(qtbot: QtBot) -> None:
    reader = CodeReader(None)
    reader.ask(Wanted("python", ("x = 1",), (1,), None))
    qtbot.waitUntil(lambda: bool(reader.process_id))
    qtbot.waitUntil(lambda: b"PATH=" in seen_in(reader.process_id))

    seen = seen_in(reader.process_id)

    reader.stop()
    assert CANARY.encode() not in seen


def test_only_pip_is_told_the_way_to_the_network() -> None:
    given = {"PATH": "/bin", "PIP_INDEX_URL": "https://me:word@i", "HTTPS_PROXY": "http://u:p@p"}

    assert child_environment(given) == {"PATH": "/bin"}
    assert pip_environment(given) == given


def test_only_a_local_model_is_told_of_the_processors() -> None:
    assert child_environment(PROCESSORS) == pip_environment(PROCESSORS) == {}
    assert model_environment(PROCESSORS) == PROCESSORS
    assert model_environment({"OPENAI_API_KEY": "k", "OMP_KEY": "k", "CUDA": "k"}) == {}


@pytest.mark.parametrize(
    "name", ["PATH", "HOME", "LANG", "PIP_INDEX_URL", "HTTPS_PROXY", "GGML_KEY", "OMP_NUM_THREADS"]
)
def test_no_key_can_be_kept_where_other_programs_see_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, CANARY)

    with pytest.raises(InvalidInput, match="given to other programs"):
        checked_variable(name)
    with pytest.raises(AnswerFailed) as caught:
        Keys(Redactor()).key_of(ConnectionId("c"), name)
    assert caught.value.error.kind is ErrorKind.KEY
    assert CANARY not in str(caught.value)


def test_every_variable_of_a_known_service_is_kept_from_other_programs() -> None:
    named = {preset.key_env for preset in presets() if preset.key_env}

    assert named
    assert not any(is_passed_on(name) for name in named)


def starts(tree: ast.AST) -> list[ast.Call]:
    """Return the calls that start a program."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        owner = getattr(getattr(function, "value", None), "id", "")
        if name in STARTERS or name in STARTERS_OF.get(owner, ()):
            found.append(node)
    return found


def is_given_its_environment(call: ast.Call, code: str = "") -> bool:
    if getattr(call.func, "id", "") == "QProcess":  # it gets its environment by another call
        return "setProcessEnvironment" in code and "child_environment()" in code
    given = next((k.value for k in call.keywords if k.arg == "env"), None)
    parts = list(ast.walk(given)) if given else []
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    is_all = any(isinstance(part, ast.Attribute) and part.attr == "environ" for part in parts)
    return bool(names & ENVIRONMENTS) and not is_all


def test_every_program_that_is_started_gets_its_environment_from_one_place() -> None:
    calls = {
        f"{path.relative_to(SOURCES)}:{call.lineno}": (call, path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.rglob("*.py"))
        for call in starts(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert len(calls) >= 3
    assert [place for place, call in calls.items() if not is_given_its_environment(*call)] == []


@pytest.mark.parametrize(
    "code",
    [
        "subprocess.Popen(['x'])",
        "subprocess.run(['x'], env=os.environ | {})",
        "QProcess(self)",
        "os.system('x')",
        "await asyncio.create_subprocess_exec('x', env={})",
    ],
)
def test_a_program_started_in_another_way_would_be_found(code: str) -> None:
    (call,) = starts(ast.parse(f"async def f():\n {code}"))

    assert not is_given_its_environment(call)


def test_the_names_of_the_canaries_are_all_in_this_process() -> None:
    assert all(CANARY in os.environ[name] for name in VARIABLES)

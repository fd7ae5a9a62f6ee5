"""Three keys, services that echo them everywhere, and not a trace of them afterwards."""

import json
import os
import subprocess
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.reliability.conftest import command_line, environment, run_json
from tests.sse_server import SseServer, echo_key, failing_with_key, hang_after, text

pytestmark = pytest.mark.gate

CANARIES = {
    "KEY_ONE": "sk-canary-one-4f9a8b7c6d5e",
    "KEY_TWO": "canary.two/with+odd=chars~99",
    "KEY_THREE": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
}


def add_services(folder: Path, server: SseServer) -> None:
    for number, variable in enumerate(CANARIES):
        run_json(
            folder, "connections", "add", f"C{number}", "--base-url", server.base_url,
            "--key-env", variable,
        )  # fmt: skip
        for model in ("echo", "refuse", "redirect"):
            run_json(
                folder, "assistants", "add", f"{model}{number}", "--connection", f"C{number}",
                "--model", model,
            )  # fmt: skip


def forms(key: str) -> set[bytes]:
    """Return a key as it is, and as it looks in an address, in JSON and in base64."""
    plain = key.encode()
    return {plain, quote(key, safe="").encode(), json.dumps(key)[1:-1].encode(), b64encode(plain)}


def traces(where: bytes) -> list[str]:
    return [key for key in CANARIES.values() if any(form in where for form in forms(key))]


def test_keys_that_services_echo_are_nowhere_afterwards(folder: Path) -> None:
    with SseServer() as server:
        server.script("echo", echo_key(pieces=5))
        server.script("refuse", failing_with_key(401))
        add_services(folder, server)
        output = b""
        for arguments in (
            ("ask", "Say my key"),
            ("sessions",),
            ("doctor",),
            ("connections", "test", "C0"),
        ):
            done = subprocess.run(
                command_line(folder, *arguments, "--json"),
                capture_output=True,
                env=environment(**CANARIES),
                check=False,
                timeout=60,
            )
            output += done.stdout + done.stderr
        session = run_json(folder, "sessions")[0]["session"]
        output += subprocess.run(
            command_line(folder, "show", session),
            capture_output=True,
            env=environment(),
            check=True,
        ).stdout

    sent = {r.headers.get("authorization", "") for r in server.requests}
    assert {f"Bearer {key}" for key in CANARIES.values()} <= sent, "the keys did reach the service"
    assert "•••".encode() in output
    assert traces(output) == []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"conductor.db"}
    assert {
        path.name: traces(path.read_bytes()) for path in files if traces(path.read_bytes())
    } == {}


def test_keys_are_not_in_the_arguments_or_names_of_any_process(folder: Path) -> None:
    with SseServer() as server:
        server.script("echo", hang_after(1))
        server.script("refuse", hang_after(1))
        server.script("redirect", text("fine"))
        add_services(folder, server)
        process = subprocess.Popen(
            command_line(folder, "ask", "Go"),
            env=environment(**CANARIES),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        process.stderr.readline()
        everything = b""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    everything += (entry / "cmdline").read_bytes()
                except OSError:
                    continue
        process.kill()
        process.communicate()

    assert str(folder).encode() in everything
    assert traces(everything) == []
    assert not traces(os.fsencode(str(list(folder.rglob("*")))))

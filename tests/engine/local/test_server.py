"""The care of the model servers, with a stand-in for the real one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from conductor.core.entities import ConnectionKind
from conductor.core.errors import AnswerFailed, ErrorKind
from conductor.engine.local.model_file import LARGE_FILE_BYTES, SMALL_FILE_BYTES
from conductor.engine.local.server import LocalServers
from conductor.secrets import MASK, Redactor
from tests.engine.local.processes import has_ended, is_running

STAND_IN = (sys.executable, "-S", str(Path(__file__).with_name("stand_in.py")))

ModelFile = Callable[..., Path]
Act = Callable[[LocalServers], Coroutine[Any, Any, Any]]


def during(act: Act, *, redactor: Redactor | None = None, **options: Any) -> Any:
    """Run one piece of work with servers that are closed afterwards."""

    async def run() -> Any:
        servers = LocalServers(redactor or Redactor(), **{"command": STAND_IN, **options})
        try:
            return await act(servers)
        finally:
            await servers.close()

    return asyncio.run(run())


def failure(path: Path, **options: Any) -> AnswerFailed:
    async def act(servers: LocalServers) -> AnswerFailed:
        with pytest.raises(AnswerFailed) as caught:
            await servers.endpoint(path)
        return caught.value

    failed: AnswerFailed = during(act, **options)
    assert failed.error.kind is ErrorKind.LOCAL
    return failed


def notes(path: Path) -> list[dict[str, Any]]:
    found = sorted(path.with_suffix(".notes").glob("[0-9]*"), key=lambda p: p.stat().st_mtime_ns)
    return [{"pid": int(each.name), **json.loads(each.read_text())} for each in found]


def wait_for_notes(path: Path) -> None:
    deadline = time.monotonic() + 10
    while not notes(path) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_started_server_is_an_endpoint_on_this_machine(model_file: ModelFile) -> None:
    endpoint = during(lambda servers: servers.endpoint(model_file()))

    assert endpoint.kind is ConnectionKind.LOCAL
    assert endpoint.base_url == "http://127.0.0.1:1/v1"
    assert endpoint.keep_alive is False


def test_the_redactor_knows_the_key(model_file: ModelFile) -> None:
    redactor = Redactor()

    endpoint = during(lambda servers: servers.endpoint(model_file()), redactor=redactor)

    assert len(endpoint.key.reveal()) >= 32
    assert redactor.known_only(f"the key is {endpoint.key.reveal()}") == f"the key is {MASK}"


def test_the_key_reaches_the_process_through_its_input_only(model_file: ModelFile) -> None:
    path = model_file()

    endpoint = during(lambda servers: servers.endpoint(path))

    (given,) = notes(path)
    key = endpoint.key.reveal()
    assert given["settings"]["key"] == key
    assert key not in json.dumps([given["arguments"], given["environment"]])


def test_the_server_gets_three_slots_of_4096_tokens_and_a_plain_name(
    model_file: ModelFile,
) -> None:
    path = model_file("Some-Model.Q4")

    during(lambda servers: servers.endpoint(path))

    settings = notes(path)[0]["settings"]
    assert settings["model_path"] == str(path)
    assert settings["name"] == "Some-Model.Q4"
    assert (settings["slots"], settings["context_tokens"]) == (3, 4096)


@pytest.mark.parametrize(("ci", "cores", "threads"), [("true", 8, 1), ("", 8, 7), ("", 1, 1)])
def test_one_core_is_left_to_the_rest(
    model_file: ModelFile, monkeypatch: pytest.MonkeyPatch, ci: str, cores: int, threads: int
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    path = model_file()

    during(lambda servers: servers.endpoint(path))

    assert notes(path)[0]["settings"]["threads"] == threads


@pytest.mark.parametrize(
    ("size_bytes", "slots", "penalty"),
    [(SMALL_FILE_BYTES, 3, 1.0), (LARGE_FILE_BYTES, 3, 1.0), (LARGE_FILE_BYTES + 1, 1, 1.0)],
)
def test_a_large_file_gets_one_slot_and_only_a_small_one_a_penalty(
    model_file: ModelFile, size_bytes: int, slots: int, penalty: float
) -> None:
    path, small = model_file("large"), model_file("small")
    with path.open("r+b") as file:
        file.truncate(size_bytes)  # takes no room on the disk

    async def act(servers: LocalServers) -> int:
        await servers.endpoint(path)
        await servers.endpoint(small)
        return servers.slots(path)

    said = during(act)

    settings = notes(path)[0]["settings"]
    assert said == settings["slots"] == slots
    assert settings["repeat_penalty"] == penalty
    assert notes(small)[0]["settings"]["repeat_penalty"] == 1.1


def test_slots_of_a_missing_file_are_a_guess_and_no_error(tmp_path: Path) -> None:
    assert LocalServers(Redactor()).slots(tmp_path / "gone.gguf") == 3


def test_callers_at_the_same_time_share_one_start(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> set[object]:
        return set(await asyncio.gather(*(servers.endpoint(path) for _ in range(5))))

    endpoints = during(act)

    assert len(endpoints) == len(notes(path)) == 1


def test_a_running_server_is_used_again_without_a_turn_of_the_loop(
    model_file: ModelFile,
) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> tuple[object, list[str]]:
        first = await servers.endpoint(path)
        turns: list[str] = []
        asyncio.get_running_loop().call_soon(turns.append, "turned")
        return first == await servers.endpoint(path), list(turns)

    assert during(act) == (True, [])


def test_two_files_get_two_servers_with_different_keys(model_file: ModelFile) -> None:
    one, two = model_file("one"), model_file("two")

    async def act(servers: LocalServers) -> tuple[object, object]:
        return (await servers.endpoint(one)).key, (await servers.endpoint(two)).key

    first, second = during(act)

    assert first != second


def test_two_ways_to_write_a_path_are_one_file(
    model_file: ModelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = model_file()
    monkeypatch.chdir(path.parent)

    async def act(servers: LocalServers) -> bool:
        return await servers.endpoint(path) == await servers.endpoint(Path(path.name))

    assert during(act)


def test_the_server_is_out_of_reach_of_the_terminals_interrupt(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> int:
        await servers.endpoint(path)
        return os.getpgid(notes(path)[0]["pid"])

    assert during(act) != os.getpgrp()


def test_a_caller_who_gives_up_does_not_take_the_start_from_the_others(
    model_file: ModelFile,
) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> None:
        leaving = asyncio.create_task(servers.endpoint(path))
        staying = asyncio.create_task(servers.endpoint(path))
        await asyncio.sleep(0)
        leaving.cancel()
        assert (await staying).base_url
        assert leaving.cancelled()

    during(act)

    assert len(notes(path)) == 1


def test_a_server_that_died_is_started_again_with_a_new_key(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> tuple[object, object]:
        first = await servers.endpoint(path)
        (process,) = servers._processes
        process.kill()
        await process.wait()
        return first.key, (await servers.endpoint(path)).key

    first, second = during(act)

    assert first != second
    assert len(notes(path)) == 2


def test_a_failed_start_is_tried_again_by_the_next_caller(model_file: ModelFile) -> None:
    path = model_file()
    whole = path.read_bytes()
    path.write_bytes(b"no model")

    async def act(servers: LocalServers) -> str:
        with pytest.raises(AnswerFailed):
            await servers.endpoint(path)
        path.write_bytes(whole)
        return (await servers.endpoint(path)).base_url

    assert during(act)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    failed = failure(tmp_path / "gone.gguf")

    assert "gone.gguf is not there" in str(failed)
    assert "Set the starter model up again or choose another file." in str(failed)


@pytest.mark.parametrize("content", [b"", b"GGU", b"PK\x03\x04", b"ggufGGUF"])
def test_a_file_that_is_no_model_is_refused_before_anything_starts(
    model_file: ModelFile, content: bytes
) -> None:
    path = model_file()
    path.write_bytes(content)

    failed = failure(path, command=("no-such-program",))

    assert "not a model in the GGUF format" in str(failed)


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    assert "cannot be read" in str(failure(tmp_path))


def test_a_damaged_file_says_so_by_its_name(model_file: ModelFile) -> None:
    failed = failure(model_file("damaged"))

    assert "damaged.gguf cannot be loaded: it is damaged or incomplete" in str(failed)
    assert failed.error.detail == "RuntimeError: no"


def test_a_missing_engine_says_to_install_again(model_file: ModelFile) -> None:
    failed = failure(model_file("engineless"))

    assert "Install Conductor again" in str(failed)
    assert failed.error.detail == "ImportError: no"


def test_a_program_that_cannot_be_run_says_to_install_again(model_file: ModelFile) -> None:
    assert "Install Conductor again" in str(failure(model_file(), command=("/no/such/program",)))


def test_a_program_that_says_something_else_is_not_believed(model_file: ModelFile) -> None:
    path = model_file("babbles")

    assert "does not run on this computer" in str(failure(path))
    assert has_ended(notes(path)[0]["pid"], within_s=1)


@pytest.mark.parametrize(("name", "detail"), [("exits", "exit code 3"), ("killed", "Killed")])
def test_a_server_that_ends_while_it_loads_points_at_memory(
    model_file: ModelFile, name: str, detail: str
) -> None:
    failed = failure(model_file(name))

    assert "too little memory" in str(failed)
    assert failed.error.detail == detail


def test_a_server_that_takes_too_long_is_ended(model_file: ModelFile) -> None:
    path = model_file("silent")

    async def act(servers: LocalServers) -> None:
        with pytest.raises(AnswerFailed, match=r"silent.gguf was not ready after 0.05 seconds"):
            await servers.endpoint(path)
        assert [process.returncode for process in servers._processes] == [-signal.SIGKILL]

    during(act, start_limit_s=0.05)


def test_what_a_server_prints_does_not_reach_the_terminal(
    model_file: ModelFile, capfd: pytest.CaptureFixture[str]
) -> None:
    during(lambda servers: servers.endpoint(model_file()))

    assert capfd.readouterr() == ("", "")


def test_close_ends_every_server(model_file: ModelFile) -> None:
    paths = [model_file("one"), model_file("two")]

    async def act(servers: LocalServers) -> None:
        for path in paths:
            await servers.endpoint(path)
        await servers.close()

    during(act)

    assert not [each for path in paths for each in notes(path) if is_running(each["pid"])]


def test_close_ends_a_server_that_is_still_loading(model_file: ModelFile) -> None:
    path = model_file("silent")

    async def act(servers: LocalServers) -> None:
        waiting = asyncio.create_task(servers.endpoint(path))
        await asyncio.to_thread(wait_for_notes, path)
        await servers.close()
        with pytest.raises(AnswerFailed, match="closing"):
            await waiting

    during(act)

    assert not is_running(notes(path)[0]["pid"])


def test_nothing_starts_after_close(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> None:
        await servers.close()
        with pytest.raises(AnswerFailed, match="closing"):
            await servers.endpoint(path)

    during(act)

    assert notes(path) == []


def test_close_while_the_process_is_being_made_leaves_none(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> None:
        waiting = asyncio.create_task(servers.endpoint(path))
        await asyncio.sleep(0)
        await servers.close()
        with pytest.raises(AnswerFailed, match="closing"):
            await waiting
        assert all(process.returncode is not None for process in servers._processes)

    during(act)


def test_kill_ends_servers_from_another_thread(model_file: ModelFile) -> None:
    path = model_file()

    async def act(servers: LocalServers) -> None:
        await servers.endpoint(path)
        thread = threading.Thread(target=servers.kill)
        thread.start()
        thread.join()
        assert has_ended(notes(path)[0]["pid"], within_s=1)

    during(act)


def test_servers_work_on_a_loop_outside_the_main_thread(model_file: ModelFile) -> None:
    path, endpoints = model_file(), []
    thread = threading.Thread(
        target=lambda: endpoints.append(during(lambda servers: servers.endpoint(path)))
    )

    thread.start()
    thread.join(10)

    assert [each.base_url for each in endpoints] == ["http://127.0.0.1:1/v1"]


def test_the_module_loads_no_asyncio() -> None:
    code = "import sys, conductor.engine.local.server; print('asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"

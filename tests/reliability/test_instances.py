"""Two copies of the program at once, and starts that follow each other fast.

The long run: `pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_instances.py -s`
"""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.store.library import FILE_NAME
from conductor.store.lock import LibraryLock
from tests.e2e.test_window_process import start, wait_for_library
from tests.reliability.conftest import command_line, environment, run_json
from tests.reliability.rig.faults import copied

RESTARTS = 20


@pytest.fixture
def window(template: Path, tmp_path: Path) -> Iterator[tuple[Path, "subprocess.Popen[bytes]"]]:
    """The real window, open on a library."""
    folder = copied(template, tmp_path / "library")
    process = start(folder)
    wait_for_library(folder, process)
    yield folder, process
    if process.poll() is None:
        process.kill()
    process.communicate()


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command_line(folder, *arguments),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )


@pytest.mark.slow
def test_beside_an_open_window_reading_works_and_writing_is_refused_with_a_sentence(
    window: tuple[Path, "subprocess.Popen[bytes]"],
) -> None:
    folder, process = window

    refused = run(folder, "ask", "Hello", "--json")
    read = run_json(folder, "sessions")
    process.kill()
    process.wait(10)
    asked = run_json(folder, "ask", "Hello", "--to", "Astra")

    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"already has this library open" in refused.stderr
    assert b"Traceback" not in refused.stderr
    assert {s["title"] for s in read} == {"Before 0", "Before 1"}
    assert asked["answers"][0]["status"] == "complete", "the lock went with the process"


@pytest.mark.slow
def test_every_reading_command_works_beside_an_open_window(
    window: tuple[Path, "subprocess.Popen[bytes]"],
) -> None:
    folder, _process = window

    for words in (
        ("sessions",),
        ("show", "last"),
        ("show", "last", "--thread", "Astra"),
        ("draft", "last"),
        ("standings",),
        ("guidance", "list"),
        ("connections", "list"),
        ("assistants", "list"),
        ("ensembles", "list"),
        ("doctor",),
    ):
        done = run(folder, *words)
        assert done.returncode == 0, (words, done.stderr)
        assert b"Traceback" not in done.stderr


@pytest.mark.slow
def test_a_second_window_says_that_it_only_reads(
    window: tuple[Path, "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    from tests.reliability.test_io_errors import use_window

    folder, _process = window

    found = use_window(folder, tmp_path / "marks", 2.0)

    assert any("already has this library open" in each for each in found["seen"])
    assert found["defects"] == []


def restart(folder: Path, how: signal.Signals) -> None:
    """Start the window, end it as soon as it has the library, and see that nothing is left."""
    process = start(folder)
    deadline_s = time.monotonic() + 30
    while not is_locked(folder):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline_s
        time.sleep(0.02)
    process.send_signal(how)
    _out, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    assert process.returncode in (0, -how)
    assert not is_locked(folder), "a lock is left"


def is_locked(folder: Path) -> bool:
    try:
        LibraryLock.take(folder, 0.0).release()
    except Exception:  # noqa: BLE001 - whatever stands in the way
        return True
    return False


@pytest.mark.slow
def test_twenty_fast_restarts_leave_no_lock_and_lose_nothing(
    template: Path, tmp_path: Path
) -> None:
    folder = copied(template, tmp_path / "library")

    for number in range(RESTARTS):
        restart(folder, signal.SIGKILL if number % 2 else signal.SIGTERM)

    assert {s["title"] for s in run_json(folder, "sessions")} == {"Before 0", "Before 1"}
    db = sqlite3.connect(folder / FILE_NAME)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    print(f"{RESTARTS} restarts, no lock left")

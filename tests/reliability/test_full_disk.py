"""A disk that is really full, and one that is really read-only."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.store.library import FILE_NAME
from tests.reliability.conftest import add_team, command_line, environment, run_json
from tests.reliability.rig.faults import copied
from tests.reliability.rig.found import state_of
from tests.reliability.rig.marks import Mark, possible_states, read_marks
from tests.sse_server import SseServer


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let a test mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def ask(folder: Path) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command_line(folder, "ask", "Hello again", "--json"),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can mount")
def test_a_full_and_a_read_only_disk_say_what_to_do_and_lose_nothing(
    small_disk: Path, server: SseServer
) -> None:
    folder = small_disk / "library"
    add_team(folder, server.base_url, {"Astra": "astra"})
    first = run_json(folder, "ask", "Hello")

    filling = fill(small_disk)
    full = ask(folder)
    filling.unlink()
    after = run_json(folder, "ask", "There is room again")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused = ask(folder)
    read = run_json(folder, "sessions")

    assert (full.returncode, full.stdout) == (1, b"")
    assert b"space" in full.stderr
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"--data-dir" in refused.stderr
    assert [s["session"] for s in read] == [after["session"], first["session"]]


def fill(disk: Path) -> Path:
    """Write to the disk until nothing more fits; return the file that fills it."""
    filling = disk / "filling"
    with open(filling, "wb", buffering=0) as file, contextlib.suppress(OSError):  # noqa: PTH123
        while True:
            file.write(bytes(4096))
    return filling


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can mount")
def test_a_window_on_a_disk_that_fills_up_says_so_and_goes_on_when_there_is_room(
    template: Path, small_disk: Path, tmp_path: Path
) -> None:
    folder, marks = copied(template, small_disk / "library"), tmp_path / "marks"
    before = state_of(folder / FILE_NAME)
    window = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.reliability.processes.window_faulty",
            str(folder),
            str(marks),
            "14",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert window.stdout is not None
    assert window.stdout.readline() == b"ready\n"
    time.sleep(0.3)  # in the middle of the first answers
    filling = fill(small_disk)
    time.sleep(4)
    filling.unlink()
    _out, err = window.communicate(timeout=60)

    assert (window.returncode, b"Traceback" in err) == (0, False), err
    found = json.loads(Path(f"{folder}.seen").read_text(encoding="utf-8"))
    assert found["defects"] == []
    assert any("disk with the library is full" in sentence for sentence in found["seen"])
    known = [Mark("did", str(before), synced=True), *read_marks(marks)]
    assert state_of(folder / FILE_NAME) in possible_states(known), "something was lost"
    answers = [
        (answer["status"], answer["text"].strip()[-3:])
        for session in run_json(folder, "sessions")
        for item in run_json(folder, "show", session["session"])["rounds"]
        for answer in item["answers"]
        if item["text"].startswith("words number")
    ]
    assert len(answers) >= 4, "it did not go on"
    complete = [last for status, last in answers if status == "complete"]
    assert set(complete) == {"t39"}, "an answer is called complete and is not"

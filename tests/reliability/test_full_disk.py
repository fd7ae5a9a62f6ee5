"""A disk that is really full, and one that is really read-only."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.conftest import add_team, command_line, environment, run_json
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

    filling = small_disk / "filling"
    with open(filling, "wb", buffering=0) as file:  # noqa: PTH123
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
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

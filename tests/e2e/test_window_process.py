"""The window as a process of its own: `conductor` without an argument."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.gui.driving.window import prepare_team
from tests.reliability.conftest import environment
from tests.sse_server import SseServer

PATIENCE_S = 30


def start(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "conductor"],
        env=environment(QT_QPA_PLATFORM="offscreen", CONDUCTOR_DATA_DIR=str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_library(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the window has done its first work: the day's backup."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not list(folder.glob("backups/day-*.db")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_window_ends_politely_when_the_system_asks(folder: Path, how: signal.Signals) -> None:
    with SseServer() as server:
        prepare_team(folder, server.base_url, Astra="astra")
    process = start(folder)
    wait_for_library(folder, process)

    process.send_signal(how)
    out, err = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0
    assert out == b""
    assert [line for line in err.splitlines() if b"propagateSizeHints" not in line] == []
    file = sqlite3.connect(folder / "conductor.db")
    assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    file.close()
    assert not Path(f"{folder}/conductor.db-wal").exists(), "the library was closed"


def test_a_library_that_cannot_be_read_is_said_in_a_sentence(folder: Path) -> None:
    folder.mkdir()
    (folder / "conductor.db").write_bytes(os.urandom(50_000))
    process = start(folder)

    _out, err = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert b"damaged" in err
    assert b"Traceback" not in err

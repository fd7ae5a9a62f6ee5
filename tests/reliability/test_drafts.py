"""Kill the window without warning while something is written and not sent."""

import subprocess
import sys
import time
from pathlib import Path

from conductor.workspace.workspace import open_workspace
from tests.gui.window import prepare_team
from tests.reliability.conftest import environment
from tests.sse_server import SseServer

WORDS = "Half a thought, 반쯤 쓴 생각"
PAUSE_S = 2.0
"""The draft is kept 0.4 seconds after the last key; the rest is for a busy machine."""


def test_a_draft_survives_a_kill(folder: Path, server: SseServer) -> None:
    prepare_team(folder, server.base_url, Astra="astra")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.window_type", str(folder), WORDS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"written\n"
    time.sleep(PAUSE_S)

    process.kill()
    process.wait(10)
    process.stdout.close()

    workspace = open_workspace(folder, lambda: None)
    assert workspace.sessions.draft("new") == WORDS
    workspace.close()

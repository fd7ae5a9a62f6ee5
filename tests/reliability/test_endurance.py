"""The window lives through very many sessions, and through everything it can open.

Garbage is collected often meanwhile, so that what Python holds of Qt's longer than Qt does shows
itself. The subset runs always; the whole by `-m slow`, and thousands by the module's own command.
"""

import shutil
from pathlib import Path

import pytest

from tests.reliability.endurance import endure
from tests.sse_server import SseServer

pytestmark = pytest.mark.gate

needs_screen = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
SUBSET_LIMIT_S = 480  # it takes fifteen of processor time
WHOLE_LIMIT_S = 3600


def test_the_window_lives_through_sessions_and_everything_it_opens(
    folder: Path, server: SseServer
) -> None:
    told = ("--sessions=30", "--switches=30", "--rounds=1", "--collect=12", "--every=20")

    outcome = endure(folder, server, *told, platform="offscreen", limit_s=SUBSET_LIMIT_S)

    assert outcome.code == 0, f"{outcome.words}\n{outcome.last}\n{outcome.stderr}"
    assert outcome.last["sessions"] == outcome.last["switches"] == 30
    assert outcome.last["opened"] > 70


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["offscreen", pytest.param("xcb", marks=needs_screen)])
def test_the_window_lives_through_five_hundred_sessions_and_switches(
    folder: Path, server: SseServer, platform: str
) -> None:
    told = ("--sessions=500", "--switches=500", "--rounds=5")

    outcome = endure(folder, server, *told, platform=platform, limit_s=WHOLE_LIMIT_S)

    assert outcome.code == 0, f"{outcome.words}\n{outcome.last}\n{outcome.stderr}"
    assert outcome.last["sessions"] == outcome.last["switches"] == 500

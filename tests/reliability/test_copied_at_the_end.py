"""What a person copied does not end the program with a fault when the window is closed."""

import shutil
from pathlib import Path

import pytest

from tests.gui.driving.window import prepare_team
from tests.reliability.endurance import run
from tests.sse_server import SseServer

pytestmark = pytest.mark.gate

needs_screen = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
LIMIT_S = 60


@pytest.mark.parametrize("way", ["whole", "selection"])
@pytest.mark.parametrize(
    "platform",
    ["offscreen", pytest.param("xcb", marks=[pytest.mark.slow, needs_screen])],
)
def test_the_program_ends_well_with_something_copied(
    folder: Path, server: SseServer, way: str, platform: str
) -> None:
    prepare_team(folder, server.base_url, Astra="astra")

    outcome = run(
        "tests.reliability.processes.window_copy", folder, way, platform=platform, limit_s=LIMIT_S
    )

    assert outcome.said == "Hello there. True"
    assert outcome.code == 0, f"{outcome.words}\n{outcome.stderr}"

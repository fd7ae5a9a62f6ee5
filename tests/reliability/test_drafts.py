"""Kill the window without warning while the person types: at most a second of that is lost."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor.app import open_window
from tests.reliability.conftest import environment
from tests.reliability.rig.typing_places import PLACES, wait, write_library

pytestmark = pytest.mark.gate

LEAST_KEYS, MOST_KEYS = 12, 28  # eight a second
MOST_LOST_S = 1.0
QUICK = ("task", "my draft", "connection")
"""By default; the rest is marked slow."""


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that has every place."""
    folder = tmp_path_factory.mktemp("stored") / "library"
    write_library(folder)
    return folder


def typed_and_killed(folder: Path, place: str) -> list[tuple[str, float]]:
    """Type into a place until a random key, kill the program; return what was typed when."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.processes.window_typist", str(folder), place],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    )
    assert process.stdout is not None
    keys = random.randint(LEAST_KEYS, MOST_KEYS)
    lines = [process.stdout.readline() for _key in range(keys)]
    process.kill()
    lines += process.stdout.readlines()
    process.wait(10)
    process.stdout.close()
    assert all(lines), "the typist came to an end of its own"
    return [(letter, float(when)) for letter, when in map(str.split, lines)]


@pytest.mark.parametrize(
    "place", [p if p in QUICK else pytest.param(p, marks=pytest.mark.slow) for p in PLACES]
)
def test_who_types_without_a_pause_loses_a_second_at_most(
    qtbot: QtBot, stored: Path, folder: Path, place: str
) -> None:
    shutil.copytree(stored, folder)

    typed = typed_and_killed(folder, place)

    window = open_window(folder)
    qtbot.addWidget(window)
    wait(lambda: window.is_ready)
    shown = PLACES[place].shown(window)
    window.close()
    whole = "".join(letter for letter, _when in typed)
    old = sum(when <= typed[-1][1] - MOST_LOST_S for _letter, when in typed)
    kept = max(n for n in range(len(whole) + 1) if whole[:n] in shown)
    assert kept >= old, f"of {len(whole)} keys {kept} were kept, {old} were a second old"

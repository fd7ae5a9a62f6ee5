"""Cut the power at any moment: nothing that was acknowledged is lost, nothing is damaged.

The real store does its work under strace; what it wrote, synced and renamed is then played
on a disk that keeps, tears or drops what was not synced (`disk.py`). The long run:

    pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_power_cuts.py -s
"""

import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from conductor.core.errors import ConductorError
from conductor.store.database import SCHEMA_VERSION
from conductor.store.library import FILE_NAME
from tests.reliability.processes.work import prepare
from tests.reliability.rig.disk import Disk, Note
from tests.reliability.rig.found import (
    check_backups,
    check_files,
    check_migrating,
    check_opens,
    state_of,
)
from tests.reliability.rig.marks import Mark, possible_states
from tests.reliability.rig.traced import Trace, need_strace, trace
from tests.store.test_migrations import library_of_version

pytestmark = pytest.mark.gate

WORKS = ("begin", "write", "edit", "delete", "backup", "trial")
CUTS_EACH = 100
SEED = 20261130


def traced(place: Path, what: str, *careless: str) -> Trace:
    """Prepare a library and return what some work on it does to the disk."""
    folder = place / "library"
    if what == "begin":
        folder.mkdir()
    else:
        prepare(folder)
    notes = place / "marks"
    command = [
        sys.executable,
        "-m",
        "tests.reliability.processes.work",
        str(folder),
        str(notes),
        what,
    ]
    return trace([*command, *careless], folder, notes, place / "strace.log")


def marks_before(trace: Trace, until: int) -> list[Mark]:
    steps = trace.steps[:until]
    return [Mark(**json.loads(step.line)) for step in steps if isinstance(step, Note)]


def cut_once(trace: Trace, place: Path, chance: random.Random) -> list[str]:
    """Cut the power somewhere, look at what is left, and return all that is wrong with it."""
    until = chance.randint(0, len(trace.steps))
    Disk.after(trace.before, trace.steps[:until], chance).write_to(place)
    marks = marks_before(trace, until)
    wrong = []
    for check in (check_state, check_copies, check_opening, check_attached):
        try:
            check(place, marks)
        except (AssertionError, sqlite3.DatabaseError, ConductorError) as error:
            wrong.append(f"{error!r}"[:300])
    return wrong


def check_state(place: Path, marks: Sequence[Mark]) -> None:
    if any(mark.kind == "did" for mark in marks):
        state = state_of(place / FILE_NAME)
        assert state in possible_states(marks), "the library is in no state that it may be in"


def check_copies(place: Path, marks: Sequence[Mark]) -> None:
    check_backups(place, {mark.digest for mark in marks})


def check_opening(place: Path, _marks: Sequence[Mark]) -> None:
    check_opens(place)


def check_attached(place: Path, _marks: Sequence[Mark]) -> None:
    check_files(place)


def losses(trace: Trace, place: Path, cuts: int, seed: int = SEED) -> list[str]:
    """Cut the power so many times; return what was wrong after each that did harm."""
    chance = random.Random(seed)
    found = []
    for number in range(cuts):
        here = place / f"cut-{number}"
        wrong = cut_once(trace, here, chance)
        if wrong:
            found.append(f"cut {number}: {', '.join(wrong)}")
        shutil.rmtree(here)
    return found


def cut_migration(trace: Trace, place: Path, version: int, chance: random.Random) -> None:
    """Cut the power somewhere while an older library is opened.

    Raises:
        AssertionError: it is neither the old one nor a newer one, or the old is nowhere whole.
    """
    until = chance.randint(0, len(trace.steps))
    Disk.after(trace.before, trace.steps[:until], chance).write_to(place)
    check_migrating(place, version)


@pytest.fixture(scope="module")
def while_writing(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    """What asking, with files, while text streams in, does to the disk."""
    need_strace()
    return traced(tmp_path_factory.mktemp("writing"), "write")


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    while_writing: Trace, tmp_path: Path
) -> None:
    assert losses(while_writing, tmp_path, 12) == []


def test_a_store_that_does_not_sync_would_be_found_out(tmp_path: Path) -> None:
    need_strace()

    found = losses(traced(tmp_path, "write", "database", "files"), tmp_path, 20)

    assert any("in no state" in each or "Damaged" in each for each in found)
    assert any("half a file" in each for each in found)


@pytest.mark.slow
@pytest.mark.parametrize("what", WORKS)
def test_no_power_cut_damages_or_loses_anything(tmp_path: Path, what: str) -> None:
    need_strace()

    found = losses(traced(tmp_path, what), tmp_path, CUTS_EACH)

    print(f"{what}: {CUTS_EACH} cuts, {len(found)} that did harm")
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_power_cut_while_migrating_leaves_an_old_or_a_new_library(
    tmp_path: Path, version: int
) -> None:
    need_strace()
    folder = tmp_path / "library"
    library_of_version(folder, version)
    notes = tmp_path / "marks"
    command = [
        sys.executable,
        "-m",
        "tests.reliability.processes.work",
        str(folder),
        str(notes),
        "open",
    ]
    migrating = trace(command, folder, notes, tmp_path / "strace.log")
    chance = random.Random(SEED)

    for number in range(CUTS_EACH):
        cut_migration(migrating, tmp_path / f"cut-{number}", version, chance)

    print(f"migrating from {version}: {CUTS_EACH} cuts, none that did harm")

"""Take a backup, lose the library, put the backup back: everything is there again.

Killed or without power in the middle, the old library or the new one is there whole, or the
old one among the kept files while the program says that it is missing. The long run:

    pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_restore_drill.py -s
"""

import random
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from conductor.core.errors import LibraryMissing
from conductor.store.backups.backup import back_up_today
from conductor.store.backups.copies import KEPT
from conductor.store.library import FILE_NAME, open_library
from conductor.workspace.backups import restore
from tests.reliability.processes.work import prepare
from tests.reliability.rig.disk import Disk
from tests.reliability.rig.faults import Fault, copied, run_with
from tests.reliability.rig.found import check_files, check_opens, state_of
from tests.reliability.rig.traced import need_strace, trace
from tests.reliability.test_kill_at_work import points
from tests.workspace.conftest import Stage

pytestmark = pytest.mark.gate

TODAY = date(2026, 11, 30)
CUTS = 100
KILLS = 50
RESTORE = (
    "import pathlib, sys; from conductor.workspace.backups import restore; "
    "restore(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class Drill:
    """A library that went on after its backup was made.

    Attributes:
        new: the state in the backup, which is to be restored.
        old: the state before that.
    """

    folder: Path
    copy: Path
    old: str | None
    new: str | None


@pytest.fixture
def drill(folder: Path) -> Drill:
    prepare(folder)
    new = state_of(folder / FILE_NAME)
    copy = back_up_today(folder / FILE_NAME, TODAY)
    assert copy is not None
    stage = Stage(folder)
    stage.workspace.sessions.rename(stage.workspace.sessions.all()[0].id, "After the backup")
    stage.workspace.close()
    return Drill(folder, copy, state_of(folder / FILE_NAME), new)


def command(folder: Path, copy: Path) -> list[str]:
    return [sys.executable, "-c", RESTORE, str(folder), str(copy)]


def test_what_was_backed_up_comes_back_after_the_library_is_lost(drill: Drill) -> None:
    for path in drill.folder.glob(f"{FILE_NAME}*"):
        path.unlink()
    with pytest.raises(LibraryMissing):
        open_library(drill.folder)

    restore(drill.folder, drill.copy)

    assert state_of(drill.folder / FILE_NAME) == drill.new
    check_files(drill.folder)
    check_opens(drill.folder)


def test_a_restore_keeps_what_was_there(drill: Drill) -> None:
    kept = restore(drill.folder, drill.copy).kept

    assert kept is not None
    assert (state_of(drill.folder / FILE_NAME), state_of(kept)) == (drill.new, drill.old)


def check_ended_in_between(drill: Drill, folder: Path) -> str:
    """Check what is left of a restore that was ended from outside; return what it is."""
    file, copy = folder / FILE_NAME, folder / "backups" / drill.copy.name
    assert state_of(copy) == drill.new, "the backup was changed"
    if file.exists():
        state = state_of(file)
        assert state in (drill.old, drill.new), "it is between the old and the new"
        check_files(folder)
        check_opens(folder)
        return "old" if state == drill.old else "new"
    (kept,) = (folder / KEPT).glob("*.db")
    with pytest.raises(LibraryMissing):
        open_library(folder)
    assert state_of(kept) == drill.old, "the old library is not whole where it was put"
    restore(folder, copy)
    assert state_of(file) == drill.new
    return "missing"


@pytest.mark.slow
def test_a_power_cut_while_restoring_leaves_the_old_or_the_new_whole(
    drill: Drill, tmp_path: Path
) -> None:
    need_strace()
    notes, log = tmp_path / "no-notes", tmp_path / "strace.log"
    restoring = trace(command(drill.folder, drill.copy), drill.folder, notes, log)
    chance = random.Random(20261130)
    found = []

    for number in range(CUTS):
        place = tmp_path / f"cut-{number}"
        until = chance.randint(0, len(restoring.steps))
        Disk.after(restoring.before, restoring.steps[:until], chance).write_to(place)
        found.append(check_ended_in_between(drill, place))
        shutil.rmtree(place)

    print({state: found.count(state) for state in sorted(set(found))}, "after", CUTS, "power cuts")


@pytest.mark.slow
def test_a_kill_while_restoring_leaves_the_old_or_the_new_whole(
    drill: Drill, tmp_path: Path
) -> None:
    need_strace()
    dry = copied(drill.folder, tmp_path / "dry")
    found = []

    for number in points(command(dry, dry / "backups" / drill.copy.name), tmp_path / "log", KILLS):
        place = copied(drill.folder, tmp_path / f"kill-{number}")
        killed = command(place, place / "backups" / drill.copy.name)
        run_with(Fault("signal=KILL", str(number)), killed, tmp_path / "log")
        found.append(check_ended_in_between(drill, place))

    print({state: found.count(state) for state in sorted(set(found))}, "after", len(found), "kills")

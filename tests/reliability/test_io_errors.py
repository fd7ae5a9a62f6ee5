"""Let the n-th read, write, sync or opening fail: a sentence, nothing lost, and on it goes.

The faults are injected by strace into the real command line and the real window: an I/O error,
a full disk, one that turned read-only, for one call or for all from then on. The long run:

    pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_io_errors.py -s
"""

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conductor.store.library import FILE_NAME
from tests.reliability.conftest import environment
from tests.reliability.rig.faults import TO_DISK, Fault, copied, hits, run_with, was_hit
from tests.reliability.rig.found import (
    check_backups,
    check_files,
    check_opens,
    check_start,
    state_of,
)
from tests.reliability.rig.marks import Mark, possible_states, read_marks
from tests.reliability.rig.traced import need_strace
from tests.reliability.test_kill_at_work import marked_command

pytestmark = pytest.mark.gate

WINDOW = ("-m", "tests.reliability.processes.window_faulty")
ERRORS = ("EIO", "ENOSPC", "EROFS")
FROM_DISK = "pread64,openat,newfstatat,fcntl,flock,mkdir"
_SENTENCE = re.compile(r"^conductor: .+[.!?]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: the n-th call that changes the disk, or that reads or opens the library."""

    number: int
    changes: bool
    lasts: bool

    def fault(self, folder: Path) -> Fault:
        when = f"{self.number}+" if self.lasts else str(self.number)
        error = f"error={ERRORS[self.number % 3]}"
        if self.changes:
            return Fault(error, when, TO_DISK)
        names = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", "library.lock", "")
        others = (folder / "backups", folder / "attachments", folder / "conductor.log")
        return Fault(error, when, FROM_DISK, (*(folder / name for name in names), *others))


def cases(count: int) -> Iterator[Case]:
    """Yield faults at ever later calls: of both kinds, and every third one to stay."""
    for number in range(1, count + 1):
        yield Case((number + 1) // 2, changes=number % 2 == 0, lasts=number % 3 == 0)


def check_library(folder: Path, before: str | None, marks: Path, *, is_long: bool = True) -> None:
    """Check that nothing is lost, and that the program goes on when the disk works again."""
    assert before is not None
    known = [Mark("did", before, synced=True), *read_marks(marks)]
    assert state_of(folder / FILE_NAME) in possible_states(known), "something was lost"
    check_backups(folder, {mark.digest for mark in known})
    check_files(folder)
    if is_long:
        check_start(folder)
    check_opens(folder)


def check_log(folder: Path) -> None:
    log = folder / "conductor.log"
    assert not log.exists() or "Defect in" not in log.read_text(encoding="utf-8")


def command_under(
    template: Path, place: Path, what: str, case: Case, *, is_long: bool = True
) -> str:
    """Run a command with a fault, check what it said and left; return how it ended."""
    folder, marks, log = copied(template, place / "library"), place / "marks", place / "log"
    before = state_of(folder / FILE_NAME)
    done = run_with(case.fault(folder), marked_command(folder, marks, what), log)
    said = done.stderr.decode(errors="replace")
    assert "Traceback" not in said, said
    assert done.returncode in (0, 1, 3), (done.returncode, said)
    if done.returncode == 1 and "· " not in said:
        assert _SENTENCE.search(said), f"no sentence in {said!r}"
    check_log(folder)
    check_library(folder, before, marks, is_long=is_long)
    hit = was_hit(log)
    shutil.rmtree(place)
    return f"exit {done.returncode}" if hit else "not reached"


def window_under(template: Path, place: Path, case: Case) -> str:
    """Use the window with a fault, check what it said and left; return how it went."""
    folder, marks, log = copied(template, place / "library"), place / "marks", place / "log"
    before = state_of(folder / FILE_NAME)
    command = [sys.executable, *WINDOW, str(folder), str(marks)]
    done = run_with(case.fault(folder), command, log)
    said = done.stderr.decode(errors="replace")
    assert "Traceback" not in said, said
    found = json.loads(Path(f"{folder}.seen").read_text(encoding="utf-8"))
    assert found["defects"] == []
    assert done.returncode == (0 if found["opened"] else 1), said
    is_said = any(sentence.strip() for sentence in found["seen"])
    # Fewer are those of a backup that was given up, which only the log says.
    assert is_said or hits(log) < 10, "it failed for good, and nobody was told"
    check_log(folder)
    check_library(folder, before, marks)
    hit = was_hit(log)
    shutil.rmtree(place)
    return ("told" if is_said else "went on") if hit else "not reached"


def use_window(folder: Path, marks: Path, seconds: float) -> dict[str, Any]:
    """Use the window for some seconds, and return what was seen in it."""
    done = subprocess.run(
        [sys.executable, *WINDOW, str(folder), str(marks), str(seconds)],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    found: dict[str, Any] = json.loads(Path(f"{folder}.seen").read_text(encoding="utf-8"))
    return found


def test_a_command_on_a_failing_disk_says_so_and_loses_nothing(
    template: Path, tmp_path: Path
) -> None:
    need_strace()

    lasting = Case(9, changes=True, lasts=True)
    assert command_under(template, tmp_path / "1", "judge", lasting, is_long=False) == "exit 1"


@pytest.mark.slow
@pytest.mark.parametrize("what", ["ask", "judge", "trial"])
def test_a_command_survives_an_error_at_any_call(template: Path, tmp_path: Path, what: str) -> None:
    need_strace()
    ends: Counter[str] = Counter()
    wrong = []

    for case in cases(100):
        place = tmp_path / f"case-{case.number}-{case.changes}"
        try:
            ends[command_under(template, place, what, case)] += 1
        except Exception as error:  # noqa: BLE001 - all of them are told at the end
            wrong.append(f"{case}: {error!r}"[:1000])

    print(f"command {what}: {dict(ends)}, {len(wrong)} wrong")
    assert wrong == []


@pytest.mark.slow
def test_the_window_survives_an_error_at_any_call(template: Path, tmp_path: Path) -> None:
    need_strace()
    chance = random.Random(20261130)
    ends: Counter[str] = Counter()
    wrong = []

    for case in chance.sample(list(cases(300)), 100):
        place = tmp_path / f"case-{case.number}-{case.changes}"
        try:
            ends[window_under(template, place, case)] += 1
        except Exception as error:  # noqa: BLE001 - all of them are told at the end
            wrong.append(f"{case}: {error!r}"[:1000])

    print(f"window: {dict(ends)}, {len(wrong)} wrong")
    assert wrong == []

"""Kill the program at work: it leaves a state that it had, and no half file under its final name.

Every commit is marked (`marks.py`), so what is found is compared with what was acknowledged.
The real command line is killed at its n-th change of the disk (strace), the real window and
the workspace at random moments. The long run:

    pytest -m slow -o faulthandler_timeout=0 tests/reliability/test_kill_at_work.py -s
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from conductor.store.database import SCHEMA_VERSION
from conductor.store.library import FILE_NAME
from tests.reliability.conftest import command_line, environment, run_json
from tests.reliability.rig.faults import Fault, copied, most_calls, run_with
from tests.reliability.rig.found import (
    check_backups,
    check_files,
    check_migrating,
    check_opens,
    check_start,
    state_of,
)
from tests.reliability.rig.marks import Mark, possible_states, read_marks
from tests.reliability.rig.traced import need_strace
from tests.store.test_migrations import library_of_version

pytestmark = pytest.mark.gate

KILLS_EACH = 50
SEED = 20261130
TYPING_LIMIT_S = 1.0
WINDOW_WORKS = ("write", "judge", "delete", "backup", "trial")
COMMANDS = {
    "ask": ("ask", "Go on", "--attach", "{file}", "--json"),
    "judge": ("judge", "{round}", "--best", "Opus", "--reason", "short"),
    "note": ("note", "add", "A note of words.", "--round", "{round}"),
    "trial": ("trial", "new", "{guidance}", "--task", "One", "--task", "Two", "--to", "Astra"),
    "pair": ("trial", "answer", "{pair}", "1"),
}


def check(folder: Path, before: str | None, marks: Sequence[Mark], *, is_long: bool = True) -> None:
    """Check what a killed program left, against the state before and its marks."""
    assert before is not None
    known = [Mark("did", before, synced=True), *marks]
    assert state_of(folder / FILE_NAME) in possible_states(known), "it is between two states"
    check_backups(folder, {mark.digest for mark in known})
    check_files(folder)
    if is_long:
        check_start(folder)
    check_opens(folder)


def kill_at_random(command: Sequence[str], wait_s: float) -> float:
    """Kill a process so long after it said that it is ready; return when, in monotonic time."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(wait_s)
        killed_s = time.monotonic()
        process.kill()
        process.wait(10)
    return killed_s


def kill_worker(template: Path, place: Path, module: str, what: str, wait_s: float) -> None:
    folder, marks = copied(template, place / "library"), place / "marks"
    before = state_of(folder / FILE_NAME)
    kill_at_random(
        [sys.executable, "-m", f"tests.reliability.{module}", str(folder), str(marks), what],
        wait_s,
    )
    check(folder, before, read_marks(marks))
    shutil.rmtree(place)


def ids_in(folder: Path) -> dict[str, str]:
    """Return what the commands' arguments stand for in a library."""
    db = sqlite3.connect(folder / FILE_NAME)
    found = {
        name: db.execute(sql).fetchone()
        for name, sql in (
            ("round", "SELECT ulid FROM round ORDER BY id"),
            ("guidance", "SELECT ulid FROM guidance"),
            ("pair", "SELECT ulid FROM trial_pair"),
        )
    }
    db.close()
    file = folder.with_name("attached.txt")
    file.write_text("a file to attach " * 100)
    return {"file": str(file), **{name: row[0] for name, row in found.items() if row}}


def marked_command(folder: Path, marks: Path, what: str) -> list[str]:
    known = ids_in(folder)
    words = [word.format(**known) for word in COMMANDS[what]]
    start = [sys.executable, "-m", "tests.reliability.processes.marked", str(marks)]
    return [*start, "--data-dir", str(folder), *words]


def kill_command(
    template: Path, place: Path, what: str, number: int, *, is_long: bool = True
) -> bool:
    """Kill a command when it is about to change the disk for the n-th time; return whether.

    How often it does so is a matter of time: a command may end before, and is then looked at
    as well.
    """
    folder, marks = copied(template, place / "library"), place / "marks"
    before = state_of(folder / FILE_NAME)
    command = marked_command(folder, marks, what)
    done = run_with(Fault("signal=KILL", str(number)), command, place / "log")
    is_killed = done.returncode in (-9, 137)
    assert is_killed or done.returncode == 0, done.stderr.decode(errors="replace")
    check(folder, before, read_marks(marks), is_long=is_long)
    shutil.rmtree(place)
    return is_killed


def points(command: Sequence[str], log: Path, count: int) -> list[int]:
    """Return at which changes of the disk a command is to be killed: all, or some of them."""
    last = most_calls(command, log)
    numbers = range(1, last + 1)
    return sorted(random.Random(SEED).sample(numbers, min(count, last)))


def prepared_for(what: str, template: Path, place: Path) -> Path:
    """Return a library in which a command has something to do."""
    if what != "pair":
        return template
    folder = copied(template, place / "with-pairs")
    guidance = ids_in(folder)["guidance"]
    run_json(folder, "trial", "new", guidance, "--task", "One", "--to", "Astra")
    pair = run_json(folder, "trial", "next")
    assert pair
    return folder


def kill_commands(template: Path, tmp_path: Path, what: str, count: int) -> int:
    base = prepared_for(what, template, tmp_path)
    dry = tmp_path / "dry"
    command = marked_command(copied(base, dry / "library"), dry / "marks", what)
    numbers = points(command, dry / "log", count)
    return sum(kill_command(base, tmp_path / f"kill-{n}", what, n) for n in numbers)


def test_a_command_killed_at_work_leaves_the_old_or_the_new(template: Path, tmp_path: Path) -> None:
    need_strace()

    assert kill_command(template, tmp_path / "kill", "judge", 4, is_long=False)


@pytest.mark.slow
@pytest.mark.parametrize("what", COMMANDS)
def test_every_command_killed_anywhere_leaves_the_old_or_the_new(
    template: Path, tmp_path: Path, what: str
) -> None:
    need_strace()

    kills = kill_commands(template, tmp_path, what, KILLS_EACH)

    print(f"command {what}: {kills} kills, nothing between")


@pytest.mark.slow
@pytest.mark.parametrize("what", WINDOW_WORKS)
def test_the_window_killed_anywhere_leaves_a_state_that_it_had(
    template: Path, tmp_path: Path, what: str
) -> None:
    chance = random.Random(SEED)

    for number in range(KILLS_EACH):
        place = tmp_path / f"kill-{number}"
        kill_worker(template, place, "window_work", what, chance.uniform(0.05, 2.0))

    print(f"window {what}: {KILLS_EACH} kills, nothing between")


@pytest.mark.slow
@pytest.mark.parametrize("what", ["write", "edit", "delete", "backup", "trial"])
def test_the_workspace_killed_anywhere_leaves_a_state_that_it_had(
    template: Path, tmp_path: Path, what: str
) -> None:
    chance = random.Random(SEED)

    for number in range(KILLS_EACH):
        place = tmp_path / f"kill-{number}"
        kill_worker(template, place, "work", what, chance.uniform(0.0, 0.6))

    print(f"workspace {what}: {KILLS_EACH} kills, nothing between")


def kill_migration(original: Path, place: Path, version: int, number: int) -> bool:
    """Kill the program when it is about to change the disk for the n-th time; return whether."""
    folder = copied(original, place / "library")
    command = command_line(folder, "sessions", "--json")
    done = run_with(Fault("signal=KILL", str(number)), command, place / "log")
    is_killed = done.returncode in (-9, 137)
    assert is_killed or done.returncode == 0, done.stderr.decode(errors="replace")
    check_migrating(folder, version)
    shutil.rmtree(place)
    return is_killed


def kill_migrations(tmp_path: Path, version: int, count: int) -> int:
    original = tmp_path / "original" / "library"
    library_of_version(original, version)
    dry = copied(original, tmp_path / "dry" / "library")
    numbers = points(command_line(dry, "sessions", "--json"), tmp_path / "log", count)
    return sum(kill_migration(original, tmp_path / f"kill-{n}", version, n) for n in numbers)


def test_a_program_killed_while_migrating_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    need_strace()
    version = SCHEMA_VERSION - 1
    original = tmp_path / "original" / "library"
    library_of_version(original, version)

    assert kill_migration(original, tmp_path / "kill", version, 12)


@pytest.mark.slow
@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_program_killed_at_each_step_of_a_migration_leaves_the_old_or_the_new(
    tmp_path: Path, version: int
) -> None:
    need_strace()

    kills = kill_migrations(tmp_path, version, KILLS_EACH)

    print(f"migrating from {version}: {kills} kills, nothing between")


def typing_lost_s(template: Path, place: Path, wait_s: float) -> float:
    """Kill the window while somebody types; return how many seconds of typing are lost."""
    folder = copied(template, place / "library")
    module = [sys.executable, "-m", "tests.reliability.processes.window_work"]
    killed_s = kill_at_random([*module, str(folder), str(place / "marks"), "type"], wait_s)
    marks = read_marks(place / "marks")
    assert state_of(folder / FILE_NAME) in possible_states(marks), "it is between two states"
    lines = Path(f"{folder}.typed").read_text().splitlines()
    typed = {number: float(at_s) for number, at_s in (line.split() for line in lines)}
    db = sqlite3.connect(folder / FILE_NAME)
    row = db.execute("SELECT group_concat(text, ' ') FROM draft WHERE text LIKE '%0 1 2%'")
    kept = set((row.fetchone()[0] or "").split())
    db.close()
    lost = [at_s for number, at_s in typed.items() if number not in kept]
    return killed_s - min(lost) if lost else 0.0


@pytest.mark.slow
def test_fifty_kills_lose_at_most_one_second_of_typing(template: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)

    lost_s = [
        typing_lost_s(template, tmp_path / f"kill-{number}", chance.uniform(0.2, 4.0))
        for number in range(KILLS_EACH)
    ]

    print(f"typing lost in {KILLS_EACH} kills: at most {max(lost_s):.2f} s")
    assert max(lost_s) <= TYPING_LIMIT_S

"""Backups: whole, checked, rotated; one before every migration."""

import sqlite3
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from conductor.store import library as library_module
from conductor.store import migrating, schema
from conductor.store.backups.backup import back_up_before_migration, back_up_today
from conductor.store.backups.copies import BackupKind, backups_in
from conductor.store.database import SCHEMA_VERSION
from conductor.store.library import open_library
from tests.store.rows import add_session

TODAY = date(2026, 11, 22)
NEXT = SCHEMA_VERSION + 1


def titles(file: Path) -> list[str]:
    copy = sqlite3.connect(file)
    found = [row[0] for row in copy.execute("SELECT title FROM session")]
    copy.close()
    return found


def test_a_backup_is_whole_while_the_library_is_open(folder: Path) -> None:
    library = open_library(folder)
    add_session(library.db, "Kept")

    copy = back_up_today(library.file, TODAY)

    assert copy is not None
    assert titles(copy) == ["Kept"]
    assert not copy.with_name(f"{copy.name}-wal").exists()
    library.close()


def test_there_is_one_backup_a_day(folder: Path) -> None:
    library = open_library(folder)

    back_up_today(library.file, TODAY)

    assert back_up_today(library.file, TODAY) is None
    library.close()


def test_a_given_up_backup_leaves_nothing(folder: Path) -> None:
    library = open_library(folder)
    cancelled = threading.Event()
    cancelled.set()

    assert back_up_today(library.file, TODAY, cancelled) is None

    assert list((folder / "backups").iterdir()) == []
    library.close()


def test_seven_days_and_four_weeks_are_kept(folder: Path) -> None:
    library = open_library(folder)
    back_up_before_migration(library.file, 1)

    for day in range(60):
        back_up_today(library.file, TODAY + timedelta(days=day))

    days = sorted(p.stem.removeprefix("day-") for p in (folder / "backups").glob("day-*.db"))
    last = TODAY + timedelta(days=59)
    assert days[-7:] == [(last - timedelta(days=n)).isoformat() for n in range(6, -1, -1)]
    assert len(days) <= 7 + 4
    weeks = {date.fromisoformat(day).isocalendar()[:2] for day in days}
    assert len(weeks) >= 4
    assert (folder / "backups" / "schema-1.db").exists()
    library.close()


def test_a_migration_is_preceded_by_a_backup_and_keeps_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(folder)
    add_session(library.db, "From before")
    library.close()

    later = Migrations("conductor")
    later._migrations = list(schema.migrations._migrations)

    @later()
    def add_colour(db: object) -> None:
        db.execute("ALTER TABLE session ADD COLUMN colour TEXT")  # type: ignore[attr-defined]
        db.execute(f"PRAGMA user_version = {NEXT}")  # type: ignore[attr-defined]

    monkeypatch.setattr(schema, "migrations", later)
    monkeypatch.setattr(library_module, "SCHEMA_VERSION", NEXT)
    monkeypatch.setattr(migrating, "SCHEMA_VERSION", NEXT)

    migrated = open_library(folder)

    assert migrated.db.pragma("user_version") == NEXT
    assert migrated.db.rows("SELECT title, colour FROM session")[0]["title"] == "From before"
    assert titles(folder / "backups" / f"schema-{SCHEMA_VERSION}.db") == ["From before"]
    migrated.close()


def test_a_migration_that_fails_leaves_the_old_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    library = open_library(folder)
    add_session(library.db, "Kept")
    library.close()
    broken = Migrations("conductor")
    broken._migrations = list(schema.migrations._migrations)

    @broken()
    def break_half_way(db: object) -> None:
        db.execute("ALTER TABLE session ADD COLUMN colour TEXT")  # type: ignore[attr-defined]
        raise RuntimeError("half way")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", broken)
        patched.setattr(library_module, "SCHEMA_VERSION", NEXT)
        patched.setattr(migrating, "SCHEMA_VERSION", NEXT)
        with pytest.raises(RuntimeError, match="half way"):
            open_library(folder)

    again = open_library(folder)
    assert again.db.pragma("user_version") == SCHEMA_VERSION
    assert "colour" not in {c["name"] for c in again.db.rows("PRAGMA table_info(session)")}
    again.close()


@pytest.mark.parametrize("name", ["a#b", "q?x", "100%25x", "내 자료"])
def test_folders_with_odd_names_are_backed_up_whole(tmp_path: Path, name: str) -> None:
    library = open_library(tmp_path / name)
    add_session(library.db, "Kept")

    copy = back_up_today(library.file, TODAY)

    assert copy is not None
    assert titles(copy) == ["Kept"]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    library.close()


def test_a_backup_ends_although_the_library_is_written_all_the_time(folder: Path) -> None:
    library = open_library(folder)
    for number in range(40):
        add_session(library.db, f"{number} " + "x" * 200_000)
    made: list[Path | None] = []
    backup = threading.Thread(target=lambda: made.append(back_up_today(library.file, TODAY)))
    backup.start()
    written = 0
    while backup.is_alive():
        add_session(library.db, f"later {written}")
        written += 1
        assert written < 20_000, "the backup never ends"
    library.close()

    assert made[0] is not None
    assert len([t for t in titles(made[0]) if not t.startswith("later")]) == 40


def test_what_a_killed_program_left_of_a_backup_is_swept(folder: Path) -> None:
    library = open_library(folder)
    (folder / "backups").mkdir()
    (folder / "backups" / ".day-2026-01-01.db.abc.partial").touch()

    back_up_today(library.file, TODAY)

    assert [p.name for p in (folder / "backups").iterdir()] == ["day-2026-11-22.db"]
    library.close()


def days_kept(folder: Path) -> dict[date, int]:
    """Return the daily backups that are there, and how much each of them holds."""
    return {
        date.fromisoformat(item.path.stem.removeprefix("day-")): item.holds
        for item in backups_in(folder)
        if item.kind is BackupKind.DAY
    }


def emptied(folder: Path) -> Path:
    """Put an empty library in the place of the one that is there, as an accident does."""
    for path in folder.glob("conductor.db*"):
        path.unlink()
    library = open_library(folder, make_new=True)
    library.close()
    return library.file


def test_backups_of_an_empty_library_never_push_out_good_ones(folder: Path) -> None:
    library = open_library(folder)
    add_session(library.db, "Kept")
    for week in range(4):
        back_up_today(library.file, TODAY + timedelta(weeks=week))
    library.close()

    file = emptied(folder)
    for day in range(1, 60, 6):
        back_up_today(file, TODAY + timedelta(weeks=3, days=day))

    good = [day for day, holds in days_kept(folder).items() if holds]
    assert len(good) == 4


def test_the_backup_that_holds_most_stays_for_good(folder: Path) -> None:
    library = open_library(folder)
    for number in range(5):
        add_session(library.db, f"{number}")
    back_up_today(library.file, TODAY)
    library.close()
    file = emptied(folder)
    library = open_library(folder)
    for number in range(3):
        add_session(library.db, f"New {number}")
    library.close()

    for day in range(1, 90, 8):
        back_up_today(file, TODAY + timedelta(days=day))

    assert days_kept(folder)[TODAY] == 5


def test_what_was_there_before_a_great_loss_stays_beside_what_holds_most(folder: Path) -> None:
    library = open_library(folder)
    sizes = {0: 9, 1: 2, 2: 6, 3: 1}
    made = 0
    for day, size in sizes.items():
        with library.db.atomic():
            library.db.write("DELETE FROM session")
        for _number in range(size):
            add_session(library.db, f"{made}")
            made += 1
        back_up_today(library.file, TODAY + timedelta(days=day))

    for day in range(4, 80, 8):
        back_up_today(library.file, TODAY + timedelta(days=day))

    kept = days_kept(folder)
    library.close()
    assert kept[TODAY] == 9
    assert kept[TODAY + timedelta(days=2)] == 6
    assert len(kept) <= 7 + 4 + 4 + 3


def test_a_copy_from_before_an_update_is_never_overwritten_by_another_state(folder: Path) -> None:
    library = open_library(folder)
    add_session(library.db, "Only in the first copy")
    first = back_up_before_migration(library.file, 3)
    with library.db.atomic():
        library.db.write("DELETE FROM session")
    add_session(library.db, "Other")

    second = back_up_before_migration(library.file, 3)
    with library.db.atomic():  # as a migration that fails writes its mark, again and again
        library.db.write("UPDATE session SET title = title")
    again = back_up_before_migration(library.file, 3)

    assert titles(first) == ["Only in the first copy"]
    assert (titles(second), second == again) == (["Other"], True)
    assert [path.name for path in sorted((folder / "backups").iterdir())] == [
        "schema-3-2.db",
        "schema-3.db",
    ]
    assert {item.kind for item in backups_in(folder)} == {BackupKind.MIGRATION}
    library.close()

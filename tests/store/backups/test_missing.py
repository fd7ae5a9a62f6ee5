"""A library that is missing or empty beside backups is an accident, and nothing is made."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conductor.core.errors import LibraryDamaged, LibraryForeign, LibraryMissing
from conductor.store.backups.backup import back_up_today
from conductor.store.backups.copies import BackupKind, backups_in
from conductor.store.library import FILE_NAME, Library, open_library, open_to_read
from conductor.store.rescue.salvage import salvage
from conductor.store.sessions import sessions
from tests.store.rows import NOW, add_assistant, add_session


def worked_in(folder: Path, *titles: str) -> Path:
    """Make a library with sessions and a backup; return its file."""
    library = open_library(folder)
    for title in titles or ("Work",):
        add_session(library.db, title)
    back_up_today(library.file, date(2026, 11, 22))
    library.close()
    return library.file


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def gone(path: Path) -> None:
    path.unlink()


def of_no_bytes(path: Path) -> None:
    path.write_bytes(b"")


def of_no_tables(path: Path) -> None:
    path.unlink()
    empty = sqlite3.connect(path)
    empty.execute("VACUUM")
    empty.execute("PRAGMA user_version = 0")
    empty.close()


@pytest.mark.parametrize("spoil", [gone, of_no_bytes, of_no_tables])
def test_no_new_library_is_made_beside_backups_that_hold_more(folder: Path, spoil: object) -> None:
    file = worked_in(folder)
    spoil(file)  # type: ignore[operator]

    for attempt in (
        lambda: open_library(folder),
        lambda: open_library(folder, must_write=True),
        lambda: open_to_read(folder),
    ):
        with pytest.raises(LibraryMissing, match="conductor restore"):
            attempt()

    assert not file.exists() or file.stat().st_size == 0 or spoil is of_no_tables
    assert [path.name for path in (folder / "backups").iterdir()] == ["day-2026-11-22.db"]


@pytest.mark.parametrize("spoil", [gone, of_no_bytes, of_no_tables])
def test_a_person_can_begin_anew_and_the_backups_stay(folder: Path, spoil: object) -> None:
    file = worked_in(folder)
    before = snapshot(folder / "backups")
    spoil(file)  # type: ignore[operator]

    library = open_library(folder, make_new=True)

    assert library.db.rows("SELECT * FROM session") == []
    library.close()
    assert snapshot(folder / "backups") == before
    open_library(folder).close()


def test_what_is_left_of_a_lost_library_is_put_aside_when_a_new_one_begins(folder: Path) -> None:
    file = worked_in(folder)
    open_one = open_library(folder)
    add_session(open_one.db, "Only in the log")
    log = file.with_name(f"{FILE_NAME}-wal").read_bytes()
    open_one.close()
    file.unlink()
    file.with_name(f"{FILE_NAME}-wal").write_bytes(log)

    open_library(folder, make_new=True).close()

    kept = [path for path in (folder / "kept").iterdir() if path.name.endswith(".db-wal")]
    assert [path.read_bytes() for path in kept] == [log]


def test_a_folder_without_backups_gets_its_new_library_unasked(folder: Path) -> None:
    open_library(folder).close()
    (folder / FILE_NAME).unlink()

    open_library(folder).close()

    assert (folder / FILE_NAME).exists()


def test_backups_that_hold_nothing_are_no_reason_to_ask(folder: Path) -> None:
    library = open_library(folder)
    back_up_today(library.file, date(2026, 11, 22))
    library.close()
    library.file.unlink()

    open_library(folder).close()


def only_binned(library: Library) -> None:
    session = add_session(library.db)
    with library.db.atomic():
        library.db.write("UPDATE session SET deleted_at = ? WHERE ulid = ?", (NOW, session.id))


def only_guidance(library: Library) -> None:
    with library.db.atomic():
        library.db.write(
            """
            INSERT INTO guidance (ulid, kind, kinds, assistants, reusable, pinned, status, use,
              source, question, created) VALUES ('G', '', '[]', '[]', 1, 0, '', '', '', '', '')
            """
        )


def only_assistants(library: Library) -> None:
    add_assistant(library.db)


def only_unsent_words(library: Library) -> None:
    with library.db.atomic():
        sessions.keep_draft(library.db, "new", "안녕하세요", NOW)


@pytest.mark.parametrize("add", [only_binned, only_guidance, only_assistants, only_unsent_words])
def test_whatever_a_person_may_miss_is_a_reason_to_ask(
    folder: Path, add: Callable[[Library], None]
) -> None:
    library = open_library(folder)
    add(library)
    back_up_today(library.file, date(2026, 11, 22))
    library.close()
    library.file.unlink()

    with pytest.raises(LibraryMissing):
        open_library(folder)

    (found,) = backups_in(folder)
    assert found.may_be_missed
    assert found.sessions == 0


@pytest.mark.parametrize("spoiled", [b"\0" * 4096, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_backup_that_cannot_be_read_is_a_reason_to_ask(folder: Path, spoiled: bytes) -> None:
    worked_in(folder).unlink()
    (folder / "backups" / "day-2026-11-22.db").write_bytes(spoiled)

    for attempt in (open_library, open_to_read):
        with pytest.raises(LibraryMissing, match="conductor restore"):
            attempt(folder)

    assert not (folder / FILE_NAME).exists()
    open_library(folder, make_new=True).close()


@pytest.mark.parametrize("stub", [None, b""])
def test_a_log_of_writes_without_its_library_is_never_taken_away_unasked(
    folder: Path, stub: bytes | None
) -> None:
    library = open_library(folder)
    for number in range(60):
        add_session(library.db, f"Session {number}")
    log = library.file.with_name(f"{FILE_NAME}-wal").read_bytes()
    library.close()
    library.file.unlink()
    library.file.with_name(f"{FILE_NAME}-wal").write_bytes(log)
    if stub is not None:
        library.file.write_bytes(stub)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)

    for attempt in (open_library, open_to_read):
        with pytest.raises(LibraryMissing, match="--salvage"):
            attempt(folder)

    assert library.file.with_name(f"{FILE_NAME}-wal").read_bytes() == log
    assert salvage(folder).of("session").saved == 60
    open_library(folder).close()
    open_library(copy, make_new=True).close()
    (kept,) = backups_in(copy)
    assert (kept.kind, kept.may_be_missed) == (BackupKind.KEPT, True)


def make_foreign(file: Path, mode: str = "delete") -> None:
    file.parent.mkdir(exist_ok=True)
    other = sqlite3.connect(file)
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute("CREATE TABLE poem (line TEXT)")
    other.execute("INSERT INTO poem VALUES ('Shall I compare thee')")
    other.commit()
    other.close()
    file.chmod(0o644)


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("mark", [0, 42])
def test_a_foreign_database_is_left_alone_to_the_byte(folder: Path, mode: str, mark: int) -> None:
    make_foreign(folder / FILE_NAME, mode)
    other = sqlite3.connect(folder / FILE_NAME)
    other.execute(f"PRAGMA application_id = {mark}")
    other.close()
    folder.chmod(0o755)
    before, folder_mode = snapshot(folder), folder.stat().st_mode

    for attempt in (
        lambda: open_library(folder),
        lambda: open_library(folder, must_write=True),
        lambda: open_library(folder, make_new=True),
        lambda: open_to_read(folder),
    ):
        with pytest.raises(LibraryForeign, match="another program"):
            attempt()

    assert snapshot(folder) == before
    assert folder.stat().st_mode == folder_mode


def test_a_foreign_database_that_is_in_use_is_told_by_its_log(folder: Path) -> None:
    folder.mkdir()
    other = sqlite3.connect(folder / FILE_NAME)
    other.execute("PRAGMA journal_mode = wal")
    other.execute("CREATE TABLE poem (line TEXT)")
    other.commit()
    before = snapshot(folder)

    with pytest.raises(LibraryForeign):
        open_library(folder)

    assert snapshot(folder) == before
    other.close()


def test_a_library_without_its_mark_is_known_by_its_tables(folder: Path) -> None:
    file = worked_in(folder)
    unmarked = sqlite3.connect(file)
    unmarked.execute("PRAGMA application_id = 0")
    unmarked.close()

    library = open_library(folder)

    assert len(library.db.rows("SELECT * FROM session")) == 1
    library.close()


def test_damage_with_a_log_beside_it_is_left_to_the_byte(folder: Path) -> None:
    library = open_library(folder)
    for number in range(200):
        add_session(library.db, f"{number} " + "x" * 2000)
    library.db.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    add_session(library.db, "In the log")
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    library.close()
    file = copy / FILE_NAME
    data = bytearray(file.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096] = 0xEE  # every page but the first says a kind that there is not
    file.write_bytes(data)
    before = {name: both for name, both in snapshot(copy).items() if not name.endswith("-shm")}

    with pytest.raises(LibraryDamaged):
        open_library(copy)

    after = {name: both for name, both in snapshot(copy).items() if not name.endswith("-shm")}
    assert after == before

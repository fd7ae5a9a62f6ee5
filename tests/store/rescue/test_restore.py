"""A copy takes the library's place, what was there is kept, and nothing half is left."""

import errno
import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conductor.core.errors import (
    LibraryDamaged,
    LibraryForeign,
    LibraryFull,
    LibraryLocked,
    LibraryMissing,
    NotFound,
    StoreError,
)
from conductor.store import put_aside as put_aside_module
from conductor.store.attachments import keep_file, write_file
from conductor.store.backups.backup import back_up_today
from conductor.store.backups.copies import BackupKind, backups_in, copies_with, look_into
from conductor.store.library import FILE_NAME, open_library
from conductor.store.rescue import restore as restore_module
from conductor.store.rescue.restore import copy_library, files_beside, restore
from tests.store.backups.test_missing import make_foreign, snapshot, worked_in
from tests.store.rows import add_answer, add_assistant, add_round, add_session
from tests.store.test_migrations import library_of_version


def titles(folder: Path) -> list[str]:
    library = open_library(folder, must_write=True)
    found = [row["title"] for row in library.db.rows("SELECT title FROM session ORDER BY id")]
    library.close()
    return found


def backup_of(folder: Path) -> Path:
    return folder / "backups" / "day-2026-11-22.db"


def test_a_backup_says_what_it_holds(folder: Path) -> None:
    library = open_library(folder)
    session = add_session(library.db, "보고서")
    add_answer(library.db, add_round(library.db, session), add_assistant(library.db))
    add_session(library.db, "Second")
    back_up_today(library.file, date(2026, 11, 22))
    library.close()

    (found,) = backups_in(folder)
    inside = look_into(found.path)

    assert (found.kind, found.sessions, found.answers) == (BackupKind.DAY, 2, 1)
    assert found.is_whole
    assert found.last_worked == "2026-11-22T10:00:00.000Z"
    assert found.size_bytes == found.path.stat().st_size
    assert [(s.title, s.rounds, s.answers) for s in inside.newest] == [
        ("Second", 0, 0),
        ("보고서", 1, 1),
    ]
    assert copies_with(folder, frozenset({session.id})) == (found.path,)
    assert copies_with(folder, frozenset({"other"})) == ()


def test_looking_into_backups_changes_nothing(folder: Path) -> None:
    worked_in(folder)
    (folder / "backups" / "broken.db").write_bytes(b"no library " * 500)
    before = snapshot(folder / "backups")

    by_name = {item.path.name: item for item in backups_in(folder)}

    assert not by_name["broken.db"].is_whole
    with pytest.raises(LibraryDamaged):
        look_into(folder / "backups" / "broken.db")
    assert snapshot(folder / "backups") == before


def test_a_restore_brings_back_the_backup_and_keeps_what_was_there(folder: Path) -> None:
    worked_in(folder, "Early")
    library = open_library(folder)
    add_session(library.db, "Late")
    library.close()

    done = restore(folder, backup_of(folder))

    assert titles(folder) == ["Early"]
    assert (done.backup.sessions, done.kept is not None) == (1, True)
    kept = next(item for item in backups_in(folder) if item.kind is BackupKind.KEPT)
    assert (kept.path, kept.sessions) == (done.kept, 2)
    restore(folder, kept.path)
    assert titles(folder) == ["Early", "Late"]


@pytest.mark.parametrize("data", [None, b"", b"my poems " * 1000])
def test_a_restore_works_where_the_library_is_missing_or_damaged(
    folder: Path, data: bytes | None
) -> None:
    file = worked_in(folder, "Early")
    file.unlink()
    if data is not None:
        file.write_bytes(data)

    done = restore(folder, backup_of(folder))

    assert titles(folder) == ["Early"]
    assert (None if done.kept is None else done.kept.read_bytes()) == data


def test_what_stood_in_the_log_is_kept_as_well(folder: Path) -> None:
    worked_in(folder, "Early")
    library = open_library(folder)
    add_session(library.db, "In the log")
    image = {path.name: path.read_bytes() for path in folder.glob("conductor.db*")}
    library.close()
    for name, data in image.items():  # as a killed program leaves it
        (folder / name).write_bytes(data)

    done = restore(folder, backup_of(folder))

    assert done.kept is not None
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        assert Path(str(done.kept) + name.removeprefix(FILE_NAME)).read_bytes() == image[name]
    assert titles(folder) == ["Early"]
    restore(folder, done.kept)
    assert titles(folder) == ["Early", "In the log"]


def test_a_backup_that_does_not_pass_its_check_changes_nothing(folder: Path) -> None:
    worked_in(folder, *("x" * 3000 for _ in range(40)))
    data = bytearray(backup_of(folder).read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = bytes(range(64))
    backup_of(folder).write_bytes(data)
    before = snapshot(folder)

    with pytest.raises(LibraryDamaged, match="Nothing was changed"):
        restore(folder, backup_of(folder))

    assert snapshot(folder) == before


def test_a_library_that_is_open_is_not_replaced(folder: Path) -> None:
    worked_in(folder)
    library = open_library(folder)

    with pytest.raises(LibraryLocked):
        restore(folder, backup_of(folder))
    library.close()


def test_a_foreign_file_is_not_replaced(folder: Path) -> None:
    file = worked_in(folder)
    file.unlink()
    make_foreign(file)
    before = file.read_bytes()

    with pytest.raises(LibraryForeign):
        restore(folder, backup_of(folder))

    assert file.read_bytes() == before


def test_a_copy_that_is_not_there_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        restore(folder, tmp_path / "nowhere.db")


def test_a_backup_of_an_older_version_is_migrated_when_it_is_opened(
    folder: Path, tmp_path: Path
) -> None:
    old = library_of_version(tmp_path / "old", 1)
    worked_in(folder)

    restore(folder, old)

    assert titles(folder) == ["보고서"]


def test_a_restore_that_is_cut_off_leaves_the_copy_on_offer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_in(folder, "Early")

    def cut(_partial: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restore_module, "put_in_place", cut)
        with pytest.raises(KeyboardInterrupt):
            restore(folder, backup_of(folder))

    with pytest.raises(LibraryMissing):
        open_library(folder)
    kept = next(item for item in backups_in(folder) if item.kind is BackupKind.KEPT)
    restore(folder, kept.path)
    assert titles(folder) == ["Early"]


def test_a_restored_library_is_private(folder: Path) -> None:
    worked_in(folder)

    restore(folder, backup_of(folder))

    assert (folder / FILE_NAME).stat().st_mode & 0o077 == 0
    assert sqlite3.connect(folder / FILE_NAME).execute("PRAGMA integrity_check").fetchone() == (
        "ok",
    )


def failing(*_paths: Path, **_how: bool) -> None:
    raise OSError(errno.EIO, "Input/output error")


def replaced_but_not_synced(partial: Path, target: Path) -> None:
    partial.replace(target)
    failing()


@pytest.mark.parametrize("cut", [failing, replaced_but_not_synced])
@pytest.mark.parametrize("has_links", [True, False])
def test_a_restore_that_the_disk_refuses_leaves_the_library_where_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, cut: object, *, has_links: bool
) -> None:
    worked_in(folder, "Early")
    library = open_library(folder)
    add_session(library.db, "Late")
    library.close()
    log = folder / f"{FILE_NAME}-wal"
    log.write_bytes(b"a log")
    before = snapshot(folder)

    with monkeypatch.context() as patched:
        patched.setattr(restore_module, "put_in_place", cut)
        if not has_links:
            patched.setattr(os, "link", failing)
        with pytest.raises(StoreError, match="as it was"):
            restore(folder, backup_of(folder))

    assert snapshot(folder) == before
    log.unlink()
    assert titles(folder) == ["Early", "Late"]


def test_a_library_that_cannot_be_put_back_either_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_in(folder, "Early")

    with monkeypatch.context() as patched:
        patched.setattr(restore_module, "put_in_place", failing)
        patched.setattr(restore_module, "put_back", failing)
        with pytest.raises(StoreError) as raised:
            restore(folder, backup_of(folder))

    kept = next(item for item in backups_in(folder) if item.kind is BackupKind.KEPT)
    assert str(kept.path) in str(raised.value)


def test_what_cannot_be_put_aside_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_in(folder, "Early")
    before = snapshot(folder)
    synced = put_aside_module.sync_folder

    def fails_after_the_first(place: Path) -> None:
        if place == folder:
            failing()
        synced(place)

    with monkeypatch.context() as patched:
        patched.setattr(put_aside_module, "sync_folder", fails_after_the_first)
        with pytest.raises(StoreError, match="as it was"):
            restore(folder, backup_of(folder))

    assert snapshot(folder) == before


@pytest.mark.logs_warnings
def test_one_attached_file_that_cannot_be_read_keeps_nothing_else_back(
    folder: Path, tmp_path: Path
) -> None:
    worked_in(folder, "Early")
    good = keep_file(folder, b"good")
    bad = keep_file(folder, b"bad")
    os.mkfifo(folder / "attachments" / "pipe")  # as anything that is no file
    target = tmp_path / "copy.db"

    made = copy_library(folder, target)
    beside = files_beside(target)
    (beside / bad).unlink()
    (beside / bad).mkdir()
    for name in (good, bad):
        (folder / "attachments" / name).unlink()
    done = restore(folder, target)

    assert made.unread == ("pipe",)
    assert done.unread == (bad,)
    assert (folder / "attachments" / good).read_bytes() == b"good"
    assert titles(folder) == ["Early"]
    assert done.backup.path == folder / FILE_NAME


def test_a_copy_that_found_no_room_for_its_files_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_in(folder)
    for data in (b"first", b"second"):
        keep_file(folder, data)
    written: list[str] = []

    def only_one(place: Path, name: str, data: bytes) -> None:
        if written:
            raise LibraryFull("full")
        written.append(name)
        write_file(place, name, data)

    monkeypatch.setattr(restore_module, "write_file", only_one)
    with pytest.raises(LibraryFull):
        copy_library(folder, tmp_path / "copies.db")

    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copies")] == []


def test_a_file_of_another_program_is_not_copied(folder: Path, tmp_path: Path) -> None:
    make_foreign(folder / FILE_NAME)

    with pytest.raises(LibraryForeign):
        copy_library(folder, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(path: Path) -> None:
    path.symlink_to(path.parent / "library" / "backups" / "day-2026-11-22.db")


def a_text(path: Path) -> None:
    path.write_text("my poems")


def nothing(_path: Path) -> None:
    pass


@pytest.mark.parametrize("make", [a_folder, a_link, os.mkfifo, a_text, nothing])
def test_what_is_no_copy_is_named_and_refused(
    folder: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    worked_in(folder)
    before = snapshot(folder)
    given = tmp_path / "given.db"
    make(given)

    for attempt in (look_into, lambda path: restore(folder, path)):
        with pytest.raises((StoreError, NotFound), match="given.db"):
            attempt(given)

    assert {name: both for name, both in snapshot(folder).items() if name != "library.lock"} == (
        {name: both for name, both in before.items() if name != "library.lock"}
    )

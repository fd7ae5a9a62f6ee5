"""Opening a library: made, locked, recovered, read only."""

import errno
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus
from conductor.core.errors import (
    InvalidInput,
    LibraryDamaged,
    LibraryForeign,
    LibraryFull,
    LibraryLocked,
    LibraryReadOnly,
    StoreError,
)
from conductor.store.database import APPLICATION_ID, SCHEMA_VERSION
from conductor.store.library import Library, open_library, open_to_read
from conductor.store.sessions import answers
from tests.store.rows import add_answer, add_assistant, add_round, add_session


def test_a_new_library_is_private_and_has_its_mark(folder: Path) -> None:
    library = open_library(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(library.file.stat().st_mode) == 0o600
    assert library.db.pragma("application_id") == APPLICATION_ID
    assert library.db.pragma("user_version") == SCHEMA_VERSION
    library.close()


def test_every_table_can_mark_rows_as_deleted(folder: Path) -> None:
    library = open_library(folder)

    tables = library.db.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    )
    without = [
        t["name"]
        for t in tables
        if "deleted_at"
        not in {c["name"] for c in library.db.rows(f"PRAGMA table_info({t['name']})")}
    ]
    library.close()
    assert without == []


EXPECTED = {
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "journal_mode": "wal",
}


def test_the_writer_has_the_pragmas_that_keep_it_safe(folder: Path) -> None:
    library = open_library(folder)

    found = {name: library.db.pragma(name) for name in EXPECTED}
    library.close()
    assert found == EXPECTED


def test_a_reader_can_neither_write_nor_checkpoint(folder: Path) -> None:
    open_library(folder).close()

    library = open_to_read(folder)

    assert library.db.pragma("query_only") == 1
    assert library.db.pragma("wal_autocheckpoint") == 0
    assert library.db.pragma("foreign_keys") == 1
    with pytest.raises(LibraryReadOnly), library.db.atomic():
        pytest.fail("a reader began to write")
    library.close()


def test_a_second_copy_is_told_that_the_library_is_open(folder: Path) -> None:
    first = open_library(folder)

    with pytest.raises(LibraryLocked, match="already has this library open"):
        open_library(folder, must_write=True)
    second = open_library(folder)

    assert second.db.read_only is not None
    assert "already has this library open" in second.db.read_only
    second.close()
    first.close()
    open_library(folder, must_write=True).close()


def test_reading_works_beside_a_writer_and_sees_what_it_commits(folder: Path) -> None:
    writer = open_library(folder)
    add_session(writer.db, "보고서")

    reader = open_to_read(folder)

    assert [r["title"] for r in reader.db.rows("SELECT title FROM session")] == ["보고서"]
    reader.close()
    writer.close()


def test_reading_a_library_that_is_not_there_makes_nothing(folder: Path) -> None:
    library = open_to_read(folder)

    assert library.db.rows("SELECT * FROM session") == []
    library.close()
    assert not folder.exists()


def test_what_was_streaming_is_interrupted_at_the_next_start_with_its_text(folder: Path) -> None:
    library = open_library(folder)
    item = add_round(library.db, add_session(library.db))
    streaming = add_answer(library.db, item, add_assistant(library.db, "Astra"))
    queued = add_answer(library.db, item, add_assistant(library.db, "Opus"))
    with library.db.atomic(synced=False):
        answers.add_chunks(
            library.db,
            [
                answers.Chunk(streaming.id, 1, "안녕", "hm"),
                answers.Chunk(streaming.id, 2, " there", ""),
            ],
            [streaming.id],
        )
    library.close()

    again = open_library(folder)

    first, second = answers.answers_of_round(again.db, item.id)
    assert again.recovered == 2
    assert (first.status, first.text) == (AnswerStatus.INTERRUPTED, "안녕 there")
    assert first.reasoning == "hm"
    assert (second.id, second.status, second.text) == (queued.id, AnswerStatus.INTERRUPTED, "")
    assert again.db.rows("SELECT * FROM answer_chunk") == []
    again.close()


def test_a_command_that_reads_recovers_if_nobody_writes(folder: Path) -> None:
    library = open_library(folder)
    item = add_round(library.db, add_session(library.db))
    add_answer(library.db, item, add_assistant(library.db))
    library.close()

    reader = open_to_read(folder)

    assert answers.answers_of_round(reader.db, item.id)[0].status is AnswerStatus.INTERRUPTED
    reader.close()


def test_a_file_of_a_newer_version_is_opened_for_reading_only(folder: Path) -> None:
    library = open_library(folder)
    add_session(library.db, "Kept")
    library.db.raw.execute("PRAGMA user_version = 999")
    library.close()
    before = library.file.read_bytes()

    newer = open_library(folder)

    assert newer.db.read_only is not None
    assert "newer version of Conductor" in newer.db.read_only
    assert [r["title"] for r in newer.db.rows("SELECT title FROM session")] == ["Kept"]
    newer.close()
    assert library.file.read_bytes() == before
    with pytest.raises(LibraryReadOnly, match="newer version"):
        open_library(folder, must_write=True)


def test_a_file_that_is_no_library_is_left_as_it_is(folder: Path) -> None:
    folder.mkdir()
    file = folder / "conductor.db"
    file.write_bytes(b"my poems " * 1000)

    with pytest.raises(LibraryDamaged, match="left as it is|not a Conductor library"):
        open_library(folder)

    assert file.read_bytes() == b"my poems " * 1000


def test_a_database_of_another_program_is_not_touched(folder: Path) -> None:
    folder.mkdir()
    other = sqlite3.connect(folder / "conductor.db")
    other.execute("PRAGMA application_id = 42")
    other.execute("CREATE TABLE poem (line TEXT)")
    other.close()

    with pytest.raises(LibraryForeign, match="another program"):
        open_library(folder)


def test_a_link_to_a_library_elsewhere_is_refused(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    elsewhere.touch()
    folder.mkdir()
    (folder / "conductor.db").symlink_to(elsewhere)

    with pytest.raises(InvalidInput, match="link"):
        open_library(folder)


AS_NOBODY = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
from conductor.store.library import Library, open_library, open_to_read
os.setgid(65534); os.setuid(65534)
library = open_library(Path({folder!r}))
print(library.db.read_only)
print([row["title"] for row in library.db.rows("SELECT title FROM session")])
"""


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="needs another user")
def test_a_folder_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library = open_library(folder)
    add_session(library.db, "Kept")
    library.close()
    for place in (folder, *folder.iterdir()):
        place.chmod(0o555 if place.is_dir() else 0o444)
    for parent in folder.parents:
        if tmp_path.parents[1] in (parent, *parent.parents):
            parent.chmod(0o755)

    code = AS_NOBODY.format(path=[*sys.path], folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    why, titles = done.stdout.splitlines()
    assert "cannot be written" in why
    assert titles == "['Kept']"


def test_a_path_through_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LibraryReadOnly, match="--data-dir"):
        open_library(tmp_path / "file" / "library", must_write=True)


def test_folder_names_with_odd_characters_work(tmp_path: Path) -> None:
    folder = tmp_path / "내 자료 50% #1? [x]"

    library = open_library(folder)
    add_session(library.db, "Here")
    library.close()

    reader = open_to_read(folder)
    assert len(reader.db.rows("SELECT * FROM session")) == 1
    reader.close()


def test_a_library_that_cannot_be_recovered_for_want_of_room_can_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(folder)
    item = add_round(library.db, add_session(library.db))
    add_answer(library.db, item, add_assistant(library.db))
    library.close()

    def no_room(_db: object) -> int:
        raise LibraryFull("The disk with the library is full.")

    monkeypatch.setattr("conductor.store.library.recover_interrupted", no_room)

    for opened in (open_library(folder), open_to_read(folder)):
        assert opened.db.read_only is not None
        assert len(answers.answers_of_round(opened.db, item.id)) == 1
        opened.close()


@pytest.mark.parametrize("open_it", [open_library, open_to_read])
def test_a_disk_that_fails_while_the_library_is_looked_for_is_said_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, open_it: Callable[[Path], Library]
) -> None:
    open_library(folder).close()

    def fail(_path: Path, **_options: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as failing, pytest.raises(StoreError, match="Check the disk"):
        failing.setattr(Path, "stat", fail)
        open_it(folder)

    open_library(folder).close()  # the lock was given back


MIGRATIONS = """
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,
  applied_at TEXT)
"""


def cut_off_while_made(folder: Path, *statements: str) -> None:
    """Leave what a new library is after its first statements, all of it in the log only."""
    made = folder.with_name("being-made")
    made.mkdir()
    db = sqlite3.connect(made / "conductor.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = wal")
    for statement in (f"PRAGMA application_id = {APPLICATION_ID}", *statements):
        db.execute(statement)
    folder.mkdir(parents=True)
    for name in ("conductor.db", "conductor.db-wal"):
        shutil.copyfile(made / name, folder / name)
    db.close()


@pytest.mark.parametrize("statements", [(), (MIGRATIONS,)])
def test_a_library_whose_making_was_cut_off_is_ours(
    folder: Path, statements: tuple[str, ...]
) -> None:
    cut_off_while_made(folder, *statements)

    library = open_library(folder)

    assert library.db.pragma("user_version") == SCHEMA_VERSION
    library.close()

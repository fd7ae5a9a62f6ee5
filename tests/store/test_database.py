"""Transactions, and the world's refusals as sentences."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.core.errors import LibraryFull, StoreError
from conductor.store.database import Database, translated
from conductor.store.library import Library, open_library
from conductor.store.sessions import sessions
from tests.store.rows import add_session


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    opened = open_library(folder)
    yield opened
    opened.close()


def titles(library: Library) -> list[str]:
    return [row["title"] for row in library.db.rows("SELECT title FROM session ORDER BY id")]


def test_what_fails_half_way_leaves_nothing(library: Library) -> None:
    session = add_session(library.db, "Before")

    with pytest.raises(RuntimeError), library.db.atomic():
        sessions.rename_session(library.db, session.id, "After")
        raise RuntimeError

    assert titles(library) == ["Before"]


def test_nested_transactions_end_together(library: Library) -> None:
    session = add_session(library.db, "Before")

    with pytest.raises(RuntimeError), library.db.atomic():
        with library.db.atomic():
            sessions.rename_session(library.db, session.id, "After")
        raise RuntimeError

    assert titles(library) == ["Before"]


def test_a_write_outside_a_transaction_is_a_defect(library: Library) -> None:
    with pytest.raises(AssertionError):
        library.db.write("DELETE FROM session")


def test_streamed_text_is_not_synced_and_everything_else_is(library: Library) -> None:
    with library.db.atomic(synced=False):
        assert library.db.pragma("synchronous") == 1
    with library.db.atomic():
        assert library.db.pragma("synchronous") == 2


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing_earlier(library: Library) -> None:
    add_session(library.db, "Early")
    pages = library.db.pragma("page_count")
    library.db.raw.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(LibraryFull, match="disk with the library is full"):
        add_session(library.db, "x" * 200_000)

    assert titles(library) == ["Early"]
    library.db.raw.execute("PRAGMA max_page_count = 100000")
    add_session(library.db, "Late")
    assert titles(library) == ["Early", "Late"]


def test_a_file_that_cannot_be_locked_any_more_is_said_in_a_sentence() -> None:
    refused = sqlite3.OperationalError("locking protocol")
    refused.sqlite_errorcode = sqlite3.SQLITE_PROTOCOL

    with pytest.raises(StoreError, match="Check the disk"), translated():
        raise refused


class _FailsToUndo(sqlite3.Connection):
    """A connection of a disk that fails, also while what was begun is undone."""

    fails = True

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
        if sql == "ROLLBACK" and self.fails:
            failed = sqlite3.OperationalError("disk I/O error")
            failed.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise failed
        return super().execute(sql, *values)


@pytest.mark.logs_warnings
def test_a_disk_that_fails_while_undoing_does_not_hide_why_it_was_undone() -> None:
    connection = sqlite3.connect(":memory:", factory=_FailsToUndo)
    db = Database(connection)
    refused = LibraryFull("full")

    with pytest.raises(LibraryFull) as raised, db.atomic():
        raise refused

    assert raised.value is refused
    with pytest.raises(StoreError, match="Check the disk"), db.atomic():
        pass
    connection.fails = False
    with db.atomic():  # the disk works again
        db.write("CREATE TABLE later (one)")
    connection.close()

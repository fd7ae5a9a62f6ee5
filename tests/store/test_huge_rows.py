"""Rows with huge texts are read once, and again as soon as anything was written."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.core.errors import StoreError
from conductor.store import huge_rows
from conductor.store.database import Database
from conductor.store.huge_rows import HUGE_BYTES, KEPT_BYTES

HUGE = "가" * HUGE_BYTES
QUESTION = "SELECT text FROM t WHERE id = ?"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
        made.executemany("INSERT INTO t VALUES (?, ?)", [(1, HUGE), (2, "small")])
    made.close()
    found = Database.writer(path)
    text(found)  # the first one of a connection says that there are huge ones
    yield found
    found.close()


def text(db: Database, key: int = 1) -> str:
    row = db.row(QUESTION, (key,))
    assert row is not None
    return str(row["text"])


def test_a_huge_text_is_read_once(db: Database) -> None:
    first = text(db)

    assert first == HUGE
    assert text(db) is first


def test_one_row_and_all_rows_are_told_apart(db: Database) -> None:
    assert db.row("SELECT * FROM t ORDER BY id") is not None

    assert len(db.rows("SELECT * FROM t ORDER BY id")) == 2
    assert len(db.rows("SELECT * FROM t ORDER BY id")) == 2


def test_what_was_written_is_seen_at_once(db: Database) -> None:
    text(db)

    with db.atomic():
        db.write("UPDATE t SET text = ? WHERE id = 1", (HUGE + "!",))
        assert text(db) == HUGE + "!"

    assert text(db) == HUGE + "!"


def test_what_was_taken_back_is_gone(db: Database) -> None:
    text(db)

    with pytest.raises(StoreError), db.atomic():
        db.write("UPDATE t SET text = ? WHERE id = 1", (HUGE + "!",))
        assert text(db) == HUGE + "!"
        raise StoreError("no")

    assert text(db) == HUGE


def test_what_another_program_wrote_is_seen(db: Database, tmp_path: Path) -> None:
    text(db)

    with sqlite3.connect(tmp_path / "some.db") as other:
        other.execute("UPDATE t SET text = 'new' WHERE id = 1")
    other.close()

    assert text(db) == "new"


def test_lists_of_rows_are_the_askers_own(db: Database) -> None:
    db.rows(QUESTION, (1,)).clear()

    assert len(db.rows(QUESTION, (1,))) == 1


def held_bytes(db: Database) -> int:
    return db._huge.kept_bytes


def test_a_text_that_many_queries_find_is_there_once(db: Database) -> None:
    first = text(db)

    for number in range(20):
        row = db.row(f"{QUESTION} AND {number} = {number}", (1,))
        assert row is not None
        assert row["text"] is first

    assert held_bytes(db) < 1.1 * sys.getsizeof(HUGE)


def test_what_is_kept_is_bounded_by_its_bytes(db: Database) -> None:
    for number in range(9):
        row = db.row(f"SELECT text || {number} AS text FROM t WHERE id = 1")
        assert row is not None
        row = db.row(f"SELECT text || {number} || text || text || text AS text FROM t")
        assert row is not None
        assert sys.getsizeof(row["text"]) < held_bytes(db) <= KEPT_BYTES
        assert db.row(f"SELECT text || {number} || text || text || text AS text FROM t") == row


def test_what_is_too_much_by_itself_is_not_kept(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huge_rows, "KEPT_BYTES", HUGE_BYTES)

    assert text(db) == text(db) == HUGE

    assert held_bytes(db) == 0


def test_what_another_program_writes_while_a_query_is_answered_is_seen(
    db: Database, tmp_path: Path
) -> None:
    kept = db._huge
    assert kept.get(("row", QUESTION, 1)) is None
    found = db.raw.execute(QUESTION, (1,)).fetchall()

    with sqlite3.connect(tmp_path / "some.db") as other:
        other.execute("UPDATE t SET text = 'new' WHERE id = 1")
    other.close()
    kept.put(("row", QUESTION, 1), found)

    assert text(db) == "new"

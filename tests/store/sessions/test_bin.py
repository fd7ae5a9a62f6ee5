"""The bin: a session goes with all its parts, comes back whole, and can be deleted for good."""

from pathlib import Path

import pytest

from conductor.core.entities import Attachment, Round, RoundKind, Session
from conductor.core.ids import RoundId
from conductor.store.database import Database
from conductor.store.library import Library, open_library
from conductor.store.sessions import answers, session_lists, sessions
from conductor.store.sessions import bin as bin_store
from conductor.store.sessions.bin import DERIVED, INDEPENDENT, PARTS, STAYING
from conductor.store.ulid import new_ulid
from tests.store.rows import NOW, add_answer, add_assistant, add_round, add_session

LATER = "2026-11-22T11:00:00.000Z"


@pytest.fixture
def library(folder: Path) -> Library:
    return open_library(folder)


def add_full_session(db: Database) -> Session:
    session = add_session(db, "Secret plans")
    file = Attachment("notes.txt", "f" * 64, "secret file")
    item = Round(RoundId(new_ulid()), session.id, 1, RoundKind.TASK, "secret words", NOW, (file,))
    with db.atomic():
        sessions.add_round(db, item)
        sessions.add_tags(db, session.id, ("board",))
        sessions.keep_draft(db, session.id, "secret draft", NOW)
        files = f'[["secret.txt", "{"e" * 64}"]]'
        sessions.keep_draft(db, sessions.files_place(session.id), files, NOW)
    answer = add_answer(db, item, add_assistant(db))
    with db.atomic():
        answers.add_chunks(db, [answers.Chunk(answer.id, 1, "secret chunk", "")], [answer.id])
        answers.begin_attempt(db, answer, NOW)
    return session


def put(db: Database, session: Session, when: str = LATER) -> None:
    with db.atomic():
        bin_store.put_into_bin(db, session.id, when)


def test_every_table_that_hangs_on_a_session_goes_with_it_or_is_known_to_stay(
    library: Library,
) -> None:
    tables = tables_of(library.db)
    reached = {"session"}
    for _round in tables:
        reached |= {
            table
            for table in tables
            for key in library.db.rows(f"PRAGMA foreign_key_list({table})")
            if key["table"] in reached
        }
    library.close()

    assert reached - {"session"} == set(PARTS) | STAYING
    assert unnamed(set(tables) - reached) == set()


def tables_of(db: Database) -> list[str]:
    rows = db.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    )
    return [row["name"] for row in rows]


def unnamed(tables: set[str]) -> set[str]:
    """Return the tables without a reference to a session that the bin knows nothing of."""
    return {
        table
        for table in tables - INDEPENDENT
        if not any(table == one or table.startswith(f"{one}_") for one in DERIVED)
    }


def test_words_that_were_copied_into_an_index_are_deleted_with_their_session(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = library.db
    gone, stays = add_session(db, "Secret plans"), add_session(db, "Open plans")
    with db.atomic():
        db.write("CREATE VIRTUAL TABLE found USING fts5(title)")
        db.write("INSERT INTO found (rowid, title) SELECT id, title FROM session")
    assert unnamed(set(tables_of(db)) - {"session", *PARTS, *STAYING}) >= {"found", "found_data"}
    monkeypatch.setitem(DERIVED, "found", "rowid = ?")

    put(db, gone)
    with db.atomic():
        bin_store.delete_for_good(db, gone.id, str)

    assert unnamed(set(tables_of(db)) - {"session", *PARTS, *STAYING}) == set()
    assert db.rows("SELECT 1 FROM found WHERE found MATCH 'secret'") == []
    titles = [row["title"] for row in db.rows("SELECT title FROM found")]
    assert titles == [stays.title]
    library.close()


def test_a_session_in_the_bin_is_in_no_list_and_has_its_tags_and_rounds_there(
    library: Library,
) -> None:
    session = add_full_session(library.db)

    put(library.db, session)

    assert sessions.all_sessions(library.db) == ()
    assert session_lists.session_ids(library.db) == ()
    assert session_lists.known_tags(library.db) == ()
    assert sessions.rounds_of_session(library.db, session.id) == ()
    assert answers.answers_of_session(library.db, session.id) == ()
    (found,) = session_lists.sessions_by_ids(
        library.db, session_lists.binned_ids(library.db, ["BOARD"])
    )
    assert (found.title, found.tags, found.rounds) == ("Secret plans", ("board",), 1)
    library.close()


def test_what_is_restored_is_what_was_binned(library: Library) -> None:
    session = add_full_session(library.db)
    with library.db.atomic():
        sessions.add_tags(library.db, session.id, ("gone before",))
        sessions.remove_tag(library.db, session.id, "gone before", NOW)
    before = list(library.db.raw.iterdump())

    put(library.db, session)
    with library.db.atomic():
        bin_store.take_out_of_bin(library.db, session.id)

    assert list(library.db.raw.iterdump()) == before
    library.close()


def test_what_is_deleted_for_good_is_nowhere_in_the_file(library: Library) -> None:
    session = add_full_session(library.db)
    put(library.db, session)

    with library.db.atomic():
        unused = bin_store.delete_for_good(library.db, session.id, str.upper)

    assert unused == ("e" * 64, "f" * 64)
    assert session_lists.binned_ids(library.db) == ()
    library.close()
    data = library.file.read_bytes().lower()
    assert b"secret" not in data


def test_a_file_that_another_session_has_is_not_called_unused(library: Library) -> None:
    session, other = add_full_session(library.db), add_session(library.db)
    file = Attachment("copy.txt", "f" * 64, "secret file")
    item = Round(RoundId(new_ulid()), other.id, 1, RoundKind.TASK, "x", NOW, (file,))
    with library.db.atomic():
        sessions.add_round(library.db, item)
    put(library.db, session)

    with library.db.atomic():
        assert bin_store.delete_for_good(library.db, session.id, str.upper) == ("e" * 64,)
    library.close()


def test_other_sessions_are_left_alone(library: Library) -> None:
    session, other = add_session(library.db, "One"), add_session(library.db, "Two")
    add_round(library.db, other)

    put(library.db, session)

    assert [s.title for s in sessions.all_sessions(library.db)] == ["Two"]
    assert len(sessions.rounds_of_session(library.db, other.id)) == 1
    library.close()

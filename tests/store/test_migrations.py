"""Every migration, from a file as the version before left it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from sqlite3 import IntegrityError

import pytest
from sqlite_utils import Migrations
from sqlite_utils.db import Database as Migrated

from conductor.core.entities import AnswerStatus
from conductor.core.ids import SessionId
from conductor.store import schema
from conductor.store.database import SCHEMA_VERSION
from conductor.store.evidence import blinding, guidance, judgements, proposals
from conductor.store.library import FILE_NAME, open_library, open_to_read
from conductor.store.migrations import ALL
from conductor.store.sessions import answers, ledger, sessions

SESSION = SessionId("01KAVTEST00000000000000000")
_ROWS_1 = """
INSERT INTO connection VALUES (1, 'C', 'Here', 'here', 'local', '', NULL, NULL, 1, 't', NULL);
INSERT INTO assistant VALUES (1, 'A', 'Astra', 'astra', 1, 'm', '', '{}', 0, 't', NULL);
INSERT INTO session VALUES (1, '01KAVTEST00000000000000000', '보고서', NULL, 1, 't', 't', NULL);
INSERT INTO round VALUES (1, 'R1', 1, 1, 'task', 'One', 't', NULL);
INSERT INTO round VALUES (2, 'R2', 1, 2, 'follow-up', 'Two', 't', NULL);
INSERT INTO answer VALUES (1, 'X', 1, 1, 'Astra', 'Here', 'm', 0, 1, 'complete', '답', '', 'stop',
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}',
  '{"role": "", "turns": [], "left_out": 0}', '[]', 't', 't', NULL);
INSERT INTO ledger VALUES (1, 't', 1, 1, 'Here', 'm', 321, 'abc', NULL)
"""
_ROWS_2 = """
INSERT INTO judgement VALUES (1, 'J', 1, NULL, 'best', 0, 1.5, 'clear', 't', NULL);
INSERT INTO judged_answer VALUES (1, 0, 1, 1, 1, NULL)
"""
_ROWS_3 = """
INSERT INTO guidance (id, ulid, kind, kinds, assistants, origin, reusable, pinned, status, use,
  source, question, created) VALUES (1, 'G', 'other', '[]', '[]', 1, 1, 0, 'candidate',
  'attached', 'person', '', 't');
INSERT INTO guidance_version VALUES (1, 1, 1, 'h', 'Shorter', 't', NULL);
UPDATE guidance SET version = 1;
INSERT INTO proposal (id, ulid, source, assistant, assistant_name, connection_name, model,
  messages, status, text, created)
VALUES (1, 'P', 'choices', 1, 'Astra', 'Here', 'm', '[["user", "One"]]', 'complete', '- x', 't')
"""
_ROWS = {1: _ROWS_1, 2: _ROWS_2, 3: _ROWS_3}


def library_of_version(folder: Path, version: int) -> Path:
    """Make a library file as a program of that schema version would have left it."""
    folder.mkdir(parents=True)
    path = folder / FILE_NAME
    db = Migrated(path)
    for number in range(1, version + 1):
        earlier = Migrations("conductor")
        earlier._migrations = schema.migrations._migrations[:number]
        earlier.apply(db)
        db.conn.executescript(_ROWS.get(number, ""))
    db.conn.commit()
    db.conn.close()
    return path


def test_a_library_of_version_1_keeps_everything_and_its_rounds_get_seeds(folder: Path) -> None:
    library_of_version(folder, 1)

    library = open_library(folder)

    assert library.db.pragma("user_version") == SCHEMA_VERSION
    (session,) = sessions.all_sessions(library.db)
    assert (session.id, session.title, session.rounds, session.blind) == (
        SESSION,
        "보고서",
        2,
        False,
    )
    (answer,) = answers.answers_of_session(library.db, SESSION)
    assert (answer.text, answer.status) == ("답", AnswerStatus.COMPLETE)
    rounds = blinding.blindness_of_session(library.db, SESSION)
    assert [each.is_hidden for each in rounds] == [False, False]
    assert len({each.seed for each in rounds} - {""}) == 2
    assert library.db.rows("SELECT * FROM judgement") == []
    library.close()


def test_a_library_of_version_2_keeps_its_ledger_and_can_take_a_trial_s_rows(
    folder: Path,
) -> None:
    library_of_version(folder, 2)

    library = open_library(folder)

    assert library.db.pragma("user_version") == SCHEMA_VERSION
    (answer,) = answers.answers_of_session(library.db, SESSION)
    assert (answer.text, answer.words) == ("답", None)
    (row,) = ledger.rows_of_answer(library.db, answer.id)
    assert (row.size_bytes, row.sha256, row.attempt) == (321, "abc", 1)
    (judgement,) = judgements.judgements_of_session(library.db, SESSION)
    assert (judgement.reason, judgement.chosen) == ("clear", (answer.id,))
    for table in ("guidance", "trial", "draw", "outcome", "task_set"):
        assert library.db.rows(f"SELECT * FROM {table}") == []
    with pytest.raises(IntegrityError), library.db.atomic():
        library.db.write("UPDATE ledger SET answer = NULL")
    library.close()


def test_a_library_of_version_3_keeps_its_guidance_and_knows_no_sessions_of_proposals(
    folder: Path,
) -> None:
    library_of_version(folder, 3)

    library = open_library(folder)

    assert library.db.pragma("user_version") == SCHEMA_VERSION
    (kept,) = guidance.all_guidance(library.db)
    assert (kept.text, kept.origin) == ("Shorter", "R1")
    assert guidance.origin_keys(library.db, kept.id) == ()
    (proposal,) = proposals.all_proposals(library.db)
    assert proposal.suggestions == ("x",)
    assert library.db.rows("SELECT sessions FROM proposal")[0]["sessions"] is None
    library.close()


def test_what_was_freed_before_it_was_always_overwritten_is_overwritten_once(
    folder: Path,
) -> None:
    path = library_of_version(folder, 3)
    old = sqlite3.connect(path)
    old.execute("PRAGMA secure_delete = 0")
    old.execute("INSERT INTO draft VALUES ('new', ?, 't', NULL)", ("canary words " * 2000,))
    old.commit()
    old.execute("DELETE FROM draft")
    old.commit()
    old.close()
    assert b"canary words" in path.read_bytes()

    open_library(folder).close()

    assert b"canary words" not in path.read_bytes()


def test_a_library_of_version_1_that_cannot_be_migrated_is_read_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library_of_version(folder, 1)
    before = path.read_bytes()
    refuse_to_write(monkeypatch)

    library = open_to_read(folder)

    assert [s.title for s in sessions.all_sessions(library.db)] == ["보고서"]
    assert library.db.rows("SELECT * FROM note") == []
    library.close()
    assert path.read_bytes() == before


def refuse_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    from conductor.core.errors import LibraryReadOnly
    from conductor.store import library

    def refuse(*_arguments: object, **_options: object) -> Callable[[], None]:
        raise LibraryReadOnly("no")

    monkeypatch.setattr(library, "_open_writer", refuse)


AWKWARD = """
-- What is noted; and what follows
CREATE TABLE noted (text TEXT DEFAULT 'one;
two', n INTEGER);
CREATE TRIGGER note_title AFTER UPDATE OF title ON session BEGIN
  DELETE FROM noted WHERE text = old.title;
  INSERT INTO noted (text) VALUES (new.title || ';');
END;
/* one; more */ INSERT INTO noted (n) VALUES (1);
-- the end; really
"""


def test_a_migration_is_cut_where_a_statement_ends_and_nowhere_else(folder: Path) -> None:
    db = sqlite3.connect(library_of_version(folder, 1))

    for statement in schema.statements(AWKWARD):
        db.execute(statement)
    db.execute("UPDATE session SET title = 'New; title'")

    assert db.execute("SELECT text FROM noted").fetchall() == [("one;\ntwo",), ("New; title;",)]
    assert [found.count("\n") for found in schema.statements(AWKWARD)] == [2, 3, 0, 0]
    db.close()


def test_a_migration_whose_end_is_missing_fails_instead_of_being_left_out() -> None:
    script = "CREATE TABLE one (a); CREATE TRIGGER t AFTER INSERT ON one BEGIN DELETE FROM one;"
    db = sqlite3.connect(":memory:")

    with pytest.raises(sqlite3.OperationalError, match="incomplete input"):
        for statement in schema.statements(script):
            db.execute(statement)
    db.close()


def test_there_is_one_migration_for_each_version_and_it_uses_no_other_code() -> None:
    assert len(ALL) == SCHEMA_VERSION
    for number, module in enumerate(ALL, start=1):
        assert module.__name__.rpartition(".")[2].startswith(f"m{number:04}_")
        assert [name for name in vars(module) if not name.startswith("__")] == ["SQL"]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_every_older_file_becomes_what_a_new_one_is(folder: Path, version: int) -> None:
    library_of_version(folder, version)
    open_library(folder).close()
    open_library(folder.with_name("new")).close()

    assert shape_of(folder / FILE_NAME) == shape_of(folder.with_name("new") / FILE_NAME)


def shape_of(path: Path) -> set[tuple[str, ...]]:
    db = sqlite3.connect(path)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    shape = {
        (table, column[1], column[2])
        for table in tables
        for column in db.execute(f"PRAGMA table_info({table})")
    }
    db.close()
    return shape

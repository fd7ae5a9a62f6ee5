"""What can be read of a damaged library is saved, and the damaged one kept."""

import errno
import os
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus
from conductor.core.errors import LibraryDamaged, LibraryForeign, LibraryLocked
from conductor.store.evidence import guidance
from conductor.store.library import FILE_NAME, open_library
from conductor.store.rescue.raw_pages import TABLE_INTERIOR, RawPages
from conductor.store.rescue.raw_tables import find_rows
from conductor.store.rescue.salvage import Salvaged, _shape_of, _tables, salvage
from conductor.store.sessions import answers, sessions
from tests.store.backups.test_missing import make_foreign, worked_in
from tests.store.rows import NOW, add_answer, add_assistant, add_round, add_session
from tests.store.sessions.test_bin import add_full_session
from tests.store.test_migrations import library_of_version

PAGE = 4096


def filled(folder: Path, many: int = 12) -> Path:
    """Make a library with `many` sessions of two rounds and two answers each."""
    library = open_library(folder)
    chance = random.Random(3)
    who = [add_assistant(library.db, name) for name in ("Opus", "Ki")]
    for number in range(many):
        session = add_session(library.db, f"보고서 {number}")
        for place in (1, 2):
            item = add_round(library.db, session, place, f"task {number}.{place} " + "w" * 90)
            for assistant in who:
                answer = add_answer(library.db, item, assistant)
                text = f"answer {number}.{place} " + "안녕하세요 " * chance.randrange(700)
                done = replace(answer, status=AnswerStatus.COMPLETE, text=text)
                with library.db.atomic():
                    answers.finish_answer(library.db, done, NOW)
    add_full_session(library.db)
    library.close()
    return library.file


def rows_of(file: Path) -> dict[str, list[tuple[object, ...]]]:
    db = sqlite3.connect(file)
    found = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in _tables(db)}
    db.close()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_pages_are_read_as_sqlite_reads_them(folder: Path) -> None:
    file = filled(folder)
    db = sqlite3.connect(file)
    shapes = {name: _shape_of(db, name) for name in _tables(db)}
    db.close()
    pages = RawPages(file)

    found = find_rows(pages, shapes, ())

    pages.close()
    read = {name: sorted(rows.rows, key=repr) for name, rows in found.tables.items()}
    assert read == rows_of(file)
    assert all(rows.is_complete and not rows.missed for rows in found.tables.values())


def test_what_stands_in_the_log_only_is_read_as_well(folder: Path, tmp_path: Path) -> None:
    filled(folder, 2)
    library = open_library(folder)
    add_session(library.db, "In the log")
    image = tmp_path / "image"
    image.mkdir()
    for path in folder.glob("conductor.db*"):
        (image / path.name).write_bytes(path.read_bytes())
    library.close()

    salvage(image)

    assert rows_of(image / FILE_NAME) == rows_of(folder / FILE_NAME)


def test_a_library_that_is_whole_is_salvaged_whole(folder: Path) -> None:
    file = filled(folder)
    before, data = rows_of(file), file.read_bytes()

    done = salvage(folder)

    assert rows_of(file) == before
    assert {one.lost + one.in_part for one in done.tables} == {0}
    assert done.of("answer").saved == 50 - 1
    assert done.restored.kept is not None
    assert done.restored.kept.read_bytes() == data


def root_of(file: Path, name: str) -> int:
    db = sqlite3.connect(file)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    db.close()
    return int(root)


@pytest.mark.parametrize("table", ["answer", "round", "session", "assistant", "connection", ""])
def test_a_lost_page_costs_at_most_the_rows_that_stood_on_it(folder: Path, table: str) -> None:
    file = filled(folder)
    page = root_of(file, table) if table else 1
    data = bytearray(file.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = random.Random(7).randbytes(PAGE)
    file.write_bytes(data)

    done = salvage(folder)

    library = open_library(folder, must_write=True)
    assert library.db.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert library.db.rows("PRAGMA foreign_key_check") == []
    assert done.of("answer").saved >= 45
    shown = [
        answer
        for session in sessions.all_sessions(library.db)
        for answer in answers.answers_of_session(library.db, session.id)
    ]
    assert len(shown) >= 45, "an answer whose session or round was lost is shown as well"
    library.close()
    assert done.restored.kept is not None
    assert done.restored.kept.read_bytes() == bytes(data)


def test_a_long_answer_with_a_lost_page_keeps_its_beginning(folder: Path) -> None:
    file = filled(folder, 1)
    library = open_library(folder)
    session = add_session(library.db, "Long")
    answer = add_answer(library.db, add_round(library.db, session), add_assistant(library.db, "C"))
    text = "".join(f"line {n}\n" for n in range(4000))
    done = replace(answer, status=AnswerStatus.COMPLETE, text=text)
    with library.db.atomic():
        answers.finish_answer(library.db, done, NOW)
    library.close()
    data = bytearray(file.read_bytes())
    at = data.index(b"line 2000\n") // PAGE
    data[at * PAGE : (at + 1) * PAGE] = b"\xee" * PAGE
    file.write_bytes(data)

    saved = salvage(folder)

    assert saved.of("answer").in_part == 1
    again = open_library(folder)
    (found,) = answers.answers_of_session(again.db, session.id)
    assert found.text.startswith("line 0\nline 1\n")
    assert "line 1500\n" in found.text
    again.close()


def test_a_library_of_an_older_version_is_salvaged_as_such_and_migrated(folder: Path) -> None:
    library_of_version(folder, 1)

    salvage(folder)

    library = open_library(folder)
    (session,) = sessions.all_sessions(library.db)
    assert (session.title, session.rounds) == ("보고서", 2)
    library.close()


@pytest.mark.parametrize("data", [b"", b"my poems " * 1000, bytes(40960)])
def test_where_nothing_can_be_read_nothing_is_changed(folder: Path, data: bytes) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(data)

    with pytest.raises(LibraryDamaged):
        salvage(folder)

    assert (folder / FILE_NAME).read_bytes() == data
    assert {path.name for path in folder.iterdir()} <= {FILE_NAME, "library.lock"}


def test_a_foreign_file_is_not_salvaged(folder: Path) -> None:
    worked_in(folder).unlink()
    make_foreign(folder / FILE_NAME)

    with pytest.raises(LibraryForeign):
        salvage(folder)


def test_an_open_library_is_not_salvaged(folder: Path) -> None:
    library = open_library(folder)

    with pytest.raises(LibraryLocked):
        salvage(folder)
    library.close()


def spoiled(file: Path, page: int, at: int, data: bytes) -> None:
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * PAGE + at : (page - 1) * PAGE + at + len(data)] = data
    file.write_bytes(whole)


def test_an_inner_page_that_has_lost_its_count_of_cells_costs_nothing(folder: Path) -> None:
    file = filled(folder, 60)
    many = len(rows_of(file)["answer"])
    spoiled(file, root_of(file, "answer"), 3, b"\0\0")

    done = salvage(folder)

    assert (done.of("answer").saved, done.of("answer").lost) == (many, 0)


def test_a_pointer_of_an_inner_page_that_leads_nowhere_stops_nothing(folder: Path) -> None:
    file = filled(folder, 60)
    many = len(rows_of(file)["answer"])
    spoiled(file, root_of(file, "answer"), 12, (PAGE - 2).to_bytes(2, "big"))

    assert salvage(folder).of("answer").saved == many


def test_what_the_disk_refuses_to_read_costs_only_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(folder)
    many = len(rows_of(file)["answer"])
    bad = (root_of(file, "assistant") - 1) * PAGE
    pread = os.pread

    def refusing(descriptor: int, size: int, at: int) -> bytes:
        if at == bad:
            raise OSError(errno.EIO, "Input/output error")
        return pread(descriptor, size, at)

    monkeypatch.setattr(os, "pread", refusing)
    done = salvage(folder)

    assert done.of("answer").saved == many
    assert done.of("assistant").lost == len(rows_of_kept(done)["assistant"])


def rows_of_kept(done: Salvaged) -> dict[str, list[tuple[object, ...]]]:
    assert done.restored.kept is not None
    return rows_of(done.restored.kept)


@pytest.mark.parametrize("table", ["guidance_version", "ensemble", "attempt", "ledger"])
def test_no_more_is_said_to_be_lost_than_there_was(folder: Path, table: str) -> None:
    file = filled(folder)
    before = {name: len(rows) for name, rows in rows_of(file).items()}
    whole, root = file.read_bytes(), root_of(file, table)
    for seed in range(6):
        file.write_bytes(whole)
        spoiled(file, root, 0, random.Random(seed).randbytes(PAGE))

        done = salvage(folder)

        for one in done.tables:
            assert one.saved + one.lost <= before[one.table], (seed, one)


def with_guidance(file: Path) -> None:
    db = sqlite3.connect(file)
    for number in range(1, 31):
        db.execute(
            """
            INSERT INTO guidance (id, ulid, kind, kinds, assistants, reusable, pinned, status, use,
              source, question, created) VALUES (?, ?, 'tone', '[]', '[]', 1, 0, 'proven',
              'attached', 'person', '', '')
            """,
            (number, f"G{number:025}"),
        )
        db.execute(
            "INSERT INTO guidance_version (id, guidance, number, hash, text, created) "
            "VALUES (?, ?, 1, ?, ?, '')",
            (number, number, f"hash {number}", f"words {number}"),
        )
        db.execute("UPDATE guidance SET version = ? WHERE id = ?", (number, number))
    db.commit()
    db.close()


def test_the_words_of_guidance_outlive_the_page_of_what_they_belong_to(folder: Path) -> None:
    file = filled(folder, 2)
    with_guidance(file)
    spoiled(file, root_of(file, "guidance"), 0, random.Random(1).randbytes(PAGE))

    done = salvage(folder)

    assert (done.of("guidance").lost, done.of("guidance_version").lost) == (30, 0)
    library = open_library(folder)
    shown = guidance.all_guidance(library.db)
    assert {one.text for one in shown} == {f"words {number}" for number in range(1, 31)}
    assert {one.id for one in shown} == {f"G{number:025}" for number in range(1, 31)}
    library.close()


def test_what_hangs_on_lost_answers_is_kept(folder: Path) -> None:
    file = filled(folder, 2)
    before = rows_of(file)
    db = sqlite3.connect(file)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'answer'").fetchone()
    db.close()
    pages = RawPages(file)
    inner = pages.kind(root) == TABLE_INTERIOR
    wanted = [*pages.children(root)[0], root] if inner else [root]
    pages.close()
    for page in wanted:
        spoiled(file, page, 0, random.Random(page).randbytes(PAGE))

    done = salvage(folder)

    after = rows_of(file)
    for table in ("attempt", "answer_chunk", "ledger"):
        assert len(after[table]) == len(before[table]), table
        assert done.of(table).lost == 0
    library = open_library(folder)
    for session in sessions.all_sessions(library.db):
        answers.answers_of_session(library.db, session.id)
    assert library.db.rows("PRAGMA foreign_key_check") == []
    library.close()


@pytest.mark.parametrize("table", ["session", "round"])
def test_notes_and_drafts_outlive_their_session_and_round(folder: Path, table: str) -> None:
    file = filled(folder, 2)
    db = sqlite3.connect(file)
    (session,) = db.execute("SELECT max(id) FROM session").fetchone()
    db.execute(
        "INSERT INTO note (ulid, session, quote, text, created, updated) "
        "VALUES ('N', ?, '', 'my note', '', '')",
        (session,),
    )
    db.execute("INSERT INTO manuscript VALUES (?, 'my draft', '', NULL)", (session,))
    db.commit()
    db.close()
    spoiled(file, root_of(file, table), 0, random.Random(1).randbytes(PAGE))

    salvage(folder)

    db = sqlite3.connect(file)
    assert db.execute("SELECT text FROM note WHERE ulid = 'N'").fetchall() == [("my note",)]
    assert db.execute("SELECT text FROM manuscript").fetchall() == [("my draft",)]
    db.close()

"""Rows whose bytes turned bad are read as far as they say something."""

from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus, SentThread
from conductor.store.library import Library, open_library
from conductor.store.sessions import answers, sessions
from tests.store.rows import add_answer, add_assistant, add_round, add_session

BAD = ("", "{", "[1", '{"turns": 3}', "\x00\x01", '"words"', "null")


@pytest.fixture
def library(folder: Path) -> Library:
    return open_library(folder)


def test_text_that_is_no_utf_8_any_more_is_read_with_marks(library: Library) -> None:
    session = add_session(library.db, "보고서")
    with library.db.atomic():
        library.db.write("UPDATE session SET title = CAST(x'ea8080ff41eda0bd42' AS TEXT)")

    (found,) = sessions.all_sessions(library.db)

    assert found.id == session.id
    assert found.title.startswith("ꀀ\ufffdA")
    assert found.title.endswith("B")
    found.title.encode("utf-8")
    library.close()


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("column", ["settings", "sent", "notices", "usage", "error", "status"])
def test_an_answer_with_a_bad_column_is_shown_and_says_so(
    library: Library, column: str, bad: str
) -> None:
    item = add_round(library.db, add_session(library.db))
    answer = add_answer(library.db, item, add_assistant(library.db), AnswerStatus.COMPLETE)
    with library.db.atomic():
        library.db.write(f"UPDATE answer SET text = 'Kept', {column} = ?", (bad,))

    (found,) = answers.answers_of_round(library.db, item.id)

    assert (found.id, found.text) == (answer.id, "Kept")
    if column == "status":
        assert found.status is AnswerStatus.INTERRUPTED
    if column == "sent":
        assert found.sent == SentThread()
    if bad in ("", "{", "[1", "\x00\x01"):
        assert any("damaged" in note for note in found.notices)
    library.close()


def test_a_whole_answer_says_nothing_of_damage(library: Library) -> None:
    item = add_round(library.db, add_session(library.db))
    add_answer(library.db, item, add_assistant(library.db), AnswerStatus.COMPLETE)

    (found,) = answers.answers_of_round(library.db, item.id)

    assert found.notices == ()
    library.close()

"""Listing sessions: order, words, and the rows of a page."""

from pathlib import Path

import pytest

from conductor.store.library import Library, open_library
from conductor.store.sessions import sessions
from conductor.store.sessions.session_lists import (
    known_kinds,
    known_tags,
    session_ids,
    sessions_by_ids,
)
from tests.store.rows import add_session


@pytest.fixture
def library(folder: Path) -> Library:
    return open_library(folder)


def titles(library: Library, *words: str) -> list[str]:
    found = sessions_by_ids(library.db, session_ids(library.db, words))
    return [session.title for session in found]


def test_all_words_must_be_in_the_title_or_the_tags(library: Library) -> None:
    board = add_session(library.db, "Board meeting")
    add_session(library.db, "이사회 회의록 요약")
    with library.db.atomic():
        sessions.add_tags(library.db, board.id, ("quarterly",))

    assert titles(library) == ["이사회 회의록 요약", "Board meeting"]
    assert titles(library, "BOARD", "quart") == ["Board meeting"]
    assert titles(library, "#quarterly") == ["Board meeting"]
    assert titles(library, "회의") == ["이사회 회의록 요약"]
    assert titles(library, "board", "회의") == []
    library.close()


def test_signs_of_patterns_are_literal(library: Library) -> None:
    add_session(library.db, "100 % sure")
    add_session(library.db, "under_score \\ back")

    assert titles(library, "%") == ["100 % sure"]
    assert titles(library, "_") == ["under_score \\ back"]
    assert titles(library, "\\") == ["under_score \\ back"]
    library.close()


def test_kinds_and_tags_come_with_the_most_used_first(library: Library) -> None:
    for kind, tag in (("email", "a"), ("memo", "b"), ("memo", "b")):
        session = add_session(library.db)
        with library.db.atomic():
            sessions.set_session_kind(library.db, session.id, kind)
            sessions.add_tags(library.db, session.id, (tag,))

    assert known_kinds(library.db) == ("memo", "email")
    assert known_tags(library.db) == ("b", "a")
    library.close()

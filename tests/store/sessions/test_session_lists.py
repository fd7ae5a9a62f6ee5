"""Listing sessions: order, words, and the rows of a page."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from conductor.core.ids import SessionId
from conductor.store.library import Library, open_library
from conductor.store.sessions import bin as bin_store
from conductor.store.sessions import sessions
from conductor.store.sessions.session_lists import (
    binned_ids,
    known_kinds,
    known_tags,
    session_ids,
    session_places,
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


WORDS = ("", "board", "회의")


class Listed(RuleBasedStateMachine):
    """A list that only takes what changed says at every time the same as one that is read anew."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.db = open_library(Path(self.folder.name)).db
        self.ids: list[SessionId] = []
        self.time = 0
        self.lists: dict[tuple[str, bool], list[SessionId]] = {
            (word, of_bin): [] for word in WORDS for of_bin in (False, True)
        }

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()

    @rule(title=st.sampled_from(("Board meeting", "회의록", "Plan")))
    def add(self, title: str) -> None:
        added = add_session(self.db, title).id
        self.ids.append(added)
        self.take({added})

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), how=st.sampled_from(("touch", "rename", "tag", "bin", "restore")))
    def change(self, data: st.DataObject, how: str) -> None:
        chosen = data.draw(st.sets(st.sampled_from(self.ids), min_size=1))
        self.time += 1
        when = f"2026-11-22T10:{self.time // 60:02}:{self.time % 60:02}.000Z"
        with self.db.atomic():
            for one in chosen:
                match how:
                    case "touch":
                        sessions.touch_session(self.db, one, when)
                    case "rename":
                        sessions.rename_session(self.db, one, f"board {self.time}")
                    case "tag":
                        sessions.add_tags(self.db, one, ("회의",))
                    case "bin":
                        bin_store.put_into_bin(self.db, one, when)
                    case _:
                        bin_store.take_out_of_bin(self.db, one)
        self.take(chosen)

    def take(self, changed: set[SessionId]) -> None:
        for (word, of_bin), kept in self.lists.items():
            places = session_places(self.db, changed, word.split(), of_bin=of_bin)
            kept[:] = [one for one in kept if one not in changed]
            for one, after in places:
                kept.insert(len(kept) if after is None else kept.index(after), one)

    @invariant()
    def lists_are_as_if_read_anew(self) -> None:
        for (word, of_bin), kept in getattr(self, "lists", {}).items():
            read = binned_ids if of_bin else session_ids
            assert tuple(kept) == read(self.db, word.split()), (word, of_bin)


TestListed = Listed.TestCase
TestListed.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


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

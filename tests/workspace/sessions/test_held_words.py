"""Words that the library refuses are held, kept later, and put into a file at the very end."""

import json
from pathlib import Path

import pytest

from conductor.core.errors import StoreError
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.refusing import refusing
from tests.workspace.conftest import Stage


def test_words_that_were_refused_are_read_as_if_they_were_kept(stage: Stage, folder: Path) -> None:
    sessions = stage.workspace.sessions
    with refusing(folder), pytest.raises(StoreError):
        sessions.keep_draft("new", "Held")

    assert sessions.draft("new") == "Held"


def test_several_places_are_kept_together_or_not_at_all(folder: Path) -> None:
    stage = Stage(folder)
    sessions = stage.workspace.sessions
    sessions.keep_drafts({"one": "1", "two": "2"})
    with refusing(folder), pytest.raises(StoreError):
        sessions.keep_drafts({"one": "", "two": "both"})

    stage.workspace.keep_held()

    stage.workspace.close()
    again = open_workspace(folder, lambda: None)
    assert (again.sessions.draft("one"), again.sessions.draft("two")) == ("", "both")
    again.close()


def test_what_is_held_is_kept_with_what_is_typed_next_and_not_over_it(
    stage: Stage, folder: Path
) -> None:
    sessions = stage.workspace.sessions
    with refusing(folder), pytest.raises(StoreError):
        sessions.keep_drafts({"one": "old", "two": "held"})

    sessions.keep_draft("one", "new")

    stage.workspace.keep_held()
    assert (sessions.draft("one"), sessions.draft("two")) == ("new", "held")


def test_a_half_character_does_not_keep_the_rest_from_being_kept(stage: Stage) -> None:
    sessions = stage.workspace.sessions

    sessions.keep_draft("new", "half \ud83d")

    assert sessions.draft("new").startswith("half ")


@pytest.mark.logs_warnings
def test_the_persons_own_text_that_is_refused_is_held_and_put_aside_at_the_end(
    folder: Path,
) -> None:
    stage = Stage(folder)
    view = stage.asked("Go", stage.team("Astra"))
    session_id = view.round.session_id
    with refusing(folder):
        with pytest.raises(StoreError):
            stage.workspace.drafts.keep(session_id, "My own words")
        assert stage.workspace.drafts.get(session_id).text == "My own words"
        farewell = stage.workspace.close()

    assert farewell is not None
    path = Path(farewell.split("put into ")[1].rstrip("."))
    (row,) = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    assert row["text"] == "My own words"


def test_the_persons_own_text_is_kept_as_soon_as_the_library_takes_it(folder: Path) -> None:
    stage = Stage(folder)
    session_id = stage.asked("Go", stage.team("Astra")).round.session_id
    with refusing(folder), pytest.raises(StoreError):
        stage.workspace.drafts.keep(session_id, "My own words")

    stage.workspace.keep_held()

    assert stage.workspace.close() is None
    again = open_workspace(folder, lambda: None)
    assert again.drafts.get(session_id).text == "My own words"
    again.close()


def test_words_of_a_session_that_was_deleted_for_good_do_not_come_back(folder: Path) -> None:
    stage = Stage(folder)
    session_id = stage.asked("Go", stage.team("Astra")).round.session_id
    with refusing(folder):
        for keep in (stage.workspace.sessions.keep_draft, stage.workspace.drafts.keep):
            with pytest.raises(StoreError):
                keep(session_id, "Gone")
    stage.workspace.bin.put([session_id])

    stage.workspace.bin.delete_for_good([session_id])

    assert stage.workspace.close() is None
    again = open_workspace(folder, lambda: None)
    assert again.sessions.draft(session_id) == ""
    again.close()

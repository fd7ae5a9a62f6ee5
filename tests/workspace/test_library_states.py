"""What the window asks of a library that was left badly, went away, or is missing."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from conductor.core.errors import LibraryDamaged, LibraryGone, LibraryMissing
from conductor.core.events import Started, Text
from conductor.store import library as library_module
from conductor.workspace.workspace import open_workspace
from tests.fakes import Gate
from tests.store.backups.test_missing import worked_in
from tests.store.test_end_mark import with_hidden_damage
from tests.workspace.conftest import Stage


def nothing() -> None:
    """Wait for no engine."""


def test_the_session_that_hurt_at_opening_is_known_at_the_next_start(folder: Path) -> None:
    worked_in(folder)
    first = open_workspace(folder, nothing)
    (session,) = first.sessions.all()
    assert (first.last_run.ended_well, first.last_run.opening) == (True, None)
    first.note_opening(session.id)
    kept = (folder / "open.json").read_bytes()
    first.close()
    (folder / "open.json").write_bytes(kept)  # as if it had been killed

    second = open_workspace(folder, nothing)

    assert (second.last_run.ended_well, second.last_run.opening) == (False, session.id)
    second.note_opened()
    second.close()
    third = open_workspace(folder, nothing)
    assert (third.last_run.ended_well, third.last_run.opening) == (True, None)
    third.close()


def test_damage_that_is_found_meanwhile_is_looked_for_again_at_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_hidden_damage(folder)
    (folder / "open.json").write_bytes(b"{}")
    monkeypatch.setattr(library_module, "CHECK_AT_ONCE_BYTES", 1000)
    workspace = open_workspace(folder, nothing)
    assert workspace.is_unchecked

    found = workspace.find_damage(threading.Event())

    assert isinstance(found, LibraryDamaged)
    workspace.close()
    again = open_workspace(folder, nothing)
    assert again.is_unchecked
    again.close()


def test_a_missing_library_is_begun_anew_only_on_request(folder: Path) -> None:
    worked_in(folder).unlink()

    with pytest.raises(LibraryMissing):
        open_workspace(folder, nothing)

    workspace = open_workspace(folder, nothing, make_new=True)
    assert workspace.sessions.all() == ()
    workspace.close()


@pytest.mark.logs_warnings
def test_a_folder_that_went_away_is_said_and_the_words_are_put_aside_at_the_end(
    folder: Path, tmp_path: Path
) -> None:
    stage = Stage(folder)
    gate = Gate()
    stage.provider.script("Astra", Started("r", "m"), Text("What came so far"), gate)
    view = stage.ask("Go", stage.team("Astra"))
    stage.until_text(view.answers[0].id, "so far")
    assert stage.workspace.why_gone() is None

    shutil.rmtree(folder)

    why = stage.workspace.why_gone()
    assert why is not None
    assert "moved, deleted or unmounted" in why
    with pytest.raises(LibraryGone):
        stage.workspace.sessions.rename(view.round.session_id, "Other")
    farewell = stage.workspace.close()
    assert farewell is not None
    path = Path(farewell.split("put into ")[1].rstrip("."))
    (row,) = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    assert row["text"] == "What came so far"
    assert not folder.exists(), "nothing is made where the folder was"

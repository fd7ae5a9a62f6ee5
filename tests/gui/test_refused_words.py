"""What a person writes while the library refuses it is neither lost nor mixed up."""

import json
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from conductor.core.errors import StoreError
from conductor.core.ids import SessionId
from conductor.gui.assistants.assistant_form import AssistantForm
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.judging import view_of
from tests.gui.driving.refusing import refusing
from tests.gui.driving.setup import ASSISTANTS, CONNECTIONS, SetupDriver
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def asked(person: Driver, words: str = "Plan the move") -> SessionId:
    person.write(words)
    person.send()
    person.wait_for_end("Astra", "Opus")
    session_id = person.window.workbench.session_id
    assert session_id is not None
    return session_id


def composed(person: Driver) -> str:
    edit = person.find("composerEdit")
    assert isinstance(edit, QPlainTextEdit)
    return edit.toPlainText()


def act(person: Driver, name: str) -> None:
    person.window.actions_table.action(name).trigger()


def put_aside(farewell: str | None) -> dict[str, str]:
    """Return what was put aside, by its place; the file is taken away."""
    assert farewell is not None
    path = Path(farewell.split("put into ")[1].rstrip("."))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return {row["place"]: row["text"] for row in rows}


@pytest.mark.logs_warnings
def test_words_that_are_refused_until_the_window_closes_are_put_into_a_file(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    with refusing(folder):
        person.write("Never lose this")
        person.window.close()

    assert put_aside(person.window.farewell)["new"] == "Never lose this"


@pytest.mark.logs_warnings
def test_a_form_that_is_refused_until_the_window_closes_is_put_into_the_same_file(
    team: SseServer, opened: Open, folder: Path
) -> None:
    setup = SetupDriver(opened())
    setup.go(ASSISTANTS)
    setup.click("addAssistantButton")
    with refusing(folder):
        setup.type("assistantName", "Half a name")
        setup.person.window.close()

    assert "Half a name" in put_aside(setup.person.window.farewell)["assistant"]


def test_nothing_is_said_at_the_end_when_all_was_kept(team: SseServer, opened: Open) -> None:
    person = opened()
    person.write("Kept")
    person.window.close()

    assert person.window.farewell is None


def test_words_left_behind_while_they_were_refused_are_kept_without_coming_back(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    session_id = asked(person)
    with refusing(folder):
        person.write("Then the landlord")
        person.window.workbench.open_session(None)

    reader = open_workspace(folder, lambda: None)
    person.until(lambda: reader.sessions.draft(session_id) == "Then the landlord")
    reader.close()


def test_a_form_that_was_saved_does_not_come_back_because_forgetting_it_was_refused(
    team: SseServer, opened: Open, folder: Path
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    setup.type("connectionName", "Half a name")
    sessions = setup.person.window.workspace.sessions
    setup.person.until(lambda: "Half a name" in sessions.draft("connection"))
    with refusing(folder):
        setup.click("cancelButton")

    assert sessions.draft("connection") == ""
    setup.person.window.close()
    again = SetupDriver(opened())
    again.go(CONNECTIONS)
    assert not again.person.sees("connectionForm")


def test_editing_another_round_keeps_the_changed_words_of_the_first(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    session_id = asked(person)
    asked(person, "And the budget?")
    act(person, "roundBefore")
    act(person, "editTask")
    person.until(lambda: composed(person) == "Plan the move")
    person.write(" in June")
    act(person, "roundAfter")
    person.until(lambda: person.window.workbench.is_opening is False)

    act(person, "editTask")

    person.until(lambda: composed(person) == "And the budget?")
    assert person.window.workspace.sessions.draft(session_id) == "Plan the move in June"
    assert person.window.workspace.sessions.draft(f"{session_id}/edit") == ""


def test_words_that_were_not_changed_do_not_join_the_draft(team: SseServer, opened: Open) -> None:
    person = opened()
    session_id = asked(person)
    asked(person, "And the budget?")
    act(person, "editTask")
    act(person, "roundBefore")
    person.until(lambda: person.window.workbench.is_opening is False)

    act(person, "editTask")

    person.until(lambda: composed(person) == "Plan the move")
    assert person.window.workspace.sessions.draft(session_id) == ""


@pytest.mark.parametrize("button", ["testConnectionButton", "removeConnectionButton"])
def test_a_half_filled_connection_is_not_thrown_away_by_another_button(
    team: SseServer, opened: Open, button: str
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click_row("connectionTable", "Here")
    setup.click("editConnectionButton")
    setup.type("connectionName", "Half a name")

    setup.click(button)

    assert setup.words("paneMessage") == "Save this or cancel it first."
    edit = setup.person.find("connectionName")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "Half a name"
    assert len(setup.rows("connectionTable")) == 1


def test_what_was_written_of_a_connection_is_there_again_when_another_one_is_added(
    team: SseServer, opened: Open
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click_row("connectionTable", "Here")
    setup.click("testConnectionButton")
    setup.person.click("navWorkbench")
    kept = '{"name": "Office"}'
    setup.person.window.workspace.sessions.keep_draft("connection", kept)
    setup.go(CONNECTIONS)

    setup.click("addConnectionButton")

    edit = setup.person.find("connectionName")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "Office"


def test_a_form_that_is_opened_anew_does_not_take_the_words_of_the_one_before_for_its_own(
    team: SseServer, opened: Open
) -> None:
    setup = SetupDriver(opened())
    setup.go(ASSISTANTS)
    setup.click_row("assistantTable", "Astra")
    setup.click("editAssistantButton")
    setup.type("assistantName", "Astra the second")
    form = setup.person.find("assistantForm")
    assert isinstance(form, AssistantForm)

    form.begin()  # no button does this while something is written; nothing may be lost by it

    left = setup.person.window.workspace.sessions.draft("assistant")
    astra = setup.person.window.workspace.connections.assistants()[0]
    assert json.loads(left)["editing"] == astra.id


def note_on_astra(person: Driver) -> QWidget:
    """Begin a note on an answer, and return its column."""
    view_of(person, "Astra").setFocus()
    act(person, "addNote")
    return person.columns()["Astra"]


def test_a_note_in_the_column_and_one_in_the_pane_do_not_overwrite_each_other(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    session_id = asked(person)
    person.until(lambda: person.window.workbench.is_opening is False)
    act(person, "noteOnSession")
    pane = person.find("notesPane")
    person.until(lambda: person.sees("noteEdit", pane))
    QTest.keyClicks(person.find("noteEdit", pane), "Of the session")
    column = note_on_astra(person)
    QTest.keyClicks(person.find("noteEdit", column), "Of the answer")
    person.window.close()

    person = opened()
    person.until(lambda: person.window.workbench.session_id == session_id)
    person.until(lambda: person.window.workbench.is_opening is False)
    act(person, "noteOnSession")
    person.until(lambda: person.sees("noteEdit", person.find("notesPane")))
    assert person.text("noteEdit", person.find("notesPane")) == "Of the session"
    column = note_on_astra(person)
    assert person.text("noteEdit", column) == "Of the answer"


def test_a_title_that_is_refused_is_taken_when_the_session_is_opened_again(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    session_id = asked(person)
    act(person, "renameSession")
    line = person.find("sessionTitleEdit")
    QTest.keyClicks(line, "The move")
    with refusing(folder):
        QTest.keyClick(line, Qt.Key.Key_Return)
    sessions = person.window.workspace.sessions
    assert sessions.get(session_id).title != "The move"

    person.window.workbench.open_session(None)
    person.window.workbench.open_session(session_id)

    assert sessions.get(session_id).title == "The move"
    assert sessions.draft(f"{session_id}/line") == ""


def test_a_session_whose_words_cannot_be_read_leaves_the_one_before_as_it_is(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    session_id = asked(person)
    sessions = person.window.workspace.sessions

    def unreadable(_place: str) -> str:
        raise StoreError("The disk has an error.")

    with monkeypatch.context() as patch:
        patch.setattr(sessions, "draft", unreadable)
        with suppress(StoreError):
            person.window.workbench.open_session(None)

    assert person.window.workbench.session_id == session_id
    person.write("Of this session")
    person.window.close()
    workspace = open_workspace(folder_of(person), lambda: None)
    kept = workspace.sessions.draft(session_id), workspace.sessions.draft("new")
    workspace.close()
    assert kept == ("Of this session", "")


def folder_of(person: Driver) -> Path:
    return person.window.workspace.folder


@pytest.mark.logs_warnings
def test_words_typed_in_a_library_that_can_only_be_read_are_put_into_a_file(
    team: SseServer, opened: Open
) -> None:
    first = opened()
    asked(first)
    second = opened()  # the first one has it open
    assert second.window.workspace.read_only is not None
    session_id = second.window.workbench.session_id
    assert session_id is not None

    second.write("Not to be lost")
    second.window.workbench.start_session()
    second.window.workbench.open_session(session_id)
    assert composed(second) == "Not to be lost"
    second.window.close()

    assert put_aside(second.window.farewell) == {session_id: "Not to be lost"}


def test_nothing_is_put_aside_where_nothing_was_typed(team: SseServer, opened: Open) -> None:
    first = opened()
    asked(first)
    first.write("Mine")
    first.window.workbench.start_session()
    first.window.workbench.open_session(first.window.workspace.sessions.all()[0].id)
    second = opened()
    assert composed(second) == "Mine"
    first.write(" still")
    first.window.close()

    second.window.close()

    assert second.window.farewell is None

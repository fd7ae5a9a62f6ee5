"""Notes in the window: on words of an answer, on rounds and sessions, together as guidance."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QTextBrowser

from tests.gui.driving.judging import ask, press, select, type_in, view_of
from tests.gui.driving.refusing import refusing
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]
ANSWER = "# Plan\n\nThe **budget** is fine. The date is wrong.\n"


def asked(team: SseServer, opened: Open) -> Driver:
    team.script("astra", text(ANSWER), text("# Plan\n\nNow the date is wrong still.\n"), text("ok"))
    person = opened()
    ask(person)
    return person


def marked(view: QTextBrowser) -> list[str]:
    return [mark.cursor.selectedText() for mark in view.extraSelections()]


def note_list(person: Driver) -> QListWidget:
    found = person.find("noteList")
    assert isinstance(found, QListWidget)
    return found


def note_on(person: Driver, words: str, comment: str) -> None:
    select(person, "Astra", words)
    press(person, "Ctrl+M")
    type_in(comment)
    press(person, "Return")


def test_a_note_is_written_beside_the_selection_and_marks_it(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)

    note_on(person, "budget is fine", "Says who?")

    (note,) = person.window.workspace.notes.all()
    assert note.text == "Says who?"
    assert note.quote == "**budget** is fine"
    assert marked(view_of(person, "Astra")) == ["budget is fine"]
    assert not person.sees("noteEditor")


def test_the_marks_are_there_again_after_a_start_and_in_a_session_gone_back_to(
    team: SseServer, opened: Open
) -> None:
    person = asked(team, opened)
    note_on(person, "budget is fine", "Says who?")
    session_id = person.window.workbench.session_id
    person.window.workbench.start_session()
    person.window.workbench.open_session(session_id)
    person.until(lambda: marked(view_of(person, "Astra")) == ["budget is fine"])
    person.window.close()

    again = opened()

    again.until(lambda: marked(view_of(again, "Astra")) == ["budget is fine"])


def test_escape_writes_no_note_and_gives_the_focus_back(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    view = select(person, "Astra", "budget")

    press(person, "Ctrl+M")
    type_in("never mind")
    press(person, "Escape")

    assert person.window.workspace.notes.all() == ()
    assert view.hasFocus()


def test_the_marks_stay_in_another_size_and_move_to_the_revision(
    team: SseServer, opened: Open
) -> None:
    person = asked(team, opened)
    note_on(person, "date is wrong", "Which?")
    press(person, "Ctrl++")
    assert marked(view_of(person, "Astra")) == ["date is wrong"]

    workspace = person.window.workspace
    session_id = person.window.workbench.session_id
    assert session_id is not None
    workspace.rounds.retry(session_id, workspace.sessions.assistants(session_id)[:1])
    person.window.workbench.open_session(session_id)
    person.wait_for("Astra", "still")
    person.wait_for_end("Astra")

    person.until(lambda: marked(view_of(person, "Astra")) == ["date is wrong"])


def test_several_ticked_notes_become_the_next_words(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    note_on(person, "budget is fine", "Say where it comes from.")
    note_on(person, "date is wrong", "It is Monday.")
    press(person, "Ctrl+Shift+N")
    listed = note_list(person)
    assert listed.count() == 2
    for number in range(2):
        listed.item(number).setCheckState(Qt.CheckState.Checked)

    person.click("notesToWords")

    assert person.text("composerEdit") == (
        "1. “**budget** is fine”: Say where it comes from.\n2. “date is wrong”: It is Monday."
    )


def test_a_note_is_edited_removed_and_brought_back(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    note_on(person, "budget", "One")
    notes = person.window.workspace.notes
    press(person, "Ctrl+Shift+N")
    note_list(person).setCurrentRow(0)

    press(person, "Return")
    type_in("Two")
    press(person, "Return")
    assert [note.text for note in notes.all()] == ["Two"]

    press(person, "Delete")
    assert notes.all() == ()
    assert marked(view_of(person, "Astra")) == []
    person.click("undoRemoveNote")
    assert [note.text for note in notes.all()] == ["Two"]


@pytest.mark.logs_warnings
def test_what_is_refused_of_a_note_is_told_and_can_be_done_again(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = asked(team, opened)
    note_on(person, "budget", "One")
    notes = person.window.workspace.notes
    press(person, "Ctrl+Shift+N")
    note_list(person).setCurrentRow(0)

    with refusing(folder):
        press(person, "Delete")
        assert person.text("composerMessage")
    assert [note.text for note in notes.all()] == ["One"]

    press(person, "Delete")
    person.window.workbench.words.say("")
    with refusing(folder):
        person.click("undoRemoveNote")
        assert person.text("composerMessage")
    assert notes.all() == ()
    person.click("undoRemoveNote")
    assert [note.text for note in notes.all()] == ["One"]


def test_a_click_on_a_note_shows_its_words(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    note_on(person, "date is wrong", "Which?")
    view = view_of(person, "Astra")
    view.moveCursor(view.textCursor().MoveOperation.Start)
    press(person, "Ctrl+Shift+N")
    listed = note_list(person)

    listed.itemClicked.emit(listed.item(0))

    assert view.textCursor().selectedText() == "date is wrong"


def test_rounds_and_sessions_have_notes_too(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)

    person.window.actions_table.action("noteOnRound").trigger()
    type_in("A first try.")
    press(person, "Return")
    person.window.actions_table.action("noteOnSession").trigger()
    type_in("For the board.")
    press(person, "Return")

    on_round, on_session = person.window.workspace.notes.all()
    assert (on_round.text, on_round.answer_id) == ("A first try.", None)
    assert on_round.round_id is not None
    assert (on_session.text, on_session.round_id) == ("For the board.", None)
    words = [note_list(person).item(n).text() for n in range(2)]
    assert words == ["A first try.\nOn this round", "For the board.\nOn the session"]


def test_an_empty_note_is_refused_where_it_is_written(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    select(person, "Astra", "budget")

    press(person, "Ctrl+M", "Return")

    assert person.text("noteTrouble") == "Write the note first."

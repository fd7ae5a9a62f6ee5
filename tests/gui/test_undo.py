"""What a person does is undone and redone by key, and seen so in the window and the library."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QTableView

from conductor.core.ids import SessionId
from conductor.workspace.guidance import lottery
from tests.gui.driving.judging import is_on, press, shown_round, type_in
from tests.gui.driving.refusing import refusing
from tests.gui.driving.session_driver import ask, chip, chips, choose, fill_in, library_rows
from tests.gui.driving.undoing import Act, go_there_and_back, press_on, redo, undo
from tests.gui.driving.window import Driver
from tests.gui.workbench.rounds.test_draws import FirstOnly
from tests.sse_server import SseServer, hang_after

Open = Callable[[], Driver]


def session_of(person: Driver) -> SessionId:
    session_id = person.window.workbench.session_id
    assert session_id is not None
    return session_id


def asked(person: Driver) -> None:
    ask(person, "Go")


def tagged(person: Driver) -> None:
    asked(person)
    tag(person, "board")


def in_library(person: Driver) -> None:
    asked(person)
    person.click("navLibrary")
    person.until(lambda: len(library_rows(person)) == 1)


def in_bin(person: Driver) -> None:
    in_library(person)
    bin_there(person)
    person.click("binButton")
    person.until(lambda: len(library_rows(person)) == 1)


def rename(person: Driver) -> None:
    person.click("sessionTitle")
    fill_in(person, "sessionTitleEdit", "Board meeting")


def tag(person: Driver, words: str) -> None:
    person.click("addTagButton")
    fill_in(person, "tagEdit", words)


def bin_there(person: Driver) -> None:
    table = person.find("libraryTable")
    assert isinstance(table, QTableView)
    table.selectRow(0)
    person.click("binSessionButton")
    person.until(lambda: library_rows(person) == [])


def put_back(person: Driver) -> None:
    person.click("restoreButton")
    person.until(lambda: library_rows(person) == [])


def binned(person: Driver) -> object:
    workspace = person.window.workspace
    return len(workspace.sessions.ids()), len(workspace.bin.ids())


def rows(person: Driver) -> object:
    return library_rows(person), binned(person)


SESSIONS = (
    Act("rename a session", rename, lambda p: p.text("sessionTitle"), asked),
    Act(
        "give a session a kind",
        lambda p: choose(p, p.find("sessionKind"), "report"),
        lambda p: p.text("sessionKind"),
        asked,
    ),
    Act("tag a session", lambda p: tag(p, "q4"), lambda p: chips(p, "sessionTag"), tagged),
    Act(
        "take a tag off",
        lambda p: choose(p, chip(p, "sessionTag", "#board"), "Take this tag off"),
        lambda p: chips(p, "sessionTag"),
        tagged,
    ),
    Act(
        "put the session that is open into the bin",
        lambda p: p.window.actions_table.action("binSession").trigger(),
        binned,
        asked,
    ),
    Act("put a session of the library into the bin", bin_there, rows, in_library),
    Act("take a session out of the bin", put_back, rows, in_bin),
)


def judged_state(person: Driver) -> object:
    """Return what the bar shows as picked, and the kept judgement."""
    shown = {w.objectName() for w in person.window.findChildren(QPushButton) if is_shown_on(w)}
    round_id = shown_round(person)
    now = person.window.workspace.judging.current(round_id)
    said = None if now is None else (now.kind, now.ranking, now.reason, now.tags)
    return shown & {"judgeBest1", "judgeBest2", "judgeTie", "judgeNone"}, said


def is_shown_on(button: QPushButton) -> bool:
    return button.isVisible() and button.isChecked()


def picked(person: Driver) -> None:
    asked(person)
    press(person, "Ctrl+1")


def rank(person: Driver) -> None:
    press(person, "Alt+R", "2", "1", "Return")


def give_a_reason(person: Driver) -> None:
    press(person, "Alt+W")
    type_in("shorter")
    press(person, "Return")


def asked_with_notes(person: Driver) -> None:
    asked(person)
    press(person, "Ctrl+Shift+N")


def noted(person: Driver) -> None:
    asked_with_notes(person)
    write_note(person)
    listed = person.find("noteList")
    assert isinstance(listed, QListWidget)
    listed.setCurrentRow(0)


def write_note(person: Driver) -> None:
    person.click("noteOnRoundButton")
    type_in("Says who?")
    press(person, "Return")


def edit_note(person: Driver) -> None:
    person.click("editNoteButton")
    type_in("Which one?")
    press(person, "Return")


def notes(person: Driver) -> object:
    """Return the notes that are listed, and those that are kept."""
    listed = person.window.findChild(QListWidget, "noteList")
    assert listed is not None
    shown = [listed.item(n).text().splitlines()[0] for n in range(listed.count())]
    return shown, [note.text for note in person.window.workspace.notes.all()]


def names_shown(person: Driver) -> object:
    return sorted(person.columns()), is_on(person, "blindToggle")


JUDGING = (
    Act("pick an answer", lambda p: press(p, "Ctrl+2"), judged_state, asked),
    Act("say there is no difference", lambda p: press(p, "Alt+="), judged_state, asked),
    Act("say none is usable", lambda p: press(p, "Alt+0"), judged_state, asked),
    Act("rank the answers", rank, judged_state, asked),
    Act("change one's mind", lambda p: press(p, "Ctrl+2"), judged_state, picked),
    Act("say why", give_a_reason, judged_state, picked),
    Act("hide who wrote what", lambda p: press(p, "Ctrl+Shift+B"), names_shown, asked),
)
NOTES = (
    Act("write a note", write_note, notes, asked_with_notes),
    Act("edit a note", edit_note, notes, noted),
    Act("remove a note", lambda p: p.click("removeNoteButton"), notes, noted),
)


@pytest.mark.parametrize("act", [*SESSIONS, *JUDGING, *NOTES], ids=lambda act: act.name)
def test_it_is_undone_and_redone_by_key(act: Act, team: SseServer, opened: Open) -> None:
    go_there_and_back(opened(), act)


def test_the_palette_and_the_keys_help_know_undo(team: SseServer, opened: Open) -> None:
    person = opened()
    asked(person)
    rename(person)

    press_on(person.window, "Ctrl+K")
    line = person.find("paletteEdit")
    QTest.keyClicks(line, "Undo")
    press_on(line, "Return")

    person.until(lambda: person.text("sessionTitle") == "Go")
    assert person.text("undoneText") == "Undone: title “Board meeting”."


def test_in_a_field_the_keys_are_the_fields(team: SseServer, opened: Open) -> None:
    person = opened()
    asked(person)
    rename(person)
    person.write("half a thought")
    words = person.find("composerEdit")
    assert isinstance(words, QPlainTextEdit)

    press_on(words, "Ctrl+Z")
    assert words.toPlainText() != "half a thought"
    for _more in range(30):  # also where it has nothing left to undo
        press_on(words, "Ctrl+Z")
    assert words.toPlainText() == ""
    for _more in range(30):
        press_on(words, "Ctrl+Shift+Z")
    assert words.toPlainText() == "half a thought"

    person.click("navLibrary")
    search = person.find("librarySearch")
    assert isinstance(search, QLineEdit)
    search.setFocus()
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
        press_on(search, keys)

    assert person.window.workspace.sessions.get(session_of(person)).title == "Board meeting"
    assert not person.sees("undoneLine")


def test_an_empty_field_that_has_nothing_to_take_back_hands_the_keys_on(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    asked(person)
    rename(person)
    words = person.find("composerEdit")
    words.setFocus()
    assert words.hasFocus()

    press_on(words, "Ctrl+Z")
    person.until(lambda: person.text("sessionTitle") == "Go")
    press_on(words, "Ctrl+Shift+Z")

    person.until(lambda: person.text("sessionTitle") == "Board meeting")
    assert words.hasFocus()


def test_what_went_away_offers_its_way_back(team: SseServer, opened: Open) -> None:
    person = opened()
    tagged(person)
    choose(person, chip(person, "sessionTag", "#board"), "Take this tag off")

    assert person.text("undoneText") == "tag “board” taken off."
    person.click("undoStepButton")

    assert chips(person, "sessionTag") == ["#board"]
    assert undo(person) == "Undone: tag “board” put on."  # the step before, not the same again
    assert chips(person, "sessionTag") == []


def test_the_offer_goes_when_the_key_was_faster(team: SseServer, opened: Open) -> None:
    person = opened()
    in_library(person)
    bin_there(person)
    assert person.sees("undoBinButton")

    undo(person)

    person.until(lambda: len(library_rows(person)) == 1)
    assert not person.sees("undoBinButton")


def test_undo_goes_over_pages_and_sessions_and_opens_none(team: SseServer, opened: Open) -> None:
    person = opened()
    asked(person)
    rename(person)
    first = session_of(person)
    person.window.workbench.start_session()
    ask(person, "Another")
    second = session_of(person)
    person.click("navSettings")

    undo(person)

    assert person.window.page == "settings"
    assert person.window.workspace.sessions.get(first).title == "Go"
    person.click("navWorkbench")
    assert session_of(person) == second


def test_nothing_to_undo_is_said(team: SseServer, opened: Open) -> None:
    person = opened()

    assert undo(person) == "There is nothing to undo."
    assert redo(person) == "There is nothing to redo."
    person.click("closeUndoneButton")
    assert not person.sees("undoneLine")


def test_a_drawn_round_is_unjudged_again_and_its_outcome_stays(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lottery.secrets, "SystemRandom", FirstOnly)
    person = opened()
    person.window.workspace.guidance.add("Make it shorter.")
    asked(person)
    assert person.text("drawMark") == "a draw is on"
    press(person, "Ctrl+1")
    told = person.text("drawResult")
    counted = person.window.workspace.lottery.revealed(shown_round(person))

    assert "what came of the draw stays as it is" in undo(person)

    assert not is_on(person, "judgeBest1")
    assert person.text("drawResult") == told
    press(person, "Ctrl+2")
    assert is_on(person, "judgeBest2")
    assert person.window.workspace.lottery.revealed(shown_round(person)) == counted


def test_a_blind_round_is_hidden_again_and_its_names_stay_secret_in_what_is_said(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    asked(person)
    press(person, "Ctrl+Shift+B")
    assert sorted(person.columns()) == ["1", "2"]
    press(person, "Ctrl+1")
    person.until(lambda: sorted(person.columns()) == ["Astra", "Opus"])

    said = undo(person)

    person.until(lambda: sorted(person.columns()) == ["1", "2"])
    assert "judging again is not blind" in said
    assert not any(name in said for name in ("Astra", "Opus"))


def test_undo_works_while_answers_stream(team: SseServer, opened: Open) -> None:
    team.script("opus", hang_after(2))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra")
    rename(person)
    before = person.window.workspace.live.ids
    assert before

    undo(person)
    assert person.text("sessionTitle") == "Go"
    redo(person)
    assert person.text("sessionTitle") == "Board meeting"

    assert person.window.workspace.live.ids == before
    press_on(person.window, "Ctrl+.")
    person.wait_for_end("Opus")


@pytest.mark.logs_warnings
def test_what_the_library_refuses_stays_to_be_undone(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    asked(person)
    rename(person)

    with refusing(folder):
        assert not undo(person).startswith("Undone")
        assert person.text("sessionTitle") == "Board meeting"

    assert undo(person) == "Undone: title “Board meeting”."
    assert person.text("sessionTitle") == "Go"


def test_what_another_program_changed_meanwhile_is_not_overwritten(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    asked(person)
    tag(person, "board")
    rename(person)
    with closing(sqlite3.connect(folder / "conductor.db")) as other, other:
        other.execute("UPDATE session SET title = 'Theirs'")

    assert "changed again meanwhile" in undo(person)

    assert person.window.workspace.sessions.get(session_of(person)).title == "Theirs"
    assert undo(person) == "Undone: tag “board” put on."


def test_in_a_library_that_is_only_read_there_is_nothing_to_undo(
    team: SseServer, opened: Open
) -> None:
    first = opened()
    asked(first)
    rename(first)
    second = opened()  # the first one has it open
    assert second.window.workspace.read_only is not None

    assert undo(second) == "There is nothing to undo."

    assert first.window.workspace.sessions.get(session_of(first)).title == "Board meeting"


def test_what_was_deleted_for_good_cannot_be_undone(team: SseServer, opened: Open) -> None:
    person = opened()
    asked(person)
    rename(person)
    person.click("navLibrary")
    person.until(lambda: len(library_rows(person)) == 1)
    bin_there(person)
    person.click("binButton")
    person.until(lambda: len(library_rows(person)) == 1)
    person.click("deleteButton")
    assert "cannot be brought back" in person.text("libraryMessage")
    person.click("deleteForGoodButton")
    person.until(lambda: library_rows(person) == [])

    assert undo(person) == "There is nothing to undo."
    assert binned(person) == (0, 0)


def test_the_sentences_are_korean_in_korean(team: SseServer, opened: Open) -> None:
    person = opened()
    asked(person)
    person.window.workspace.settings.change("language", "ko")
    person.until(lambda: person.text("navSettings") == "설정")
    rename(person)

    assert undo(person) == "실행 취소: 제목 “Board meeting”."

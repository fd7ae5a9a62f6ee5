"""My draft in the window: kept as it is typed, fed by selections that remember their source."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from tests.gui.driving.judging import ask, dialog, press, select, type_in, view_of
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]


def asked(team: SseServer, opened: Open) -> Driver:
    team.script("astra", text("# Plan\n\nThe **budget** is fine.\n\n- one\n- two\n"))
    team.script("opus", text("한국어 🙂 답변입니다."), text("Later."))
    person = opened()
    ask(person)
    return person


def kept(person: Driver) -> str:
    session_id = person.window.workbench.session_id
    assert session_id is not None
    return person.window.workspace.drafts.get(session_id).text


def edit_of(person: Driver) -> QPlainTextEdit:
    edit = person.find("draftEdit")
    assert isinstance(edit, QPlainTextEdit)
    return edit


def test_what_is_typed_is_kept_a_moment_later(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)

    press(person, "Ctrl+D")
    type_in("My own words")

    assert edit_of(person).hasFocus()
    person.until(lambda: kept(person) == "My own words")
    assert person.text("draftStatus") == "kept"


def test_what_was_just_typed_survives_the_window_being_closed(
    team: SseServer, opened: Open
) -> None:
    person = asked(team, opened)
    press(person, "Ctrl+D")
    type_in("Last words")
    person.window.close()

    again = opened()
    press(again, "Ctrl+D")

    assert again.text("draftEdit") == "Last words"


def test_a_selection_goes_there_with_its_marks_and_its_source(
    team: SseServer, opened: Open
) -> None:
    person = asked(team, opened)

    select(person, "Astra", "budget is")
    press(person, "Ctrl+Shift+D")
    select(person, "Opus", "🙂 답변")
    press(person, "Ctrl+Shift+D")

    assert kept(person) == "**budget** is\n\n답변\n"
    session_id = person.window.workbench.session_id
    assert session_id is not None
    pieces = person.window.workspace.drafts.pieces(session_id)
    assert [p.piece.quote for p in pieces] == ["**budget** is", "답변"]
    assert person.text("draftSourceButton") == "↗ From Opus, round 1"


def test_without_a_selection_the_whole_answer_goes_there(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    view = view_of(person, "Astra")
    view.setFocus()

    press(person, "Ctrl+Shift+D")

    assert kept(person).strip() == "# Plan\n\nThe **budget** is fine.\n\n- one\n- two"


def test_the_source_of_a_piece_is_shown_in_its_round(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    select(person, "Astra", "budget is fine.")
    press(person, "Ctrl+Shift+D")
    ask(person, "More")
    person.wait_for("Opus", "Later.")

    press(person, "Ctrl+D", "Ctrl+D")
    person.click("draftSourceButton")

    assert view_of(person, "Astra").textCursor().selectedText() == "budget is fine"
    assert "TASK 1" in person.text("roundKind")


def test_an_earlier_text_is_put_back(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    press(person, "Ctrl+D")
    edit = edit_of(person)
    edit.setPlainText("A long text that took a while to write, and that must not be lost.")
    person.until(lambda: kept(person).startswith("A long"))
    edit.setPlainText("Oops")
    person.until(lambda: kept(person) == "Oops")

    person.click("draftHistoryButton")
    history = dialog(person, "draftHistory")
    choice = person.find("draftVersionChoice", history)
    assert isinstance(choice, QComboBox)
    assert choice.count() == 1
    person.click("restoreDraftButton", history)

    assert person.text("draftEdit").startswith("A long text")
    assert kept(person).startswith("A long text")


def test_all_of_it_is_copied_formatted_and_shown_as_it_will_look(
    team: SseServer, opened: Open
) -> None:
    person = asked(team, opened)
    press(person, "Ctrl+D")
    edit_of(person).setPlainText("Some **bold** words")

    person.click("draftCopyButton")
    person.click("draftPreviewButton")

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Some bold words"
    assert "font-weight" in copied.html()
    assert person.text("draftPreview") == "Some bold words"


def test_a_session_that_has_not_begun_has_no_draft(team: SseServer, opened: Open) -> None:
    person = asked(team, opened)
    press(person, "Ctrl+D")
    type_in("For the first")
    person.until(lambda: kept(person) == "For the first")

    person.window.workbench.start_session()

    session = person.window.workspace.sessions.all()[0]
    assert person.window.workspace.drafts.get(session.id).text == "For the first"
    person.window.workbench.open_session(session.id)
    assert person.text("draftEdit") == "For the first"

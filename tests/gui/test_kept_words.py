"""What is typed is kept soon and without what must not be kept: half syllables and keys."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from conductor.core.ids import SessionId
from conductor.gui.kept_words import LATEST_MS, KeptWords
from tests.gui.driving.refusing import refusing
from tests.gui.driving.setup import CONNECTIONS, SetupDriver
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
KEY = "sk-canary-4f1d9c8b7a6e5d4c3b2a19080706"


def test_a_syllable_that_is_still_composed_is_kept_when_it_is_committed(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    edit = person.find("composerEdit")
    assert isinstance(edit, QPlainTextEdit)
    drafts = person.window.workspace.sessions.draft
    person.write("Plan ")
    QApplication.sendEvent(edit, QInputMethodEvent("하", []))
    person.until(lambda: drafts("new") == "Plan ")

    person.qtbot.wait(2 * LATEST_MS)
    assert drafts("new") == "Plan "
    committed = QInputMethodEvent("", [])
    committed.setCommitString("한")
    QApplication.sendEvent(edit, committed)

    person.until(lambda: drafts("new") == "Plan 한")


def test_a_key_is_never_kept_wherever_in_the_form_it_is_typed(
    team: SseServer, opened: Open, folder: Path
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    setup.choose("connectionService", "by its address")
    for field in ("keyEdit", "connectionName", "connectionAddress"):
        edit = setup.person.find(field)
        assert isinstance(edit, QLineEdit)
        edit.setFocus()
        edit.setText(KEY)
    setup.person.qtbot.wait(2 * LATEST_MS)

    kept = setup.person.window.workspace.sessions.draft("connection")
    assert '"parallel"' in kept, "the rest of the form is kept"
    setup.person.window.close()

    for path in folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_a_form_that_is_cancelled_is_not_there_again(team: SseServer, opened: Open) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    setup.type("connectionName", "Half a name")
    setup.person.until(
        lambda: "Half a name" in setup.person.window.workspace.sessions.draft("connection")
    )

    setup.click("cancelButton")

    assert setup.person.window.workspace.sessions.draft("connection") == ""
    setup.person.window.close()
    again = SetupDriver(opened())
    again.go(CONNECTIONS)
    assert not again.person.sees("connectionForm")


def test_the_focus_that_goes_elsewhere_keeps_at_once(team: SseServer, opened: Open) -> None:
    person = opened()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    person.write("Go")
    person.until(lambda: person.find("composerEdit").hasFocus())

    QTest.keyClick(person.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert person.window.workspace.sessions.draft("new") == "Go"


def asked(person: Driver) -> SessionId:
    """Ask something, and return the session that this began."""
    person.write("Plan the move")
    person.send()
    person.wait_for_end("Astra", "Opus")
    session_id = person.window.workbench.session_id
    assert session_id is not None
    return session_id


def words(person: Driver) -> str:
    edit = person.find("composerEdit")
    assert isinstance(edit, QPlainTextEdit)
    return edit.toPlainText()


def test_words_that_the_library_refuses_are_there_when_the_person_comes_back(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    session_id = asked(person)
    with refusing(folder):
        person.write("Then tell the landlord")
        person.window.workbench.open_session(None)
        person.until(lambda: words(person) == "")
        assert "Another program" in person.text("composerMessage")

    person.window.workbench.open_session(session_id)

    person.until(lambda: words(person) == "Then tell the landlord")
    assert person.window.workspace.sessions.draft(session_id) == "Then tell the landlord"


def test_changed_words_of_a_round_are_not_doubled_by_going_and_coming(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    session_id = asked(person)
    person.window.actions_table.action("editTask").trigger()
    person.until(lambda: words(person) == "Plan the move")
    person.write(" in June")

    for _time in range(3):
        person.window.workbench.open_session(None)
        person.until(lambda: words(person) == "")
        person.window.workbench.open_session(session_id)
        person.until(lambda: words(person) != "")
        person.write("!")

    assert words(person).count("in June") == 1


def test_what_cannot_be_forgotten_does_not_undo_what_was_sent(
    team: SseServer, opened: Open, folder: Path
) -> None:
    person = opened()
    kept = KeptWords(person.window.workspace, lambda: "half a note", person.window)
    said: list[object] = []
    kept.refused.connect(said.append)
    kept.open("note/one")
    kept.flush()
    with refusing(folder):
        kept.settle()
    assert len(said) == 1

    kept.settle()

    assert person.window.workspace.sessions.draft("note/one") == ""


UNKNOWN_KEY = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY"


def test_a_key_of_no_known_form_is_not_kept_with_the_form_either(
    team: SseServer, opened: Open, folder: Path
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    setup.choose("connectionService", "by its address")
    for field, text in (
        ("connectionName", UNKNOWN_KEY),
        ("connectionAddress", f"https://me:{UNKNOWN_KEY}@ai.example.com/v1?key={UNKNOWN_KEY}"),
        ("keyVariable", UNKNOWN_KEY),
    ):
        edit = setup.person.window.findChild(QLineEdit, field)
        assert isinstance(edit, QLineEdit)
        edit.setText(text)
    setup.person.qtbot.wait(2 * LATEST_MS)

    kept = setup.person.window.workspace.sessions.draft("connection")
    assert "https://ai.example.com/v1" in kept
    setup.person.window.close()

    for path in folder.rglob("*"):
        assert not path.is_file() or UNKNOWN_KEY.encode() not in path.read_bytes(), path


def test_a_form_that_is_not_saved_is_not_taken_for_another_connection(
    team: SseServer, opened: Open
) -> None:
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    edit = setup.person.find("connectionName")
    assert isinstance(edit, QLineEdit)
    edit.setText("Office")

    setup.click("addConnectionButton")

    assert edit.text() == "Office"

"""What is typed is kept soon and without what must not be kept: half syllables and keys."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from conductor.gui.kept_words import LATEST_MS
from tests.gui.setup import CONNECTIONS, SetupDriver
from tests.gui.window import Driver
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

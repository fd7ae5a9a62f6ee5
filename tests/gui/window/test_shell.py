"""The window before its library: it takes keys at once, and nothing of that is lost."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from conductor import app
from conductor.core.errors import StoreError
from conductor.gui.process.turns import Turns
from conductor.gui.window.living import Living
from conductor.gui.window.main_window import MainWindow
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.session_driver import ask
from tests.gui.driving.window import Driver, open_driver, prepare_team
from tests.sse_server import SseServer


class Starting(Driver):
    """A person at a window whose library is not open yet."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        window = app.shell(application, folder)
        qtbot.addWidget(window)
        super().__init__(qtbot, window)
        self.turns = Turns(app.mounting(window, folder, make_new=False), window)
        window.mounting = self.turns
        window.show()
        self.until(lambda: window.is_painted)

    @property
    def edit(self) -> QPlainTextEdit:
        """The field for words."""
        return self.window.workbench.words.edit

    def type(self, words: str) -> None:
        """Press keys where the focus is."""
        handle = self.window.windowHandle()
        for letter in words:
            QTest.keyClick(handle, letter)  # type: ignore[call-overload]

    def compose(self, syllable: str, commit: str = "") -> None:
        """Have an input method compose."""
        event = QInputMethodEvent(syllable, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.edit, event)

    def composed(self) -> str:
        """Return the syllable that is being composed."""
        return self.edit.textCursor().block().layout().preeditAreaText()

    def words_place(self) -> tuple[int, int]:
        """Return where the words begin, and how far from the window's right edge they end."""
        QApplication.sendPostedEvents()
        self.qtbot.wait(1)
        words = self.window.workbench.words
        left = words.mapTo(self.window, QPoint(0, 0)).x()
        return left, self.window.width() - left - words.width()

    def mount(self) -> None:
        """Let the rooms be mounted, and the last session be shown."""
        self.turns.finish()
        assert self.turns.trouble is None
        self.window.mounting = None
        self.window.begin()
        self.until(lambda: self.window.is_ready)


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A library with assistants and words that were not sent."""
    folder = tmp_path / "library"
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Here", base_url="http://127.0.0.1:9/v1"))
    for name in ("Astra", "Opus"):
        workspace.connections.add_assistant(name, there, model=name)
    workspace.close()
    return folder


def keep_draft(folder: Path, words: str) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    workspace.sessions.keep_draft("new", words)
    workspace.close()


def kept(folder: Path) -> str:
    """Return what a program that is ended now would leave."""
    with closing(sqlite3.connect(folder / "conductor.db")) as db:
        row = db.execute("SELECT text FROM draft WHERE place = 'new'").fetchone()
    return str(row[0]) if row else ""


@pytest.fixture
def start(qtbot: QtBot, prepared: Path) -> Iterator[Callable[[], Starting]]:
    started: list[Starting] = []

    def start_it() -> Starting:
        started.append(Starting(qtbot, prepared))
        return started[-1]

    yield start_it
    for person in started:
        person.window.close()


def test_a_key_is_shown_before_the_library_is_open(start: Callable[[], Starting]) -> None:
    person = start()

    person.type("hello")

    assert person.text("composerEdit") == "hello"
    assert not person.turns.is_over


def test_what_was_typed_stands_below_the_draft_that_was_kept(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "An old thought.")
    person = start()
    person.type("hello")
    person.edit.moveCursor(QTextCursor.MoveOperation.Left)

    person.mount()
    person.type("l")

    assert person.text("composerEdit") == "An old thought.\n\nhelllo"
    assert person.edit.hasFocus()


def test_what_was_typed_is_kept_as_soon_as_it_has_its_place(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "An old thought.")
    person = start()
    person.type("hello")
    assert kept(prepared) == "An old thought."

    person.mount()

    assert kept(prepared) == "An old thought.\n\nhello"


def test_a_syllable_that_is_being_composed_goes_on_while_the_rooms_come(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "예전 생각.")
    person = start()
    person.compose("ㅎ")
    person.compose("하")

    person.mount()
    assert person.composed() == "하"
    assert person.text("composerEdit") == ""
    person.compose("한")
    assert person.composed() == "한"
    person.compose("", commit="한")

    assert person.text("composerEdit") == "예전 생각.\n\n한"
    person.until(lambda: kept(prepared) == "예전 생각.\n\n한")


def test_a_draft_is_not_lost_while_a_syllable_is_composed(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "예전 생각.")
    person = start()
    person.compose("", commit="그")
    person.compose("하")

    person.mount()

    assert kept(prepared) == "예전 생각.\n\n그"


def test_the_field_stays_where_it_is_when_the_rooms_come(start: Callable[[], Starting]) -> None:
    person = start()
    person.type("hello")

    def place() -> tuple[QPoint, int, int]:
        box = person.window.workbench.words
        return box.mapTo(person.window, QPoint(0, 0)), box.width(), box.height()

    QApplication.sendPostedEvents()
    person.qtbot.wait(1)
    before = place()
    person.mount()

    assert place() == before


def seen_in(person: Starting) -> set[str]:
    """Return the names of what can be seen on the page, apart from the foot with the words."""
    page = person.window.workbench
    return {
        part.objectName()
        for part in page.findChildren(QWidget)
        if part.isVisible() and part.objectName() and not page.foot.isAncestorOf(part)
    }


@pytest.mark.parametrize("is_new", [True, False])
def test_no_room_is_seen_before_all_have_their_contents(
    start: Callable[[], Starting], qtbot: QtBot, tmp_path: Path, is_new: bool
) -> None:
    person = Starting(qtbot, tmp_path / "new") if is_new else start()
    shell = seen_in(person)

    while not person.turns.is_over:
        person.turns._step()
        QApplication.sendPostedEvents()
        person.qtbot.wait(1)
        assert seen_in(person) == shell
        assert person.edit.isVisible()
        assert person.edit.hasFocus()
    assert person.turns.trouble is None
    person.window.mounting = None
    person.window.begin()
    person.until(lambda: person.window.is_ready)

    assert "stage" in seen_in(person) - shell
    assert not person.sees("libraryBanner")
    person.window.close()


def test_the_words_begin_where_they_stay_in_a_session_with_rounds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with SseServer() as server:
        prepare_team(tmp_path, server.base_url, Una="una", Duo="duo")
        person = open_driver(qtbot, tmp_path)
        for number in (1, 2):
            person.until(lambda: person.window.is_ready)
            ask(person, f"Words of round {number}")
            person.wait_for_end("Una", "Duo")
        person.until(lambda: person.sees("roundPane") and person.sees("judgeBar"))
        person.find("answerView", person.columns()["Una"]).setFocus()
        person.window.close()
        again = Starting(qtbot, tmp_path)
        before = again.words_place()

        again.mount()

        assert again.sees("roundPane")
        assert again.words_place() == before
        again.window.close()
        again = Starting(qtbot, tmp_path)
        again.type("hello")
        before = again.words_place()
        again.mount()
        assert again.words_place() == before
        again.window.close()


def test_a_window_closed_while_the_rooms_come_keeps_what_was_typed(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "An old thought.")
    for steps in (0, 3, 20):
        person = start()
        person.type("x")
        for _step in range(steps):
            QTimer.singleShot(0, person.turns._step)
            person.qtbot.wait(1)

        person.window.close()

        assert kept(prepared).startswith("An old thought.\n\n")
        assert kept(prepared).count("x") == 1 + (0, 3, 20).index(steps)


def test_a_request_to_end_in_the_first_moments_keeps_what_was_typed(
    start: Callable[[], Starting], prepared: Path
) -> None:
    for mounted in (0, 3):
        person = start()
        living = Living(person.window, person.turns)
        person.type("x")
        for _step in range(mounted):
            person.turns._step()
        assert not person.turns.is_over

        os.kill(os.getpid(), signal.SIGTERM)

        person.until(lambda person=person: person.window.is_over)  # type: ignore[misc]
        assert living.stop() is None
        assert kept(prepared).count("x") == 1 + (0, 3).index(mounted)


def test_a_page_that_is_asked_for_early_is_shown_once_it_can_be(
    start: Callable[[], Starting],
) -> None:
    person = start()
    person.click("navAssistants")
    assert person.window.page == "workbench"

    person.mount()

    assert person.window.page == "assistants"


def test_a_shortcut_that_is_pressed_early_acts_once_it_can(start: Callable[[], Starting]) -> None:
    person = start()
    QTest.keyClick(
        person.window.windowHandle(),  # type: ignore[call-overload]
        Qt.Key.Key_Comma,
        Qt.KeyboardModifier.ControlModifier,
    )

    person.mount()

    assert person.window.page == "settings"


def test_words_that_are_sent_early_are_sent_once_that_can_be(start: Callable[[], Starting]) -> None:
    person = start()
    person.type("hello")
    person.click("sendButton")

    person.mount()

    person.until(lambda: person.window.workbench.session_id is not None)
    assert person.text("composerEdit") == ""


def test_words_are_not_sent_together_with_a_draft_nobody_saw(
    start: Callable[[], Starting], prepared: Path
) -> None:
    keep_draft(prepared, "An old thought.")
    person = start()
    person.type("hello")
    person.send()

    person.mount()

    assert person.window.workbench.session_id is None
    assert person.text("composerEdit") == "An old thought.\n\nhello"
    assert "not sent" in person.text("composerMessage")


class Closing(QObject):
    """A person who reads why there is no library, and closes the window then."""

    def __init__(self, words: str) -> None:
        super().__init__(QApplication.instance())
        self.read = ""
        self.words = ""
        self._typed = words
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if not isinstance(window, MainWindow) or not window.isVisible():
                continue
            edit = window.workbench.words.edit
            if self._typed:
                edit.insertPlainText(self._typed)
                self._typed = ""
            for label in window.findChildren(QLabel, "libraryTroubleText"):
                self.read, self.words = label.text(), edit.toPlainText()
                self._timer.stop()
                window.close()
                return


def test_a_library_of_another_program_is_said_in_the_window_with_the_words_in_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "conductor.db")) as db, db:
        db.execute("PRAGMA application_id = 7")
        db.execute("CREATE TABLE other (id INTEGER)")
    monkeypatch.setattr("conductor.app._has_screen", lambda: True)
    person = Closing("hello")

    code = app.run(tmp_path)

    assert code == 1
    assert "another program" in person.read
    assert "copy it" in person.read
    assert person.words == "hello"


def test_a_mistake_while_the_rooms_come_lets_go_of_the_library(
    start: Callable[[], Starting], prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_parts: object) -> None:
        raise RuntimeError("no rooms today")

    person = start()
    with monkeypatch.context() as patch:
        patch.setattr("conductor.gui.workbench.rooms.Rooms.__init__", fail)
        person.turns.finish()

    assert isinstance(person.turns.trouble, RuntimeError)
    workspace = open_workspace(prepared, lambda: None)
    assert workspace.read_only is None
    workspace.close()


def test_words_have_a_place_also_where_the_last_session_cannot_be_read(
    start: Callable[..., Starting], prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = start()
    with monkeypatch.context() as failing:

        def refused(*_given: object, **_named: object) -> object:
            raise StoreError("The library is busy.")

        failing.setattr("conductor.workspace.sessions.sessions.Sessions.all", refused)
        person.turns.finish()
        person.window.mounting = None
        person.window.begin()
        person.until(lambda: person.window.is_ready)

    person.type("hello")

    person.until(lambda: kept(prepared) == "hello")


def test_an_early_send_goes_out_also_where_the_language_turns_out_to_be_another(
    start: Callable[..., Starting], prepared: Path
) -> None:
    workspace = open_workspace(prepared, lambda: None, must_write=True)
    workspace.settings.change("language", "ko")
    workspace.close()
    person = start()
    person.type("hello")
    person.send()

    person.mount()

    person.until(lambda: person.window.workbench.session_id is not None)


def test_the_menu_can_be_wanted_before_and_after_it_is_in(start: Callable[..., Starting]) -> None:
    person = start()
    button = person.find("menuButton")
    assert isinstance(button, QToolButton)
    assert button.menu() is None

    person.mount()
    person.until(lambda: button.menu() is not None)

    wanted = SIGNAL("clicked(bool)")
    assert button.receivers(wanted) == 0, "the menu shows itself, and is not shown twice"

"""Judge in the window as a person does: by keys, and by reading what is shown and kept."""

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextBrowser, QWidget

from conductor.core.ids import RoundId
from conductor.core.judgement import Judgement
from tests.gui.driving.window import Driver


def press(person: Driver, *keys: str) -> None:
    """Press keys, each as Qt writes it ("Ctrl+2"), wherever the focus is."""
    for name in keys:
        combination: QKeyCombination = QKeySequence(name)[0]
        target = QApplication.focusWidget() or person.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def type_in(words: str) -> None:
    """Type words, wherever the focus is."""
    for letter in words:
        QTest.keyClicks(QApplication.focusWidget(), letter)


def ask(person: Driver, words: str = "Go") -> RoundId:
    """Send a task by keys alone, wait for all answers, and return the round."""
    back(person)
    press(person, "Ctrl+L")
    type_in(words)
    press(person, "Ctrl+Return")
    person.until(lambda: bool(person.columns()))
    person.wait_for_end(*person.columns())
    person.until(lambda: person.window.is_ready)
    return shown_round(person)


def in_order(person: Driver) -> list[str]:
    """Return the names of the columns that are shown, from left to right."""
    columns = person.columns()
    return sorted(columns, key=lambda name: columns[name].x())


def shown_round(person: Driver) -> RoundId:
    """Return the newest round of the session that is shown."""
    session_id = person.window.workbench.session_id
    assert session_id is not None
    return person.window.workspace.sessions.score(session_id)[-1].id


def judged(person: Driver, round_id: RoundId) -> Judgement:
    """Return the judgement of a round that counts."""
    judgement = person.window.workspace.judging.current(round_id)
    assert judgement is not None
    return judgement


def is_on(person: Driver, name: str) -> bool:
    """Whether a button that stays down is down."""
    button = person.find(name)
    assert isinstance(button, QAbstractButton)
    return button.isChecked()


def view_of(person: Driver, name: str) -> QTextBrowser:
    """Return the text of a column."""
    view = person.find("answerView", person.columns()[name])
    assert isinstance(view, QTextBrowser)
    return view


def select(person: Driver, name: str, words: str) -> QTextBrowser:
    """Select words in an answer, with the focus in it."""
    view = view_of(person, name)
    view.setFocus()
    found: QTextCursor = view.document().find(words)
    assert not found.isNull()
    view.setTextCursor(found)
    return view


def dialog(person: Driver, name: str) -> QWidget:
    """Return the open dialog of this name, active."""
    found = [w for w in person.window.findChildren(QWidget, name) if w.isVisible()]
    assert len(found) == 1
    found[0].activateWindow()
    person.until(found[0].isActiveWindow)
    return found[0]


def back(person: Driver) -> None:
    """Go back to the window, as a window manager does when a dialog closes."""
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)

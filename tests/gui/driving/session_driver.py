"""Help a test with what a person does around the answers."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTableView, QToolButton, QWidget

from conductor.gui.workbench.rounds.score_delegate import ROW_ROLE, ScoreRow
from tests.gui.driving.window import Driver

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(person: Driver, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key in the window, wherever the focus is."""
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    target = person.window.focusWidget() or person.window
    QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)


def fill_in(person: Driver, name: str, text: str) -> None:
    """Type ASCII words into a line and press Enter."""
    line = person.find(name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def choose(person: Driver, button: QWidget, words: str) -> None:
    """Choose an entry of a button's menu by the words it begins with."""
    assert isinstance(button, QToolButton)
    menu = button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    (action,) = [a for a in menu.actions() if a.text().startswith(words)]
    action.trigger()


def chips(person: Driver, name: str) -> list[str]:
    """Return what the chips of this name say, in order."""
    found = [c for c in person.window.findChildren(QToolButton, name) if c.isVisible()]
    return [chip.text() for chip in sorted(found, key=lambda c: c.mapToGlobal(c.pos()).x())]


def chip(person: Driver, name: str, text: str) -> QToolButton:
    """Return one chip."""
    found = person.window.findChildren(QToolButton, name)
    (one,) = [c for c in found if c.isVisible() and c.text() == text]
    return one


def score(person: Driver) -> list[ScoreRow]:
    """Return the rows of the rounds list."""
    rounds = person.window.findChild(QListWidget, "roundList")
    assert rounds is not None
    return [rounds.item(number).data(ROW_ROLE) for number in range(rounds.count())]


def library_rows(person: Driver) -> list[tuple[str, ...]]:
    """Return what the library shows: title, kind and tags of each row."""
    if not person.sees("libraryTable"):
        return []
    table = person.find("libraryTable")
    assert isinstance(table, QTableView)
    model = table.model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(3))
        for row in range(model.rowCount())
    ]


def ask(person: Driver, words: str) -> None:
    """Send words and wait until everybody has answered, and all of that is shown."""
    person.write(words)
    person.send()
    person.until(lambda: not person.window.workspace.live.ids and person.window.is_ready)

"""Use the pages on which a person sets things up."""

from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTableView,
    QWidget,
)

from conductor.providers import detect
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

CONNECTIONS, ASSISTANTS, ENSEMBLES = range(3)
_REAL = detect.find_servers


class SetupDriver:
    """A person at the pages of assistants and settings."""

    def __init__(self, person: Driver) -> None:
        self.person = person

    def go(self, tab: int = CONNECTIONS) -> None:
        """Go to a part of the assistants page."""
        if not self.person.sees("assistantsPage"):
            self.person.click("navAssistants")
        tabs = self.person.find("setupTabs")
        assert isinstance(tabs, QTabBar)
        QTest.mouseClick(
            tabs,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            tabs.tabRect(tab).center(),
        )
        self.person.until(
            lambda: not self.person.sees("foundWords") or "Looking" not in self.words("foundWords")
        )

    def click(self, name: str) -> None:
        """Click on something."""
        self.person.click(name)

    def words(self, name: str) -> str:
        """Return what a label says."""
        label = self.person.find(name)
        assert isinstance(label, QLabel)
        return label.text()

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field."""
        field = self.person.find(name)
        field.setFocus()
        if isinstance(field, QLineEdit | QPlainTextEdit | QSpinBox | QDoubleSpinBox):
            field.selectAll()
        elif isinstance(field, QComboBox):
            edit = field.lineEdit()
            assert edit is not None
            edit.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)

    def choose(self, name: str, words: str) -> None:
        """Choose an entry of a combo box by what it says."""
        combo = self.person.find(name)
        assert isinstance(combo, QComboBox)
        number = next(n for n in range(combo.count()) if words in combo.itemText(n))
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Home)
        for _step in range(number):
            QTest.keyClick(combo, Qt.Key.Key_Down)
        assert words in combo.currentText()

    def rows(self, name: str) -> list[list[str]]:
        """Return what a table shows."""
        table = self.person.find(name)
        assert isinstance(table, QTableView)
        model = table.model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def click_row(self, name: str, words: str) -> None:
        """Click on the row of a table that begins with these words."""
        table = self.person.find(name)
        assert isinstance(table, QTableView)
        row = [cells[0] for cells in self.rows(name)].index(words)
        middle = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle
        )

    def items(self, name: str) -> list[str]:
        """Return what a list shows."""
        found = self.person.find(name)
        assert isinstance(found, QListWidget)
        return [found.item(n).text() for n in range(found.count())]

    def click_item(self, name: str, words: str, *, on_box: bool = False) -> None:
        """Click on an entry of a list, or on the box in front of it."""
        found = self.person.find(name)
        assert isinstance(found, QListWidget)
        item = next(found.item(n) for n in range(found.count()) if words in found.item(n).text())
        rect = found.visualItemRect(item)
        where = rect.center()
        if on_box:
            where = QPoint(rect.left() + 16, where.y())
        QTest.mouseClick(
            found.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
        )

    def key(self, name: str, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key in something."""
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.person.find(name), key, modifier)

    def is_usable(self, name: str) -> bool:
        """Return whether a control can be used."""
        return self.person.find(name).isEnabled()


def reached_by_tab(start: QWidget, steps: int = 60) -> list[str]:
    """Return the names of what the Tab key reaches, in order."""
    names = []
    start.setFocus()
    window = start.window()
    for _step in range(steps):
        focus = window.focusWidget()
        if focus is None:
            break
        if focus.objectName() in names:
            break
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return names


def run_here(monkeypatch: pytest.MonkeyPatch, *servers: SseServer) -> None:
    """Have these servers, and no others, listen where model servers usually do."""
    ports = tuple(
        detect.UsualPort(urlsplit(server.base_url).port or 0, f"Server {number + 1}")
        for number, server in enumerate(servers)
    )

    async def find(client: object) -> object:
        return await _REAL(client, ports)  # type: ignore[arg-type]

    monkeypatch.setattr(detect, "find_servers", find)

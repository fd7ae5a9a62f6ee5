"""Use the page What works as a person would."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from tests.gui.driving.setup import SetupDriver


class WhatWorksDriver(SetupDriver):
    """A person at the page What works."""

    def go_there(self) -> None:
        """Go to the page by its key."""
        self.person.window.activateWindow()
        self.person.until(self.person.window.isActiveWindow)
        QTest.keyClick(self.person.window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        assert self.person.sees("whatWorksPage")

    def titles(self) -> list[str]:
        """Return the titles of the table's columns."""
        model = self._table("guidanceTable").model()
        across = Qt.Orientation.Horizontal
        return [str(model.headerData(n, across)) for n in range(model.columnCount())]

    def table(self) -> dict[str, list[str]]:
        """Return the rows of the table, by their guidance."""
        return {row[0]: row[1:] for row in self.rows("guidanceTable")}

    def open(self, guidance: str) -> None:
        """Open what is known of a guidance, by Enter."""
        self.click_row("guidanceTable", guidance)
        self.key("guidanceTable", Qt.Key.Key_Return)

    def spoken(self, name: str, row: int, column: int) -> str:
        """Return what is read aloud of a cell."""
        index = self._table(name).model().index(row, column)
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data())

    def _table(self, name: str) -> QTableView:
        table = self.person.find(name)
        assert isinstance(table, QTableView)
        return table

    def open_row(self, name: str, row: int) -> None:
        """Choose a row of a table by keys and open it."""
        table = self._table(name)
        table.setFocus()
        table.setCurrentIndex(table.model().index(row, 0))
        QTest.keyClick(table, Qt.Key.Key_Return)

    def tick(self, name: str, words: str) -> None:
        """Tick or untick an entry of a list by the space bar."""
        found = self.person.find(name)
        assert isinstance(found, QListWidget)
        row = next(n for n in range(found.count()) if words in found.item(n).text())
        found.setFocus()
        found.setCurrentRow(row)
        QTest.keyClick(found, Qt.Key.Key_Space)

    def ticked(self, name: str) -> list[str]:
        """Return the ticked entries of a list."""
        found = self.person.find(name)
        assert isinstance(found, QListWidget)
        items = [found.item(n) for n in range(found.count())]
        return [i.text() for i in items if i.checkState() is Qt.CheckState.Checked]

    def write_task(self, text: str) -> None:
        """Write another task and add it."""
        edit = self.person.find("newTaskText")
        assert isinstance(edit, QPlainTextEdit)
        edit.setPlainText(text)
        self.click("addTaskButton")

    def press(self, key: str | Qt.Key) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)

    def both(self) -> tuple[str, str]:
        """Return the two answers of the queue."""
        return self.person.text("trialLeft").strip(), self.person.text("trialRight").strip()


def everything_in(root: QWidget) -> list[tuple[object, ...]]:
    """Return all that a widget and those in it show, say or hold, seen or not."""
    return [_facts(widget) for widget in (root, *root.findChildren(QWidget))]


def _facts(widget: QWidget) -> tuple[object, ...]:
    names = [bytes(name.data()).decode() for name in widget.dynamicPropertyNames()]
    # Qt keeps things of its own under names that begin with a line.
    properties = [(n, str(widget.property(n))) for n in names if not n.startswith("_")]
    text = ""
    for reader in ("toPlainText", "text", "currentText", "windowTitle"):
        if callable(getattr(widget, reader, None)):
            text = str(getattr(widget, reader)())
            break
    cells = _cells(widget) if isinstance(widget, QAbstractItemView) else []
    place = (widget.x(), widget.y(), widget.width(), widget.height())
    return (
        type(widget).__name__,
        widget.objectName(),
        widget.isVisible(),
        place if widget.isVisible() else None,
        widget.hasFocus(),
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.toolTip(),
        widget.statusTip(),
        widget.whatsThis(),
        text,
        tuple(sorted(properties)),
        tuple(cells),
    )


def _cells(view: QAbstractItemView) -> list[str]:
    model = view.model()
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    return [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in roles
    ]


def visible_words(root: QWidget) -> str:
    """Return everything that can be seen or heard of a widget now."""
    facts = [_facts(w) for w in (root, *root.findChildren(QWidget)) if w.isVisible()]
    return "\n".join(str(part) for fact in facts for part in fact)

"""Walk everything a window says, to whatever sense, and find words in it."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

ROLES = [*range(16), *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 8)]
OF_QT = {"_PySideInvalidatePtr"}
"""Properties that PySide keeps for itself and that Python cannot read."""
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def everything_said(window: QWidget) -> Iterator[tuple[str, str]]:
    """Yield every text in the window with where it is: widgets, models, actions, clipboard.

    What a screen reader says of a widget is its accessible name and description, else its text;
    of a cell what the model has for it: all of these are read here. Qt's own interfaces are not
    asked: Python's hold on them outlives them, and that takes the process down.
    """
    yield "window title", window.windowTitle()
    for thing in [window, *window.findChildren(QObject)]:
        yield from _of_object(thing)
    copied = QGuiApplication.clipboard().mimeData()
    for kind in copied.formats() if copied is not None else ():
        yield f"clipboard {kind}", bytes(copied.data(kind).data()).decode("utf-8", "replace")


def _of_object(thing: QObject) -> Iterator[tuple[str, str]]:
    where = f"{type(thing).__name__} {thing.objectName()}"
    yield where, thing.objectName()
    for name in thing.dynamicPropertyNames():
        key = bytes(name.data()).decode()
        if key in OF_QT:
            continue
        yield f"{where} property {key}", _words(thing.property(key))
    if isinstance(thing, QAction):
        yield f"{where} action", f"{thing.text()} {thing.toolTip()} {_words(thing.data())}"
    if isinstance(thing, QWidget):
        yield from _of_widget(thing, where)
    if isinstance(thing, QAbstractItemModel):
        yield from _of_model(thing, where, QModelIndex())


def _of_widget(widget: QWidget, where: str) -> Iterator[tuple[str, str]]:
    yield f"{where} tool tip", widget.toolTip()
    yield f"{where} title", widget.windowTitle()
    yield f"{where} help", f"{widget.whatsThis()} {widget.statusTip()}"
    yield f"{where} name", widget.accessibleName()
    if isinstance(widget, QTabBar):
        for number in range(widget.count()):
            said = (widget.tabText(number), widget.tabToolTip(number), widget.tabData(number))
            yield f"{where} tab", " ".join([*map(_words, said), widget.accessibleTabName(number)])
    yield f"{where} description", widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield f"{where} text", widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield f"{where} text", widget.toPlainText()
        yield f"{where} placeholder", widget.placeholderText()
    if isinstance(widget, QComboBox):
        for number in range(widget.count()):
            yield f"{where} entry", f"{widget.itemText(number)} {_words(widget.itemData(number))}"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _of_model(widget.model(), where, QModelIndex())


def _of_model(
    model: QAbstractItemModel, where: str, parent: QModelIndex
) -> Iterator[tuple[str, str]]:
    for row in range(model.rowCount(parent)):
        is_list = isinstance(model, QAbstractListModel)  # which hides how many columns it has
        for column in range(1 if is_list else model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in ROLES:
                yield f"{where} role {role}", _words(model.data(index, role) or "")


def _words(value: object) -> str:
    """Return what a value says; where an object lies in memory is nothing that is said."""
    return _ADDRESS.sub("", str(value))

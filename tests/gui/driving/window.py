"""Drive the window as a person would: find things by their names, click, type, read."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from conductor.app import open_window
from conductor.gui.window.main_window import MainWindow
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace

PATIENCE_MS = 15_000


class Driver:
    """A person at the window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def find(self, name: str, inside: QWidget | None = None) -> QWidget:
        """Return the one visible widget of this name."""
        found = [w for w in (inside or self.window).findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets are called {name}"
        return found[0]

    def sees(self, name: str, inside: QWidget | None = None) -> bool:
        """Whether a widget of this name can be seen."""
        root = inside or self.window
        return any(widget.isVisible() for widget in root.findChildren(QWidget, name))

    def text(self, name: str, inside: QWidget | None = None) -> str:
        """Return what a label, button, edit or answer shows."""
        widget = self.find(name, inside)
        if isinstance(widget, QPlainTextEdit | QTextBrowser):
            return widget.toPlainText()
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text()

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Click in the middle of a widget."""
        widget = self.find(name, inside)
        assert widget.isEnabled()
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    def write(self, text: str) -> None:
        """Type words into the composer; Qt's test keys know ASCII only, the rest is inserted."""
        edit = self.find("composerEdit")
        assert isinstance(edit, QPlainTextEdit)
        edit.setFocus()
        for character in text:
            if character.isascii():
                QTest.keyClicks(edit, character)
            else:
                edit.insertPlainText(character)

    def send(self) -> None:
        """Press Ctrl+Enter."""
        QTest.keyClick(
            self.find("composerEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )

    def columns(self) -> dict[str, QWidget]:
        """Return the columns that are shown, by the names of their assistants."""
        found = self.window.findChildren(QWidget, "answerColumn")
        return {str(w.property("assistant")): w for w in found if w.isVisible()}

    def answer(self, name: str) -> str:
        """Return what an assistant's column shows."""
        return self.text("answerView", self.columns()[name]).strip()

    def status(self, name: str) -> str:
        """Return what an assistant's header says."""
        return self.text("answerStatus", self.columns()[name])

    def wait_for(self, name: str, text: str) -> None:
        """Wait until an assistant's column shows a text."""
        self.until(lambda: name in self.columns() and text in self.answer(name))

    def wait_for_end(self, *names: str) -> None:
        """Wait until these assistants' columns can no longer be stopped."""
        self.until(
            lambda: all(
                n in self.columns() and not self.sees("stopButton", self.columns()[n])
                for n in names
            )
        )


def open_driver(qtbot: QtBot, folder: Path) -> Driver:
    """Open the window on a library and wait until a person could use it."""
    window = open_window(folder)
    qtbot.addWidget(window)
    driver = Driver(qtbot, window)
    driver.until(lambda: window.is_ready)
    return driver


def prepare_team(folder: Path, base_url: str, **models: str) -> None:
    """Put a connection and assistants (name=model) into a library."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Here", base_url=base_url))
    for name, model in models.items():
        workspace.connections.add_assistant(name, there, model=model)
    workspace.close()


def still_running() -> list[str]:
    """Return the names of the program's threads: after a window has closed, those it gave up."""
    return [t.name for t in threading.enumerate() if t.name.startswith("conductor")]

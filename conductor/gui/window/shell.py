"""Paint the window before its library is open: the way between the pages, and a place to write.

Rules: little is imported here, because everything of it is waited for. What the person asks of
parts that are not mounted yet is held, and done once they are; keys go into the field at once.
Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from conductor.gui.commands import COMMANDS, Actions
from conductor.gui.process.first_look import FirstLook
from conductor.gui.window.navigation import Navigation
from conductor.gui.workbench.page import Workbench
from conductor.i18n import current_language

TROUBLE = "libraryTrouble"


class Shell(QMainWindow):
    """The window without what is in its rooms.

    Attributes:
        workbench: the page on which sessions are worked on; here with its field for words only.
        is_painted: whether it was painted.

    Signals:
        painted: it was painted for the first time.
    """

    painted = Signal()
    workbench: Workbench

    def __init__(self, look: FirstLook) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Conductor")
        self.resize(1280, 800)
        self.is_painted = False
        self._held: list[Callable[[], object]] = []
        self._look = look
        self._actions = Actions(self)
        self._build(look)
        self._hold_all()

    def _build(self, look: FirstLook | None) -> None:
        """Make the frame anew, in the language in use.

        Args:
            look: where the parts are expected that are not there yet; None if they come at once.
        """
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._navigation = Navigation(self._actions, centre)
        self._stack = QStackedWidget(centre)
        self._centre = centre
        self._right = QVBoxLayout()
        self._right.addWidget(self._stack, 1)
        row.addWidget(self._navigation)
        row.addLayout(self._right, 1)
        self.workbench = Workbench(self._stack)
        if look is not None:
            self.workbench.expect(
                is_follow_up=look.is_follow_up, left_px=look.left_px, beside_px=look.beside_px
            )
        self._stack.addWidget(self.workbench)
        self._navigation.show_place("workbench")
        self.setCentralWidget(centre)
        self._language = current_language()
        self.workbench.words.focus_words()

    def _hold_all(self) -> None:
        """Hold what is asked, until the parts that do it are there."""
        for command in COMMANDS:
            self._actions.action(command.name).triggered.connect(self._on_early_command)
        self._actions.action("quit").triggered.disconnect(self._on_early_command)
        self._actions.connect_to("quit", self.close)
        self._navigation.chosen.connect(self._on_early_page)
        for button in self.workbench.words.buttons:
            button.clicked.connect(self._on_early_click)

    def _hold_no_more(self) -> None:
        for command in COMMANDS:
            if command.name != "quit":
                self._actions.action(command.name).triggered.disconnect(self._on_early_command)
        self._navigation.chosen.disconnect(self._on_early_page)
        for button in self.workbench.words.buttons:
            button.clicked.disconnect(self._on_early_click)

    def _do_held(self) -> None:
        """Do what was asked before the parts were there, in that order."""
        held, self._held = self._held, []
        for action in held:
            action()

    @Slot()
    def _on_early_command(self) -> None:
        action = self._actions.action(self.sender().objectName())
        if action.isCheckable():
            action.setChecked(not action.isChecked())  # what carries it out will switch it
        is_send = action.objectName() == "send"
        self._held.append(self._send_early if is_send else action.trigger)

    def _send_early(self) -> None:
        """Send on the page as it is now: it is made anew where it had another language."""
        self.workbench.send_early()

    @Slot(object)
    def _on_early_page(self, name: str) -> None:
        self._held.append(lambda: self._navigation.chosen.emit(name))

    @Slot()
    def _on_early_click(self) -> None:
        button = self.sender()
        if button is self.workbench.words.send:
            self._held.append(self._send_early)
        elif isinstance(button, QAbstractButton):
            self._held.append(button.click)

    def show_trouble(self, sentence: str) -> None:
        """Say above the words why the library could not be opened, and that they are kept here."""
        from conductor.gui.widgets.warning_line import WarningLine

        self.hide_trouble()
        line = WarningLine(TROUBLE, sentence, (), self)
        self._right.insertWidget(0, line)
        line.show()
        line.announce()

    def hide_trouble(self) -> None:
        """Say it no longer."""
        line = self.findChild(QWidget, TROUBLE)
        if isinstance(line, QWidget):
            line.hide()
            line.setObjectName("")
            line.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and tell of the first time."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            self.painted.emit()

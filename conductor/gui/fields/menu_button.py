"""Make buttons that open a menu whose entries carry a value."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from conductor.gui.widgets.chip_row import dress_chip
from conductor.gui.widgets.mnemonic import literal


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of a menu.

    Attributes:
        text: what it says.
        value: what is announced when it is chosen.
        is_on: whether it is the present choice.
        is_apart: whether a line stands above it.
    """

    text: str
    value: object
    is_on: bool = False
    is_apart: bool = False


class MenuButton(QToolButton):
    """A chip that opens a menu.

    Signals:
        chosen: the value of the entry the person chose.
        opening: the menu is about to open; whoever hears this may set its entries.
    """

    chosen = Signal(object)
    opening = Signal()

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        dress_chip(self, name, text)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._on_triggered)
        self._menu.aboutToShow.connect(self.opening)
        self.setMenu(self._menu)

    def set_entries(self, entries: Iterable[MenuEntry]) -> None:
        """Offer these entries in place of those before."""
        self._menu.clear()
        for entry in entries:
            if entry.is_apart:
                self._menu.addSeparator()
            action = QAction(literal(entry.text), self._menu)
            action.setData(entry)
            action.setCheckable(entry.is_on)
            action.setChecked(entry.is_on)
            self._menu.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        entry = action.data()
        if isinstance(entry, MenuEntry):
            self.chosen.emit(entry.value)

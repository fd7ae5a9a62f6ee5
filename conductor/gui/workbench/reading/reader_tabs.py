"""List whose answers or threads can be read, one tab for each.

Thread: GUI.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from conductor.gui.widgets.assistant_dot import SIZE_PX, dot_icon
from conductor.gui.widgets.mnemonic import literal

_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class ReaderTab:
    """What a tab says.

    Attributes:
        key: what it is known by: the id of an answer or of an assistant.
        colour: the number of the assistant's colour; None while it is hidden.
        state: a word or sign for how it stands; may be empty.
    """

    key: str
    name: str
    colour: int | None
    state: str = ""


class ReaderTabs(QTabBar):
    """The tabs.

    Signals:
        chosen: the key of the tab that the person chose.
    """

    chosen = Signal(object)

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setIconSize(QSize(SIZE_PX, SIZE_PX))
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys: list[str] = []
        self.currentChanged.connect(self._on_current)

    def show_tabs(self, tabs: Sequence[ReaderTab], current: str) -> None:
        """Show these tabs, one of them chosen; what is shown already stays."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        while self.count() < len(tabs):
            self.addTab("")
        self._keys = [tab.key for tab in tabs]
        for number, tab in enumerate(tabs):
            words = literal(f"{_short(tab.name)}  {tab.state}".rstrip())
            if self.tabText(number) != words or self.tabData(number) != tab.colour:
                self.setTabText(number, words)
                self.setTabIcon(number, QIcon() if tab.colour is None else dot_icon(tab.colour))
                self.setTabData(number, tab.colour)
                self.setAccessibleTabName(number, f"{tab.name} {tab.state}".rstrip())
        if current in self._keys:
            self.setCurrentIndex(self._keys.index(current))
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.update()

    @Slot(int)
    def _on_current(self, number: int) -> None:
        if 0 <= number < len(self._keys):
            self.chosen.emit(self._keys[number])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

"""Say one thing above the work that the person must know, with the ways on from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.gui.widgets.announce import announce
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class WarningButton:
    """A button: its object name, its words, what it does."""

    name: str
    words: str
    take: Callable[[], object]


class WarningLine(QFrame):
    """A sentence and its buttons.

    Signals:
        closed: the person has read it.
    """

    closed = Signal()

    def __init__(
        self, name: str, sentence: str, ways: Sequence[WarningButton], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("warns", True)  # noqa: FBT003 - Qt's own signature
        self.setAccessibleName(sentence)
        self.sentence = sentence
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(wrapped_label(sentence, self, name=f"{name}Text"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for way in ways:
            button = text_button(way.words, self, name=way.name, on_click=way.take)
            button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
            buttons.addWidget(button)
        buttons.addStretch(1)
        if ways:
            column.addLayout(buttons)
        row.addLayout(column, 1)
        close = IconButton(f"{name}Close", "x", _("Close this line"), self)
        close.clicked.connect(self.closed)
        row.addWidget(close)

    def announce(self) -> None:
        """Read it to those who listen."""
        announce(self, self.sentence)

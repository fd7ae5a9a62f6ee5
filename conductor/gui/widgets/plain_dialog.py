"""Make dialogs that read a text to the person: plain, closable by Escape, never in the way."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _


class PlainDialog(QDialog):
    """A dialog with a column of parts and a row of buttons; it goes when it is closed."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.parts = QVBoxLayout()
        self.parts.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(self.parts, 1)
        layout.addLayout(self._buttons)

    def add_words(self, words: str, *, name: str = "", look: str = "") -> None:
        """Add a paragraph that can be selected."""
        label = text_label(words, self, name=name, look=look, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.parts.addWidget(label)

    def add_text(self, text: str, *, name: str, title: str) -> PlainTextBox:
        """Add a text of any length, in a box of its own."""
        edit = plain_text_box(text, self, name=name, title=title)
        self.parts.addWidget(edit, 1)
        return edit

    def add_button(self, name: str, words: str, *, is_primary: bool = False) -> QPushButton:
        """Add a button at the right."""
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(is_primary)
        button.setDefault(is_primary)
        if is_primary:
            button.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._buttons.addWidget(button)
        return button

    def add_close(self, words: str = "") -> None:
        """Add the button that closes the dialog."""
        self.add_button("closeButton", words or _("Close")).clicked.connect(self._on_close)

    @Slot()
    def _on_close(self) -> None:
        self.reject()


def plain_text_box(text: str, parent: QWidget, *, name: str, title: str) -> PlainTextBox:
    """Return a box that shows a text as it is, every hidden character marked."""
    box = PlainTextBox(parent, name=name, title=title)
    box.show_text(text)
    return box

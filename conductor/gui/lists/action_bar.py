"""Stand above a table: a line for what is to be said of it, and what can be done with it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.gui.widgets.text_label import wrapped_label


class ActionBar(QFrame):
    """Words at the left, buttons at the right.

    Attributes:
        words: the label; empty while there is nothing to say.
    """

    def __init__(self, words_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("bar", True)  # noqa: FBT003 - Qt's own signature
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(8)
        self.words = wrapped_label("", self, name=words_name, look="muted")
        self._row.addWidget(self.words, 1)

    def add(self, *buttons: QPushButton) -> None:
        """Put buttons at the right of those that are there."""
        for button in buttons:
            self._row.addWidget(button)

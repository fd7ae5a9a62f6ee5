"""Frame a pane beside the answers: its title, what is done with it as a whole, the way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import text_label

HEIGHT_PX = 34
MIN_WIDTH = 300
BUTTON_PX = 26


class MarginPane(QFrame):
    """A head with a title, and what is below it.

    Attributes:
        body: what is below the head is added here.

    Signals:
        closed: the person does not want to see it any more.
    """

    closed = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setMinimumWidth(MIN_WIDTH)
        self.head = QFrame(self)
        self.head.setObjectName("columnHeader")
        self.head.setFixedHeight(HEIGHT_PX)
        self._row = QHBoxLayout(self.head)
        self._row.setContentsMargins(12, 0, 6, 0)
        self._row.setSpacing(4)
        self._row.addWidget(text_label(title, self.head, look="strong"))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.head)

    def add_to_head(self, part: QWidget) -> None:
        """Put something into the head, behind what is there."""
        self._row.addWidget(part)

    def widen_last(self) -> None:
        """Let the part that was added last, or the title, take the room that is left."""
        self._row.setStretch(self._row.count() - 1, 1)

    def icon_button(self, name: str, icon_name: str, words: str) -> IconButton:
        """Add a button with an icon to the head, and return it."""
        button = IconButton(name, icon_name, words, self.head)
        button.setFixedSize(BUTTON_PX, BUTTON_PX)
        self._row.addWidget(button)
        return button

    def add_close(self, name: str, words: str) -> None:
        """Add the button that closes the pane, after what else is in the head."""
        self.icon_button(name, "x", words).clicked.connect(self.closed)

"""The frame of a page that takes the place of the columns for a while: a head, and a way back.

Thread: GUI.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.change import Change
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.workbench.columns.column_header import HEIGHT_PX
from conductor.i18n import _


class ReaderPage(QFrame):
    """A head with a button that closes the page, and what is below it.

    Signals:
        closed: the person wants to go back to the columns.
    """

    closed = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("reader", True)  # noqa: FBT003 - Qt's own signature
        head = QFrame(self)
        head.setObjectName("readerHead")
        head.setFixedHeight(HEIGHT_PX)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(12, 0, 6, 0)
        self.head.setSpacing(8)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(head)

    def add_close(self) -> None:
        """Add the button that closes the page, after what else is in the head."""
        back = IconButton("readerCloseButton", "x", _("Back to the columns (Esc)"), self)
        back.setFixedSize(26, 26)
        back.clicked.connect(self.close_page)
        self.head.addWidget(back)

    @Slot()
    def close_page(self) -> None:
        """Go back to the columns."""
        self.closed.emit()

    def enter(self) -> None:
        """Put the focus where the person reads."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nothing of what was shown; the page was closed."""

    def take(self, change: Change) -> None:
        """Take what changed."""

    def refresh(self) -> None:
        """Take another round, or other columns."""

    def set_text_size(self, size_px: int) -> None:
        """Show answers in another size, in pixels."""

    def step_change(self, _by: int) -> bool:
        """Go so many changes on; return whether there are changes here to go through."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.close_page()
            return
        super().keyPressEvent(event)

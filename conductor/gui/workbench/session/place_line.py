"""Take a few words in the place where they will stand: Enter keeps them, Esc leaves it."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class LineInPlace(QLineEdit):
    """A line that is there only while the person types into it.

    Attributes:
        is_open: whether what stands in it is neither kept nor left yet.

    Signals:
        kept: the words, when the person pressed Enter or went on elsewhere.
        left: Esc was pressed.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setPlaceholderText(title)
        self.is_open = False
        self.returnPressed.connect(self._on_kept)

    def open_with(self, text: str) -> None:
        """Begin, with a text that is typed over."""
        self.is_open = True
        self.setText(text)
        self.setVisible(True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    @Slot()
    def _on_kept(self) -> None:
        if self.is_open:
            self.is_open = False
            self.kept.emit(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep Esc for itself, also where it is a shortcut of the window."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave by Esc."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_open:
            self.is_open = False
            self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed when the person goes on elsewhere."""
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in stays:
            self._on_kept()

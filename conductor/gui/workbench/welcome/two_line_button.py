"""Offer something by a title and a line that says more; the whole row is the button."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOption, QWidget

from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import INTERFACE_PX

HEIGHT = 48
MARGIN = 12


class TwoLineButton(QPushButton):
    """A row with a title and a line of what it is."""

    def __init__(self, name: str, title: str, more: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("row", True)  # noqa: FBT003 - Qt's own signature
        self.setAccessibleName(title)
        self.setAccessibleDescription(more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = title
        self._more = more if more != title else ""

    def text(self) -> str:
        """Return the title."""
        return self._title

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a row."""
        return QSize(320, HEIGHT if self._more else HEIGHT - 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size; words without room are elided."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row in the colours of the look in use."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelButtonCommand, option, painter, self
        )
        tokens = current_tokens()
        room = self.rect().adjusted(MARGIN, 0, -MARGIN, 0)
        half = room.height() // 2
        upper = QRect(room.left(), 6, room.width(), half - 4) if self._more else room
        _line(painter, upper, self._title, tokens.text, is_bold=True)
        if self._more:
            lower = QRect(room.left(), half, room.width(), half - 5)
            _line(painter, lower, self._more, tokens.muted, is_bold=False)
        painter.end()


def _line(painter: QPainter, room: QRect, words: str, colour: str, *, is_bold: bool) -> None:
    painter.setFont(text_font(INTERFACE_PX if is_bold else INTERFACE_PX - 1, bold=is_bold))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

"""Mark an assistant by its colour and, for those who cannot tell colours apart, its letter."""

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import assistant_letter

SIZE_PX = 16


class AssistantDot(QWidget):
    """A filled circle with the letter of an assistant's colour."""

    def __init__(self, colour: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setFixedSize(SIZE_PX, SIZE_PX)

    def set_colour(self, colour: int) -> None:
        """Mark another assistant."""
        self._colour = colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the dot."""
        return QSize(SIZE_PX, SIZE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the dot in the colours of the look in use."""
        painter = QPainter(self)
        tokens = current_tokens()
        colour, letter = tokens.assistant(self._colour), assistant_letter(self._colour)
        _paint(painter, colour, letter, tokens.surface)
        painter.end()


def dot_icon(colour: int) -> QIcon:
    """Return the dot as an icon, in the colours of the look in use."""
    tokens = current_tokens()
    return _icon(tokens.assistant(colour), assistant_letter(colour), tokens.surface)


def number_icon(number: int) -> QIcon:
    """Return a dot without an assistant's colour, for one that is known by a number only."""
    tokens = current_tokens()
    return _icon(tokens.muted, str(number), tokens.surface)


@cache  # Qt keeps what it painted of every icon that is another one, up to ten megabytes
def _icon(colour: str, letter: str, surface: str) -> QIcon:
    icon = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(SIZE_PX * scale, SIZE_PX * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _paint(painter, colour, letter, surface)
        painter.end()
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it where it is chosen
    return icon


def _paint(painter: QPainter, colour: str, letter: str, surface: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    circle = QRectF(0.5, 0.5, SIZE_PX - 1, SIZE_PX - 1)
    painter.drawEllipse(circle)
    painter.setPen(QColor(surface))
    painter.setFont(text_font(9, bold=True))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, letter)

"""Show words in a pill that follows the look of the window."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor.gui.lists.pill_delegate import PILL_PX, paint_pill
from conductor.gui.lists.row_table import Pill
from conductor.gui.look.theme import text_font
from conductor.gui.widgets.text_label import PlainLabel


class PillLabel(PlainLabel):
    """A word that weighs."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._pill = Pill.NEUTRAL

    def show_words(self, words: str, pill: Pill) -> None:
        """Show words in a pill."""
        self._pill = pill
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the words with their pill."""
        font = text_font(12)
        font.setWeight(font.Weight.DemiBold)
        return QSize(QFontMetrics(font).horizontalAdvance(self.text()) + 20, PILL_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pill."""
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self.text(), self._pill)
        painter.end()

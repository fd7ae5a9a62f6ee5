"""Draw in a cell how far an assistant is from the strongest one, with its interval."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from conductor.gui.look.theme import current_tokens

INTERVAL_ROLE = Qt.ItemDataRole.UserRole + 1
_MARGIN_PX = 12
_HEIGHT_PX = 34
_DOT_PX = 4.0


@dataclass(frozen=True, slots=True)
class PlottedInterval:
    """A difference with its 90 % interval, on an axis from -reach to +reach.

    Attributes:
        estimate: the difference to the strongest; 0 is as strong.
        colour: the number of the assistant's colour; None for an example.
    """

    low: float
    estimate: float
    high: float
    reach: float
    colour: int | None


class IntervalDelegate(QStyledItemDelegate):
    """Draws the bar; cells without an interval stay empty."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        return QSize(220, _HEIGHT_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one bar in the colours of the look in use."""
        interval = index.data(INTERVAL_ROLE)
        if not isinstance(interval, PlottedInterval):
            return
        tokens = current_tokens()
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = area.center().y() + 0.5
        colour = QColor(tokens.faint)
        if interval.colour is not None:
            colour = QColor(tokens.assistant(interval.colour))
        painter.setPen(QPen(QColor(tokens.line), 1))
        zero = _place(0, interval.reach, area)
        painter.drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom() + 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        low, high = (_place(v, interval.reach, area) for v in (interval.low, interval.high))
        painter.setPen(Qt.PenStyle.NoPen)
        soft = QColor(colour)
        soft.setAlphaF(0.28)
        painter.setBrush(soft)
        painter.drawRoundedRect(QRectF(low, middle - 3, max(high - low, 1), 6), 3, 3)
        painter.setBrush(colour)
        painter.drawEllipse(
            QPointF(_place(interval.estimate, interval.reach, area), middle), _DOT_PX, _DOT_PX
        )
        painter.restore()


def _place(value: float, reach: float, area: QRect) -> float:
    width = area.width() - 2 * _MARGIN_PX
    share = (min(max(value, -reach), reach) + reach) / (2 * reach)
    return area.left() + _MARGIN_PX + share * width

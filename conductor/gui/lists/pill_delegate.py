"""Draw a cell's words in a pill, as strong as what they say."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from conductor.gui.lists.row_table import PILL_ROLE, Pill
from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import Tokens

PILL_PX = 22
_SIDE_PX = 9
_LEFT_PX = 14
_TEXT_PX = 12
_Index = QModelIndex | QPersistentModelIndex


class PillDelegate(QStyledItemDelegate):
    """Draws cells that have a pill; all others as usual."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a cell."""
        pill = index.data(PILL_ROLE)
        if not isinstance(pill, Pill):
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        words = plain.text
        plain.text = ""
        kind = QStyle.ControlElement.CE_ItemViewItem
        self._view.style().drawControl(kind, plain, painter, self._view)
        is_example = not option.state & QStyle.StateFlag.State_Enabled
        room = QRectF(option.rect).adjusted(_LEFT_PX, 0, -4, 0)
        paint_pill(painter, room, words, Pill.NEUTRAL if is_example else pill)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        """Return the size of a cell with its pill."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _SIDE_PX, max(hint.height(), PILL_PX))


def paint_pill(painter: QPainter, room: QRectF, words: str, pill: Pill) -> None:
    """Draw a pill at the left of a room, in the middle of its height."""
    tokens = current_tokens()
    font = text_font(_TEXT_PX)
    font.setWeight(font.Weight.DemiBold)
    metrics = QFontMetrics(font)
    width = min(room.width(), metrics.horizontalAdvance(words) + 2 * _SIDE_PX)
    shape = QRectF(room.left(), room.center().y() - PILL_PX / 2, width, PILL_PX)
    fill, edge, colour = pill_colours(pill, tokens)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), PILL_PX / 2, PILL_PX / 2)
    painter.setPen(QColor(colour))
    painter.setFont(font)
    inner = shape.adjusted(_SIDE_PX, 0, -_SIDE_PX + 1, 0)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()) + 1)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


def pill_colours(pill: Pill, tokens: Tokens) -> tuple[str, str, str]:
    """Return the colours of fill, edge and words; only a full claim is filled with colour."""
    match pill:
        case Pill.GOOD:
            return tokens.good_soft, tokens.good_soft, tokens.good
        case Pill.MILDLY_GOOD:
            return tokens.surface, tokens.good, tokens.good
        case Pill.MILDLY_BAD:
            return tokens.surface, tokens.bad, tokens.bad
        case Pill.BAD:
            return tokens.bad_soft, tokens.bad_soft, tokens.bad
        case Pill.NEUTRAL:
            return tokens.sunken, tokens.sunken, tokens.muted

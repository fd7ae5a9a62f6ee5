"""Draw one round of the score: number, kind, first words, a mark for each answer."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from conductor.core.entities import AnswerMark, AnswerStatus, RoundKind
from conductor.core.ids import RoundId
from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.look.tokens import INTERFACE_PX, Tokens

ROW_HEIGHT = 62
RAIL_ROW_HEIGHT = 44
MARK_WIDTH = 16
MARK_HEIGHT = 5
MARK_GAP = 4
LEFT_OPACITY = 0.3  # of the answers beside the one that was chosen
ROW_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One round as the score shows it.

    Attributes:
        name: what its kind is called.
        words: its first words, in one line.
        marks: how its answers stand, in the order of the columns.
    """

    id: RoundId
    number: int
    kind: RoundKind
    name: str
    words: str
    marks: tuple[AnswerMark, ...]


class ScoreDelegate(QStyledItemDelegate):
    """Draws the rows; narrow ones show the number and the marks only."""

    is_rail = False

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row; all rows are equally high."""
        return QSize(0, RAIL_ROW_HEIGHT if self.is_rail else ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row in the colours of the look in use."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, ScoreRow):
            return
        tokens = current_tokens()
        area = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        if is_current:
            has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
            _draw_frame(painter, area, tokens, has_focus=has_focus)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area.adjusted(6, 2, -6, -2), QColor(tokens.sunken))
        if self.is_rail:
            _draw_rail(painter, area, row, tokens)
        else:
            _draw_row(painter, area, row, tokens)
        painter.restore()


def _draw_frame(painter: QPainter, area: QRect, tokens: Tokens, *, has_focus: bool) -> None:
    painter.setPen(QPen(QColor(tokens.accent if has_focus else tokens.line), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(QRectF(area).adjusted(6.5, 2.5, -6.5, -2.5), 8, 8)


def _kind_colour(row: ScoreRow, tokens: Tokens) -> QColor:
    is_guidance = row.kind is RoundKind.GUIDANCE
    return QColor(tokens.guidance_text if is_guidance else tokens.text)


def _draw_row(painter: QPainter, area: QRect, row: ScoreRow, tokens: Tokens) -> None:
    left, width = area.left() + 38, area.width() - 38 - 14
    painter.setFont(text_font(INTERFACE_PX))
    painter.setPen(QColor(tokens.muted))
    number = QRect(area.left() + 8, area.top() + 8, 22, 18)
    painter.drawText(number, Qt.AlignmentFlag.AlignRight, str(row.number))
    painter.setFont(text_font(INTERFACE_PX, bold=True))
    painter.setPen(_kind_colour(row, tokens))
    painter.drawText(QRect(left, area.top() + 8, width, 18), Qt.AlignmentFlag.AlignLeft, row.name)
    painter.setFont(text_font(INTERFACE_PX - 1))
    painter.setPen(_kind_colour(row, tokens) if row.kind is RoundKind.GUIDANCE else tokens.muted)
    words = painter.fontMetrics().elidedText(row.words, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRect(left, area.top() + 26, width, 18), Qt.AlignmentFlag.AlignLeft, words)
    _draw_marks(painter, QRect(left, area.top() + 48, width, MARK_HEIGHT), row.marks, tokens)


def _draw_rail(painter: QPainter, area: QRect, row: ScoreRow, tokens: Tokens) -> None:
    painter.setFont(text_font(INTERFACE_PX, bold=True))
    painter.setPen(_kind_colour(row, tokens))
    number = QRect(area.left(), area.top() + 8, area.width(), 18)
    painter.drawText(number, Qt.AlignmentFlag.AlignHCenter, str(row.number))
    marks = QRect(area.left() + 12, area.top() + 30, area.width() - 24, MARK_HEIGHT)
    _draw_marks(painter, marks, row.marks, tokens)


def _draw_marks(
    painter: QPainter, area: QRect, marks: tuple[AnswerMark, ...], tokens: Tokens
) -> None:
    """Draw a small bar for each answer, as wide as the room allows."""
    if not marks:
        return
    step = min(MARK_WIDTH + MARK_GAP, area.width() // len(marks))
    width = max(2, step - (MARK_GAP if step > MARK_GAP * 2 else 1))
    has_choice = any(mark.is_chosen for mark in marks)
    for number, mark in enumerate(marks):
        place = QRectF(area.left() + number * step, area.top(), width, MARK_HEIGHT)
        painter.setOpacity(LEFT_OPACITY if has_choice and not mark.is_chosen else 1)
        _draw_mark(painter, place, mark, tokens)
    painter.setOpacity(1)


def _draw_mark(painter: QPainter, place: QRectF, mark: AnswerMark, tokens: Tokens) -> None:
    """Draw how an answer stands: full, half, an outline, crossed out."""
    colour = QColor(tokens.faint if mark.colour is None else tokens.assistant(mark.colour))
    radius = MARK_HEIGHT / 2
    painter.setPen(Qt.PenStyle.NoPen)
    match mark.status:
        case AnswerStatus.COMPLETE:
            painter.setBrush(colour)
            painter.drawRoundedRect(place, radius, radius)
        case AnswerStatus.STREAMING:
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(place, radius, radius)
            painter.setBrush(colour)
            half = QRectF(place.left(), place.top(), place.width() * 0.55, place.height())
            painter.drawRoundedRect(half, radius, radius)
        case AnswerStatus.QUEUED:
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(place, radius, radius)
        case AnswerStatus.FAILED:
            painter.setPen(QPen(QColor(tokens.bad), 1.6))
            middle = place.center().x()
            painter.drawLine(QPointF(middle - 3, place.top()), QPointF(middle + 3, place.bottom()))
            painter.drawLine(QPointF(middle - 3, place.bottom()), QPointF(middle + 3, place.top()))
        case _:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = place.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inside, radius, radius)

"""Paint what Qt's documents have no format for: boxes of code, bars of quotes, rules, marks.

Rules: called while the view paints, so nothing here changes the document. Thread: GUI.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextBlock, QTextBlockFormat
from PySide6.QtWidgets import QTextEdit

from conductor.gui.answer.document.formats import (
    INDENT_PX,
    IS_FIRST,
    KIND,
    LANGUAGE,
    MARK,
    QUOTE,
    QUOTE_PX,
)
from conductor.gui.answer.document.rows import CODE_HEAD, CODE_PADDING, RowKind, shortened
from conductor.gui.look.icons import icon
from conductor.gui.look.theme import text_font
from conductor.gui.look.tokens import CAPTION_PX, Tokens

_RADIUS = 6
_BAR_PX = 3
_MARK_GAP_PX = 8
_BOX_PX = 13
_BEYOND_PX = 40  # how far a box goes on outside of what is seen
_COPY_PX = 14


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that is in view; `rect` is without the space above it."""

    block: QTextBlock
    rect: QRectF
    look: QTextBlockFormat
    kind: int

    @property
    def left(self) -> float:
        """Where its text begins."""
        return self.rect.left() + self.look.leftMargin() + self.look.indent() * INDENT_PX


def paint_behind(view: QTextEdit, painter: QPainter, tokens: Tokens, part: QRect) -> None:
    """Paint what stands behind and before the text, in a part of the viewport."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-view.horizontalScrollBar().value(), -view.verticalScrollBar().value())
    margin = view.document().documentMargin()
    right = view.document().size().width() - margin
    lines = list(_lines_in(view, part))
    for box in _boxes(lines):
        _paint_box(painter, tokens, box, right)
    for line in lines:
        _paint_bars(painter, tokens, line, margin)
        if line.kind == RowKind.RULE.value:
            rule = QRectF(line.left, round(line.rect.center().y()), right - line.left, 1)
            painter.fillRect(rule, QColor(tokens.line))
        elif line.look.hasProperty(MARK):
            _paint_mark(painter, tokens, line)


def _lines_in(view: QTextEdit, part: QRect) -> Iterator[_Line]:
    layout = view.document().documentLayout()
    bottom = view.verticalScrollBar().value() + part.bottom()
    block = view.cursorForPosition(part.topLeft()).block()
    block = block.previous() if block.previous().isValid() else block
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() > bottom + _BEYOND_PX:
            return
        look = block.blockFormat()
        yield _Line(block, rect, look, look.intProperty(KIND))
        block = block.next()


def _boxes(lines: list[_Line]) -> Iterator[list[_Line]]:
    box: list[_Line] = []
    for line in lines:
        is_code = line.kind == RowKind.CODE.value
        if box and (not is_code or line.look.boolProperty(IS_FIRST)):
            yield box
            box = []
        if is_code:
            box.append(line)
    if box:
        yield box


def copy_spots(view: QTextEdit) -> Iterator[tuple[QRect, QTextBlock]]:
    """Yield where in the viewport the code that is in view can be copied, with its first line."""
    right = view.document().size().width() - view.document().documentMargin()
    scrolled = QPoint(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
    for box in _boxes(list(_lines_in(view, view.viewport().rect()))):
        if box[0].look.boolProperty(IS_FIRST):
            spot = _copy_rect(_box_rect(box, right)).adjusted(-6, -6, 6, 6)
            yield spot.translated(-scrolled), box[0].block


def _copy_rect(rect: QRectF) -> QRect:
    top = round(rect.top() + (CODE_HEAD - _COPY_PX) / 2)
    return QRect(round(rect.right()) - CODE_PADDING - _COPY_PX, top, _COPY_PX, _COPY_PX)


def _box_rect(box: list[_Line], right: float) -> QRectF:
    first, last = box[0], box[-1]
    following = last.block.next().blockFormat()
    starts = first.look.boolProperty(IS_FIRST)
    ends = following.intProperty(KIND) != RowKind.CODE.value or following.boolProperty(IS_FIRST)
    top = first.rect.top() - (CODE_HEAD if starts else _BEYOND_PX)
    bottom = last.rect.bottom() + (CODE_PADDING if ends else _BEYOND_PX)
    # Half a pixel in, so that the line is drawn on pixels, not between them.
    return QRectF(
        QPointF(first.left - CODE_PADDING + 0.5, round(top) + 0.5),
        QPointF(right - 0.5, round(bottom) - 0.5),
    )


def _paint_box(painter: QPainter, tokens: Tokens, box: list[_Line], right: float) -> None:
    rect = _box_rect(box, right)
    painter.setPen(QColor(tokens.line))
    painter.setBrush(QColor(tokens.code))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    if box[0].look.boolProperty(IS_FIRST):
        icon("copy", tokens.muted).paint(painter, _copy_rect(rect))
        language = shortened(box[0].look.stringProperty(LANGUAGE))
        painter.setFont(text_font(CAPTION_PX))
        painter.setPen(QColor(tokens.muted))
        head = QRectF(rect.left(), rect.top(), rect.width(), CODE_HEAD)
        name = head.adjusted(CODE_PADDING, 0, -2 * CODE_PADDING - _COPY_PX, 0)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, language)


def _paint_bars(painter: QPainter, tokens: Tokens, line: _Line, margin: float) -> None:
    depth = line.look.intProperty(QUOTE)
    if not depth:
        return
    above = line.block.previous().blockFormat().intProperty(QUOTE)
    for number in range(depth):
        gap = line.look.topMargin() + 1 if number < above else 0
        bar = QRectF(margin + number * QUOTE_PX, line.rect.top() - gap, _BAR_PX, 0)
        below = CODE_PADDING if line.kind == RowKind.CODE.value else 0
        bar.setBottom(line.rect.bottom() + below)
        painter.fillRect(bar, QColor(tokens.line))


def _paint_mark(painter: QPainter, tokens: Tokens, line: _Line) -> None:
    words = line.look.stringProperty(MARK)
    layout = line.block.layout()
    if layout.lineCount() == 0:
        return
    first = layout.lineAt(0)
    baseline = line.rect.top() + first.y() + first.ascent()
    font = line.block.charFormat().font()
    middle = baseline - 0.36 * font.pixelSize()
    is_mirrored = line.block.textDirection() is Qt.LayoutDirection.RightToLeft
    text = first.naturalTextRect()
    edge = line.rect.left() + (
        text.right() + _MARK_GAP_PX if is_mirrored else text.left() - _MARK_GAP_PX
    )
    if words.startswith("- ["):
        corner = edge if is_mirrored else edge - _BOX_PX
        _paint_task(painter, tokens, QPointF(corner, middle), is_done=words == "- [x]")
    elif words == "-":
        _paint_bullet(painter, tokens, QPointF(edge + (3 if is_mirrored else -3), middle))
    else:
        painter.setFont(font)
        _paint_number(painter, tokens, words, QPointF(edge, baseline), is_mirrored=is_mirrored)


def _paint_bullet(painter: QPainter, tokens: Tokens, centre: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.muted))
    painter.drawEllipse(centre, 2.5, 2.5)


def _paint_number(
    painter: QPainter, tokens: Tokens, words: str, at: QPointF, *, is_mirrored: bool
) -> None:
    painter.setPen(QColor(tokens.muted))
    width = 0 if is_mirrored else painter.fontMetrics().horizontalAdvance(words)
    painter.drawText(QPointF(at.x() - width, at.y()), words)


def _paint_task(painter: QPainter, tokens: Tokens, left: QPointF, *, is_done: bool) -> None:
    top = round(left.y() - _BOX_PX / 2) + 0.5
    box = QRectF(round(left.x()) + 0.5, top, _BOX_PX, _BOX_PX)
    painter.setPen(QColor(tokens.accent if is_done else tokens.faint))
    painter.setBrush(QColor(tokens.accent) if is_done else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    if is_done:
        painter.setPen(QPen(QColor(tokens.on_accent), 1.8))
        x, y = box.left(), box.top()
        tick = [QPointF(x + 3, y + 6.8), QPointF(x + 5.5, y + 9.2), QPointF(x + 10, y + 3.8)]
        painter.drawPolyline(QPolygonF(tick))

"""Paint quiet lines under stretches of an answer, only where they can be seen.

Rules: called while the view paints, so nothing here changes the document; what is out of view
costs nothing, however much is underlined. Thread: GUI.
"""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock
from PySide6.QtWidgets import QTextEdit

from conductor.gui.answer.search import Span
from conductor.gui.look.tokens import Tokens

_BELOW_PX = 3.5


def paint_underlines(
    view: QTextEdit, painter: QPainter, tokens: Tokens, part: QRect, spans: Sequence[Span]
) -> None:
    """Paint the lines of a part of the viewport.

    Args:
        view: the answer.
        painter: paints on the viewport, its origin at the document's.
        tokens: the colours.
        part: what is to be painted.
        spans: from position to position, rising.
    """
    if not spans:
        return
    pen = QPen(QColor(tokens.accent), 1.2, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    layout = view.document().documentLayout()
    bottom = view.verticalScrollBar().value() + part.bottom()
    block = view.cursorForPosition(part.topLeft()).block()
    first = max(0, bisect_right(spans, block.position(), key=_start) - 1)
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() > bottom:
            return
        end = block.position() + block.length() - 1
        while first < len(spans) and spans[first][1] <= block.position():
            first += 1
        number = first
        while number < len(spans) and spans[number][0] < end:
            _paint_in_block(painter, block, rect.topLeft(), spans[number])
            number += 1
        block = block.next()


def _paint_in_block(painter: QPainter, block: QTextBlock, corner: QPointF, span: Span) -> None:
    start = max(span[0] - block.position(), 0)
    end = min(span[1] - block.position(), block.length() - 1)
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first >= last:
            continue
        baseline = corner.y() + line.y() + line.ascent() + _BELOW_PX
        edges = (float(line.cursorToX(at)[0]) for at in (first, last))  # type: ignore[index]
        left, right = (corner.x() + edge for edge in edges)
        painter.drawLine(QPointF(left, baseline), QPointF(right, baseline))


def _start(span: Span) -> int:
    return span[0]

"""Remember where a reader is in an answer, and find the matching place in another.

Rules: `matching_px` is pure; a place is a paragraph and pixels below its top, so that it
survives another size of text. Thread: GUI.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

_ABOVE_PX = 48  # what is seen above a place that was gone to


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """What stands at the top: a paragraph by its number, and pixels below its top."""

    paragraph: int
    offset_px: float


def place_of(view: QTextEdit) -> ReadingPlace:
    """Return the place that is at the top of the view."""
    block = view.cursorForPosition(QPoint(0, 0)).block()
    top = view.document().documentLayout().blockBoundingRect(block).top()
    return ReadingPlace(block.blockNumber(), view.verticalScrollBar().value() - top)


def go_to(view: QTextEdit, place: ReadingPlace) -> None:
    """Scroll so that a place is at the top."""
    block = view.document().findBlockByNumber(place.paragraph)
    if block.isValid():
        top = view.document().documentLayout().blockBoundingRect(block).top()
        view.verticalScrollBar().setValue(round(top + place.offset_px))


def top_of(view: QTextEdit, position: int) -> float:
    """Return the pixel of the document at which the line with a position begins."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(max(0, min(position, view.document().characterCount() - 1)))
    return view.cursorRect(cursor).top() + view.verticalScrollBar().value()


def go_to_position(view: QTextEdit, position: int) -> None:
    """Scroll so that a position is near the top, unless it is in view."""
    top = top_of(view, position)
    bar = view.verticalScrollBar()
    if not 0 <= top - bar.value() <= view.viewport().height() - _ABOVE_PX:
        bar.setValue(round(top - _ABOVE_PX))


def landmarks(view: QTextEdit) -> list[float]:
    """Return the tops of an answer's headings in pixels, between its beginning and its end."""
    layout = view.document().documentLayout()
    found = [0.0]
    block = view.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            top = layout.blockBoundingRect(block).top()
            if top > found[-1]:
                found.append(top)
        block = block.next()
    return [*found, max(float(view.verticalScrollBar().maximum()), found[-1])]


def matching_px(value: float, own: Sequence[float], other: Sequence[float]) -> float:
    """Return where another answer must be scrolled to show what matches.

    Args:
        value: where the answer at hand is scrolled to, in pixels.
        own: its landmarks, rising, from its beginning to its end.
        other: those of the other; answers with as many headings match heading by heading,
            others by their share.
    """
    if len(own) != len(other):
        own, other = (own[0], own[-1]), (other[0], other[-1])
    part = min(max(bisect_right(own, value) - 1, 0), len(own) - 2)
    length = own[part + 1] - own[part]
    share = (value - own[part]) / length if length > 0 else 0.0
    place = other[part] + min(max(share, 0.0), 1.0) * (other[part + 1] - other[part])
    return min(place, other[part + 1])  # rounding must not lead beyond the end

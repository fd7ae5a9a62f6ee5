"""Mark places in an answer: what a search found, what has notes, where the reader was sent.

Rules: the document is not touched; marks lie over it and are laid again when it was built anew.
Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from conductor.gui.look.theme import current_tokens

MARK_LIMIT = 300
"""Places that are marked in one answer; more would slow down its painting."""

Spans = Sequence[tuple[int, int]]


class Marks:
    """The marks of one view."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._spans: Spans = ()
        self._current: int | None = None
        self._place: Spans = ()
        self._noted: Spans = ()

    def show(self, spans: Spans, current: int | None) -> None:
        """Mark from position to position; the one with the number `current` more strongly."""
        if spans or self._spans:
            self._spans, self._current = spans, current
            self.show_again()

    def point_out(self, spans: Spans) -> None:
        """Mark where the reader was sent."""
        if spans or self._place:
            self._place = spans
            self.show_again()

    def show_noted(self, spans: Spans) -> None:
        """Underline the places that notes are on, quietly."""
        if tuple(spans) != tuple(self._noted):
            self._noted = spans
            self.show_again()

    def forget(self) -> None:
        """Mark nothing that belongs to a text which goes; others mark their places themselves."""
        if self._place:
            self._place = ()
            self.show_again()

    def show_again(self) -> None:
        """Mark the same places, in the colours in use, if they can be seen."""
        if self._spans and not self._view.isVisible():
            return
        near = self._current or 0
        first = max(0, min(near - MARK_LIMIT // 2, len(self._spans) - MARK_LIMIT))
        found = range(first, min(first + MARK_LIMIT, len(self._spans)))
        looks = [(span, _noted()) for span in self._noted[:MARK_LIMIT]]
        looks += [(span, _pointed_out()) for span in self._place]
        looks += [(self._spans[n], _found(is_current=n == self._current)) for n in found]
        last = self._view.document().characterCount() - 1
        marks = [self._mark(span, look) for span, look in looks if span[1] <= last]
        self._view.setExtraSelections(marks)

    def _mark(self, span: tuple[int, int], look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format = look
        return mark


def _found(*, is_current: bool) -> QTextCharFormat:
    tokens = current_tokens()
    look = QTextCharFormat()
    look.setBackground(QColor(tokens.guidance if is_current else tokens.guidance_soft))
    look.setForeground(QColor(tokens.surface if is_current else tokens.text))
    return look


def _pointed_out() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(QColor(current_tokens().selection))
    return look


def _noted() -> QTextCharFormat:
    tokens = current_tokens()
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    look.setUnderlineColor(QColor(tokens.guidance))
    look.setBackground(QColor(tokens.guidance_soft))
    return look

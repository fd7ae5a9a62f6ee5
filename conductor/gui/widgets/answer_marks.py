"""Mark places in an answer, as a search does.

Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from conductor.gui.theme import current_tokens

MARK_LIMIT = 500
"""Places that are marked in one answer; more would slow down its painting."""


class Marks:
    """The marks of one view."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._spans: Sequence[tuple[int, int]] = ()
        self._current: int | None = None

    def show(self, spans: Sequence[tuple[int, int]], current: int | None) -> None:
        """Mark from position to position; the one with the number `current` more strongly."""
        if spans or self._spans:
            self._spans, self._current = spans, current
            self.show_again()

    def show_again(self) -> None:
        """Mark the same places, in the colours in use."""
        near = self._current or 0
        first = max(0, min(near - MARK_LIMIT // 2, len(self._spans) - MARK_LIMIT))
        chosen = range(first, min(first + MARK_LIMIT, len(self._spans)))
        last = self._view.document().characterCount() - 1
        self._view.setExtraSelections(
            [self._mark(number) for number in chosen if self._spans[number][1] <= last]
        )

    def _mark(self, number: int) -> QTextEdit.ExtraSelection:
        tokens = current_tokens()
        is_current = number == self._current
        look = QTextCharFormat()
        look.setBackground(QColor(tokens.guidance if is_current else tokens.guidance_soft))
        look.setForeground(QColor(tokens.surface if is_current else tokens.text))
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(self._spans[number][0])
        cursor.setPosition(self._spans[number][1], QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format = look
        return mark

"""Translate between what is selected in an answer's view and the answer's own text.

Rules: Qt counts in UTF-16, the answer's text in characters. Thread: GUI.
"""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextEdit

from conductor.core.text.anchor import Span
from conductor.core.text.rendered import matching_span, source_span
from conductor.core.text.utf16 import from_utf16, to_utf16

_ANSWERS_KEPT = 8
"""Answers whose places are remembered: they are asked for at each change of a note."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected in an answer.

    Attributes:
        span: the stretch of the answer's text, Markdown.
        words: those characters.
    """

    span: Span
    words: str


def selected_in(view: QTextEdit, source: str) -> Selected | None:
    """Return the selection as a stretch of the answer's text; None without one.

    Args:
        view: the view that shows the answer.
        source: the answer's text.
    """
    cursor = view.textCursor()
    if not cursor.hasSelection():
        return None
    shown = view.document().toPlainText()
    start = from_utf16(shown, cursor.selectionStart())
    end = from_utf16(shown, cursor.selectionEnd())
    span = source_span(shown, Span(start, end), source)
    return None if span is None else Selected(span, source[span.start : span.end])


def shown_places(
    document: QTextDocument, source: str, spans: tuple[Span, ...]
) -> tuple[tuple[int, int] | None, ...]:
    """Return where stretches of the answer's text are shown, in Qt's positions."""
    return _places(source, spans, document.toPlainText())


@lru_cache(maxsize=_ANSWERS_KEPT)
def _places(source: str, spans: tuple[Span, ...], shown: str) -> tuple[tuple[int, int] | None, ...]:
    found = (matching_span(source, span, shown) for span in spans)
    return tuple(
        None if span is None else (to_utf16(shown, span.start), to_utf16(shown, span.end))
        for span in found
    )

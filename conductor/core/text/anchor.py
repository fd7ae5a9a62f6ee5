"""Name a place in an answer, and find quoted words again in a text that may have changed.

Rules: only the very words count, but white space and a Markdown line's wrapping may differ;
of several places the one nearest to where the words stood before is taken.
"""

from dataclasses import dataclass
from functools import lru_cache

from conductor.core.ids import AnswerId
from conductor.core.text.spaced import ANY_WORD, Spaced, joined

_TEXTS_KEPT = 4
"""Texts whose words are remembered: many notes are looked for in one answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in characters: from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """An answer, and a stretch of its text if the place is less than the whole."""

    answer_id: AnswerId
    span: Span | None = None


def find_quote(quote: str, text: str, near: int = 0) -> Span | None:
    """Return where quoted words stand in a text, None if they are no longer there.

    Args:
        quote: the words.
        text: where to look.
        near: where they stood before, in characters.
    """
    words = quote.split()
    if not words:
        return None
    if text[near : near + len(quote)] == quote:
        return Span(near, near + len(quote))
    found = _spaced(text).nearest(joined(words), near)
    return None if found is None else Span(*found)


@lru_cache(maxsize=_TEXTS_KEPT)
def _spaced(text: str) -> Spaced:
    return Spaced.of(text, ANY_WORD)


def scaled(position: int, length_before: int, length_now: int) -> int:
    """Return about where a position of one text is in another one of a different length."""
    return position * length_now // length_before if length_before else 0

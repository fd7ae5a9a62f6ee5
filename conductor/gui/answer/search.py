"""Find words in what an answer shows.

Rules: pure; positions count as Qt's documents do, in UTF-16. Thread: any.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from conductor.core.text.spaced import ANY_WORD, Spaced, apart_places_of, folded_case, joined

_TEXTS_KEPT = 4
"""Texts whose words are remembered while the person types what is looked for."""

Span = tuple[int, int]
"""From where to where, in the document."""


def find_spans(text: str, wanted: str) -> list[Span]:
    """Return where the words stand, without regard to case and to the kind of space.

    Args:
        text: what the document shows, as one string.
        wanted: the words; nothing is found for none.
    """
    words = unicodedata.normalize("NFC", wanted).split()
    if not words:
        return []
    if len(words) > 1:
        found = _spaced(text).spans_of(joined(words, ignores_case=True))
        return in_document(text, list(found))
    word = folded_case(words[0])
    return in_document(text, [(at, at + len(word)) for at in apart_places_of(word, _folded(text))])


@lru_cache(maxsize=_TEXTS_KEPT)
def _folded(text: str) -> str:
    return folded_case(text)


@lru_cache(maxsize=_TEXTS_KEPT)
def _spaced(text: str) -> Spaced:
    return Spaced.of(text, ANY_WORD, ignores_case=True)


def in_document(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans of the characters of a text as a document counts them."""
    wide = [at for at, character in enumerate(text) if character > "\uffff"] if spans else []
    if not wide:
        return list(spans)
    return [(at + bisect_left(wide, at), end + bisect_left(wide, end)) for at, end in spans]

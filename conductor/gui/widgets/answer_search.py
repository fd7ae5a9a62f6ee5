"""Find words in what an answer shows.

Rules: pure; positions count as Qt's documents do, in UTF-16. Thread: any.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

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
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return in_document(text, [match.span() for match in pattern.finditer(text)])


def in_document(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans of the characters of a text as a document counts them."""
    wide = [at for at, character in enumerate(text) if character > "\uffff"] if spans else []
    if not wide:
        return list(spans)
    return [(at + bisect_left(wide, at), end + bisect_left(wide, end)) for at, end in spans]

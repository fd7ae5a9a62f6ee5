"""Find a stretch of one writing of a text in another: Markdown, and what is shown of it.

Rules: only letters and digits are compared, for marks and spaces differ between the two; of
several places the one with the same number among its like is taken.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from conductor.core.text.anchor import Span
from conductor.core.text.spaced import places_of

_ANCHORS = (40, 20, 10, 6, 4)
"""So many letters say where a stretch begins and ends, if it is not there as a whole."""
_TEXTS_KEPT = 16
"""Texts whose letters are remembered: those of the answers of a round, as shown and as written."""
_WORD = re.compile(r"[^\W_]+")
_MARKS = "*_`~"
_RUN = re.compile(r"([*_`~])\1*")
_BEFORE_A_LINE = set(" \t>#*+-.)") | set("0123456789")


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a text, and where each of them stands."""

    text: str
    places: tuple[int, ...]


def matching_span(text: str, span: Span, other: str) -> Span | None:
    """Return where a stretch of a text stands in another writing of it; None if nowhere.

    Args:
        text: one writing.
        span: the stretch, in characters of `text`.
        other: the other writing.
    """
    here, there = _letters(text), _letters(other)
    before = bisect_left(here.places, span.start)
    wanted = here.text[before : bisect_left(here.places, span.end)]
    if not wanted:
        return None
    whole = _find(wanted, here.text, before, there.text)
    if whole is not None:
        return _span(there, whole, whole + len(wanted))
    for length in _ANCHORS:
        head, tail = wanted[:length], wanted[-length:]
        start = _find(head, here.text, before, there.text)
        end = _find(tail, here.text, before + len(wanted) - len(tail), there.text)
        if start is not None and end is not None and end + len(tail) > start:
            return _span(there, start, end + len(tail))
    return None


def source_span(shown: str, span: Span, source: str) -> Span | None:
    """Return the Markdown behind a stretch of what is shown, its marks included.

    Args:
        shown: the text as it is shown.
        span: the stretch of it.
        source: the Markdown.
    """
    found = matching_span(shown, span, source)
    if found is None:
        return None
    start = (
        _with_line_marks(source, found.start) if _begins_line(shown, span.start) else found.start
    )
    end = _with_end(source, found.end, shown[: span.end].rstrip())
    run_start = _run_before(source, start)
    if run_start < start and _is_odd(source[start:end], source[run_start]):
        start = run_start
    run = _RUN.match(source, end)
    if run and _is_odd(source[start:end], run[0][0]):
        end = run.end()
    return Span(start, end)


@lru_cache(maxsize=_TEXTS_KEPT)
def _letters(text: str) -> _Letters:
    parts: list[str] = []
    places: list[int] = []
    for word in _WORD.finditer(text):
        lower = word[0].lower()
        if len(lower) != len(word[0]):  # a letter whose small form is two
            lower = "".join(c.lower()[:1] for c in word[0])
        parts.append(lower)
        places.extend(range(*word.span()))
    return _Letters("".join(parts), tuple(places))


def _span(letters: _Letters, start: int, end: int) -> Span:
    return Span(letters.places[start], letters.places[end - 1] + 1)


def _find(wanted: str, here: str, at: int, there: str) -> int | None:
    own, found = list(places_of(wanted, here)), list(places_of(wanted, there))
    if not found:
        return None
    if len(own) == len(found) and (number := bisect_left(own, at)) < len(own) and own[number] == at:
        return found[number]
    scaled = at * len(there) // max(len(here), 1)
    return min(found, key=lambda place: abs(place - scaled))


def _begins_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "\n\u2029"


def _with_line_marks(source: str, start: int) -> int:
    line = source.rfind("\n", 0, start) + 1
    return line if set(source[line:start]) <= _BEFORE_A_LINE else start


def _with_end(source: str, end: int, shown: str) -> int:
    """Take in the punctuation that ends the stretch as it is shown."""
    last = len(shown)
    while last and not shown[last - 1].isalnum():
        last -= 1
    ahead = end
    for character in shown[last:]:
        while ahead < len(source) and source[ahead] in _MARKS and source[ahead] != character:
            ahead += 1
        if ahead < len(source) and source[ahead] == character:
            end = ahead = ahead + 1
    return end


def _run_before(source: str, at: int) -> int:
    """Return where the run of one mark begins that ends at a place; the place if there is none."""
    start = at
    while start and source[start - 1] in _MARKS and source[start - 1] == source[at - 1]:
        start -= 1
    return start


def _is_odd(text: str, mark: str) -> bool:
    return len(re.findall(f"{re.escape(mark)}+", text)) % 2 == 1

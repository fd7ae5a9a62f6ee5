"""Read the reply to a review round: which words of which draft are wrong, and why.

Rules: tolerant. What cannot be read yields nothing, and only ids that were sent count.
Whether quoted words are really in the draft is looked up, because models misquote.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from conductor.core.compare.spans import Range
from conductor.core.drafts.frames import Framed
from conductor.core.drafts.listing import MARKS, after_bullet, says_none, without_ids
from conductor.core.ids import AnswerId
from conductor.core.text.spaced import Spaced, joined

MOST_FINDINGS = 200
"""Errors that are read of one reply: each one's words are looked for in an answer."""
_OPENING = re.compile(r"[“\"«「『‘`]|(?<!\w)'")
_IN_WORD = re.compile(r"\w")
_CLOSING = {"“": "”", '"': '"', "«": "»", "「": "」", "『": "』", "‘": "’", "`": "`", "'": "'"}
_QUOTE_MARKS = " *_\"'`“”‘’«»「」『』"
_CLEAR_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 40  # characters between two words of a quotation
_TEXTS_KEPT = 4
"""Texts whose words are remembered: many errors are found in one answer."""
_QUOTE_WORDS = 60
_LINE_LIMIT = 4_000


@dataclass(frozen=True, slots=True)
class Finding:
    """An error that a review found.

    Attributes:
        quote: the words it is about; may be empty.
        problem: what is wrong with them.
        place: where the words are in the answer; None if they are not there.
    """

    answer: AnswerId
    quote: str
    problem: str
    place: Range | None


def findings_of(reply: str, drafts: Framed, texts: Mapping[AnswerId, str]) -> tuple[Finding, ...]:
    """Read the reply to a review round.

    Args:
        reply: what the assistant wrote.
        drafts: what it was shown.
        texts: the answers as they are shown, in which the quoted words are looked for.
    """
    found: list[Finding] = []
    under: AnswerId | None = None
    for line in reply.splitlines():
        if len(line) > _LINE_LIMIT:
            continue
        listed = after_bullet(line)
        content = (line if listed is None else listed).strip(MARKS)
        named = drafts.ids_in(content[: _id_reach(content)])
        rest = without_ids(content, drafts) if named else content
        if named and not rest:
            under = named[0]
        answer = named[0] if named else under if listed is not None else None
        finding = _finding(answer, rest, texts) if answer and rest else None
        if finding:
            found.append(finding)
        if len(found) == MOST_FINDINGS:
            break
    return tuple(found)


def place_of(quote: str, text: str) -> Range | None:
    """Return where quoted words are in a text, whatever marks and spaces are between them."""
    at = text.find(quote) if quote else -1
    if at >= 0:
        return Range(at, at + len(quote))
    words = [word[0] for word in islice(_CLEAR_WORD.finditer(quote), _QUOTE_WORDS)]
    wanted = joined(words, ignores_case=True)
    found = next(_spaced(text).spans_of(wanted), None)
    return None if found is None else Range(*found)


@lru_cache(maxsize=_TEXTS_KEPT)
def _spaced(text: str) -> Spaced:
    return Spaced.of(text, _CLEAR_WORD, widest=_WIDEST_GAP, ignores_case=True)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Words between two marks of quotation; from `start` to `end`, marks included."""

    words: str
    start: int
    end: int


def _quoted(content: str) -> _Quoted | None:
    """Return the first words between marks of quotation, None if there are none."""
    closes_nowhere: set[str] = set()
    for opening in _OPENING.finditer(content):
        mark = opening[0]
        if mark in closes_nowhere:
            continue
        end = content.find(_CLOSING[mark], opening.end())
        if end < 0:
            closes_nowhere.add(mark)
        elif end > opening.end() and not (mark == "'" and _IN_WORD.match(content, end + 1)):
            return _Quoted(content[opening.end() : end], opening.start(), end + 1)
    return None


def _id_reach(content: str) -> int:
    """How far into a line an id says whose error it is: up to the quotation."""
    quoted = _quoted(content)
    return min(40, quoted.start if quoted and quoted.start else 40)


def _finding(answer: AnswerId, rest: str, texts: Mapping[AnswerId, str]) -> Finding | None:
    first, bar, second = rest.partition("|")
    quoted = _quoted(first if bar else rest)
    if bar and second.strip():
        quote, problem = first.strip().strip(_QUOTE_MARKS), second.strip(MARKS)
    elif quoted:
        quote = quoted.words
        problem = (rest[: quoted.start].strip(MARKS) + " " + rest[quoted.end :]).strip(MARKS)
    else:
        quote, problem = "", rest
    if says_none(problem or quote) or not (problem or quoted):
        return None
    return Finding(answer, quote, problem, place_of(quote, texts.get(answer, "")))

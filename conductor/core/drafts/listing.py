"""Read the lists in a reply: headings, items, the ids that items begin with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.drafts.frames import Framed

MARKS = "#*_:： \t\r\n-–—|>.…"
"""What may stand around the words of an item or heading without being part of them."""
_AROUND_IDS = MARKS + ","

_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?:\*\*|__).*(?:\*\*|__)[:：]?\s*$|[^|\s-][^|]*[:：]\s*$)")
_HEADING_LIMIT = 80
_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*+•|]|\d{1,3}[.)])(?!\*)\s*")
_NONE = re.compile(
    r"(?:none|nothing|no(?: \w+)? (?:errors?|disagreements?)(?: found)?|없음|없습니다|해당 없음)",
    re.IGNORECASE,
)
_LEADING_ID = re.compile(
    r"(?:(?:draft|answer|초안|답변?|and|및|&|,)\s*)*[\[(<\"'`*#]*([0-9A-Fa-f]{4,16})(?![0-9A-Za-z])"
    r"[\])>\"'`*]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListedLine:
    """An item as one line; `is_listed` if it has a bullet and is no loose paragraph."""

    text: str
    is_listed: bool


def is_heading(line: str) -> bool:
    """Whether a line is a heading: marked as one, in bold, or short with a colon."""
    return len(line) <= _HEADING_LIMIT and bool(_HEADING.match(line))


def after_bullet(line: str) -> str | None:
    """Return the words of a line of a list; None if it is none."""
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else None


def says_none(text: str) -> bool:
    """Whether an item only says that there is nothing to list."""
    return bool(_NONE.fullmatch(text.strip(MARKS)))


def items_of(lines: Sequence[str]) -> Iterator[ListedLine]:
    """Yield the items of a list, those under an item as part of it."""
    words: list[str] = []
    is_listed = False
    for line in [*lines, ""]:
        bullet = _BULLET.match(line)
        is_under = bullet and words and len(bullet["indent"]) >= 2
        if words and (not line.strip() or (bullet and not is_under)):
            yield ListedLine(" ".join(words), is_listed)
            words = []
        content = line[bullet.end() if bullet else 0 :].strip(" \t\r\n|")
        if content.strip(MARKS):
            is_listed = is_listed if words else bool(bullet)
            words.append(content)


def without_ids(item: str, drafts: Framed) -> str:
    """Return an item without the ids it begins with."""
    rest = item.strip(MARKS)
    at = 0
    while (match := _LEADING_ID.match(rest, at)) and drafts.answer_of(match[1]) is not None:
        at = match.end()
        while at < len(rest) and rest[at] in _AROUND_IDS:
            at += 1
    return rest[at:].rstrip(_AROUND_IDS) if at else rest

"""Cut an answer's Markdown into what it says: sentences, headings, items, rows, code.

Rules: every unit has its range in the source. A list item is one unit unless it is long,
then its sentences are; a block of code is one unit, fences included. Separators (rules,
the line under a table's header) say nothing and are no units.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from conductor.core.compare.spans import Range, len_of
from conductor.core.markup.fence import Fence
from conductor.core.text.patience import go_on

ITEM_LIMIT = 200
"""Characters of a list item that counts as one unit."""


class UnitKind(StrEnum):
    """What a unit is in its answer."""

    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing an answer says; `block` counts the paragraphs, items, rows … from 0."""

    kind: UnitKind
    place: Range
    block: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its kind is `SENTENCE`), heading, item, row or block of code.

    Attributes:
        quoted: how many quotes it stands in.
    """

    kind: UnitKind
    place: Range
    quoted: int = 0


_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"\r\n?|\n")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_RULE = re.compile(r"[ \t]*(?:[-*_=:|][ \t]*){2,}$")
_HEADING = re.compile(r"[ ]{0,3}\#{1,6}[ \t]+")
_BOLD_LINE = re.compile(r"[ \t]*(\*\*|__)[^*_]{1,80}\1[:：]?[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•·][ \t]|\d{1,3}[.)][ \t]|[①-⑳])[ \t]*(?:\[[ xX]\][ \t]+)?")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")

_END = re.compile(
    r"""
    (?<![.!?…]) [.!?…]++ [)\]"'”’»*_~`]*+ (?=\s)
  | [。！？]+ [」』”’)]*
  | (?<=[가-힣])[.!?]+ (?=[가-힣“‘])
  | (?<=[다요까죠]) (?=[ \t]*[\r\n])
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""
    \d{4}\.[ ]?\d{1,2}\.[ ]?\d{1,2}\.$
  | (?<![^\W_.]) (?:
        (?i:mrs?|ms|dr|prof|st|sr|vs|e\.g|i\.e|cf|nos?|figs?|vol|pp?|approx|dept|est|resp|incl
          |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|z\.b|d\.h)
      | (?:[A-Z]\.)*[A-Z]
    )\.$
    """,
    re.VERBOSE,
)
_NUMBERING = re.compile(r"\d{1,3}\.")
_SPACES = re.compile(r"\s*")


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of an answer that say something, in order."""
    fence: Fence | None = None
    open_block: Block | None = None
    last_end = 0
    for line in _LINE.finditer(text):
        go_on()
        has_gap = len(_BLANK.findall(text, last_end, line.start())) > 1
        last_end = line.end()
        if fence and open_block:
            open_block = Block(UnitKind.CODE, Range(open_block.place.start, line.end()))
            if not fence.is_closed_by(line[0]):
                continue
            fence = None
            line_block = None
        else:
            fence, line_block = _read_line(line)
            if line_block and open_block and not has_gap and _goes_on(open_block, line_block):
                place = Range(open_block.place.start, line_block.place.end)
                open_block = Block(open_block.kind, place, open_block.quoted)
                continue
        if open_block:
            yield open_block
        open_block = line_block
    if open_block:
        yield open_block


def _goes_on(block: Block, line: Block) -> bool:
    holds_lines = block.kind in (UnitKind.SENTENCE, UnitKind.ITEM)
    return holds_lines and line.kind is UnitKind.SENTENCE and line.quoted in (0, block.quoted)


def _read_line(line: re.Match[str]) -> tuple[Fence | None, Block | None]:
    """Return the fence that a line opens, and the line as a block if it says something."""
    quote = _QUOTE.match(line[0])
    content = line[0][quote.end() :] if quote else line[0]
    start = line.end() - len(content)
    fence = Fence.opened_by(line[0].lstrip(" \t"))
    if fence:
        return fence, Block(UnitKind.CODE, Range(line.start(), line.end()))
    if not content.strip() or _RULE.match(content):
        return None, None
    kind, marker = _kind_of(content)
    start += marker or len(content) - len(content.lstrip())
    place = Range(start, line.end() - len(content) + len(content.rstrip()))
    return None, Block(kind, place, quote[0].count(">") if quote else 0)


def _kind_of(content: str) -> tuple[UnitKind, int]:
    for kind, pattern in ((UnitKind.HEADING, _HEADING), (UnitKind.ITEM, _ITEM)):
        marker = pattern.match(content)
        if marker and content[marker.end() :].strip():
            return kind, marker.end()
    if _BOLD_LINE.match(content):
        return UnitKind.HEADING, 0
    return (UnitKind.ROW if _ROW.match(content) else UnitKind.SENTENCE), 0


def units_of(text: str) -> tuple[Unit, ...]:
    """Return the units of an answer, in order."""
    return tuple(
        Unit(block.kind, place, number)
        for number, block in enumerate(blocks_of(text))
        for place in _places(block, text)
    )


def _places(block: Block, text: str) -> Iterator[Range]:
    is_long_item = block.kind is UnitKind.ITEM and len_of(block.place) > ITEM_LIMIT
    if block.kind is not UnitKind.SENTENCE and not is_long_item:
        yield block.place
        return
    start = block.place.start
    for found in _END.finditer(text, start, block.place.end):
        if _is_end(text, start, found):
            yield Range(start, found.end())
            start = _skip_spaces(text, found.end())
    if start < block.place.end:
        yield Range(start, block.place.end)


def _is_end(text: str, start: int, found: re.Match[str]) -> bool:
    if not found[0].startswith(".") or found[0].startswith(".."):
        return True
    mark = found.start() + 1
    following = text[(after := _skip_spaces(text, found.end())) : after + 1]
    if text[found.start() - 1 : found.start()].isdigit() and following.isdigit():
        return False
    if following.islower() and following.isascii():
        return False
    begun = text[max(start, mark - 14) : mark]
    return not (_ABBREVIATION.search(begun) or _NUMBERING.fullmatch(text, start, mark))


def _skip_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at

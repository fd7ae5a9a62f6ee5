"""Hold the rows of an answer, one per paragraph of the document that shows it.

Rows are values, so the view changes only those that differ from what it shows. Rules: pure,
no Qt; no row is longer than `ROW_LIMIT`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from conductor.core.markup.blocks import (
    Align,
    Inline,
    Inlines,
    StyledText,
)

ROW_LIMIT = 4_096
"""Characters of one row; layout time grows faster than a row's length."""
CODE_PADDING = 10
"""Pixels between the lines of code and the edge of their box."""
CODE_HEAD = 30
"""Pixels above the first line of code, for its language and what copies it."""


class RowKind(Enum):
    """What a row looks like."""

    TEXT = auto()
    HEADING = auto()
    CODE = auto()
    FORMULA = auto()
    NOTE = auto()
    RULE = auto()
    CELLS = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before an item: a box if it is a task, else a number, else a bullet."""

    number: int | None
    checked: bool | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row.

    Attributes:
        content: the row's text; a line of code is one `StyledText`.
        cells: the cells of a row of a table; one that is shown as text has `content` too.
        gap_px: pixels of space above.
        level: of a heading, 1–6.
        indent: how many lists it stands in.
        quote: how many quotes it stands in.
        is_first: the first line of a block of code, or the header of a table.
        goes_on: more of the line of code before, which was too long for one row.
    """

    kind: RowKind
    content: Inlines = ()
    gap_px: int = 0
    level: int = 0
    indent: int = 0
    quote: int = 0
    mark: Mark | None = None
    language: str = ""
    is_first: bool = False
    cells: tuple[Inlines, ...] = ()
    align: tuple[Align, ...] = ()
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ChangedText(StyledText):
    """Characters that were taken out or added."""

    is_deleted: bool = False

    @classmethod
    def of(cls, inline: Inline, words: str, *, is_deleted: bool) -> "ChangedText":
        """Return a run's words as changed ones, in the run's look if it has one."""
        run = inline if isinstance(inline, StyledText) else StyledText("")
        look = (run.bold, run.italic, run.strike, run.code, run.math, run.href)
        return cls(words, *look, is_deleted=is_deleted)


def plain_run(inline: Inline, words: str) -> StyledText:
    """Return some words of a run, in its look if it has one."""
    return replace(inline, text=words) if isinstance(inline, StyledText) else StyledText(words)


def short_rows(content: Inlines) -> Iterator[Inlines]:
    """Yield the content in rows of at most `ROW_LIMIT` characters, cut at spaces if it can."""
    if length_of(content) <= ROW_LIMIT:
        yield content
        return
    row: list[Inline] = []
    room = ROW_LIMIT
    for inline in content:
        rest = inline
        while isinstance(rest, StyledText) and len(rest.text) > room:
            cut = rest.text.rfind(" ", 0, room) + 1 or room
            yield (*row, replace(rest, text=rest.text[:cut]))
            rest, row, room = replace(rest, text=rest.text[cut:]), [], ROW_LIMIT
        row.append(rest)
        room -= length_of((rest,))
        if room <= 0:
            yield tuple(row)
            row, room = [], ROW_LIMIT
    if row:
        yield tuple(row)


def table_rows(rows: Iterable[DocumentRow], number: int) -> tuple[DocumentRow, ...]:
    """Return the rows of the table with this number, from 0, shown as cells or as text."""
    found: list[DocumentRow] = []
    tables = -1
    for row in rows:
        if row.cells:
            tables += row.is_first
            if tables == number:
                found.append(row)
    return tuple(found)


def length_of(content: Inlines) -> int:
    """Return how many characters a row's content has."""
    return sum(len(part.text) if isinstance(part, StyledText) else 1 for part in content)


def shortened(words: str) -> str:
    """Return words short enough for a label."""
    return words if len(words) <= 200 else f"{words[:199]}…"

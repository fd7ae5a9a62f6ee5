"""Hold the tree of a formatted text: blocks that contain blocks, or runs of text.

Rules: pure values. Every string is clean (see `conductor.core.text.visible`), every link target has
an allowed scheme, images are never loaded, so whoever shows the tree need not check again.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class StyledText:
    """Characters of one look.

    Attributes:
        math: the text is the source of a formula, delimiters included.
        href: where a link goes (http, https or mailto); None outside of links.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    math: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture the text asks for; it is named, never fetched."""

    alt: str
    source: str

    @property
    def host(self) -> str:
        """Where the picture would come from: a host, or a scheme such as `data`."""
        try:
            parts = urlsplit(self.source)
        except ValueError:
            return ""
        return parts.hostname or parts.scheme


@dataclass(frozen=True, slots=True)
class Break:
    """An end of line within a block; `soft` if Markdown would allow a space instead."""

    soft: bool = False


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place in the text that a footnote belongs to."""

    label: str


Inline = StyledText | Image | Break | NoteMark
Inlines = tuple[Inline, ...]


class Align(StrEnum):
    """How a column of a table is aligned."""

    NONE = ""
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1–6."""

    level: int
    content: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `continues` if it is more of the paragraph before it."""

    content: Inlines
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code.

    Attributes:
        language: the first word after the fence; may be empty.
        continues: the lines are more of the code before it.
    """

    language: str
    lines: tuple[str, ...]
    continues: bool = False

    @property
    def text(self) -> str:
        """The lines as one string, without a line feed at the end."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in a block of its own, as its source, delimiters included."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `checked` is None unless it is a task."""

    blocks: tuple["Block", ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list.

    Attributes:
        start: number of the first item; None if the list has bullets.
        continues: the items are more of the list before it.
    """

    items: tuple[Item, ...]
    start: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the header.

    Attributes:
        continues: the rows are more of the table before it; the header is repeated.
    """

    header: tuple[Inlines, ...]
    align: tuple[Align, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a footnote, where it was written."""

    label: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """The target of reference links, where it was written; shown, so nothing gets lost."""

    label: str
    content: Inlines


Block = Heading | Paragraph | Code | Math | Quote | List | Table | Rule | Footnote | Definition


def joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every continued one put back together."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        whole = _put_together(before, block)
        if whole is None:
            result.append(block)
        else:
            result[-1] = whole
    return tuple(result)


def _put_together(first: Block | None, second: Block) -> Block | None:
    match first, second:
        case Paragraph(), Paragraph(continues=True):
            return Paragraph(first.content + second.content, first.continues)
        case Code(), Code(continues=True):
            return Code(first.language, first.lines + second.lines, first.continues)
        case List(), List(continues=True):
            return List(first.items + second.items, first.start, first.continues)
        case Table(), Table(continues=True):
            rows = first.rows + second.rows
            return Table(first.header, first.align, rows, first.continues)
    return None

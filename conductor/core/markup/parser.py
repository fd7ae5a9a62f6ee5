"""Read Markdown into the tree of blocks, whole or a part of it at a time."""

import re
from collections import ChainMap
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from conductor.core.markup.blocks import (
    Align,
    Block,
    Code,
    Definition,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Item,
    List,
    Math,
    Paragraph,
    Quote,
    Rule,
    StyledText,
    Table,
)
from conductor.core.markup.dialect import References, block_tokens
from conductor.core.markup.inline import pieces_of, read_inlines
from conductor.core.markup.targets import is_allowed_target
from conductor.core.text.visible import visible

_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_LINE_ENDS = re.compile(r"\r\n?")


def parse(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a whole text. Thread: any."""
    placed = MarkupReader().read(with_line_feeds(markdown), is_whole=True)
    return tuple(entry.block for entry in placed)


def with_line_feeds(text: str) -> str:
    """Return the text with every end of line as one line feed."""
    return _LINE_ENDS.sub("\n", text) if "\r" in text else text


def language_of(info: str) -> str:
    """Return the language that the words after a fence name, in lower case."""
    words = visible(info).split(maxsplit=1)
    return words[0].lower() if words else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A top-level block and its lines, counted from 0.

    Attributes:
        start: its first line.
        end: the line after its last.
        parts: the first lines of a list's items or of a table's rows.
        head: the source of its first two lines.
    """

    block: Block
    start: int
    end: int
    parts: tuple[int, ...]
    head: str


class MarkupReader:
    """Reads one part of a text after another and remembers what they have in common."""

    def __init__(self) -> None:
        self._references: References = {}
        self._found: ChainMap[str, dict[str, object]] = ChainMap()
        self._inlines: dict[tuple[str, bool], Inlines] = {}
        self._used: dict[tuple[str, bool], Inlines] = {}
        self._lines: list[str] = []
        self._tokens: list[Token] = []
        self._next = 0
        self._readers: dict[str, Callable[[Token], Block]] = {
            "heading_open": self._heading,
            "paragraph_open": self._paragraph,
            "blockquote_open": self._quote,
            "footnote_reference_open": self._footnote,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "table_open": self._table,
            "fence": _code,
            "code_block": _code,
            "formula": _formula,
            "hr": _rule,
            "definition": _definition,
        }

    def read(self, source: str, *, is_whole: bool = False) -> list[Placed]:
        """Return the top-level blocks of a text that has line feeds only.

        Links know the targets that were kept before, and those found in this very text if
        it is the whole: in a part, a target may still be growing.
        """
        self._found = ChainMap({}, self._references)
        self._tokens, self._next, self._used = block_tokens(source, self._found), 0, {}
        self._lines = source.split("\n")
        if is_whole:
            self._references.update(self._found.maps[0])
        placed = []
        while self._next < len(self._tokens):
            placed.append(self._placed())
        self._inlines = self._used
        return placed

    def keep_references(self, end: int) -> bool:
        """Let the targets found above line `end` of the last text hold from now on.

        Returns:
            whether there were new ones.
        """
        new = {
            label: target for label, target in self._found.maps[0].items() if _line_of(target) < end
        }
        self._references.update(new)
        if new:
            self._inlines = {}
        return bool(new)

    def targets_above(self, end: int) -> int:
        """Return how many link targets the last text has above line `end`."""
        return sum(
            token.type == "definition" and token.map is not None and token.map[0] < end
            for token in self._tokens
        )

    def _placed(self) -> Placed:
        first = self._next
        token = self._tokens[first]
        block = self._block()
        start, end = token.map or (0, 0)
        head = "".join(f"{line}\n" for line in self._lines[start : start + 2])
        return Placed(block, start, end, self._parts(first, token.level), head)

    def _parts(self, first: int, level: int) -> tuple[int, ...]:
        kind = self._tokens[first].type
        if kind.endswith("list_open"):
            wanted, depth = "list_item_open", level + 1
        elif kind == "table_open":
            wanted, depth = "tr_open", level + 2
        else:
            return ()
        starts = [
            token.map[0]
            for token in self._tokens[first : self._next]
            if token.type == wanted and token.level == depth and token.map
        ]
        return tuple(starts[1:] if kind == "table_open" else starts)

    def _block(self) -> Block:
        token = self._take()
        return self._readers[token.type](token)

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _blocks_until(self, closing: str) -> tuple[Block, ...]:
        blocks = []
        while self._tokens[self._next].type != closing:
            blocks.append(self._block())
        self._next += 1
        return tuple(blocks)

    def _content(self, content: str, *, in_cell: bool = False) -> Inlines:
        inlines: list[Inline] = []
        for piece in pieces_of(content):
            key = (piece, in_cell)
            known = self._used.get(key, self._inlines.get(key))
            if known is None:
                known = read_inlines(piece, self._references, in_cell=in_cell)
            self._used[key] = known
            inlines.extend(known)
        return tuple(inlines)

    def _heading(self, token: Token) -> Block:
        content = self._take().content
        self._next += 1
        return Heading(int(token.tag[1]), self._content(content))

    def _paragraph(self, _token: Token) -> Block:
        content = self._take().content
        self._next += 1
        return Paragraph(self._content(content))

    def _quote(self, _token: Token) -> Block:
        return Quote(self._blocks_until("blockquote_close"))

    def _footnote(self, token: Token) -> Block:
        blocks = self._blocks_until("footnote_reference_close")
        return Footnote(visible(str(token.meta["label"])), blocks)

    def _list(self, token: Token) -> Block:
        items = []
        while self._take().type == "list_item_open":
            items.append(self._item())
        ordered = token.type == "ordered_list_open"
        return List(tuple(items), int(token.attrs.get("start", 1)) if ordered else None)

    def _item(self) -> Item:
        checked = None
        if self._tokens[self._next].type == "paragraph_open":
            inline = self._tokens[self._next + 1]
            task = _TASK.match(inline.content)
            if task:
                checked = task[1] != " "
                inline.content = inline.content[task.end() :]
        return Item(self._blocks_until("list_item_close"), checked)

    def _table(self, _token: Token) -> Block:
        rows: list[tuple[Inlines, ...]] = []
        cells: list[str] = []
        align: list[Align] = []
        line = 0
        while (token := self._take()).type != "table_close":
            if token.type == "th_open":
                align.append(_align(token))
            elif token.type == "tr_open":
                line, cells = (token.map or [0])[0], []
            elif token.type == "inline":
                cells.append(token.content)
            elif token.type == "tr_close":
                cells[-1] += _beyond(self._lines[line], cells)
                rows.append(tuple(self._content(cell, in_cell=True) for cell in cells))
        return Table(rows[0], tuple(align), tuple(rows[1:]))


def _line_of(target: dict[str, object]) -> int:
    lines = target["map"]
    return int(lines[0]) if isinstance(lines, list) else 0


def _beyond(line: str, cells: list[str]) -> str:
    """Return what a row holds beyond its last column, which the reader of tables drops."""
    if line.count("|") <= len(cells):
        return ""
    written = [cell.strip() for cell in escapedSplit(line.strip())]
    if written[-1] == "":
        written.pop()
    # What stands before the first cell is an empty edge or the mark of a quote or a list.
    if written[0] == "" or written[0] != cells[0]:
        written.pop(0)
    return "".join(f" | {cell}" for cell in written[len(cells) :])


def _align(token: Token) -> Align:
    style = str(token.attrs.get("style", ""))
    return Align(style.rpartition(":")[2])


def _code(token: Token) -> Block:
    lines = token.content.split("\n")
    if lines[-1] == "":
        lines.pop()
    language = language_of(token.info)
    return Code(language, tuple(visible(line) for line in lines))


def _formula(token: Token) -> Block:
    return Math(tuple(visible(line) for line in token.content.split("\n")))


def _rule(_token: Token) -> Block:
    return Rule()


def _definition(token: Token) -> Block:
    url = visible(str(token.meta["url"]))
    content: list[Inline] = [StyledText(url, href=url if is_allowed_target(url) else None)]
    if token.meta["title"]:
        content.append(StyledText(f" {visible(token.meta['title'])}"))
    return Definition(visible(str(token.meta["label"])), tuple(content))

"""Lay the tree of an answer out as rows, with the space between them.

Rules: pure, no Qt. Whatever the text, a row is short, a table small and an indent bounded.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from conductor.core.markup.blocks import (
    Block,
    Break,
    Code,
    Definition,
    Footnote,
    Heading,
    Inline,
    Inlines,
    List,
    Math,
    Paragraph,
    Quote,
    Rule,
    StyledText,
    Table,
)
from conductor.gui.answer.document.rows import (
    CODE_HEAD,
    CODE_PADDING,
    ROW_LIMIT,
    DocumentRow,
    Mark,
    RowKind,
    length_of,
    short_rows,
)
from conductor.i18n import _

TABLE_LIMIT = 2_000
"""Cells of one table that are shown as such; further rows are lines of text."""
ANSWER_CELL_LIMIT = 6_000
"""Cells of all tables of one answer that are shown as such."""
COLUMN_LIMIT = 40
"""Columns of a table that is shown as such."""
COLOURED_LINES = 2_000
"""Lines of one block of code that keep its language, and so its colours."""
TABLE_SCHEME = "table"
"""What a link begins with that shows a table of the answer by its number, from 0."""
DEEPEST_INDENT = 6
DEEPEST_QUOTE = 4

_PARAGRAPH_GAP = 10
_LIST_GAP = 6
_ITEM_GAP = 4
_LOOSE_ITEM_GAP = 8
_BLOCK_GAP = 14
_HEADING_GAPS = {1: 22, 2: 20, 3: 16}
_AFTER_HEADING_GAP = 6


@dataclass(frozen=True, slots=True)
class _Place:
    indent: int = 0
    quote: int = 0


class RowLayout:
    """Turns blocks into rows, one run of blocks after the other.

    It remembers the row before and how large the tables are so far.
    """

    def __init__(self) -> None:
        self._before: DocumentRow | None = None
        self._mark: Mark | None = None
        self._starts_list = False
        self._opens_code = False
        self._code_lines = 0
        self._table_cells = 0
        self._answer_cells = 0
        self._tables = 0
        self._goes_on_as_text = False

    def rows(self, blocks: Iterable[Block]) -> list[DocumentRow]:
        """Return the rows of further blocks."""
        return list(self._blocks(blocks, _Place()))

    def tail_rows(self, blocks: Iterable[Block]) -> list[DocumentRow]:
        """Return the rows of blocks that are not there to stay."""
        return copy(self).rows(blocks)

    def _blocks(self, blocks: Iterable[Block], place: _Place) -> Iterator[DocumentRow]:
        for block in blocks:
            yield from self._block(block, place)

    def _block(self, block: Block, place: _Place) -> Iterator[DocumentRow]:
        match block:
            case Paragraph():
                gap = 0 if block.continues else _PARAGRAPH_GAP
                yield from self._text(DocumentRow(RowKind.TEXT, block.content, gap), place)
            case Heading():
                gap = _HEADING_GAPS.get(block.level, 14)
                row = DocumentRow(RowKind.HEADING, block.content, gap, level=block.level)
                yield from self._text(row, place)
            case Code():
                yield from self._code(block, place)
            case Math():
                yield from self._formula(block, place)
            case Quote():
                yield from self._unmarked(place)
                deeper = replace(place, quote=min(place.quote + 1, DEEPEST_QUOTE))
                yield from self._blocks(block.blocks, deeper)
            case List():
                yield from self._list(block, place)
            case Table():
                yield from self._table(block, place)
            case Rule():
                yield self._placed(DocumentRow(RowKind.RULE, gap_px=_BLOCK_GAP), place)
            case Footnote():
                yield from self._footnote(block, place)
            case Definition():
                content = (StyledText(f"[{block.label}]: "), *block.content)
                yield from self._text(DocumentRow(RowKind.NOTE, content, _ITEM_GAP), place)

    def _text(self, row: DocumentRow, place: _Place) -> Iterator[DocumentRow]:
        for number, content in enumerate(short_rows(row.content)):
            is_whole = content is row.content
            part = row if is_whole else replace(row, content=content)
            if number:
                part = replace(part, gap_px=0, cells=())
            yield self._placed(part, place)

    def _code(self, block: Code, place: _Place) -> Iterator[DocumentRow]:
        yield from self._unmarked(place)
        is_first = not block.continues or self._opens_code
        for line in block.lines:
            for number, content in enumerate(short_rows((StyledText(line),))):
                self._code_lines = 1 if is_first else self._code_lines + 1
                language = block.language if self._code_lines <= COLOURED_LINES else ""
                row = DocumentRow(
                    RowKind.CODE, content, _BLOCK_GAP, language=language, is_first=is_first
                )
                yield self._placed(replace(row, goes_on=number > 0), place)
                is_first = False
        self._opens_code = is_first

    def _formula(self, block: Math, place: _Place) -> Iterator[DocumentRow]:
        yield from self._unmarked(place)
        for number, line in enumerate(block.lines):
            gap = 0 if number else _PARAGRAPH_GAP
            yield from self._text(DocumentRow(RowKind.FORMULA, (StyledText(line),), gap), place)

    def _list(self, block: List, place: _Place) -> Iterator[DocumentRow]:
        yield from self._unmarked(place)
        deeper = replace(place, indent=min(place.indent + 1, DEEPEST_INDENT))
        for number, item in enumerate(block.items):
            position = None if block.start is None else block.start + number
            self._mark = Mark(position, item.checked)
            self._starts_list = number == 0 and not block.continues
            yield from self._blocks(item.blocks, deeper)
            yield from self._unmarked(deeper)

    def _unmarked(self, place: _Place) -> Iterator[DocumentRow]:
        """Give a mark that no row of text took a row of its own."""
        if self._mark is not None:
            yield self._placed(DocumentRow(RowKind.TEXT, gap_px=_ITEM_GAP), place)

    def _footnote(self, block: Footnote, place: _Place) -> Iterator[DocumentRow]:
        label: Inlines = (StyledText(f"[{block.label}] "),)
        for row in list(self._blocks(block.blocks, place)):
            is_text = row.kind is RowKind.TEXT and row.mark is None
            yield replace(row, kind=RowKind.NOTE, content=label + row.content) if is_text else row
            label = () if is_text else label
        if label:
            yield self._placed(DocumentRow(RowKind.NOTE, label), place)

    def _table(self, block: Table, place: _Place) -> Iterator[DocumentRow]:
        yield from self._unmarked(place)
        if not block.continues:
            self._table_cells = 0
            self._tables += 1
            self._goes_on_as_text = False
            yield from self._cells(block, block.header, place, is_header=True)
        for cells in block.rows:
            yield from self._cells(block, cells, place, is_header=False)

    def _cells(
        self, block: Table, cells: tuple[Inlines, ...], place: _Place, *, is_header: bool
    ) -> Iterator[DocumentRow]:
        self._table_cells += len(cells)
        self._answer_cells += len(cells)
        if self._is_small(cells):
            row = DocumentRow(
                RowKind.CELLS, gap_px=_BLOCK_GAP, is_first=is_header, cells=cells, align=block.align
            )
            yield self._placed(row, place)
        else:
            yield from self._table_note(place)
            row = DocumentRow(
                RowKind.TEXT, _as_line(cells), _ITEM_GAP, is_first=is_header, cells=cells
            )
            yield from self._text(row, place)

    def _table_note(self, place: _Place) -> Iterator[DocumentRow]:
        """Say once that a table goes on as text, and offer to show it."""
        if self._goes_on_as_text:
            return
        self._goes_on_as_text = True
        link = StyledText(_("Show the table"), href=f"{TABLE_SCHEME}:{self._tables - 1}")
        words = StyledText(_("This table is large; from here on it is shown as text."))
        yield self._placed(
            DocumentRow(RowKind.NOTE, (words, StyledText(" "), link), _PARAGRAPH_GAP), place
        )

    def _is_small(self, cells: tuple[Inlines, ...]) -> bool:
        return (
            self._table_cells <= TABLE_LIMIT
            and self._answer_cells <= ANSWER_CELL_LIMIT
            and len(cells) <= COLUMN_LIMIT
            and all(length_of(cell) <= ROW_LIMIT for cell in cells)
        )

    def _placed(self, row: DocumentRow, place: _Place) -> DocumentRow:
        mark, gap_px = None, row.gap_px
        if row.kind in (RowKind.TEXT, RowKind.HEADING):
            mark, self._mark = self._mark, None
        if mark is not None and row.kind is RowKind.TEXT:
            gap_px = _item_gap_px(self._before, place.indent, starts_list=self._starts_list)
        placed = DocumentRow(
            row.kind,
            row.content,
            _gap_px(self._before, row, place, gap_px),
            level=row.level,
            indent=place.indent,
            quote=place.quote,
            mark=mark,
            language=row.language,
            is_first=row.is_first,
            cells=row.cells,
            align=row.align,
            goes_on=row.goes_on,
        )
        self._before = placed
        return placed


def _item_gap_px(before: DocumentRow | None, indent: int, *, starts_list: bool) -> int:
    if before is None or before.indent == 0:
        return _LIST_GAP
    is_sibling = before.indent >= indent
    is_loose = is_sibling and (before.mark is None or starts_list)
    return _LOOSE_ITEM_GAP if is_loose else _ITEM_GAP


def _gap_px(before: DocumentRow | None, row: DocumentRow, place: _Place, wanted_px: int) -> int:
    """Return the pixels above a row: what it wants itself, and what is before it asks for."""
    inside = CODE_HEAD if row.kind is RowKind.CODE and row.is_first else 0
    if before is None:
        return inside
    is_same_block = row.kind in (RowKind.CODE, RowKind.CELLS) and not row.is_first
    if is_same_block and before.kind is row.kind:
        return 0
    if before.kind is RowKind.CODE:
        return max(wanted_px, _BLOCK_GAP) + CODE_PADDING + inside
    if before.kind in (RowKind.CELLS, RowKind.RULE) or before.quote != place.quote:
        return max(wanted_px, _BLOCK_GAP) + inside
    if before.kind is RowKind.HEADING and row.kind is not RowKind.HEADING:
        return _AFTER_HEADING_GAP + inside
    return wanted_px + inside


def _as_line(cells: tuple[Inlines, ...]) -> Inlines:
    line: list[Inline] = []
    for number, cell in enumerate(cells):
        if number:
            line.append(StyledText(" | "))
        line.extend(StyledText(" ") if isinstance(part, Break) else part for part in cell)
    return tuple(line)

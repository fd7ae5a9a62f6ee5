"""Hold an answer as a document of rows, changed only at its end, that never loads anything.

Rules: built by cursor calls from clean text; no HTML, no Markdown of Qt's, no pictures, so
there is nothing to load; whatever asks all the same gets nothing. Thread: GUI.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QFontMetricsF, QTextBlockFormat, QTextCursor, QTextDocument, QTextTable

from conductor.core.markup.blocks import Break, Image, Inlines, NoteMark, StyledText
from conductor.gui.answer.document.code_highlighter import CodeHighlighter
from conductor.gui.answer.document.formats import INDENT_PX, Formats
from conductor.gui.answer.document.row_words import (
    HIDDEN_MARK_START,
    LINE_SEPARATOR,
    common_start,
    words_of,
)
from conductor.gui.answer.document.rows import DocumentRow, RowKind, length_of
from conductor.gui.look.theme import code_font, text_font
from conductor.gui.look.tokens import Tokens

MARGIN_PX = 16
_HIDDEN = re.compile(
    r"(⟦U\+[0-9A-F]{4,6}(?:…? ×\d+)?⟧)"
)  # as `conductor.core.text.visible` writes it


@dataclass(slots=True)
class _Shown:
    """A row and where it is.

    Attributes:
        start: from where it is removed: its paragraph, or the empty one before it.
        inside: where its text begins, or its table.
        number: its number in its table; -1 outside of tables.
    """

    row: DocumentRow
    start: int
    inside: int
    number: int = -1


class AnswerDocument(QTextDocument):
    """Rows that are added at the end and taken back from there."""

    def __init__(self, tokens: Tokens, size_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(MARGIN_PX)
        self.setIndentWidth(INDENT_PX)
        self._shown: list[_Shown] = []
        self._has_free_block = True  # the last paragraph is empty and belongs to no row
        self._table: QTextTable | None = None  # within an edit: the one that the last row is in
        self._formats = Formats(tokens, size_px)
        self._highlighter = CodeHighlighter(self, tokens)
        self._set_fonts(size_px)
        self._free_last_block()

    @property
    def rows(self) -> tuple[DocumentRow, ...]:
        """What is shown."""
        return tuple(shown.row for shown in self._shown)

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._shown)

    def position_of(self, number: int) -> int | None:
        """Return where the text of a row begins; for one of a table, in its first cell."""
        if not 0 <= number < len(self._shown):
            return None
        shown = self._shown[number]
        if shown.number < 0:
            return shown.inside
        cursor = QTextCursor(self)
        cursor.setPosition(shown.inside)
        return cursor.currentTable().cellAt(shown.number, 0).firstPosition()

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Answer that there is nothing, whatever is asked for; called by Qt."""
        return None

    def begin_look(self, tokens: Tokens, size_px: int) -> tuple[DocumentRow, ...]:
        """Take another look and show nothing; return the rows, to be added again."""
        rows = self.rows
        self._show_nothing()  # first: fonts and colours lay out whatever is there
        self._formats = Formats(tokens, size_px)
        self._highlighter.forget()
        self._highlighter.set_tokens(tokens)
        self._set_fonts(size_px)
        return rows

    def _show_nothing(self) -> None:
        """Remove everything, also what Qt keeps of each list and table that ever was there."""
        if self._shown:
            self._shown = []
            self.clear()
            self._free_last_block()

    def add_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show further rows after those that are shown."""
        self.replace_from(self.row_count, rows)

    def replace_from(self, first: int, rows: Sequence[DocumentRow]) -> None:
        """Show `rows` in place of row `first` and all after it; what is the same stays."""
        same = 0
        for shown, row in zip(self._shown[first:], rows, strict=False):
            if shown.row != row:
                break
            same += 1
        if first + same == len(self._shown) and same == len(rows):
            return
        self._table = self._table_before(first + same)
        edit = QTextCursor(self)
        edit.beginEditBlock()
        self._replace(first + same, rows[same:])
        edit.endEditBlock()
        self._table = None  # Qt deletes it with its last row

    def _replace(self, first: int, rows: Sequence[DocumentRow]) -> None:
        if first < len(self._shown) and rows and _has_same_shape(self._shown[first].row, rows[0]):
            self._take_back(first + 1)
            self._change_last(rows[0])
            rows = rows[1:]
        else:
            self._take_back(first)
        for row in rows:
            self._add(row)

    def _set_fonts(self, size_px: int) -> None:
        self.setDefaultFont(text_font(size_px))
        option = self.defaultTextOption()
        option.setTabStopDistance(4 * QFontMetricsF(code_font(size_px)).horizontalAdvance(" "))
        self.setDefaultTextOption(option)

    def _take_back(self, count: int) -> None:
        """Remove all rows but the first `count`."""
        if count >= len(self._shown):
            return
        shown = self._shown[count]
        before = self._shown[count - 1] if count else None
        del self._shown[count:]
        if before is not None and before.number < 0:
            self._remove_from(shown.start - 1)
            self._restore(before.row)
            return
        if shown.number > 0 and self._table is not None:
            self._remove_from(self._table.lastPosition() + 1)
            self._table.removeRows(shown.number, self._table.rows() - shown.number)
        else:
            self._remove_from(shown.start)
        self._free_last_block()

    def _restore(self, row: DocumentRow) -> None:
        """Give the last paragraph its format again, which Qt takes from an empty one."""
        self._has_free_block, self._table = False, None
        if not length_of(row.content):
            self._format_last_block(row)

    def _free_last_block(self) -> None:
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(_free_block())
        self._has_free_block = True
        if not self._shown:
            self._table = None

    def _format_last_block(self, row: DocumentRow) -> None:
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(self._formats.block(row))
        cursor.setBlockCharFormat(self._formats.text(row))
        if row.mark is not None:
            cursor.createList(self._formats.list_item(row, row.mark))

    def _remove_from(self, position: int) -> None:
        cursor = QTextCursor(self)
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _add(self, row: DocumentRow) -> None:
        if row.kind is RowKind.CELLS:
            self._add_cells(row)
            return
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        start = cursor.position() if self._has_free_block else cursor.position() + 1
        # Qt ignores the space above a paragraph right after a table, so an empty one stays.
        if not self._has_free_block or self._table is not None:
            cursor.insertBlock(_free_block())
        self._format_last_block(row)
        self._has_free_block, self._table = False, None
        self._shown.append(_Shown(row, start, cursor.position()))
        self._write(cursor, row, row.content)

    def _add_cells(self, row: DocumentRow) -> None:
        table = self._table
        if table is not None and not row.is_first and table.columns() == len(row.cells):
            table.appendRows(1)
            self._fill(table, row, self._shown[-1].start)
            return
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self._has_free_block:
            cursor.insertBlock(_free_block())
        start = cursor.position()
        table = cursor.insertTable(1, len(row.cells), self._formats.table(row))
        self._free_last_block()
        self._table = table
        self._fill(table, row, start)

    def _fill(self, table: QTextTable, row: DocumentRow, start: int) -> None:
        number = table.rows() - 1
        for column, content in enumerate(row.cells):
            cell = table.cellAt(number, column)
            cell.setFormat(self._formats.cell_box(row))
            cursor = cell.firstCursorPosition()
            cursor.setBlockFormat(self._formats.cell(row.align[column]))
            self._write(cursor, row, content)
        self._shown.append(_Shown(row, start, table.firstPosition(), number))

    def _table_before(self, count: int) -> QTextTable | None:
        """Return the table of the last of the first `count` rows; not within an edit block."""
        if not count or self._shown[count - 1].number < 0:
            return None
        cursor = QTextCursor(self)
        cursor.setPosition(self._shown[count - 1].inside)
        return cursor.currentTable()

    def _change_last(self, row: DocumentRow) -> None:
        """Write a row's text anew from where it differs from the one that is shown."""
        self._table = None
        shown = self._shown[-1]
        written, rest = common_start(shown.row.content, row.content)
        self._remove_from(shown.inside + written)
        cursor = QTextCursor(self)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._write(cursor, row, rest)
        shown.row = row

    def _write(self, cursor: QTextCursor, row: DocumentRow, content: Inlines) -> None:
        for inline in content:
            match inline:
                case StyledText():
                    self._write_text(cursor, row, inline)
                case Break():
                    cursor.insertText(LINE_SEPARATOR, self._formats.text(row))
                case NoteMark():
                    cursor.insertText(words_of(inline), self._formats.note_mark(row))
                case Image():
                    self._write_label(cursor, row, inline)

    def _write_text(self, cursor: QTextCursor, row: DocumentRow, text: StyledText) -> None:
        look = self._formats.text(row, text)
        if HIDDEN_MARK_START not in text.text:
            cursor.insertText(text.text, look)
            return
        for number, part in enumerate(_HIDDEN.split(text.text)):
            if part:
                cursor.insertText(part, self._formats.hidden(look) if number % 2 else look)

    def _write_label(self, cursor: QTextCursor, row: DocumentRow, image: Image) -> None:
        cursor.insertText(words_of(image), self._formats.blocked_image(row, image.source))


@cache
def _free_block() -> QTextBlockFormat:
    block = QTextBlockFormat()
    block.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return block


def _has_same_shape(one: DocumentRow, other: DocumentRow) -> bool:
    is_text = one.kind is other.kind and one.kind is not RowKind.CELLS
    return is_text and replace(one, content=()) == replace(other, content=())

"""Make what is copied from an answer: plain text with its marks, and HTML without a theme.

Thread: GUI.
"""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from conductor.gui.widgets.answer_formats import KIND, MARK, QUOTE
from conductor.gui.widgets.answer_rows import RowKind

HTML_LIMIT = 200_000
"""Characters of a selection that is copied as HTML too."""

_LINES = ({RowKind.CODE.value}, {RowKind.FORMULA.value})


def plain_text(selection: QTextCursor) -> str:
    """Return the selected text with bullets, numbers, boxes and quote marks."""
    parts: list[str] = []
    before: QTextBlock | None = None
    for block in _blocks(selection):
        parts.append("" if before is None else _between(before, block))
        start = max(selection.selectionStart() - block.position(), 0)
        end = selection.selectionEnd() - block.position()
        text = block.text()[start:end].replace("\u2028", "\n").replace("\u00a0", " ")
        parts.append(text if start else f"{_marks(block)}{text}")
        before = block
    return "".join(parts)


def _blocks(selection: QTextCursor) -> Iterator[QTextBlock]:
    block = selection.document().findBlock(selection.selectionStart())
    while block.isValid() and block.position() < selection.selectionEnd():
        if block.blockFormat().hasProperty(KIND):
            yield block
        block = block.next()


def _marks(block: QTextBlock) -> str:
    paragraph = block.blockFormat()
    quote = "> " * paragraph.intProperty(QUOTE)
    if paragraph.intProperty(KIND) == RowKind.RULE.value:
        return f"{quote}---"
    if not paragraph.hasProperty(MARK):
        return quote + "   " * paragraph.indent()
    indent = "   " * (block.textList().format().indent() - 1)
    return f"{quote}{indent}{paragraph.property(MARK)} "


def _between(one: QTextBlock, other: QTextBlock) -> str:
    first, second = one.blockFormat(), other.blockFormat()
    kinds = {first.intProperty(KIND), second.intProperty(KIND)}
    if kinds == {RowKind.CELLS.value}:
        return _between_cells(one, other)
    is_block = kinds in _LINES and second.topMargin() == 0
    is_list = first.hasProperty(MARK) and second.hasProperty(MARK)
    return "\n" if is_block or is_list else "\n\n"


def _between_cells(one: QTextBlock, other: QTextBlock) -> str:
    first, second = QTextCursor(one), QTextCursor(other)
    table = first.currentTable()
    if table.firstPosition() != second.currentTable().firstPosition():
        return "\n\n"
    return "\t" if table.cellAt(first).row() == table.cellAt(second).row() else "\n"


def html(selection: QTextCursor) -> str:
    """Return the selection as HTML, without the colours that suit only this window."""
    document = QTextDocument()
    QTextCursor(document).insertFragment(selection.selection())
    block = document.begin()
    while block.isValid():
        _clear_colours(block)
        block = block.next()
    return document.toHtml()


def _clear_colours(block: QTextBlock) -> None:
    spans = []
    part = block.begin()
    while not part.atEnd():
        spans.append((part.fragment().position(), part.fragment().length()))
        part += 1
    for position, length in spans:
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_without_colours(cursor.charFormat()))
    cursor = QTextCursor(block)
    if cursor.currentTable() is None:
        cursor.setBlockCharFormat(_without_colours(block.charFormat()))


def _without_colours(text: QTextCharFormat) -> QTextCharFormat:
    text.clearForeground()
    text.clearBackground()
    return text

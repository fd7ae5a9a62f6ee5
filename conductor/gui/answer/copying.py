"""Make what is copied from an answer: plain text with its marks, and HTML without a theme.

Thread: GUI.
"""

from collections.abc import Iterator

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from conductor.core.markup.targets import is_allowed_target
from conductor.gui.answer.document.formats import GOES_ON, IMAGE, IS_FIRST, KIND, MARK, QUOTE
from conductor.gui.answer.document.rows import RowKind
from conductor.gui.copied import copied_data

HTML_LIMIT = 200_000
"""Characters of a selection that is copied as HTML too."""

_LINES = ({RowKind.CODE.value}, {RowKind.FORMULA.value})


_COPIED = str.maketrans({"\u2028": "\n", "\u00a0": " ", "\u00ad": None})
"""What stands in a copy for a line end, a space that holds words together, a soft hyphen."""


def selection_data(selection: QTextCursor) -> QMimeData:
    """Return what is copied of a selection; a huge one is plain text only."""
    is_huge = selection.selectionEnd() - selection.selectionStart() > HTML_LIMIT
    return copied_data(plain_text(selection), "" if is_huge else html(selection))


def plain_text(selection: QTextCursor) -> str:
    """Return the selected text with bullets, numbers, boxes and quote marks."""
    parts: list[str] = []
    before: QTextBlock | None = None
    for block in _blocks(selection):
        parts.append("" if before is None else _between(before, block))
        start = max(selection.selectionStart() - block.position(), 0)
        end = selection.selectionEnd() - block.position()
        text = block.text()[start:end].translate(_COPIED)
        parts.append(text if start else f"{_marks(block)}{text}")
        before = block
    return "".join(parts)


def code_text(first: QTextBlock) -> str:
    """Return the code of the block that begins with a line."""
    parts, line = [first.text()], first.next()
    while line.isValid() and is_code(line) and not line.blockFormat().boolProperty(IS_FIRST):
        parts += ["" if line.blockFormat().boolProperty(GOES_ON) else "\n", line.text()]
        line = line.next()
    return "".join(parts)


def first_line(line: QTextBlock) -> QTextBlock:
    """Return the first line of the block of code that a line belongs to."""
    while not line.blockFormat().boolProperty(IS_FIRST) and is_code(line.previous()):
        line = line.previous()
    return line


def is_code(line: QTextBlock) -> bool:
    """Whether a paragraph is a line of a block of code."""
    return line.isValid() and line.blockFormat().intProperty(KIND) == RowKind.CODE.value


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
    if second.boolProperty(GOES_ON):
        return ""
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
    text.clearProperty(QTextFormat.Property.TextToolTip)
    if text.isAnchor() and (text.hasProperty(IMAGE) or not is_allowed_target(text.anchorHref())):
        text.setAnchor(False)
        text.setAnchorHref("")
    return text

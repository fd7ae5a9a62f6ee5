"""Colour the lines of code in an answer's document, without changing the document.

A line takes the colours that are known when it is shown; those that come later are taken by
an edit that changes nothing. Thread: GUI.
"""

import time
from collections import deque

from PySide6.QtCore import Slot
from PySide6.QtGui import (
    QColor,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from conductor.colouring.words import Word
from conductor.gui.answer.document.code_block import CodeBlock, Wanted
from conductor.gui.answer.document.code_reader import Read, code_reader
from conductor.gui.answer.document.formats import GOES_ON, IS_FIRST, KIND, LANGUAGE
from conductor.gui.answer.document.rows import RowKind
from conductor.gui.look.tokens import Tokens

_LINES = 1 << 12  # more than a block has, so that a number tells block and line
_BLOCKS = 1 << 18
_AT_ONCE = 250
"""Lines that take colours in one turn."""


class CodeHighlighter(QSyntaxHighlighter):
    """Colours code in the colours of a look."""

    def __init__(self, document: QTextDocument, tokens: Tokens) -> None:
        super().__init__(document)
        self._reader = code_reader()
        self._reader.due.connect(self._on_due)
        self._reader.read.connect(self._on_read)
        self._formats: dict[int, QTextCharFormat] = {}
        self._blocks: dict[int, CodeBlock] = {}
        self._next = 0
        self._lacking: deque[int] = deque()  # blocks that something is to be asked for
        self._asked: tuple[int, Wanted] | None = None
        self._late: dict[int, list[int]] = {}  # lines of blocks that look different now
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use the colours of a look from now on; what is coloured stays until it is redone."""
        colours = tokens.code_colours
        for word, colour in (
            (Word.KEYWORD, colours.keyword),
            (Word.NAME, colours.name),
            (Word.STRING, colours.string),
            (Word.NUMBER, colours.number),
            (Word.COMMENT, colours.comment),
        ):
            text = QTextCharFormat()
            text.setForeground(QColor(colour))
            self._formats[word.value] = text

    def forget(self) -> None:
        """Begin anew: the document is empty."""
        self._blocks.clear()
        self._lacking.clear()
        self._late.clear()
        self._asked = None

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Colour one line; called by Qt."""
        paragraph = self.currentBlock()
        language = _language_of(paragraph)
        if not language or not self._reader.can_read:
            return
        number, line = self._place_of(paragraph, language)
        block = self._blocks[number]
        if line > len(block) or line >= _LINES - 1:
            return
        if paragraph.blockFormat().boolProperty(GOES_ON):
            text = ""  # the rest of a line that is too long to be coloured
        self.setCurrentBlockState(number * _LINES + line)
        was_stopped = block.is_stopped
        if block.set_line(line, text, time.monotonic()) and block.lacks():
            self._want(number)
        if block.is_stopped and not was_stopped and line:
            self._late[number] = list(range(line))
            self._reader.wake()
        spans = iter(block.spans(line))
        for start, length, word in zip(spans, spans, spans, strict=True):
            self.setFormat(start, length, self._formats[word])

    def _place_of(self, paragraph: QTextBlock, language: str) -> tuple[int, int]:
        """Return which block of code a line is in, and which of its lines it is."""
        before = self.previousBlockState()
        is_first = before < 0 or paragraph.blockFormat().boolProperty(IS_FIRST)
        number, line = divmod(self.currentBlockState() if is_first else before + 1, _LINES)
        block = self._blocks.get(number)
        if block is not None and block.language == language and (line == 0) is is_first:
            block.first = paragraph.blockNumber() - line
            return number, line
        self._next = (self._next + 1) % _BLOCKS
        self._blocks[self._next] = CodeBlock(language, paragraph.blockNumber(), self._reader.memory)
        return self._next, 0

    def _want(self, number: int) -> None:
        if number not in self._lacking:
            self._lacking.append(number)
        self._reader.wake()

    @Slot()
    def _on_due(self) -> None:
        if self._late:
            self._paint_late()
        if self._asked is None:
            self._ask()

    def _ask(self) -> None:
        """Ask for the first block that lacks something; blocks that must be quiet wait."""
        now_s = time.monotonic()
        for _turn in range(len(self._lacking)):
            number = self._lacking.popleft()
            block = self._blocks.get(number)
            if block is None or not self._fit(number, block) or not block.lacks():
                continue
            self._lacking.append(number)
            wanted = block.next_wanted(now_s)
            if wanted is not None:
                self._asked = (number, wanted)
                self._reader.ask(wanted)
                return
        if self._lacking:
            self._reader.wake()

    def _fit(self, number: int, block: CodeBlock) -> bool:
        """Cut what the document holds no more; return whether anything is left."""
        if not self._holds(number, block, 0):
            del self._blocks[number]
            return False
        count = len(block)
        while not self._holds(number, block, count - 1):
            count -= 1
        block.cut(count)
        return True

    def _holds(self, number: int, block: CodeBlock, line: int) -> bool:
        paragraph = self.document().findBlockByNumber(block.first + line)
        is_it = paragraph.isValid() and paragraph.userState() == number * _LINES + line
        return is_it and bool(_language_of(paragraph))

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        if self._asked is None or self._asked[1] is not read.wanted:
            return
        number, self._asked = self._asked[0], None
        block = self._blocks.get(number)
        if block is not None:
            block.note_cost(read.wanted, read.cost_s)
            changed = block.take()
            if changed:
                self._late[number] = sorted({*changed, *self._late.get(number, ())})
                self._paint_late()
        self._reader.wake()

    def _paint_late(self) -> None:
        """Have some lines take their colours as if they had just come.

        Qt lays all text out again for every line that `rehighlight` touches; for lines that
        an edit touches it does so once, so this is an edit that changes nothing.
        """
        number, lines = next(iter(self._late.items()))
        block = self._blocks.get(number)
        now, later = lines[:_AT_ONCE], lines[_AT_ONCE:]
        if later and block is not None:
            self._late[number] = later
        else:
            del self._late[number]
        if block is None:
            return
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        for first, last in _runs(now):
            self._touch(edit, number, block, first, last)
        edit.endEditBlock()
        if self._late:
            self._reader.wake()

    def _touch(
        self, edit: QTextCursor, number: int, block: CodeBlock, first: int, last: int
    ) -> None:
        if last < len(block) and self._holds(number, block, first):
            document = self.document()
            edit.setPosition(document.findBlockByNumber(block.first + first).position())
            end = document.findBlockByNumber(block.first + last)
            edit.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
            edit.mergeBlockFormat(QTextBlockFormat())


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of numbers that follow each other."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _language_of(block: QTextBlock) -> str:
    line = block.blockFormat()
    return line.stringProperty(LANGUAGE) if line.intProperty(KIND) == RowKind.CODE.value else ""

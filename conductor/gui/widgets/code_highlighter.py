"""Colour the lines of code in an answer's document, without changing the document.

Thread: GUI.
"""

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from conductor.gui.tokens import Tokens
from conductor.gui.widgets import code_colours
from conductor.gui.widgets.answer_formats import IS_FIRST, KIND, LANGUAGE
from conductor.gui.widgets.answer_rows import RowKind
from conductor.gui.widgets.code_words import START, State, Word

_POLL_MS = 50
_STATES = 2_000  # different states that are told apart


class CodeHighlighter(QSyntaxHighlighter):
    """Colours code in the colours of a look."""

    def __init__(self, document: QTextDocument, tokens: Tokens) -> None:
        super().__init__(document)
        self._states: list[State] = [START]
        self._numbers: dict[State, int] = {START: 0}
        self._formats: dict[Word, QTextCharFormat] = {}
        self._waiting: set[str] = set()
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._on_poll)
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
            self._formats[word] = text

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Colour one line; called by Qt."""
        language = _language_of(self.currentBlock())
        if not language:
            return
        if not code_colours.is_ready(language):
            self._wait_for(language)
            return
        state = START
        is_first = self.currentBlock().blockFormat().boolProperty(IS_FIRST)
        if not is_first and self.previousBlockState() >= 0:
            state = self._states[self.previousBlockState()]
        spans, state = code_colours.coloured(text, language, state)
        for span in spans:
            self.setFormat(span.start, span.length, self._formats[span.word])
        self.setCurrentBlockState(self._number_of(state))

    def _number_of(self, state: State) -> int:
        if state not in self._numbers:
            if len(self._states) >= _STATES:
                return 0
            self._numbers[state] = len(self._states)
            self._states.append(state)
        return self._numbers[state]

    def _wait_for(self, language: str) -> None:
        code_colours.prepare(language)
        self._waiting.add(language)
        if not self._poll.isActive():
            self._poll.start()

    @Slot()
    def _on_poll(self) -> None:
        ready = {language for language in self._waiting if code_colours.is_ready(language)}
        if ready:
            self._waiting -= ready
            self._colour_again(ready)
        if not self._waiting:
            self._poll.stop()

    def _colour_again(self, languages: set[str]) -> None:
        """Colour the lines of some languages, as if they had just come.

        Qt lays all text out again for every line that `rehighlight` touches; for lines that
        an edit touches it does so once, so this is an edit that changes nothing.
        """
        blocks = [block for block in self._blocks() if _language_of(block) in languages]
        if blocks:
            edit = QTextCursor(blocks[0])
            edit.setPosition(blocks[-1].position(), QTextCursor.MoveMode.KeepAnchor)
            edit.mergeBlockFormat(QTextBlockFormat())

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()


def _language_of(block: QTextBlock) -> str:
    line = block.blockFormat()
    return line.stringProperty(LANGUAGE) if line.intProperty(KIND) == RowKind.CODE.value else ""

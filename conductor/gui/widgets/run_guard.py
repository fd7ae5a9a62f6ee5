"""Keep Qt's layout of plain text from running for ever, whatever way the text comes in.

Three kinds of text are too much for a wrapping text edit of Qt:

* more than 65,535 spaces with a letter after them in one paragraph: Qt counts the spaces at a
  line's end in 16 bits, and its layout then never ends;
* one long word: where lines may break at words *or* anywhere, the time is the square of it;
* a run of hidden characters (soft hyphens first of all): wherever lines may break, the time is the
  square of it.

So a run of white space gets a line break in place of every 30,000th space, and a run of hidden
characters one in place of every 1,000th. Nothing is lost by it that can be seen: one white space
stands for another, and what stands after it keeps its place. A long word is left
as it is; the lines of that text then break anywhere, which takes time as the text is long.

The document tells of a change before it is laid out, so this looks at whatever came in: set,
typed, pasted, dropped, put in by a cursor or an input method, or joined by taking something away.
While the person undoes, nothing is put in, because that would end the undoing: such a text then
stands on lines that are not broken at all, until the next word is written.

Thread: GUI.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

WHITE_LIMIT = 30_000
"""White spaces in a row after which a line ends."""

HIDDEN_LIMIT = 1_000
"""Hidden characters in a row after which a line ends."""

WORD_LIMIT = 16_000
"""Letters without a white space from which lines break anywhere."""

_WHITE = "\x0b\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"  # what Qt hangs after a line
_ENDS = "\t\n\x0c\r\u2028\u2029"  # what such a run does not go over
_IS_WHITE = f"[{_WHITE}]"
_GAP = rf"(?<![^\w{_ENDS}])[^\w{_ENDS}]{{{WHITE_LIMIT},}}"  # tried where it begins
_HIDDEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    rf"\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]{{{HIDDEN_LIMIT}}}"
)
_WORD = rf"(?<![^{_WHITE}{_ENDS}])[^{_WHITE}{_ENDS}]{{{WORD_LIMIT + 1},}}"
_JOINED = frozenset(("Mn", "Mc", "Me", "Cf"))  # letters that Qt takes together with a space
_SKINS = range(0x1F3FB, 0x1F400)


def line_breaks(text: str) -> list[int]:
    """Return the places, in order, of the characters at which a line is to end."""
    hidden = (run.end() - 1 for run in re.finditer(_HIDDEN, text))
    return sorted({*white_breaks(text), *hidden})


def with_breaks(text: str, cut: str = "") -> str:
    """Return a text whose lines end where they must; for before Qt sees it.

    Args:
        text: any text.
        cut: what is put after a character at which a line ends; a line break takes the place of
            that character if this is empty, so that every place stays where it is.
    """
    parts, start = [], 0
    for at in line_breaks(text):
        parts.append(text[start : at + 1] + cut if cut else f"{text[start:at]}\n")
        start = at + 1
    return "".join((*parts, text[start:]))


def white_breaks(text: str) -> Iterator[int]:
    """Yield the places of the white spaces at which a line is to end."""
    for gap in re.finditer(_GAP, text):
        count, white = 0, re.compile(_IS_WHITE)
        for at, letter in enumerate(gap[0], gap.start()):
            is_white = white.match(letter) is not None
            if is_white and count >= WHITE_LIMIT - 1:
                yield at
                count = 0
            elif is_white or (count and _is_joined(letter)):
                count += 1
            else:
                count = 0


def has_long_word(text: str) -> bool:
    """Whether a word is so long that breaking lines at words takes too much time."""
    return len(text) > WORD_LIMIT and re.search(_WORD, text) is not None


def _is_joined(letter: str) -> bool:
    import unicodedata  # here: a library that is loaded for it, hardly ever needed

    return unicodedata.category(letter) in _JOINED or ord(letter) in _SKINS


class RunGuard(QObject):
    """Watches the text of one box for as long as the box is there."""

    def __init__(self, edit: QPlainTextEdit, *, cut: str = "") -> None:
        """Begin to watch.

        Args:
            edit: the box.
            cut: what is put after a white space at which a line ends; a line break takes the
                place of that white space if this is empty.
        """
        super().__init__(edit)
        self._edit = edit
        self._cut = cut
        edit.document().contentsChange.connect(self._on_change)

    @Slot(int, int, int)
    def _on_change(self, _at: int, _removed: int, _added: int) -> None:
        document = self._edit.document()
        is_long = document.characterCount() > HIDDEN_LIMIT
        text = document.toRawText() if is_long else ""
        ends = self._cut[:1]  # where it stands already, the line has its end
        found = line_breaks(text) if is_long else []
        breaks = [at for at in found if not ends or text[at + 1 : at + 2] != ends]
        modes = QTextOption.WrapMode
        if breaks and document.isRedoAvailable():  # undoing: what is changed now ends the redoing
            self._edit.setWordWrapMode(modes.ManualWrap)
            return
        if breaks:
            self._break(text, breaks)
        self._edit.setWordWrapMode(
            modes.WrapAnywhere if has_long_word(text) else modes.WrapAtWordBoundaryOrAnywhere
        )

    def _break(self, text: str, breaks: list[int]) -> None:
        from conductor.core.text.utf16 import to_utf16  # here: hardly ever needed

        cursor = QTextCursor(self._edit.document())
        cursor.joinPreviousEditBlock()  # so that one Ctrl+Z takes both back
        for at in reversed(breaks):
            after = to_utf16(text, at + 1)
            cursor.setPosition(after)
            if not self._cut:  # no `movePosition`, which would have the text laid out
                cursor.setPosition(after - 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self._cut or "\n")
        cursor.endEditBlock()

"""Show a text to be read as it is, in plain letters, whatever is in it.

Rules: hidden characters are marked; an unbroken run of letters is cut into lines, because
Qt's layout takes the square of its length, and so is a run of white space (`run_guard`); what is
copied is whole again. Thread: GUI.
"""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from conductor.core.text.visible import visible
from conductor.gui.copied import copied_data
from conductor.gui.widgets.run_guard import RunGuard, with_breaks

UNBROKEN_LIMIT = 4_096
"""Characters without white space that stand on one line."""

_CUT = "\u2060\n"  # a clean text holds no such character, so the cut is known again
_UNBROKEN = re.compile(rf"(?<!\S)\S{{{UNBROKEN_LIMIT + 1},}}")  # tried where a run begins
_LAST_RUN = re.compile(r"\S*")


class PlainTextBox(QPlainTextEdit):
    """A box of text that nobody writes in."""

    def __init__(self, parent: QWidget, *, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self._guard = RunGuard(self, cut=_CUT)
        self._run = 0  # characters without white space at the end

    def show_text(self, text: str) -> None:
        """Show a text in place of the one before."""
        self._run = 0
        self.setPlainText(self._cut(visible(text)))

    def append_text(self, text: str) -> None:
        """Show more text after what is shown, on the same line."""
        end = QTextCursor(self.document())
        end.setPosition(self.document().characterCount() - 1)  # moving would lay the text out
        end.insertText(self._cut(visible(text)))

    def _cut(self, text: str) -> str:
        before = "x" * self._run
        cut = _UNBROKEN.sub(_in_lines, before + text)
        turned = cut[: -UNBROKEN_LIMIT - 1 : -1]
        last = _LAST_RUN.match(turned)
        self._run = len(last[0]) if last else 0
        return with_breaks(cut[len(before) :], _CUT)  # the guard sees what is joined later

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy the text without the cuts; called by Qt."""
        selected = self.textCursor().selectedText().replace("\u2029", "\n")
        return copied_data(selected.replace(_CUT, ""))


def _in_lines(run: re.Match[str]) -> str:
    words = run[0]
    return _CUT.join(words[at : at + UNBROKEN_LIMIT] for at in range(0, len(words), UNBROKEN_LIMIT))

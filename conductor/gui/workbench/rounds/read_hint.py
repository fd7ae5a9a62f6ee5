"""Offer to read long answers one at a time, quietly and until it was used once.

Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from conductor.core.entities import Answer
from conductor.i18n import _

WORDS = 600
"""Words from which on an answer is long."""

_BEGINNING = 40_000
"""Characters that are looked at: a text that has not so many words by then is no prose."""
_CHARACTERS = 1_800  # of a text without many spaces, about as long to read


class ReadHint(QPushButton):
    """A line that names the key."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readHint")
        self.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(_("Long answers: read one at a time · {keys}").format(keys=keys))
        self._is_known = False
        self.clicked.connect(action.trigger)
        action.triggered.connect(self._on_used)
        self.setVisible(False)

    @Slot()
    def _on_used(self) -> None:
        self._is_known = True
        self.setVisible(False)

    def show_for(self, answers: Sequence[Answer]) -> None:
        """Show the hint if one of the answers is long."""
        self.setVisible(not self._is_known and any(is_long(answer.text) for answer in answers))


def is_long(text: str) -> bool:
    """Whether an answer is better read by itself."""
    if len(text) < WORDS:
        return False
    beginning = text[:_BEGINNING]
    hangul = sum("가" <= character <= "힣" for character in beginning)
    return len(beginning.split()) > WORDS or hangul > _CHARACTERS

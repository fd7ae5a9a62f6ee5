"""Let the person say why, in short words used before or in a sentence; never asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from conductor.gui.let_go import let_go
from conductor.gui.widgets.mnemonic import literal
from conductor.i18n import _

MOST_TAGS = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was chosen: a sentence and short words, either may be missing."""

    text: str = ""
    tags: tuple[str, ...] = ()


class _ReasonEdit(QLineEdit):
    """Signals: `left` (Escape)."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReasonLine(QFrame):
    """One line below the judge bar.

    Signals:
        given: the `Reason`, when the person kept it.
        left: the person is through.
        edited: the sentence is another than before.
    """

    given = Signal(object)
    left = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reasonLine")
        self._chips: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._edit = _ReasonEdit(self)
        self._edit.setObjectName("judgeReason")
        self._edit.setAccessibleName(_("Why?"))
        self._edit.setPlaceholderText(_("Why? Words with # are offered again: #clear #too long"))
        self._edit.returnPressed.connect(self._on_given)
        self._edit.left.connect(self.left)
        self._edit.textEdited.connect(self.edited)
        self._row.addWidget(self._edit, 1)

    def show_reason(self, reason: Reason, known: Sequence[str]) -> None:
        """Show what was said, and the words used before."""
        let_go(self._row, self._chips)
        for tag in list(dict.fromkeys((*reason.tags, *known)))[:MOST_TAGS]:
            chip = QPushButton(literal(tag), self)
            chip.setObjectName("reasonTag")
            chip.setProperty("tag", tag)
            chip.setAccessibleName(tag)
            chip.setCheckable(True)
            chip.setChecked(tag in reason.tags)
            chip.clicked.connect(self._on_tag)
            self._row.insertWidget(len(self._chips), chip)
            self._chips.append(chip)
        self._edit.setText(reason.text)

    @property
    def sentence(self) -> str:
        """What stands in the line, as it was typed."""
        return self._edit.text()

    def bring_back(self, sentence: str) -> None:
        """Show a sentence that was broken off."""
        self._edit.setText(sentence)

    def focus_words(self) -> None:
        """Put the cursor into the line."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def reason(self) -> Reason:
        """What is said now; words with # have become tags."""
        chosen = [str(chip.property("tag")) for chip in self._chips if chip.isChecked()]
        before, *tagged = f" {self._edit.text()}".split(" #")
        tags = [tag.strip(" ,.;") for tag in tagged]
        return Reason(before.strip(), tuple(dict.fromkeys([*chosen, *filter(None, tags)])))

    @Slot()
    def _on_tag(self) -> None:
        self.given.emit(self.reason)

    @Slot()
    def _on_given(self) -> None:
        self.given.emit(self.reason)
        self.left.emit()

"""Show the earlier attempts of an answer that was tried again."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from conductor.core.entities import Answer
from conductor.gui.answer.view import AnswerView
from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.gui.widgets.text_label import text_label
from conductor.gui.words.status_text import status_text, trouble_text
from conductor.i18n import _


class AttemptsDialog(PlainDialog):
    """One earlier attempt at a time."""

    def __init__(self, attempts: Sequence[Answer], size_px: int, parent: QWidget) -> None:
        super().__init__("attemptsDialog", _("Earlier attempts"), parent)
        self.resize(640, 600)
        self._attempts = attempts
        self._choice = QComboBox(self)
        self._choice.setObjectName("attemptChoice")
        self._choice.setAccessibleName(_("Which attempt"))
        for attempt in attempts:
            words = _("Attempt {n}: {status}")
            self._choice.addItem(words.format(n=attempt.attempt, status=status_text(attempt, None)))
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self.parts.addWidget(self._choice)
        self._trouble = text_label("", self, name="attemptTrouble", look="error", wrap=True)
        self.parts.addWidget(self._trouble)
        self._view = AnswerView(self)
        self._view.set_text_size(size_px)
        self.parts.addWidget(self._view, 1)
        self.add_close()
        self._choice.setCurrentIndex(len(attempts) - 1)
        self._on_chosen(len(attempts) - 1)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        attempt = self._attempts[index]
        trouble = trouble_text(attempt)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._view.clear_text()
        self._view.set_text(attempt.text)
        self._view.flush()

"""Offer what can be done with one answer: copy it in three ways, see what stands behind it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from conductor.core.text.visible import visible
from conductor.i18n import _

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.answer_column import AnswerColumn


class ColumnMenu(QMenu):
    """The menu of one answer; it goes when it is closed."""

    def __init__(self, column: "AnswerColumn") -> None:
        super().__init__(column)
        self.setObjectName("answerMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answer, text = column.answer, column.view.source_text
        may_see = not column.planned.is_hidden
        see = _("What this assistant sees …")
        if column.is_drawn:
            may_see, see = False, _("What this assistant sees: hidden until you judge")
        for name, words, slot, is_possible in (
            ("copyRich", _("Copy with formatting"), column.copy_rich, bool(text)),
            ("copyMarkdown", _("Copy as Markdown"), column.copy_markdown, bool(text)),
            ("copyRaw", _("Copy raw, hidden characters too"), column.copy_raw, True),
            ("", "", None, False),
            ("seeThread", see, column.ask_for_thread, may_see),
            ("seeReasoning", _("Reasoning"), column.toggle_reasoning, bool(column.has_reasoning)),
            (
                "seeAttempts",
                _("Earlier attempts …"),
                column.show_attempts,
                not column.planned.is_hidden and answer.attempt > 1,
            ),
        ):
            if slot is None:
                self.addSeparator()
                continue
            if name == "copyRaw" and visible(text) == text:
                continue
            action = self.addAction(words)
            action.setObjectName(name)
            action.setEnabled(is_possible)
            action.triggered.connect(slot)
        self.addSeparator()
        self.addActions(list(column.offered))

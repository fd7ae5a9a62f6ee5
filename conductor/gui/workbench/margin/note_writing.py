"""Write notes on words of answers, and mark in the answers which words have notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Slot

from conductor.core.change import Change
from conductor.core.text.anchor import Span
from conductor.gui.answer.selection import selected_in, shown_places
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.answer_column import AnswerColumn
    from conductor.gui.workbench.margin.opened_note import OpenedNote

_AGAIN_MS = 200
_ABOUT_LENGTH = 80


class NoteWriting(QObject):
    """The notes in the columns."""

    def __init__(
        self, workspace: Workspace, needs: Needs, columns: AnswerColumns, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._needs = needs
        self._columns = columns
        self._opened: OpenedNote | None = None
        self._column: AnswerColumn | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.show_marks)

    @Slot()
    def write(self) -> None:
        """Write a note on the selected words of the answer in use, or on all of it."""
        from conductor.gui.workbench.margin.note_editor import NoteEditor
        from conductor.gui.workbench.margin.opened_note import OpenedNote  # only when it is needed

        column, session_id = self._columns.current, self._columns.plan.session_id
        if column is None or session_id is None:
            return
        if not column.answer.status.is_ended:
            self._needs.say(_("You can write a note on this answer as soon as it is complete."))
            return
        self._leave()
        self._column = column
        text = self._workspace.sessions.answer(column.answer.id).text
        selected = selected_in(column.view, text)
        shown = column.view.textCursor().selectedText() if selected else ""
        quote = " ".join(shown.split())[:_ABOUT_LENGTH]
        about = f"“{quote}”" if quote else _("On the whole answer")
        editor = NoteEditor(about, "", column)
        span = selected.span if selected else None
        keep = partial(self._workspace.notes.on_answer, column.answer.id, span=span)
        self._opened = OpenedNote(self._workspace, editor, keep, session_id, "new")
        self._opened.done.connect(self._on_done)
        viewport = column.view.viewport()
        place = column.view.cursorRect()
        corner = viewport.mapTo(column, place.topLeft())
        room = QRect(viewport.mapTo(column, viewport.rect().topLeft()), viewport.size())
        editor.open_beside(QRect(corner, place.size()), room)

    @Slot()
    def _on_done(self) -> None:
        column, self._opened, self._column = self._column, None, None
        if column is not None:
            column.view.setFocus()

    def _leave(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = self._column = None

    def take(self, change: Change) -> None:
        """Follow notes and answers that changed."""
        session_id = self._columns.session_id
        if session_id in change.notes or self._columns.shows_any(change.answers):
            self.show_marks()

    @Slot(object)
    def on_round_shown(self, _plan: object) -> None:
        """Leave the note on an answer of another round; the marks come with the texts."""
        self._leave()

    @Slot()
    def show_marks(self) -> None:
        """Underline the words that have notes; again in a moment where text still comes."""
        waits = False
        for column in self._columns.ordered:
            spans = self._spans(column)
            if not spans:
                column.view.mark_noted(())
                continue
            places = shown_places(column.view.document(), column.source, spans)
            column.view.mark_noted([place for place in places if place is not None])
            waits = waits or column.view.has_pending
        if waits:
            self._timer.start()
        else:
            self._timer.stop()

    def _spans(self, column: AnswerColumn) -> tuple[Span, ...]:
        if column.planned.is_unmarked:
            return ()
        placed = self._workspace.notes.of_answer(column.answer.id)
        return tuple(each.span for each in placed if each.span is not None)

    def close_down(self) -> None:
        """Stop what runs; the window is closing."""
        self._timer.stop()

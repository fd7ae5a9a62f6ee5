"""Write notes on words of answers, and mark in the answers which words have notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Slot

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.text.anchor import Span
from conductor.gui.answer.selection import Selected, selected_in, shown_places
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.columns.answer_column import AnswerColumn
    from conductor.gui.workbench.margin.note_editor import NoteEditor
    from conductor.gui.workbench.margin.note_keeping import KeptNote

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
        self._editor: NoteEditor | None = None
        self._kept: KeptNote | None = None
        self._column: AnswerColumn | None = None
        self._selected: Selected | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.show_marks)

    @Slot()
    def write(self) -> None:
        """Write a note on the selected words of the answer in use, or on all of it."""
        from conductor.gui.workbench.margin.note_editor import NoteEditor
        from conductor.gui.workbench.margin.note_keeping import KeptNote  # only when it is needed

        column = self._columns.current
        if column is None:
            return
        if not column.answer.status.is_ended:
            self._needs.say(_("You can write a note on this answer as soon as it is complete."))
            return
        self._leave()
        self._column = column
        text = self._workspace.sessions.answer(column.answer.id).text
        self._selected = selected_in(column.view, text)
        shown = column.view.textCursor().selectedText() if self._selected else ""
        quote = " ".join(shown.split())[:_ABOUT_LENGTH]
        about = f"“{quote}”" if quote else _("On the whole answer")
        self._editor = NoteEditor(about, "", column)
        self._editor.kept.connect(self._on_kept)
        self._editor.left.connect(self._on_left)
        session_id = self._columns.plan.session_id
        if session_id is not None:
            self._kept = KeptNote(self._workspace, self._editor, session_id, "new")
        viewport = column.view.viewport()
        place = column.view.cursorRect()
        corner = viewport.mapTo(column, place.topLeft())
        room = QRect(viewport.mapTo(column, viewport.rect().topLeft()), viewport.size())
        self._editor.open_beside(QRect(corner, place.size()), room)

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        if self._column is None or self._editor is None:
            return
        span = self._selected.span if self._selected else None
        try:
            self._workspace.notes.on_answer(self._column.answer.id, text, span)
        except ConductorError as error:
            self._editor.say(str(error))
            return
        self._on_left()

    @Slot()
    def _on_left(self) -> None:
        if self._kept is not None:
            self._kept.forget()
        column = self._column
        self._leave()
        if column is not None:
            column.view.setFocus()

    def _leave(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        self._editor = self._column = None

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

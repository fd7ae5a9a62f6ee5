"""Hold what stands at the right of the answers: findings of a review, notes, my draft.

Rules: a pane is made when it is first opened, so that a start does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from conductor.core.change import Change
from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId, RoundId, SessionId
from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.answer.selection import Selected
    from conductor.gui.workbench.margin.draft_column import DraftColumn
    from conductor.gui.workbench.margin.notes_pane import NotesPane
    from conductor.gui.workbench.margin.review_findings import ReviewFindings


class SidePanes(QSplitter):
    """The panes; none takes any room while it is closed.

    Signals:
        words_wanted: words for the composer.
        guidance_wanted: words for the composer, to be said as guidance.
        changed: a pane was opened or closed.
    """

    words_wanted = Signal(object)
    guidance_wanted = Signal(object)
    changed = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("sidePanes")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._workspace = workspace
        self._needs = needs
        self._session_id: SessionId | None = None
        self._round_id: RoundId | None = None
        self._plan = ColumnPlan()
        self._findings: ReviewFindings | None = None
        self._notes: NotesPane | None = None
        self._draft: DraftColumn | None = None
        self.setVisible(False)

    @property
    def has_draft(self) -> bool:
        """Whether my draft is open."""
        return self._draft is not None and not self._draft.isHidden()

    @property
    def has_notes(self) -> bool:
        """Whether the notes are open."""
        return self._notes is not None and not self._notes.isHidden()

    def _show_or_hide(self) -> None:
        panes = (self.widget(number) for number in range(self.count()))
        self.setVisible(any(pane is not None and not pane.isHidden() for pane in panes))
        self.changed.emit()

    def show_session(self, session_id: SessionId | None) -> None:
        """Show what belongs to a session."""
        self._session_id = session_id
        if self._draft is not None:
            self._draft.show_session(session_id)

    def show_plan(self, round_id: RoundId | None, plan: ColumnPlan) -> None:
        """Show what belongs to a round."""
        self._round_id, self._plan = round_id, plan
        self._show_findings(is_review=plan.kind is RoundKind.REVIEW)
        if self._notes is not None:
            self._notes.show_plan(round_id, plan)
        self._show_or_hide()

    def _show_findings(self, *, is_review: bool) -> None:
        if self._findings is None and is_review:
            from conductor.gui.workbench.margin.review_findings import ReviewFindings

            self._findings = ReviewFindings(self._workspace, self._needs, self)
            self.insertWidget(0, self._findings)
        if self._findings is not None:
            self._findings.show_round(self._round_id if is_review else None)

    def take(self, change: Change) -> None:
        """Follow a change of the library."""
        if self._draft is not None:
            self._draft.take(change)
        if self._notes is not None:
            self._notes.take(change)
        if self._findings is not None:
            self._findings.take(change)

    @Slot()
    def toggle_draft(self) -> None:
        """Open my draft, or close it."""
        if self._draft is None or self._draft.isHidden():
            self._open_draft().focus_words()
            return
        self._draft.flush()
        self._draft.setVisible(False)
        self._show_or_hide()

    def put_into_draft(self, answer_id: AnswerId, selected: Selected) -> None:
        """Put words of an answer into my draft, which opens for that."""
        self._open_draft().put(answer_id, selected)

    def _open_draft(self) -> DraftColumn:
        if self._draft is None:
            from conductor.gui.workbench.margin.draft_column import DraftColumn

            self._draft = DraftColumn(self._workspace, self._needs, self)
            self._draft.closed.connect(self.toggle_draft)
            self.addWidget(self._draft)
            self._draft.show_session(self._session_id)
        self._draft.setVisible(True)
        self._show_or_hide()
        self._draft.show_again()
        return self._draft

    @Slot()
    def toggle_notes(self) -> None:
        """Open the notes, or close them."""
        if self._notes is None or self._notes.isHidden():
            self._open_notes().focus_list()
            return
        self._notes.setVisible(False)
        self._show_or_hide()

    def _open_notes(self) -> NotesPane:
        if self._notes is None:
            from conductor.gui.workbench.margin.notes_pane import NotesPane

            self._notes = NotesPane(self._workspace, self._needs, self)
            self._notes.words_wanted.connect(self.words_wanted)
            self._notes.guidance_wanted.connect(self.guidance_wanted)
            self._notes.closed.connect(self.toggle_notes)
            self.insertWidget(self.count() - (self._draft is not None), self._notes)
        self._notes.setVisible(True)
        self._show_or_hide()
        self._notes.show_plan(self._round_id, self._plan)
        return self._notes

    @Slot()
    def note_on_round(self) -> None:
        """Write a note on the round."""
        self._open_notes().write_on_round()

    @Slot()
    def note_on_session(self) -> None:
        """Write a note on the session."""
        self._open_notes().write_on_session()

    def close_down(self) -> None:
        """Keep what is written; the window is closing."""
        if self._draft is not None:
            self._draft.close_down()

"""Hold what stands at the right of the answers: findings of a review, notes, my draft."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from conductor.core.change import Change
from conductor.core.ids import RoundId, SessionId
from conductor.gui.panels.column_plan import ColumnPlan
from conductor.gui.panels.draft_column import DraftColumn
from conductor.gui.panels.notes_pane import NotesPane
from conductor.gui.panels.review_findings import ReviewFindings
from conductor.workspace.workspace import Workspace


class SidePanes(QSplitter):
    """The panes; none takes any room while it is closed.

    Attributes:
        draft: my draft.
        notes: the notes.
        findings: what a review found.

    Signals:
        refused: a sentence, when something cannot be done.
        place_wanted: an `AnswerPlace` the person wants to see.
        words_wanted: words for the composer.
        changed: a pane was opened or closed.
    """

    refused = Signal(object)
    place_wanted = Signal(object)
    words_wanted = Signal(object)
    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("sidePanes")
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.findings = ReviewFindings(workspace, self)
        self.notes = NotesPane(workspace, self)
        self.draft = DraftColumn(workspace, self)
        for pane in (self.findings, self.notes, self.draft):
            pane.place_wanted.connect(self.place_wanted)
            pane.setVisible(False)
            self.addWidget(pane)
        self.notes.words_wanted.connect(self.words_wanted)
        self.notes.closed.connect(self.toggle_notes)
        self.draft.closed.connect(self.toggle_draft)
        self.draft.refused.connect(self.refused)
        self._show_or_hide()

    @property
    def has_draft(self) -> bool:
        """Whether my draft is open."""
        return not self.draft.isHidden()

    @property
    def has_notes(self) -> bool:
        """Whether the notes are open."""
        return not self.notes.isHidden()

    def _show_or_hide(self) -> None:
        panes = (self.findings, self.notes, self.draft)
        self.setVisible(not all(pane.isHidden() for pane in panes))
        self.changed.emit()

    def show_session(self, session_id: SessionId | None) -> None:
        """Show what belongs to a session."""
        self.draft.show_session(session_id)

    def show_plan(self, round_id: RoundId | None, plan: ColumnPlan) -> None:
        """Show what belongs to a round."""
        self.findings.show_round(round_id)
        self.notes.show_plan(round_id, plan)
        self._show_or_hide()

    def take(self, change: Change) -> None:
        """Follow a change of the library."""
        self.draft.take(change)
        self.notes.take(change)
        if change.answers or change.judgements:
            self.findings.refresh()

    @Slot()
    def toggle_draft(self) -> None:
        """Open my draft, or close it."""
        if self.has_draft:
            self.draft.flush()
            self.draft.setVisible(False)
            self._show_or_hide()
        else:
            self.open_draft(takes_focus=True)

    def open_draft(self, *, takes_focus: bool) -> None:
        """Open my draft."""
        self.draft.setVisible(True)
        self._show_or_hide()
        self.draft.show_again()
        if takes_focus:
            self.draft.focus_words()

    @Slot()
    def toggle_notes(self) -> None:
        """Open the notes, or close them."""
        self.notes.setVisible(self.notes.isHidden())
        self._show_or_hide()
        self.notes.refresh()

    def _open_notes(self) -> None:
        if self.notes.isHidden():
            self.toggle_notes()

    @Slot()
    def note_on_round(self) -> None:
        """Write a note on the round."""
        self._open_notes()
        self.notes.write_on_round()

    @Slot()
    def note_on_session(self) -> None:
        """Write a note on the session."""
        self._open_notes()
        self.notes.write_on_session()

    def close_down(self) -> None:
        """Keep what is written; the window is closing."""
        self.draft.close_down()

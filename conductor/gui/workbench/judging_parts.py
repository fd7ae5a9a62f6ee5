"""Put together what stands around the answers to compare them: bar, notes, draft, dialogs.

Thread: GUI.
"""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QSplitter, QWidget

from conductor.core.change import Change
from conductor.core.entities import Round, RoundKind
from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.core.text.anchor import Span
from conductor.gui.answer.selection import Selected, selected_in
from conductor.gui.needs import Needs
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.gui.workbench.judging.adoption_line import AdoptionLine
from conductor.gui.workbench.judging.blind_toggle import BlindToggle
from conductor.gui.workbench.judging.judge_bar import JudgeBar
from conductor.gui.workbench.margin.note_writing import NoteWriting
from conductor.gui.workbench.margin.side_panes import SidePanes
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class JudgingParts(QObject):
    """The parts and what connects them; the workbench gives each its place.

    Attributes:
        blind: the switch for judging blind.
        adoption: the line that says what goes on in whose thread.
        bar: the judge bar.
        panes: findings, notes and my draft.
        area: the answers with the panes beside them.

    Signals:
        sent: a `Round` that was sent from here.
    """

    sent = Signal(object)

    def __init__(
        self, workspace: Workspace, needs: Needs, columns: AnswerColumns, window: QWidget
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._needs = needs
        self._columns = columns
        self._window = window
        self._session_id: SessionId | None = None
        self.blind = BlindToggle(workspace, needs, window)
        self.adoption = AdoptionLine(workspace, needs, window)
        self.bar = JudgeBar(workspace, needs, window)
        self.panes = SidePanes(workspace, needs, window)
        self._notes = NoteWriting(workspace, needs, columns, self)
        self.area = QSplitter(Qt.Orientation.Horizontal, window)
        self.area.setObjectName("workArea")
        self.area.setHandleWidth(1)
        self.area.setChildrenCollapsible(False)
        self.area.addWidget(self.panes)
        self._add_buttons()
        self._connect_parts()

    def _add_buttons(self) -> None:
        merge = self.bar.buttons.add_control("mergeButton", _("Merge …"), "git-merge")
        merge.clicked.connect(self.open_merge)
        review = self.bar.buttons.add_control("reviewButton", _("Second opinion …"), "users")
        review.clicked.connect(self.open_review)

    def _connect_parts(self) -> None:
        self.panes.changed.connect(self._show_switches)
        self._columns.round_shown.connect(self._on_round_shown)
        self._columns.round_shown.connect(self._notes.on_round_shown)
        self._columns.filled.connect(self._notes.show_marks)

    def carry_out_commands(self) -> None:
        """Carry out the commands from now on."""
        actions = self._needs.actions
        self.bar.carry_out_commands()
        self.blind.carry_out_commands()
        for name, slot in (
            ("merge", self.open_merge),
            ("review", self.open_review),
            ("adopt", self.adopt),
            ("compareAssistants", self.compare_assistants),
            ("myDraft", self.panes.toggle_draft),
            ("toDraft", self.take_to_draft),
            ("addNote", self._notes.write),
            ("noteOnRound", self.panes.note_on_round),
            ("noteOnSession", self.panes.note_on_session),
            ("showNotes", self.panes.toggle_notes),
        ):
            actions.connect_to(name, slot)
        offered = ("adopt", "toDraft", "addNote")
        self._columns.offer([actions.action(name) for name in offered])
        self._show_switches()

    @Slot()
    def _show_switches(self) -> None:
        self._needs.actions.action("myDraft").setChecked(self.panes.has_draft)
        self._needs.actions.action("showNotes").setChecked(self.panes.has_notes)

    def show_session(self, session_id: SessionId | None) -> None:
        """Show what belongs to a session; None is one that has not begun."""
        self._session_id = session_id
        self.blind.show_session(session_id)
        self.panes.show_session(session_id)

    @Slot(object)
    def _on_round_shown(self, plan: ColumnPlan) -> None:
        round_id = self._columns.round_id
        self.bar.show_plan(round_id, plan)
        self.adoption.show_plan(plan)
        self.panes.show_plan(round_id, plan)

    def take(self, change: Change) -> None:
        """Follow a change of the library; the columns have taken it already."""
        self.blind.take(change)
        self.adoption.take(change)
        self.panes.take(change)
        self._notes.take(change)
        round_id = self._columns.round_id
        if round_id in change.seen_anew or self._columns.shows_any(change.answers):
            self.bar.show_plan(round_id, self._columns.plan_now())

    @Slot()
    def open_merge(self) -> None:
        """Let the person plan a merge."""
        self._open(RoundKind.MERGE)

    @Slot()
    def open_review(self) -> None:
        """Let the person plan a second opinion."""
        self._open(RoundKind.REVIEW)

    def _open(self, kind: RoundKind) -> None:
        from conductor.gui.workbench.judging.handover_dialog import HandoverDialog

        drafts = self._workspace.merging.drafts(self._session_id) if self._session_id else ()
        if self._session_id is None or len(drafts) < 2:
            self._needs.say(_("There are no two complete answers in this session yet."))
            return
        if kind is RoundKind.REVIEW:  # who does not review an answer wrote it
            try:
                for draft in drafts:
                    self._workspace.blinding.refuse_hidden(draft.round_id)
            except ConductorError as error:
                self._needs.say(str(error))
                return
        dialog = HandoverDialog(self._workspace, self._session_id, kind, self._window)
        dialog.sent.connect(self._on_sent)
        dialog.show()
        dialog.activateWindow()

    @Slot(object)
    def _on_sent(self, item: Round) -> None:
        self.sent.emit(item)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._needs.say(str(error))

    @Slot()
    @tells_what_went_wrong
    def adopt(self) -> None:
        """Continue with the answer in use in everybody's thread."""
        column = self._columns.current
        if column is None:
            return
        made = self._workspace.adopting.adopt(column.answer.id)
        everybody = _("Everybody has this answer already.")
        self._needs.say("" if made else everybody)

    @Slot()
    def take_to_draft(self) -> None:
        """Put the selection of the answer in use, or all of it, into the draft."""
        column = self._columns.current
        text = column.source if column is not None else ""
        if column is None:
            return
        selected = selected_in(column.view, text)
        if selected is None:
            words = column.view.source_text.strip()
            start = max(text.find(words), 0) if words else 0
            selected = Selected(Span(start, start + len(words)), words)
        self.panes.put_into_draft(column.answer.id, selected)

    @Slot()
    def compare_assistants(self) -> None:
        """Show what the judgements say of the assistants."""
        from conductor.gui.workbench.judging.standings_dialog import StandingsDialog

        StandingsDialog(self._workspace, self._window).open()

    def close_down(self) -> None:
        """Keep the draft and stop what runs; the window is closing."""
        for dialog in self._window.findChildren(QDialog):
            dialog.close()
        self._notes.close_down()
        self.panes.close_down()

"""List the person's notes beside the answers; several together become one guidance."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.ids import NoteId, RoundId, SessionId
from conductor.core.note import Note
from conductor.gui.lists.place_list import dots_icon
from conductor.gui.lists.wrapping_list import WrappingList
from conductor.gui.needs import Needs
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.columns.column_plan import ColumnPlan
from conductor.gui.workbench.margin.margin_pane import MarginPane
from conductor.gui.workbench.margin.note_editor import NoteEditor
from conductor.gui.workbench.margin.note_rows import NoteRow, note_rows
from conductor.gui.workbench.margin.opened_note import OpenedNote
from conductor.i18n import _
from conductor.workspace.undo import UndoStep
from conductor.workspace.workspace import Workspace

_ROW_ROLE = Qt.ItemDataRole.UserRole


class _NoteList(WrappingList):
    """Signals: `opened` (Enter), `removed` (Delete)."""

    opened = Signal()
    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class NotesPane(MarginPane):
    """The notes of the round and the session.

    Signals:
        words_wanted: the words of the ticked notes, for the composer.
        guidance_wanted: the same words, to be said as guidance.
    """

    words_wanted = Signal(object)
    guidance_wanted = Signal(object)

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__("notesPane", _("Notes"), parent)
        self._workspace = workspace
        self._needs = needs
        self._round_id: RoundId | None = None
        self._plan = ColumnPlan()
        self._ticked: set[NoteId] = set()
        self._removed: UndoStep[Any] | None = None
        self._opened: OpenedNote | None = None
        self._fill_head()
        self._empty = text_label(
            _("Select words of an answer and press Ctrl+M to write a note on them."),
            self,
            name="notesEmpty",
            look="muted",
            wrap=True,
        )
        self._empty.setContentsMargins(12, 10, 12, 10)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._list_of_notes(), 1)
        self._place_of_editor = QVBoxLayout()
        self._place_of_editor.setContentsMargins(8, 0, 8, 0)
        self.body.addLayout(self._place_of_editor)
        self.body.addWidget(self._foot())

    def _fill_head(self) -> None:
        self.widen_last()
        on_round = QPushButton(_("+ round"), self.head)
        on_round.setObjectName("noteOnRoundButton")
        on_round.setAccessibleName(_("Note on the round"))
        on_round.clicked.connect(self.write_on_round)
        on_session = QPushButton(_("+ session"), self.head)
        on_session.setObjectName("noteOnSessionButton")
        on_session.setAccessibleName(_("Note on the session"))
        on_session.clicked.connect(self.write_on_session)
        for button in (on_round, on_session):
            button.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
            button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
            self.add_to_head(button)
        self.add_close("notesCloseButton", _("Close the notes"))

    def _list_of_notes(self) -> QListWidget:
        self._list = _NoteList("noteList", _("Notes"), self)
        self._list.itemChanged.connect(self._on_ticked)
        self._list.currentItemChanged.connect(self._show_buttons)
        self._list.itemClicked.connect(self._on_clicked)
        self._list.itemDoubleClicked.connect(self.edit_note)
        self._list.opened.connect(self.edit_note)
        self._list.removed.connect(self.remove_note)
        return self._list

    def _foot(self) -> QWidget:
        foot = QFrame(self)
        foot.setObjectName("notesFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        self._send = self._button("notesToWords", _("Ask for these"))
        self._send.clicked.connect(self._on_send)
        self._revise = self._button("notesToGuidance", _("Revise by these"))
        self._revise.clicked.connect(self._on_revise)
        self._edit = self._button("editNoteButton", _("Edit"))
        self._edit.clicked.connect(self.edit_note)
        self._remove = self._button("removeNoteButton", _("Remove"))
        self._remove.clicked.connect(self.remove_note)
        self._undo = self._button("undoRemoveNote", _("Undo"))
        self._undo.clicked.connect(self._on_undo)
        for button in (self._edit, self._remove, self._undo):
            button.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        row.addWidget(self._revise)
        row.addWidget(self._send)
        row.addStretch(1)
        for button in (self._undo, self._edit, self._remove):
            row.addWidget(button)
        return foot

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @property
    def _session_id(self) -> SessionId | None:
        return self._plan.session_id

    def show_plan(self, round_id: RoundId | None, plan: ColumnPlan) -> None:
        """Show the notes of a round whose columns are shown so."""
        if round_id != self._round_id:
            self._ticked.clear()
            self._close_note()
        if plan.session_id != self._plan.session_id:
            self._removed = None
        self._round_id, self._plan = round_id, plan
        self.refresh()

    def focus_list(self) -> None:
        """Put the focus on the notes."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take(self, change: Change) -> None:
        """Follow a change of the notes."""
        if self._session_id in change.notes:
            self.refresh()

    def refresh(self) -> None:
        """Read the notes again."""
        if self.isHidden():
            return
        current = self._current
        rows = note_rows(self._workspace, self._session_id, self._round_id, self._plan)
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.note.text}\n{row.about}", self._list)
            item.setData(_ROW_ROLE, row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = row.id in self._ticked
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            if row.colour is not None:
                item.setIcon(dots_icon([row.colour], 1))
            if current is not None and row.id == current.id:
                self._list.setCurrentItem(item)
        self._list.fit_rows()
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._ticked &= {row.id for row in rows}
        self._empty.setVisible(not rows)
        self._list.setVisible(bool(rows))
        self._show_buttons()

    @property
    def _current(self) -> NoteRow | None:
        item = self._list.currentItem()
        row = item.data(_ROW_ROLE) if self._list.currentRow() >= 0 else None
        return row if isinstance(row, NoteRow) else None

    @Slot()
    def _show_buttons(self) -> None:
        may_write = self._workspace.read_only is None
        has_current = self._current is not None and may_write
        self._edit.setVisible(has_current)
        self._remove.setVisible(has_current)
        self._undo.setVisible(self._removed is not None and self._removed.is_done)
        self._send.setVisible(self._list.count() > 0)
        self._revise.setVisible(self._list.count() > 0)
        for button in (self._send, self._revise):
            button.setEnabled(bool(self._ticked))

    @Slot(QListWidgetItem)
    def _on_ticked(self, item: QListWidgetItem) -> None:
        row = item.data(_ROW_ROLE)
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked.add(row.id)
        else:
            self._ticked.discard(row.id)
        self._show_buttons()

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        row = item.data(_ROW_ROLE)
        if row.place is not None:
            self._needs.show_answer(row.place)

    @Slot()
    def _on_send(self) -> None:
        self.words_wanted.emit(self._ticked_words())

    @Slot()
    def _on_revise(self) -> None:
        self.guidance_wanted.emit(self._ticked_words())

    def _ticked_words(self) -> str:
        rows = [self._list.item(n).data(_ROW_ROLE) for n in range(self._list.count())]
        chosen = [row.id for row in rows if row.id in self._ticked]
        return self._workspace.notes.words_for_guidance(chosen)

    @Slot()
    def edit_note(self) -> None:
        """Change the text of the note that is chosen."""
        row = self._current
        if row is not None and self._workspace.read_only is None:
            keep = partial(self._workspace.notes.change, row.id)
            self._open_note(row.about, keep, row.note)

    @Slot()
    def write_on_round(self) -> None:
        """Write a note on the round."""
        if self._round_id is not None:
            keep = partial(self._workspace.notes.on_round, self._round_id)
            self._open_note(_("On this round"), keep)

    @Slot()
    def write_on_session(self) -> None:
        """Write a note on the session."""
        if self._session_id is not None:
            keep = partial(self._workspace.notes.on_session, self._session_id)
            self._open_note(_("On the session"), keep)

    def _open_note(
        self, about: str, keep: Callable[[str], object], note: Note | None = None
    ) -> None:
        self._close_note()
        if self._session_id is None:
            return
        editor = NoteEditor(about, note.text if note else "", self)
        self._opened = OpenedNote(
            *(self._workspace, editor, keep, self._session_id, "new-in-pane"),
            note_id=note.id if note else None,
        )
        self._opened.done.connect(self._on_note_done)
        self._place_of_editor.addWidget(editor)
        editor.focus_words()

    def _close_note(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @Slot()
    def _on_note_done(self) -> None:
        self._opened = None
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, and show the notes as they are."""
        self._needs.say(str(error))
        self.refresh()

    @Slot()
    @tells_what_went_wrong
    def remove_note(self) -> None:
        """Put the note that is chosen into the bin."""
        row = self._current
        if row is None or self._workspace.read_only is not None:
            return
        self._workspace.notes.remove(row.id)
        self._removed = self._workspace.undo.last
        self.refresh()

    @Slot()
    @tells_what_went_wrong
    def _on_undo(self) -> None:
        if self._removed is not None:
            self._removed.take_back()
            self.refresh()

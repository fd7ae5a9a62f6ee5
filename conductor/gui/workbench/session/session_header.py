"""Name the session: its title, its kind of task, its tags, each changed in its place."""

import json
from dataclasses import asdict, dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QToolButton, QWidget

from conductor.core.entities import Session
from conductor.core.errors import ConductorError, InvalidInput
from conductor.core.ids import SessionId
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.kept_fields import KeptFields
from conductor.gui.kept_words import KeptWords, fields_left
from conductor.gui.needs import Needs
from conductor.gui.page import Place
from conductor.gui.widgets.chip_row import ChipRow
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.words.kind_names import task_kind_called, task_kind_name
from conductor.gui.workbench.session.editable_title import EditableTitle
from conductor.gui.workbench.session.place_line import LineInPlace
from conductor.i18n import _
from conductor.workspace.sessions.sessions import checked_label, checked_tag
from conductor.workspace.workspace import Workspace

ROW_HEIGHT = 28
COMPACT_TITLE_PX = 400
QWIDGETSIZE_MAX = 16_777_215  # Qt's own, which PySide does not name
WORD_WIDTH = 120
KINDS_OFFERED = 14
OWN = object()
NEW = "new"
TITLE, KIND, TAG = "title", "kind", "tag"


@dataclass(frozen=True, slots=True)
class Names:
    """What a session is called before it has begun."""

    title: str = ""
    kind: str | None = None
    tags: tuple[str, ...] = ()


class SessionHeader(QFrame):
    """The names of the session.

    Signals:
        done: the person is through with a name.
        named: the names are shown anew, the kind of task among them.
    """

    done = Signal()
    named = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sessionHeader")
        self._workspace = workspace
        self._needs = needs
        self._session_id: SessionId | None = None
        self._names = Names()
        self._place = ""
        self._untaken = ""  # what was typed and could not be taken
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(needs.say)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title = EditableTitle("sessionTitle", self)
        self._title.changed.connect(self._on_title)
        self._title.done.connect(self.done)
        row.addWidget(self._title, 0)
        self._add_kind(row)
        self._add_tags(row)
        row.addStretch(1)
        for line in (self._title.line, self._own_kind, self._tag):
            line.textEdited.connect(self._on_typed)
            line.kept.connect(self._on_line_done)
            line.left.connect(self._on_line_done)

    def _add_kind(self, row: QHBoxLayout) -> None:
        self._kind = MenuButton("sessionKind", "", self)
        self._kind.chosen.connect(self._on_kind)
        self._kind.opening.connect(self._on_kind_opening)
        self._own_kind = LineInPlace("sessionKindEdit", _("Kind of task"), self)
        self._own_kind.setFixedWidth(WORD_WIDTH)
        self._own_kind.kept.connect(self._on_own_kind)
        self._own_kind.left.connect(self._show_names)
        row.addWidget(self._kind)
        row.addWidget(self._own_kind)

    def _add_tags(self, row: QHBoxLayout) -> None:
        self._tags = ChipRow("sessionTags", ROW_HEIGHT, self)
        self._add_tag = IconButton("addTagButton", "tag", _("Add a tag"), self)
        self._add_tag.clicked.connect(self._on_add_tag)
        self._tag = LineInPlace("tagEdit", _("New tag"), self)
        self._tag.setFixedWidth(WORD_WIDTH)
        self._tag.kept.connect(self._on_tag)
        self._tag.left.connect(self._on_tag_left)
        row.addWidget(self._tags)
        row.addWidget(self._tag)
        row.addWidget(self._add_tag)

    def set_compact(self, *, is_compact: bool) -> None:
        """Leave room for what stands beside the title where all is in one row."""
        self._title.setMaximumWidth(COMPACT_TITLE_PX if is_compact else QWIDGETSIZE_MAX)

    @property
    def names(self) -> Names:
        """What the session that has not begun yet is called."""
        return self._names

    def show_session(self, session: Session | None) -> None:
        """Show the names of a session; None is a new one."""
        if session is not None:
            self._names = Names(session.title, session.kind, session.tags)
        elif self._session_id is not None:
            self._names = Names()
        self._session_id = session.id if session else None
        place = session.id if session else NEW
        is_another, self._place = place != self._place, place
        if is_another and session is None:
            self._names = self._new_names()
        self._show_names()
        if is_another:
            self._bring_back(self._kept.open_fields(f"{place}/line"))

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._kept.touch()

    def _unsaved(self) -> str:
        """Return the words in the line that is open, and what they are to be."""
        for what, line in self._lines().items():
            if line.is_open:
                return _line(what, line.text())
        return ""

    def _lines(self) -> dict[str, LineInPlace]:
        return {TITLE: self._title.line, KIND: self._own_kind, TAG: self._tag}

    def _bring_back(self, kept: KeptFields) -> None:
        """Take a name that was being typed when the program ended as if the line was left."""
        take = {TITLE: self._on_title, KIND: self._on_own_kind, TAG: self._on_tag}
        what, text = kept.text("what"), kept.text("text")
        if self._workspace.read_only is not None:
            return
        if what in take and text.strip():
            take[what](text)
        self._on_line_done()

    def _new_names(self) -> Names:
        """Return what the session that has not begun yet was to be called."""
        kept = fields_left(self._workspace, f"{NEW}/names")
        return Names(kept.text("title"), kept.some_text("kind"), kept.texts("tags"))

    def close_down(self) -> None:
        """Keep what is being typed; the window is closing."""
        self._kept.close()

    def propose_kind(self, kind: str) -> None:
        """Give the session that has not begun yet a kind."""
        if self._session_id is None:
            self._change(Names(self._names.title, kind, self._names.tags))

    def forget_names(self) -> None:
        """Forget what a session that has not begun was to be called."""
        self._change(Names())

    @Slot()
    def edit_title(self) -> None:
        """Begin to change the title."""
        self._title.edit()

    @Slot()
    def _show_names(self) -> None:
        may_change = self._workspace.read_only is None
        names = self._names
        self._title.set_title(names.title or _("New session"), may_change=may_change)
        self._own_kind.setVisible(False)
        self._tag.setVisible(False)
        self._kind.setVisible(may_change or bool(names.kind))
        self._kind.setEnabled(may_change)
        self._kind.setText(literal(task_kind_name(names.kind)) or _("+ kind"))
        self._kind.setProperty("unset", not names.kind)
        self._kind.style().polish(self._kind)
        self._kind.setAccessibleName(
            _("Kind of task: {kind}").format(kind=task_kind_name(names.kind) or _("none"))
        )
        self._tags.set_chips([self._tag_chip(tag) for tag in names.tags])
        self._tags.setVisible(bool(names.tags))
        self._add_tag.setVisible(may_change)
        self.named.emit()

    @Slot()
    def _on_kind_opening(self) -> None:
        kinds = self._workspace.sessions.known_kinds()[:KINDS_OFFERED]
        entries = [MenuEntry(task_kind_name(k), k, is_on=k == self._names.kind) for k in kinds]
        entries.append(MenuEntry(_("Another kind …"), OWN, is_apart=True))
        if self._names.kind:
            entries.append(MenuEntry(_("No kind"), ""))
        self._kind.set_entries(entries)

    def _tag_chip(self, tag: str) -> QToolButton:
        chip = MenuButton("sessionTag", f"#{tag}", self._tags.bar)
        chip.setAccessibleName(_("Tag {tag}").format(tag=tag))
        entries = [MenuEntry(_("Show all sessions with this tag"), ("show", tag))]
        if self._workspace.read_only is None:
            entries.append(MenuEntry(_("Take this tag off"), ("remove", tag)))
        chip.set_entries(entries)
        chip.chosen.connect(self._on_tag_entry)
        return chip

    @Slot()
    def _on_line_done(self) -> None:
        """Forget what was typed; what could not be taken waits for the next time."""
        if self._untaken:
            self._kept.leave_behind(self._untaken)
            self._untaken = ""
        else:
            self._kept.settle()

    def _refuse(self, what: str, text: str, error: ConductorError) -> None:
        """Say why a name is not taken; what can be right another time is not lost."""
        if not isinstance(error, InvalidInput):
            self._untaken = _line(what, text)
        self._needs.say(str(error))

    @Slot(object)
    def _on_title(self, title: str) -> None:
        if self._session_id is None:
            self._change(Names(" ".join(title.split()), self._names.kind, self._names.tags))
            return
        try:
            self._workspace.sessions.rename(self._session_id, title)
        except ConductorError as error:
            self._refuse(TITLE, title, error)

    @Slot(object)
    def _on_kind(self, kind: object) -> None:
        if kind is OWN:
            self._kind.setVisible(False)
            self._own_kind.open_with("")
            return
        self._set_kind(str(kind))

    @Slot(object)
    def _on_own_kind(self, kind: str) -> None:
        if kind.strip():
            self._set_kind(task_kind_called(kind))
        self._show_names()
        self.done.emit()

    def _set_kind(self, kind: str) -> None:
        try:
            if self._session_id is not None:
                self._workspace.sessions.set_kind(self._session_id, kind)
            else:
                self._change(
                    Names(self._names.title, checked_label(kind) or None, self._names.tags)
                )
        except ConductorError as error:
            self._refuse(KIND, kind, error)

    @Slot()
    def _on_add_tag(self) -> None:
        known = QCompleter(list(self._workspace.sessions.known_tags()), self._tag)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._tag.setCompleter(known)
        self._add_tag.setVisible(False)
        self._tag.open_with("")

    @Slot(object)
    def _on_tag(self, tag: str) -> None:
        if tag.strip():
            self._set_tag(tag)
        self._show_names()
        self.done.emit()

    @Slot()
    def _on_tag_left(self) -> None:
        self._show_names()
        self.done.emit()

    def _set_tag(self, tag: str) -> None:
        try:
            if self._session_id is not None:
                self._workspace.sessions.add_tag(self._session_id, tag)
            else:
                tags = tuple(dict.fromkeys((*self._names.tags, checked_tag(tag))))
                self._change(Names(self._names.title, self._names.kind, tags))
        except ConductorError as error:
            self._refuse(TAG, tag, error)

    @Slot(object)
    def _on_tag_entry(self, wanted: tuple[str, str]) -> None:
        what, tag = wanted
        if what == "show":
            self._needs.go(Place("library", words=f"#{tag}"))
        elif self._session_id is not None:
            sessions = self._workspace.sessions
            self._needs.attempt(partial(sessions.remove_tag, self._session_id, tag))
        else:
            tags = tuple(one for one in self._names.tags if one != tag)
            self._change(Names(self._names.title, self._names.kind, tags))

    def _change(self, names: Names) -> None:
        """Call the session that has not begun otherwise."""
        self._names = names
        self._show_names()
        if self._workspace.read_only is None:
            kept = json.dumps(asdict(names)) if names != Names() else ""
            keep = self._workspace.sessions.keep_draft
            self._needs.attempt(partial(keep, f"{NEW}/names", kept))


def _line(what: str, text: str) -> str:
    """Return a name that is being typed as it is kept."""
    return json.dumps({"what": what, "text": text})

"""Write guidance down, or change its text, what it asks for and what it is for."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from conductor.core.errors import ConductorError
from conductor.core.guidance import Guidance, GuidanceKind, Scope
from conductor.core.ids import AssistantId
from conductor.gui.guidance_words import kind_text
from conductor.gui.text_label import wrapped_label
from conductor.gui.widgets.combo_box import combo_box
from conductor.gui.widgets.side_pane import SidePane
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

TEXT_PX = 120
LIST_PX = 150
_DRAFT = "guidance"  # the place of the draft


class GuidanceForm(SidePane):
    """The fields of one piece of guidance.

    Signals:
        saved: the `Guidance` as it is kept.
    """

    saved = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__("guidanceForm", parent)
        self._workspace = workspace
        self._edited: Guidance | None = None
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("guidanceText")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(TEXT_PX)
        self._text.textChanged.connect(self._show_hint)
        self._kind = combo_box("guidanceKind", self)
        for kind in GuidanceKind:
            self._kind.addItem(kind_text(kind), kind)
        self._kinds = QLineEdit(self)
        self._kinds.setObjectName("guidanceTaskKinds")
        self._kinds.setPlaceholderText(_("every kind"))
        self._assistants = QListWidget(self)
        self._assistants.setObjectName("guidanceAssistants")
        self._assistants.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self._assistants.setFixedHeight(LIST_PX)
        self.form.add("text", _("Guidance, exactly as assistants get it"), self._text)
        self._hint = wrapped_label("", self, name="newVersionHint", look="caption")
        self.form.add_plain(self._hint)
        self.form.add("kind", _("What it asks to be changed"), self._kind)
        self.form.add(
            "kinds",
            _("Kinds of task it is for"),
            self._kinds,
            _("As sessions have them, with commas between; empty for every kind."),
        )
        self.form.add(
            "assistants",
            _("Assistants it is for"),
            self._assistants,
            _("None ticked means all of them."),
        )
        self.add_save_buttons()

    def begin(self) -> None:
        """Write new guidance down."""
        self._edited = None
        draft = self._workspace.sessions.draft(_DRAFT)
        self._fill(Guidance(id="", text=draft, version=""))  # type: ignore[arg-type]
        self.show_as(_("Write guidance down"))
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, guidance: Guidance) -> None:
        """Change guidance."""
        self._edited = guidance
        self._fill(guidance)
        self.show_as(_("Edit guidance"))
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, guidance: Guidance) -> None:
        self._text.setPlainText(guidance.text)
        self._kind.setCurrentIndex(self._kind.findData(guidance.kind))
        self._kinds.setText(", ".join(guidance.scope.kinds))
        self._assistants.clear()
        for who in self._workspace.connections.assistants():
            item = QListWidgetItem(who.name, self._assistants)
            item.setData(Qt.ItemDataRole.UserRole, who.id)
            is_in = who.id in guidance.scope.assistants
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
        self._show_hint()

    @Slot()
    def _show_hint(self) -> None:
        words = ""
        if self._edited is not None and self._text.toPlainText().strip() != self._edited.text:
            words = _(
                "Another text starts a new version with no evidence yet. What is known of the "
                "text as it was is kept, and counts again if you bring that text back."
            )
        self._hint.setText(words)
        self._hint.setVisible(bool(words))

    def _scope(self) -> Scope:
        kinds = tuple(part.strip() for part in self._kinds.text().split(",") if part.strip())
        items = [self._assistants.item(n) for n in range(self._assistants.count())]
        ticked = tuple(
            AssistantId(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return Scope(kinds, ticked)

    @Slot()
    def save(self) -> None:
        """Keep what is in the fields."""
        area, text = self._workspace.guidance, self._text.toPlainText()
        kind, scope = GuidanceKind(self._kind.currentData()), self._scope()
        try:
            if self._edited is None:
                kept = area.add(text, kind, scope)
            else:
                area.edit(self._edited.id, text)
                kept = area.describe(self._edited.id, kind, scope)
        except ConductorError as error:
            self.say(str(error), "text")
            return
        if self._edited is None:
            self.keep_draft("")
        self.setVisible(False)
        self.saved.emit(kept)

    @Slot()
    def leave(self) -> None:
        """Close; the text of new guidance is kept for the next time."""
        if self.isVisible() and self._edited is None:
            self.keep_draft(self._text.toPlainText())
        super().leave()

    def keep_draft(self, text: str) -> None:
        """Keep the text of guidance that was not saved."""
        if self._workspace.read_only is None:
            self._workspace.sessions.keep_draft(_DRAFT, text)

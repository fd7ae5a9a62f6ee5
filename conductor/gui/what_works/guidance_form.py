"""Write guidance down, or change its text, what it asks for and what it is for."""

import json

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from conductor.core.errors import ConductorError
from conductor.core.guidance.guidance import Guidance, GuidanceKind, Scope
from conductor.core.ids import AssistantId
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.side_pane import SidePane
from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.kept_fields import KeptFields
from conductor.gui.kept_words import KeptWords
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_label import wrapped_label
from conductor.gui.words.kind_names import guidance_kind_name, task_kind_called, task_kind_name
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
        self._began = ""
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(self.say)
        self._text = WritingBox(self)
        self._text.setObjectName("guidanceText")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(TEXT_PX)
        self._text.textChanged.connect(self._show_hint)
        self._kind = combo_box("guidanceKind", self)
        for kind in GuidanceKind:
            self._kind.addItem(guidance_kind_name(kind), kind)
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
        self._text.textChanged.connect(self._kept.touch)
        self._kind.currentIndexChanged.connect(self._kept.touch)
        self._kinds.textChanged.connect(self._kept.touch)
        self._assistants.itemChanged.connect(self._kept.touch)

    def begin(self) -> None:
        """Write new guidance down."""
        self._edited = None
        self._fill(Guidance(id="", text="", version=""))  # type: ignore[arg-type]
        self.show_as(_("Write guidance down"))
        self._bring_back(self._kept.open_fields(_DRAFT, loose="text"))
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, guidance: Guidance) -> None:
        """Change guidance."""
        self._edited = guidance
        self._fill(guidance)
        self.show_as(_("Edit guidance"))
        self._bring_back(self._kept.open_fields(f"{_DRAFT}/{guidance.id}", loose="text"))
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> str:
        """Return what the fields hold, as it is kept until it is saved."""
        items = [self._assistants.item(n) for n in range(self._assistants.count())]
        ticked = [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
        return json.dumps(
            {
                "text": self._text.toPlainText(),
                "kind": str(self._kind.currentData()),
                "kinds": self._kinds.text(),
                "assistants": ticked,
            }
        )

    def _unsaved(self) -> str:
        written = self._written()
        return "" if written == self._began else written

    def _bring_back(self, kept: KeptFields) -> None:
        """Show what was written and not saved."""
        if not kept.is_usable:
            return
        self._text.setPlainText(kept.text("text"))
        kinds = [str(self._kind.itemData(number)) for number in range(self._kind.count())]
        kind = kept.text("kind", str(GuidanceKind.OTHER))
        self._kind.setCurrentIndex(kinds.index(kind) if kind in kinds else 0)
        self._kinds.setText(kept.text("kinds"))
        ticked = kept.texts("assistants")
        for number in range(self._assistants.count()):
            item = self._assistants.item(number)
            is_in = item.data(Qt.ItemDataRole.UserRole) in ticked
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)

    def _fill(self, guidance: Guidance) -> None:
        self._kept.close()
        self._text.setPlainText(guidance.text)
        self._kind.setCurrentIndex(self._kind.findData(guidance.kind))
        self._kinds.setText(", ".join(map(task_kind_name, guidance.scope.kinds)))
        self._assistants.clear()
        for who in self._workspace.connections.assistants():
            item = QListWidgetItem(who.name, self._assistants)
            item.setData(Qt.ItemDataRole.UserRole, who.id)
            is_in = who.id in guidance.scope.assistants
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
        self._began = self._written()
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
        parts = [part.strip() for part in self._kinds.text().split(",")]
        kinds = tuple(task_kind_called(part) for part in parts if part)
        items = [self._assistants.item(n) for n in range(self._assistants.count())]
        ticked = tuple(
            AssistantId(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return Scope(kinds, ticked)

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong beside the text."""
        self.say(str(error), "text")

    @Slot()
    @tells_what_went_wrong
    def save(self) -> None:
        """Keep what is in the fields."""
        area, text = self._workspace.guidance, self._text.toPlainText()
        kind, scope = GuidanceKind(self._kind.currentData()), self._scope()
        if self._edited is None:
            kept = area.add(text, kind, scope)
        else:
            area.edit(self._edited.id, text)
            kept = area.describe(self._edited.id, kind, scope)
        self._kept.forget()
        self.setVisible(False)
        self.saved.emit(kept)

    @Slot()
    def leave(self) -> None:
        """Close; new guidance is kept for the next time, a change is given up."""
        if self._edited is not None:
            self._kept.forget()
        super().leave()

    def close_down(self) -> None:
        """Keep what is written; the window is closing."""
        self._kept.close()

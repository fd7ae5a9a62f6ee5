"""Say who takes part in the session: chips, the ensemble they are, and who could join."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from conductor.core.entities import Assistant, Ensemble
from conductor.core.ids import AssistantId, EnsembleId
from conductor.gui.fields.menu_button import MenuButton, MenuEntry
from conductor.gui.kept_words import KeptWords
from conductor.gui.needs import Needs
from conductor.gui.page import Place
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.chip_row import ChipRow, chip
from conductor.gui.widgets.text_label import text_label
from conductor.gui.widgets.tool_tip import set_tip
from conductor.gui.workbench.session.ensemble_box import EnsembleBox
from conductor.gui.workbench.session.place_line import LineInPlace
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

ROW_HEIGHT = 30
NAME_WIDTH = 140
SET_UP = object()
_PLACE = "new/ensemble"  # of the name that is being typed


class TeamRow(QFrame):
    """The assistants that take part.

    Signals:
        changed: somebody joined or left, or another ensemble was taken.
        done: the person is through with a name.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("teamRow")
        self._workspace = workspace
        self._needs = needs
        self._chosen: tuple[AssistantId, ...] = ()  # also those who went, and may come back
        self._members: tuple[AssistantId, ...] = ()
        self._is_hidden = False
        self._is_compact = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._chips = ChipRow("assistantChips", ROW_HEIGHT, self)
        self._chips.bar.setAccessibleName(_("Who takes part"))
        row.addWidget(self._chips, 0)
        self._add = MenuButton("addAssistantButton", _("+ assistant"), self)
        self._add.setProperty("unset", True)  # noqa: FBT003 - Qt's own signature
        self._add.setAccessibleName(_("Add an assistant to this session"))
        self._add.chosen.connect(self._on_add)
        row.addWidget(self._add)
        row.addStretch(1)
        self._caption = text_label(_("Ensemble"), self, look="muted")
        row.addWidget(self._caption)
        self._name = LineInPlace("ensembleNameEdit", _("Name of the ensemble"), self)
        self._name.setFixedWidth(NAME_WIDTH)
        self._name.setVisible(False)
        self._name.kept.connect(self._on_named)
        self._name.left.connect(self._on_name_left)
        self._kept = KeptWords(workspace, self._name.text, self)
        self._name.textEdited.connect(self._on_typed)
        row.addWidget(self._name)
        self._box = EnsembleBox(self)
        self._box.taken.connect(self._on_taken)
        self._box.save_wanted.connect(self._on_save_wanted)
        row.addWidget(self._box)

    @property
    def members(self) -> tuple[AssistantId, ...]:
        """Who takes part, in the order of the columns."""
        return self._members

    def set_compact(self, *, is_compact: bool) -> None:
        """Leave out what can be left out where there is little room: the dots say who."""
        self._caption.setVisible(not is_compact)
        self._is_compact = is_compact
        self.refresh()

    def show_team(self, members: Sequence[AssistantId]) -> None:
        """Show who takes part; assistants that are gone are left out until they come back."""
        self._chosen = tuple(dict.fromkeys(members))
        self.refresh()

    def refresh(self) -> None:
        """Show the same team as the assistants are now."""
        present = {one.id: one for one in self._workspace.connections.assistants()}
        self._members = tuple(who for who in self._chosen if who in present)
        if self._is_hidden:
            self._chips.set_chips([self._nameless()] if self._members else [])
        else:
            self._chips.set_chips([self._chip(present[who]) for who in self._members])
        others = [one for one in present.values() if one.id not in self._members]
        entries = [MenuEntry(one.name, one.id) for one in others]
        entries.append(MenuEntry(_("Set up another assistant …"), SET_UP, is_apart=bool(others)))
        self._add.set_entries(entries)
        self._show_ensembles()
        self.setVisible(bool(present))

    def hide_names(self, *, is_hidden: bool) -> None:
        """Say only how many take part, for as long as nobody may see who wrote what.

        The team stays as it is meanwhile: whose number goes with whom would tell.
        """
        self._is_hidden = is_hidden
        self._add.setEnabled(not is_hidden)
        self._box.setEnabled(not is_hidden)
        self.refresh()

    def _nameless(self) -> QToolButton:
        words = _("{n} assistants, hidden").format(n=len(self._members))
        nameless = chip("assistantChip", words, self._chips.bar)
        nameless.setAccessibleName(words)
        nameless.setEnabled(False)
        return nameless

    def _show_ensembles(self) -> None:
        ensembles = self._workspace.connections.ensembles()
        now = next((e for e in ensembles if set(e.assistants) == set(self._members)), None)
        may_save = now is None and bool(self._members) and self._workspace.read_only is None
        self._box.show_ensembles(ensembles, now, may_save=may_save)

    def _chip(self, assistant: Assistant) -> QToolButton:
        chip = MenuButton("assistantChip", assistant.name, self._chips.bar)
        chip.setIcon(dot_icon(assistant.colour))
        chip.setAccessibleName(_("{name} takes part").format(name=assistant.name))
        set_tip(chip, f"{assistant.name} · {assistant.model}")
        if self._is_compact:
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        chip.set_entries(
            [
                MenuEntry(_("Only {name}").format(name=assistant.name), ("only", assistant.id)),
                MenuEntry(_("Take out of this session"), ("out", assistant.id)),
            ]
        )
        chip.chosen.connect(self._on_chip)
        return chip

    @Slot(object)
    def _on_chip(self, wanted: tuple[str, AssistantId]) -> None:
        what, who = wanted
        if what == "only":
            self._take((who,))
        else:
            self._take(tuple(one for one in self._members if one != who))

    @Slot(object)
    def _on_add(self, who: object) -> None:
        if who is SET_UP:
            self._needs.go(Place("assistants"))
            return
        self._take((*self._members, AssistantId(str(who))))

    def _take(self, members: tuple[AssistantId, ...]) -> None:
        self.show_team(members)
        self.changed.emit()

    @Slot(object)
    def _on_taken(self, ensemble_id: EnsembleId) -> None:
        ensemble = self._ensemble(ensemble_id)
        if ensemble is None:
            return
        if self._workspace.read_only is None:
            use = partial(self._workspace.connections.use_ensemble, ensemble)
            self._needs.attempt(use)
        self._take(ensemble.assistants)

    def _ensemble(self, ensemble_id: EnsembleId) -> Ensemble | None:
        every = self._workspace.connections.ensembles()
        return next((one for one in every if one.id == ensemble_id), None)

    @Slot()
    def _on_save_wanted(self) -> None:
        self._box.setVisible(False)
        self._name.open_with(self._kept.open(_PLACE))

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._kept.touch()

    @Slot(object)
    def _on_named(self, name: str) -> None:
        self._on_name_left()
        if not name.strip():
            return
        present = {one.id: one for one in self._workspace.connections.assistants()}
        members = [present[who] for who in self._members]
        self._needs.attempt(partial(self._workspace.connections.add_ensemble, name, members))

    @Slot()
    def _on_name_left(self) -> None:
        self._kept.forget()
        self._name.setVisible(False)
        self._box.setVisible(True)
        self._show_ensembles()
        self.done.emit()

"""Set up ensembles: who plays in which team, in which order, by dragging or by keys."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Ensemble
from conductor.core.errors import ConductorError
from conductor.core.ids import AssistantId, EnsembleId
from conductor.gui.assistants.assistant_list import AssistantList, Dropped
from conductor.gui.fields.form import Form
from conductor.gui.kept_words import KeptWords
from conductor.gui.lists.action_bar import ActionBar
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import text_label, wrapped_label
from conductor.i18n import _
from conductor.workspace.names import free_name
from conductor.workspace.workspace import Workspace

LIST_PX = 260
WIDEST_PX = 880
_PLACE = "ensemble"  # of a name that is not saved yet


class EnsemblesPanel(QWidget):
    """The person's teams at the left; the members of one, and everybody, beside them."""

    def __init__(self, workspace: Workspace, notice: NoticeLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ensemblesPanel")
        self._workspace = workspace
        self._notice = notice
        self._shown: EnsembleId | None = None
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(notice.say)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_list())
        row.addWidget(self._make_team(), 1)
        layout.addLayout(row, 1)
        self.refresh()

    def _bar(self) -> QWidget:
        bar = ActionBar("noEnsembleText", self)
        self._empty = bar.words
        self._remove = text_button(
            _("Remove"), bar, name="removeEnsembleButton", on_click=self._on_remove
        )
        self._use = text_button(_("Use"), bar, name="useEnsembleButton", on_click=self._on_use)
        self._add = text_button(
            _("New ensemble"), bar, name="addEnsembleButton", on_click=self._on_add, look="primary"
        )
        bar.add(self._remove, self._use, self._add)
        return bar

    def _make_list(self) -> QListWidget:
        self._list = QListWidget(self)
        self._list.setObjectName("ensembleList")
        self._list.setAccessibleName(_("Ensembles"))
        self._list.setFixedWidth(LIST_PX)
        self._list.currentItemChanged.connect(self._on_current)
        self._list.itemActivated.connect(self._on_activated)
        return self._list

    def _make_team(self) -> QWidget:
        self._team = QFrame(self)
        self._team.setProperty("pane", "surface")
        whole = QHBoxLayout(self._team)
        whole.setContentsMargins(16, 16, 16, 16)
        inner = QWidget(self._team)
        inner.setMaximumWidth(WIDEST_PX)
        whole.addWidget(inner, 1)
        whole.addStretch(0)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._name = QLineEdit(self._team)
        self._name.setObjectName("ensembleName")
        self._name.editingFinished.connect(self._on_renamed)
        self._name.textEdited.connect(self._on_typed)
        self._form = Form(self._team)
        self._form.add("name", _("Name"), self._name)
        grid.addWidget(self._form, 0, 0)
        grid.addWidget(text_label(_("In the ensemble"), self._team, look="caption"), 1, 0)
        grid.addWidget(text_label(_("All others"), self._team, look="caption"), 1, 2)
        self._members = AssistantList("ensembleMembers", _("In the ensemble"), self._team)
        self._others = AssistantList("otherAssistants", _("All others"), self._team)
        self._members.dropped.connect(self._on_dropped_in)
        self._members.moved.connect(self._on_moved)
        self._members.crossed.connect(self._on_out)
        self._members.itemSelectionChanged.connect(self._show_buttons)
        self._others.dropped.connect(self._on_dropped_out)
        self._others.crossed.connect(self._on_in)
        self._others.itemSelectionChanged.connect(self._show_buttons)
        grid.addWidget(self._members, 2, 0)
        grid.addLayout(self._moves(), 2, 1)
        grid.addWidget(self._others, 2, 2)
        words = _(
            "Drag to put in, take out and order; or Enter to put in, Delete to take out, "
            "Ctrl+Up and Ctrl+Down to order. The order is that of the columns."
        )
        grid.addWidget(wrapped_label(words, self._team, look="caption"), 3, 0, 1, 3)
        for column in (0, 2):
            grid.setColumnStretch(column, 1)
        return self._team

    def _moves(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addStretch(1)
        rows = (
            ("putInButton", "chevron-left", _("Put in"), self._on_in),
            ("takeOutButton", "chevron-right", _("Take out"), self._on_out),
            ("moveUpButton", "chevron-up", _("Move up"), self._on_up),
            ("moveDownButton", "chevron-down", _("Move down"), self._on_down),
        )
        self._move_buttons: list[IconButton] = []
        for name, icon, title, slot in rows:
            button = IconButton(name, icon, title, self._team)
            button.clicked.connect(slot)
            column.addWidget(button)
            self._move_buttons.append(button)
        column.addStretch(1)
        return column

    def enter(self) -> None:
        """Put the focus where the next step is; first bring back a name that was broken off."""
        if self._bring_back():
            return
        target = self._list if self._list.count() else self._add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Keep a name that is half written."""
        if self._name.hasFocus():
            self._on_renamed()
        self._kept.close()
        self._name.setReadOnly(True)

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._kept.touch()

    def _unsaved(self) -> str:
        ensemble = self._ensemble()
        name = self._name.text()
        if ensemble is None or name == ensemble.name:
            return ""
        return json.dumps({"ensemble": ensemble.id, "name": name})

    def _bring_back(self) -> bool:
        """Show a name that was being written when the program ended; whether there is one."""
        kept = self._kept.open_fields(_PLACE)
        shown = EnsembleId(kept.text("ensemble"))
        known = {one.id for one in self._workspace.connections.ensembles()}
        if shown not in known or self._name.isReadOnly():
            return False
        self._shown = shown
        self.refresh()
        self._name.setText(kept.text("name"))
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours of the dots anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.refresh()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._notice.say(str(error))

    def refresh(self) -> None:
        """Show the ensembles as they are."""
        ensembles = self._workspace.connections.ensembles()
        if self._shown not in {ensemble.id for ensemble in ensembles}:
            self._shown = ensembles[0].id if ensembles else None
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._list.clear()
        for number, ensemble in enumerate(ensembles):
            item = QListWidgetItem(_list_words(ensemble, is_current=number == 0), self._list)
            item.setData(Qt.ItemDataRole.UserRole, ensemble.id)
            if ensemble.id == self._shown:
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._list.setVisible(bool(ensembles))
        self._show_team()

    def _ensemble(self) -> Ensemble | None:
        ensembles = self._workspace.connections.ensembles()
        return next((one for one in ensembles if one.id == self._shown), None)

    def _show_team(self, chosen: Sequence[AssistantId] = ()) -> None:
        ensemble = self._ensemble()
        self._team.setVisible(ensemble is not None)
        everybody = {item.id: item for item in self._workspace.connections.assistants()}
        if ensemble is not None:
            if not self._name.hasFocus():
                self._name.setText(ensemble.name)
            members = [everybody[one] for one in ensemble.assistants if one in everybody]
            others = [item for item in everybody.values() if item not in members]
            self._members.show_assistants(members, chosen)
            self._others.show_assistants(others, chosen)
        self._empty.setText(self._way_in(has_assistants=bool(everybody)))
        self._show_buttons()

    def _way_in(self, *, has_assistants: bool) -> str:
        if self._shown is not None:
            return _("The ensemble in use is asked when you begin a session.")
        if has_assistants:
            return _("No ensemble yet: without one, every assistant is asked.")
        return _("An ensemble is made of assistants: add some first.")

    @Slot()
    def _show_buttons(self) -> None:
        frozen = self._workspace.read_only or ""
        has_assistants = bool(self._workspace.connections.assistants())
        nobody = "" if has_assistants else _("Add an assistant first.")
        nothing = "" if self._shown else _("Choose an ensemble first.")
        in_use = ""
        ensembles = self._workspace.connections.ensembles()
        if ensembles and ensembles[0].id == self._shown:
            in_use = _("This ensemble is in use already.")
        allow(self._add, frozen or nobody)
        allow(self._use, frozen or nothing or in_use)
        allow(self._remove, frozen or nothing)
        self._name.setReadOnly(bool(frozen))
        put_in, take_out, up, down = self._move_buttons
        put_in.setEnabled(not frozen and bool(self._others.chosen))
        for button in (take_out, up, down):
            button.setEnabled(not frozen and bool(self._members.chosen))
        for members in (self._members, self._others):
            members.setDragEnabled(not frozen)
            members.setAcceptDrops(not frozen)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._shown = EnsembleId(item.data(Qt.ItemDataRole.UserRole))
            self._form.clear()
            self._show_team()

    @Slot(QListWidgetItem)
    def _on_activated(self, _item: QListWidgetItem) -> None:
        if self._use.isEnabled():
            self._on_use()

    @Slot()
    @tells_what_went_wrong
    def _on_add(self) -> None:
        area = self._workspace.connections
        added = area.add_ensemble(free_name(_("New ensemble"), area.ensembles()), area.assistants())
        self._shown = added.id
        self.refresh()
        self._name.setText(added.name)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    @Slot()
    def _on_use(self) -> None:
        ensemble = self._ensemble()
        if ensemble is not None:
            self._try(partial(self._workspace.connections.use_ensemble, ensemble))

    @Slot()
    def _on_remove(self) -> None:
        ensemble = self._ensemble()
        if ensemble is None:
            return
        if self._try(partial(self._workspace.connections.remove_ensemble, ensemble)):
            self._notice.say(
                _("{name} was removed; its assistants stay.").format(name=ensemble.name),
                step=self._workspace.undo.last,
            )

    @Slot()
    def _on_renamed(self) -> None:
        if self._name.isReadOnly():
            return
        self._kept.flush()
        ensemble = self._ensemble()
        self._form.clear()
        if ensemble is None or self._name.text() == ensemble.name:
            return
        try:
            self._workspace.connections.change_ensemble(replace(ensemble, name=self._name.text()))
        except ConductorError as error:
            self._form.say("name", str(error))
            return
        self._kept.settle()

    @Slot(object)
    def _on_dropped_in(self, dropped: Dropped) -> None:
        ids = self._members.ids
        before = [one for one in ids[: dropped.place] if one not in dropped.assistants]
        after = [one for one in ids[dropped.place :] if one not in dropped.assistants]
        self._keep((*before, *dropped.assistants, *after), dropped.assistants)

    @Slot(object)
    def _on_dropped_out(self, dropped: Dropped) -> None:
        rest = [one for one in self._members.ids if one not in dropped.assistants]
        self._keep(rest, dropped.assistants)

    @Slot()
    def _on_in(self) -> None:
        chosen = self._others.chosen
        self._keep((*self._members.ids, *chosen), chosen)

    @Slot()
    def _on_out(self) -> None:
        chosen = self._members.chosen
        self._keep([one for one in self._members.ids if one not in chosen], chosen)

    @Slot()
    def _on_up(self) -> None:
        self._on_moved(-1)

    @Slot()
    def _on_down(self) -> None:
        self._on_moved(1)

    @Slot(object)
    def _on_moved(self, by: int) -> None:
        chosen = self._members.chosen
        if not chosen:
            return
        ids = list(self._members.ids)
        rest = [one for one in ids if one not in chosen]
        at = max(0, min(ids.index(chosen[0]) + by, len(rest)))
        self._keep((*rest[:at], *chosen, *rest[at:]), chosen)

    def _keep(self, members: Sequence[AssistantId], chosen: Sequence[AssistantId]) -> None:
        """Write the members; those chosen stay chosen, in whichever list they are then."""
        ensemble = self._ensemble()
        if ensemble is None or tuple(members) == ensemble.assistants:
            return
        changed = replace(ensemble, assistants=tuple(members))
        if self._try(partial(self._workspace.connections.change_ensemble, changed)):
            self._show_team(chosen)

    @tells_what_went_wrong
    def _try(self, action: Callable[[], object]) -> bool:
        self._notice.clear()
        action()
        return True


def _list_words(ensemble: Ensemble, *, is_current: bool) -> str:
    count = len(ensemble.assistants)
    who = _("1 assistant") if count == 1 else _("{n} assistants").format(n=count)
    state = _("{who}, in use").format(who=who) if is_current else who
    return f"{ensemble.name}\n{state}"

"""Let the person add or change a connection; a key is typed once and never shown again."""

import json
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from conductor.core.entities import Connection, ConnectionKind
from conductor.core.errors import InvalidInput
from conductor.core.ids import ConnectionId
from conductor.core.service import service_of
from conductor.gui.assistants.key_fields import KeyChoice, KeyFields
from conductor.gui.assistants.unkept_secrets import kept_address, kept_name, kept_variable
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.side_pane import SidePane
from conductor.gui.fields.spin_box import spin_box, typed_number
from conductor.gui.kept_words import KeptWords, fields_left
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_button import text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.connections.connection_checks import (
    is_readable_on_the_way,
    leads_elsewhere,
)
from conductor.workspace.connections.connections import (
    MOST_PARALLEL,
    KeySource,
    KeyState,
    NewConnection,
)
from conductor.workspace.connections.presets import Preset, presets
from conductor.workspace.workspace import Workspace

_FREE = "address"
_FILE = "file"
PLACE = "connection"
"""Where what is written and not saved is kept; a key never is."""


class ConnectionForm(SidePane):
    """A connection's fields.

    Signals:
        saved: the `Connection` as it is now.
    """

    saved = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__("connectionForm", parent)
        self._workspace = workspace
        self._editing: Connection | None = None
        self._suggested = ""
        self._add_what()
        self._key = KeyFields(self.form)
        self._key.entered.connect(self.save)
        self._add_parallel()
        self.add_save_buttons()
        self._began = ""
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(self.say)
        for changed in (
            self._service.currentIndexChanged,
            self._name.textChanged,
            self._address.textChanged,
            self._file.textChanged,
            self._key.changed,
            self._parallel.valueChanged,
        ):
            changed.connect(self._kept.touch)

    def _add_what(self) -> None:
        self._service = combo_box("connectionService", self.form)
        self._service.currentIndexChanged.connect(self._on_service)
        self.form.add("preset", _("Service"), self._service)
        self._name = QLineEdit(self.form)
        self._name.setObjectName("connectionName")
        self._name.returnPressed.connect(self.save)
        self.form.add("name", _("Name"), self._name)
        self._address = QLineEdit(self.form)
        self._address.setObjectName("connectionAddress")
        self._address.setPlaceholderText("https://api.example.com/v1")
        self._address.textChanged.connect(self._on_address)
        self._address.returnPressed.connect(self.save)
        self.form.add(
            "base_url",
            _("Address"),
            self._address,
            _("Any service that speaks the protocol of OpenAI, up to /v1."),
        )
        sentence = _(
            "http:// is not encrypted: who shares this network can read your key and your text."
        )
        self._warning = wrapped_label(sentence, self.form, name="openAddressMark", look="error")
        self.form.add_plain(self._warning)
        self.form.add("model_path", _("Model file (GGUF)"), self._file_row())

    def _file_row(self) -> QWidget:
        box = QWidget(self.form)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self._file = QLineEdit(box)
        self._file.setObjectName("connectionFile")
        self._file.setAccessibleName(_("Model file (GGUF)"))
        row.addWidget(self._file, 1)
        row.addWidget(
            text_button(_("Choose …"), box, name="chooseFileButton", on_click=self._on_choose)
        )
        box.setFocusProxy(self._file)
        return box

    def _add_parallel(self) -> None:
        self._parallel = spin_box("connectionParallel", 1, MOST_PARALLEL, self.form)
        self.form.add(
            "parallel",
            _("Answers at once"),
            self._parallel,
            _("Further answers of this connection wait for their turn."),
        )

    def begin(self) -> None:
        """Show the fields of a new connection, or what was written and is not saved."""
        if not self.bring_back():
            self._fill_anew()

    def _fill_anew(self) -> None:
        self._kept.close()
        self._editing = None
        self.show_as(_("New connection"))
        self._service.clear()
        for known in presets():
            self._service.addItem(known.title, known)
        self._service.addItem(_("Another service, by its address"), _FREE)
        self._service.addItem(_("A model file on this computer"), _FILE)
        self._key.offer(KeyState.NONE, None)
        self._parallel.setValue(MOST_PARALLEL)
        self._file.clear()
        self._suggested = ""
        self._name.clear()
        self._on_service()
        self.save_button.setText(_("Add"))
        self._begin_keeping()
        self._service.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, connection: Connection) -> None:
        """Show the fields of a connection that is there, or what was written and is not saved."""
        if not self.bring_back():
            self._fill_with(connection)

    def _fill_with(self, connection: Connection) -> None:
        self._kept.close()
        self._editing = connection
        self.show_as(_("Change {name}").format(name=connection.name))
        self._name.setText(connection.name)
        self._address.setText(connection.base_url)
        self._key.offer(self._workspace.connections.key_state(connection), connection)
        self._parallel.setValue(connection.parallel)
        is_local = service_of(connection.kind).is_built_in
        self._show_fields(is_local=is_local, has_file=False)
        self.form.show_field("preset", is_shown=False)
        self.save_button.setText(_("Save"))
        self._begin_keeping()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def _begin_keeping(self) -> None:
        self._began = self._written()
        self._kept.open(PLACE)

    def _written(self) -> str:
        """Return what the fields hold but the key, and but what looks like one."""
        texts = {
            "name": kept_name(self._name.text()),
            "address": kept_address(self._address.text()),
            "file": self._file.text(),
            "variable": kept_variable(self._key.variable),
        }
        redactor = self._workspace.desk.redactor
        return json.dumps(
            {
                **{k: t if redactor.everything(t) == t else "" for k, t in texts.items()},
                "editing": self._editing.id if self._editing else None,
                "service": self._service.currentText(),
                "key_choice": choice.name if (choice := self._key.choice) else None,
                "parallel": int(typed_number(self._parallel)),
            }
        )

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not saved."""
        return bool(self._unsaved())

    def _unsaved(self) -> str:
        written = self._written()
        return "" if self.isHidden() or written == self._began else written

    def bring_back(self) -> bool:
        """Show what was written and neither saved nor given up; return whether there is any."""
        kept = fields_left(self._workspace, PLACE)
        if not kept.is_usable or not self.isHidden() or self._workspace.read_only is not None:
            return False
        known = {connection.id: connection for connection in self._workspace.connections.all()}
        editing = known.get(ConnectionId(kept.text("editing")))
        if editing is not None:
            self._fill_with(editing)
        else:
            self._fill_anew()
            self._service.setCurrentIndex(max(0, self._service.findText(kept.text("service"))))
        self.show_as(_("What you wrote before"))
        self._name.setText(kept.text("name"))
        self._address.setText(kept.text("address"))
        self._file.setText(kept.text("file"))
        self._key.choose_named(kept.text("key_choice"), kept.text("variable"))
        self._parallel.setValue(kept.number("parallel") or MOST_PARALLEL)
        return True

    def close_down(self) -> None:
        """Keep what is written; a key that was typed is forgotten."""
        self._kept.close()
        self._key.forget()

    def _show_fields(self, *, is_local: bool, has_file: bool) -> None:
        self.form.show_field("preset", is_shown=True)
        self.form.show_field("base_url", is_shown=not is_local)
        self.form.show_field("model_path", is_shown=has_file)
        self.form.show_field("parallel", is_shown=not is_local)
        self._key.show_wanted(is_wanted=not is_local)
        self._on_address()

    @Slot()
    def _on_service(self) -> None:
        chosen = self._service.currentData()
        if self._editing is not None or chosen is None:
            return
        self._show_fields(is_local=chosen == _FILE, has_file=chosen == _FILE)
        known = chosen if isinstance(chosen, Preset) else None
        if self._name.text() in ("", self._suggested):
            self._suggested = known.title if known else ""
            self._name.setText(self._suggested)
        self._address.setText(known.base_url if known else "")
        if known is not None:
            choice = KeyChoice.VARIABLE if known.key_env else KeyChoice.NONE
            self._key.choose(choice, known.key_env or "")
        elif chosen == _FREE:
            self._key.choose(KeyChoice.NOW)

    @Slot()
    def _on_address(self) -> None:
        address = self._address.text()
        is_local = service_of(self._kind()).is_built_in
        self._warning.setVisible(not is_local and is_readable_on_the_way(address))
        if self._editing is None or is_local:
            return
        is_elsewhere = leads_elsewhere(address, self._editing.base_url)
        if is_elsewhere and self._key.choice is KeyChoice.AS_IT_IS:
            had_key = self._workspace.connections.key_state(self._editing) in _WITH_KEY
            self._key.choose(KeyChoice.NOW if had_key else KeyChoice.NONE)
            if had_key:
                self.say(_("The address leads to another place: say its key."), "key_choice")
                self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind(self) -> ConnectionKind:
        if self._editing is not None:
            return self._editing.kind
        chosen = self._service.currentData()
        if isinstance(chosen, Preset):
            return chosen.kind
        return ConnectionKind.LOCAL if chosen == _FILE else ConnectionKind.OPENAI_COMPATIBLE

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a model file"))
        dialog.setObjectName("modelFileDialog")
        dialog.setNameFilter(_("Model files (*.gguf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._file.setText)
        dialog.open()

    @Slot()
    @tells_what_went_wrong
    def save(self) -> None:
        """Keep the connection, or say beside a field what is wrong with it."""
        connection = self._add() if self._editing is None else self._change(self._editing)
        self._key.forget()
        self._kept.forget()
        self.setVisible(False)
        self.saved.emit(connection)

    def _add(self) -> Connection:
        kind = self._kind()
        key = self._key.source() or KeySource()
        is_local = service_of(kind).is_built_in
        path = self._file.text().strip()
        if is_local and not path:
            raise InvalidInput(_("Choose the file of a model."), about="model_path")
        wanted = NewConnection(
            name=self._name.text(),
            kind=kind,
            base_url="" if is_local else self._address.text().strip(),
            key_env=None if is_local else key.variable,
            model_path=Path(path) if is_local else None,
            key=None if is_local else key.key,
            parallel=self._parallel.value(),
        )
        return self._workspace.connections.add(wanted)

    def _change(self, before: Connection) -> Connection:
        is_local = service_of(before.kind).is_built_in
        return self._workspace.connections.change(
            before.id,
            name=self._name.text(),
            base_url=self._address.text().strip(),
            parallel=self._parallel.value(),
            key=None if is_local else self._key.source(),
        )

    @Slot()
    def leave(self) -> None:
        """Close; what was typed is given up, a key above all."""
        self._kept.forget()
        self._key.forget()
        super().leave()


_WITH_KEY = (KeyState.IN_MEMORY, KeyState.VARIABLE_SET, KeyState.VARIABLE_MISSING)

"""Let the person add or change an assistant: who, with which model, in which role."""

import json
from dataclasses import asdict

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from conductor.core.entities import Assistant, AssistantSettings, Connection
from conductor.core.errors import ConductorError, InvalidInput
from conductor.core.ids import AssistantId, ConnectionId
from conductor.core.request import ModelInfo
from conductor.core.service import service_of
from conductor.gui.assistants.colour_choice import ColourChoice
from conductor.gui.assistants.sampling_fields import SamplingFields
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.side_pane import SidePane
from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.kept_fields import KeptFields
from conductor.gui.kept_words import KeptWords, fields_left
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.connections.roles import Role, starter_roles
from conductor.workspace.workspace import Workspace

_ROLE_PX = 132
PLACE = "assistant"
"""Where what is written and not saved is kept."""
_MODELS = "models"


class AssistantForm(SidePane):
    """An assistant's fields.

    Signals:
        saved: the `Assistant` as it is now.
    """

    saved = Signal(object)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
        super().__init__("assistantForm", parent)
        self._workspace = workspace
        self._tasks = tasks
        self._editing: Assistant | None = None
        self._began: tuple[object, ...] = ()
        self._is_filled = False
        self._add_who()
        self._add_role()
        self._add_sampling()
        self.add_save_buttons()
        self._kept = KeptWords(workspace, self._unsaved, self)
        self._kept.refused.connect(self.say)
        for changed in (
            self._name.textChanged,
            self._model.editTextChanged,
            self._role.textChanged,
            self._connection.currentIndexChanged,
            self._sampling.changed,
        ):
            changed.connect(self._kept.touch)

    def _add_who(self) -> None:
        self._name = QLineEdit(self.form)
        self._name.setObjectName("assistantName")
        self._name.returnPressed.connect(self.save)
        self.form.add("name", _("Name"), self._name)
        self._colour = ColourChoice(self.form)
        self.form.add("colour", _("Colour and letter"), self._colour)
        self._connection = combo_box("assistantConnection", self.form)
        self._connection.currentIndexChanged.connect(self._on_connection)
        self.form.add("connection_id", _("Connection"), self._connection)
        box = QWidget(self.form)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._model = combo_box("assistantModel", box)
        self._model.setEditable(True)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._model.setAccessibleName(_("Model"))
        completer = self._model.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        layout.addWidget(self._model)
        self._models_state = wrapped_label("", box, name="modelsState", look="caption")
        layout.addWidget(self._models_state)
        box.setFocusProxy(self._model)
        self.form.add("model", _("Model"), box)
        self._model.setAccessibleName(_("Model"))

    def _add_role(self) -> None:
        box = QWidget(self.form)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._role = WritingBox(box)
        self._role.setObjectName("assistantRole")
        self._role.setTabChangesFocus(True)
        self._role.setFixedHeight(_ROLE_PX)
        self._role.setAccessibleName(_("Role"))
        self._role.setPlaceholderText(
            _("What it is told of its part, before every task. May be empty.")
        )
        layout.addWidget(self._role)
        row = QHBoxLayout()
        self._roles = QPushButton(_("Begin with a role …"), box)
        self._roles.setObjectName("starterRoleButton")
        self._roles.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        menu = QMenu(self._roles)
        menu.setObjectName("starterRoleMenu")
        for role in starter_roles():
            menu.addAction(literal(role.title)).setData(role)
        menu.triggered.connect(self._on_starter_role)
        self._roles.setMenu(menu)
        row.addWidget(self._roles)
        row.addStretch(1)
        layout.addLayout(row)
        box.setFocusProxy(self._role)
        self.form.add("role", _("Role"), box)

    def _add_sampling(self) -> None:
        self._sampling = SamplingFields(self.form)
        self.form.add_plain(self._sampling)

    @property
    def is_changed(self) -> bool:
        """Whether it is open and its fields differ from what they began with."""
        return not self.isHidden() and self.has_left_words

    @property
    def has_left_words(self) -> bool:
        """Whether its fields differ from what they began with, also after it was left."""
        return self._is_filled and self._fields() != self._began

    def begin(self) -> None:
        """Show the fields of a new assistant."""
        connections = self._workspace.connections.all()
        present = self._workspace.connections.assistants()
        used = [assistant.colour for assistant in present]
        colour = min(range(8), key=lambda one: (used.count(one), one))
        blank = Assistant(AssistantId(""), "", connections[0].id, "", colour=colour)
        self._show(blank, _("New assistant"))
        self.save_button.setText(_("Add"))

    def edit(self, assistant: Assistant) -> None:
        """Show the fields of an assistant that is there."""
        self._show(assistant, _("Change {name}").format(name=assistant.name), editing=assistant)
        self.save_button.setText(_("Save"))

    def copy_of(self, assistant: Assistant) -> None:
        """Show the fields of a new assistant like another one."""
        self._show(assistant, _("Copy of {name}").format(name=assistant.name))
        self._name.setText(_("{name} copy").format(name=assistant.name))
        self._name.selectAll()
        self.save_button.setText(_("Add"))

    def _show(self, assistant: Assistant, title: str, editing: Assistant | None = None) -> None:
        self._kept.close()  # before the fields are those of another one
        self._editing = editing
        self.show_as(title)
        self._name.setText(assistant.name)
        self._colour.choose(assistant.colour)
        self._connection.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._connection.clear()
        for connection in self._workspace.connections.all():
            self._connection.addItem(connection.name, connection)
            if connection.id == assistant.connection_id:
                self._connection.setCurrentIndex(self._connection.count() - 1)
        self._connection.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._model.clear()
        self._model.setEditText(assistant.model)
        self._role.setPlainText(assistant.role)
        self._sampling.show_settings(assistant.settings)
        self._on_connection()
        self._began = self._fields()
        self._is_filled = True
        self._kept.open(PLACE)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    @Slot()
    def _on_connection(self) -> None:
        connection = self._connection.currentData()
        self._tasks.forget(self, _MODELS)
        if not isinstance(connection, Connection):
            return
        if service_of(connection.kind).is_built_in:
            self._models_state.setText(_("It runs the model of its connection; the name is yours."))
            if not self._model.currentText():
                self._model.setEditText(self._workspace.connections.local_model_name(connection))
            return
        self._models_state.setText(_("Asking {name} for its models …").format(name=connection.name))
        try:
            models = self._workspace.connections.models(connection)
        except ConductorError as error:
            self._say_typed(str(error))
        else:
            self._tasks.follow(self, _MODELS, models, self._on_models)

    def _say_typed(self, trouble: str) -> None:
        sentence = _("The list of models cannot be had, so type the name of one. {reason}")
        self._models_state.setText(sentence.format(reason=trouble))

    def _on_models(self, models: tuple[ModelInfo, ...] | ConductorError) -> None:
        if isinstance(models, ConductorError):
            self._say_typed(str(models))
            return
        typed = self._model.currentText()
        had = self._fields() == self._began
        self._model.clear()
        self._model.addItems([model.id for model in models])
        width = QFontMetrics(self._model.font()).averageCharWidth() * 48
        self._model.view().setMinimumWidth(min(width, 480))
        self._model.setEditText(typed or (models[0].id if len(models) == 1 else ""))
        if had:
            self._began = self._fields()
        self._models_state.setText(_("{n} models to choose from.").format(n=len(models)))

    @Slot("QAction*")
    def _on_starter_role(self, action: object) -> None:
        role = action.data()  # type: ignore[attr-defined]
        if isinstance(role, Role):
            cursor = self._role.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(role.text)  # so that Ctrl+Z brings the words before back
            if not self._name.text():
                self._name.setText(role.title)
            self._role.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fields(self) -> tuple[object, ...]:
        return (
            self._name.text(),
            self._colour.colour,
            self._connection.currentText(),
            self._model.currentText(),
            self._role.toPlainText(),
            self._sampling.settings,
        )

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, beside the field that it is about."""
        about = error.about if isinstance(error, InvalidInput) else ""
        if not self._sampling.say(about, str(error)):
            super().tell(error)

    @Slot()
    @tells_what_went_wrong
    def save(self) -> None:
        """Keep the assistant, or say beside a field what is wrong with it."""
        self._sampling.clear()
        assistant = self._assistant()
        self._tasks.forget(self, _MODELS)
        self._kept.forget()
        self._is_filled = False
        self.setVisible(False)
        self.saved.emit(assistant)

    def _assistant(self) -> Assistant:
        connection: Connection = self._connection.currentData()
        area = self._workspace.connections
        if self._editing is None:
            return area.add_assistant(
                self._name.text(),
                connection,
                model=self._model.currentText(),
                role=self._role.toPlainText(),
                settings=self._sampling.settings,
                colour=self._colour.colour,
            )
        changed = Assistant(
            self._editing.id,
            self._name.text(),
            connection.id,
            self._model.currentText(),
            self._role.toPlainText().strip(),
            self._sampling.settings,
            self._colour.colour,
        )
        return area.change_assistant(changed)

    @Slot()
    def leave(self) -> None:
        """Close; the fields stay as they are until another assistant is shown."""
        self._tasks.forget(self, _MODELS)
        self._kept.forget()
        super().leave()

    def close_down(self) -> None:
        """Keep what is written, and wait for no list of models any more."""
        self._kept.close()
        self._tasks.forget(self, _MODELS)

    def _unsaved(self) -> str:
        """Return what is written, to be kept until the form can be shown again."""
        if not self.is_changed:
            return ""
        editing = self._editing.id if self._editing else None
        connection = self._connection.currentData()
        return json.dumps(
            {
                "editing": editing,
                "connection": connection.id if isinstance(connection, Connection) else None,
                "name": self._name.text(),
                "model": self._model.currentText(),
                "role": self._role.toPlainText(),
                "colour": self._colour.colour,
                "settings": asdict(self._sampling.settings),
            }
        )

    def show_left(self) -> None:
        """Show what was written before the form had to go, if anything was."""
        kept = fields_left(self._workspace, PLACE)
        area = self._workspace.connections
        connections = [connection.id for connection in area.all()]
        if not kept.is_usable or not connections:
            return
        known = {assistant.id: assistant for assistant in area.assistants()}
        editing = known.get(AssistantId(kept.text("editing")))
        chosen = ConnectionId(kept.text("connection"))
        written = Assistant(
            AssistantId(editing.id if editing else ""),
            kept.text("name"),
            chosen if chosen in connections else connections[0],
            kept.text("model"),
            kept.text("role"),
            _settings_of(kept.fields("settings")),
            kept.number("colour") or 0,
        )
        self._show(written, _("What you wrote before"), editing)
        self._began = ()
        self._kept.touch()
        self.save_button.setText(_("Save") if editing else _("Add"))

    def bring_back(self) -> None:
        """Show the fields as they were left."""
        self.setVisible(True)
        self._kept.open(PLACE)
        self._kept.touch()
        self._role.setFocus(Qt.FocusReason.OtherFocusReason)


def _settings_of(kept: KeptFields) -> AssistantSettings:
    return AssistantSettings(
        temperature=kept.decimal("temperature"),
        top_p=kept.decimal("top_p"),
        max_tokens=kept.number("max_tokens"),
        reasoning_effort=kept.some_text("reasoning_effort"),
    )

"""Test a connection: say in words what is wrong, or offer its models as assistants."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QProgressBar, QWidget

from conductor.core.entities import Connection
from conductor.core.errors import ConductorError
from conductor.core.request import ModelInfo
from conductor.core.service import service_of
from conductor.gui.fields.side_pane import SidePane
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_button import allow, text_button
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

FILTER_FROM = 9
_MODELS = "models"


class ConnectionTest(SidePane):
    """One test at a time, with what came of it.

    Signals:
        added: the assistants that were made of models.
    """

    added = Signal(object)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QWidget) -> None:
        super().__init__("connectionTest", parent)
        self._workspace = workspace
        self._tasks = tasks
        self._connection: Connection | None = None
        self._words = wrapped_label("", self.form, name="testMessage")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form.add_plain(self._words)
        self._bar = QProgressBar(self.form)
        self._bar.setObjectName("testProgress")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Waiting for the service"))
        self.form.add_plain(self._bar)
        self._build_models()
        self._build_buttons()

    def _build_models(self) -> None:
        self._filter = QLineEdit(self.form)
        self._filter.setObjectName("modelFilter")
        self._filter.setAccessibleName(_("Find a model"))
        self._filter.setPlaceholderText(_("Find a model"))
        self._filter.textChanged.connect(self._on_filter)
        self.form.add_plain(self._filter)
        self._models = QListWidget(self.form)
        self._models.setObjectName("modelList")
        self._models.setAccessibleName(_("Models of this connection"))
        self._models.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self._models.setMinimumHeight(280)
        self._models.itemChanged.connect(self._on_item_changed)
        self.form.add_plain(self._models)

    def _build_buttons(self) -> None:
        self._cancel = text_button(
            _("Cancel"), self, name="cancelTestButton", on_click=self._on_cancel
        )
        self._again = text_button(_("Test again"), self, name="testAgainButton", on_click=self.run)
        self._add = text_button(
            _("Add as assistants"),
            self,
            name="addModelsButton",
            on_click=self._on_add,
            look="primary",
        )
        self.buttons.addStretch(1)
        for button in (self._cancel, self._again, self._add):
            self.buttons.addWidget(button)

    def test(self, connection: Connection) -> None:
        """Test a connection."""
        self._connection = connection
        self.show_as(_("Test of {name}").format(name=connection.name))
        self.run()

    @property
    def connection(self) -> Connection | None:
        """The connection that was tested last."""
        return self._connection

    @Slot()
    def run(self) -> None:
        """Ask the service for its models, in the background."""
        if self._connection is None:
            return
        self._show(_waiting_words(self._connection), is_busy=True)
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            models = self._workspace.connections.models(self._connection)
        except ConductorError as error:  # the variable with the key is not set
            self._show(str(error), is_bad=True)
        else:
            self._tasks.follow(self, _MODELS, models, self._on_ended)

    def drop(self) -> None:
        """Wait for nothing any more."""
        self._tasks.forget(self, _MODELS)

    @Slot()
    def leave(self) -> None:
        """Stop what runs, and close."""
        self._tasks.forget(self, _MODELS)
        super().leave()

    @Slot()
    def _on_cancel(self) -> None:
        self._tasks.forget(self, _MODELS)
        self._show(_("The test was stopped."))

    def _on_ended(self, models: tuple[ModelInfo, ...] | ConductorError) -> None:
        if self._connection is None:
            return
        if isinstance(models, ConductorError):
            self._show(str(models), is_bad=True)
            return
        self._show(_result_words(self._connection, models), models=[m.id for m in models])

    def _show(
        self,
        words: str,
        *,
        is_busy: bool = False,
        is_bad: bool = False,
        models: Sequence[str] = (),
    ) -> None:
        had_focus = self._cancel.hasFocus() or self._again.hasFocus()
        self._words.setText(words)
        self._words.setProperty("error", is_bad)
        self._words.style().polish(self._words)
        self._bar.setVisible(is_busy)
        self._cancel.setVisible(is_busy)
        self._again.setVisible(not is_busy)
        self._fill(models)
        self._models.setVisible(bool(models))
        self._filter.setVisible(len(models) >= FILTER_FROM)
        self._add.setVisible(bool(models))
        self._on_item_changed()
        if had_focus and not is_busy:
            target = self._models if models else self._again
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, models: Sequence[str]) -> None:
        """Offer the models; those that assistants use already are not ticked, few are."""
        used = {a.model for a in self._workspace.connections.assistants()}
        self._models.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._models.clear()
        self._filter.clear()
        for model in models:
            item = QListWidgetItem(model, self._models)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_on = model not in used and len(models) == 1
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self._models.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if models:
            self._models.setCurrentRow(0)

    def _ticked(self) -> list[str]:
        items = [self._models.item(n) for n in range(self._models.count())]
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    @Slot()
    def _on_item_changed(self) -> None:
        nothing = "" if self._ticked() else _("Tick the models that you want as assistants.")
        allow(self._add, self._workspace.read_only or nothing)

    @Slot(str)
    def _on_filter(self, wanted: str) -> None:
        for number in range(self._models.count()):
            item = self._models.item(number)
            item.setHidden(wanted.casefold() not in item.text().casefold())

    @Slot()
    @tells_what_went_wrong
    def _on_add(self) -> None:
        if self._connection is None:
            return
        added = self._workspace.connections.add_assistants(self._connection, self._ticked())
        self.setVisible(False)
        self.added.emit(added)


def _waiting_words(connection: Connection) -> str:
    if service_of(connection.kind).is_built_in:
        return _("Starting the model on this computer …")
    return _("Asking {name} for its models …").format(name=connection.name)


def _result_words(connection: Connection, models: Sequence[ModelInfo]) -> str:
    if not models:
        sentence = _(
            "{name} answers, but offers no model. Load or download one there, then test again."
        )
        return sentence.format(name=connection.name)
    if len(models) == 1:
        return _("{name} answers and offers 1 model.").format(name=connection.name)
    sentence = _("{name} answers and offers {n} models.")
    return sentence.format(name=connection.name, n=len(models))

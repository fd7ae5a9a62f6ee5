"""Set up the ways to reach models: those found here first, then all there are."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.entities import Assistant, Connection
from conductor.core.errors import ConductorError
from conductor.core.request import FoundServer
from conductor.core.service import service_name, service_of
from conductor.gui.assistants.connection_form import ConnectionForm
from conductor.gui.assistants.connection_test import ConnectionTest
from conductor.gui.assistants.found_servers import FoundServers
from conductor.gui.assistants.key_fields import key_words
from conductor.gui.lists.action_bar import ActionBar
from conductor.gui.lists.row_table import Cell, TableRow
from conductor.gui.lists.row_view import RowView
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.i18n import _
from conductor.workspace.connections.connection_checks import is_readable_on_the_way
from conductor.workspace.connections.connections import KeyState
from conductor.workspace.workspace import Workspace

_KEY_COLOURS = {
    KeyState.VARIABLE_MISSING: "bad",
    KeyState.NONE: "muted",
    KeyState.NOT_NEEDED: "muted",
}


class ConnectionsPanel(QWidget):
    """The person's connections.

    Signals:
        assistants_added: assistants that were made of a connection's models.
    """

    assistants_added = Signal(object)

    def __init__(
        self, workspace: Workspace, tasks: Tasks, notice: NoticeLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("connectionsPanel")
        self._workspace = workspace
        self._notice = notice
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        main = QVBoxLayout()
        main.setSpacing(0)
        self._found = FoundServers(workspace, tasks, self)
        self._found.wanted.connect(self._on_found)
        main.addWidget(self._found)
        main.addWidget(self._bar())
        main.addWidget(self._make_table(), 1)
        row.addLayout(main, 1)
        self._form = ConnectionForm(workspace, self)
        self._form.saved.connect(self._on_saved)
        self._form.closed.connect(self.focus_table)
        self._test = ConnectionTest(workspace, tasks, self)
        self._test.closed.connect(self.focus_table)
        self._test.added.connect(self._on_added)
        row.addWidget(self._form)
        row.addWidget(self._test)
        self.refresh()

    def _bar(self) -> QWidget:
        bar = ActionBar("noConnectionText", self)
        self._empty = bar.words
        self._remove = text_button(
            _("Remove"), bar, name="removeConnectionButton", on_click=self._on_remove
        )
        self._edit = text_button(
            _("Edit"), bar, name="editConnectionButton", on_click=self._on_edit
        )
        self._test_button = text_button(
            _("Test"), bar, name="testConnectionButton", on_click=self._on_test
        )
        self._add = text_button(
            _("Add a connection"),
            bar,
            name="addConnectionButton",
            on_click=self._on_add,
            look="primary",
        )
        bar.add(self._remove, self._edit, self._test_button, self._add)
        return bar

    def _make_table(self) -> RowView:
        titles = (_("Connection"), _("Kind"), _("Address"), _("Key"))
        self._table = RowView("connectionTable", _("Connections"), titles, self)
        self._table.set_shares(18, 17, 29, 26)
        self._table.chosen.connect(self._show_buttons)
        self._table.opened.connect(self._on_edit)
        self._table.removal_asked.connect(self._on_remove)
        return self._table

    def enter(self) -> None:
        """Look for servers, and put the focus where the next step is."""
        self._found.look()
        if not self._test.isVisible():
            self._form.bring_back()
        if not self._form.isVisible():
            self.focus_table()

    @Slot()
    def focus_table(self) -> None:
        """Put the focus on the table, or on the way to fill it."""
        target = self._table if self._workspace.connections.all() else self._add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Stop what runs, and forget a key that was typed."""
        self._found.drop()
        self._test.drop()
        self._form.close_down()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._notice.say(str(error))

    def refresh(self) -> None:
        """Show the connections as they are."""
        connections = self._workspace.connections.all()
        self._table.show_rows([self._row(connection) for connection in connections])
        self._empty.setText("" if connections else _("No connection yet: add one you have."))
        self._found.refresh()
        self._show_buttons()

    def _row(self, connection: Connection) -> TableRow:
        state = self._workspace.connections.key_state(connection)
        is_open = is_readable_on_the_way(connection.base_url)
        address = _shown_address(connection)
        if is_open:
            address = _("not encrypted: {address}").format(address=address)
        return TableRow(
            connection.id,
            (
                Cell(connection.name),
                Cell(service_name(connection.kind), "muted"),
                Cell(address, "bad" if is_open else ""),
                Cell(key_words(state, connection.key_env), _KEY_COLOURS.get(state, "")),
            ),
        )

    def _chosen(self) -> Connection | None:
        chosen = self._table.chosen_id
        return next((c for c in self._workspace.connections.all() if c.id == chosen), None)

    @Slot()
    def _show_buttons(self) -> None:
        frozen = self._workspace.read_only or ""
        nothing = "" if self._table.chosen_id else _("Choose a connection first.")
        allow(self._add, frozen)
        allow(self._test_button, nothing)
        allow(self._edit, frozen or nothing)
        allow(self._remove, frozen or nothing)

    @Slot()
    def _on_add(self) -> None:
        if self._is_free():
            self._test.leave()
            self._form.begin()

    def _is_free(self) -> bool:
        """Return whether the form may show something else; say so where it may not."""
        if self._form.is_changed:
            self._form.say(_("Save this or cancel it first."))
        return not self._form.is_changed

    @Slot()
    def _on_edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._workspace.read_only is None and self._is_free():
            self._test.leave()
            self._form.edit(chosen)

    @Slot()
    def _on_test(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._is_free():
            self._start_test(chosen)

    def _start_test(self, connection: Connection) -> None:
        self._notice.clear()
        self._form.leave()
        self._test.test(connection)

    @Slot(object)
    def _on_saved(self, connection: Connection) -> None:
        self._table.choose(connection.id)
        if service_of(connection.kind).is_built_in:
            self._test.leave()
            self.focus_table()
        else:
            self._start_test(connection)

    @Slot(object)
    @tells_what_went_wrong
    def _on_found(self, server: FoundServer) -> None:
        if not self._is_free():
            return
        connection = self._workspace.connections.add_found(server)
        self._table.choose(connection.id)
        self._start_test(connection)

    @Slot(object)
    def _on_added(self, added: tuple[Assistant, ...]) -> None:
        self.assistants_added.emit(added)

    @Slot()
    @tells_what_went_wrong
    def _on_remove(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._workspace.read_only is not None or not self._is_free():
            return
        self._workspace.connections.remove(chosen)
        if self._test.connection == chosen:
            self._test.leave()
        self._form.leave()
        self._notice.say(
            _("{name} was removed.").format(name=chosen.name),
            step=self._workspace.undo.last,
        )


def _shown_address(connection: Connection) -> str:
    if not service_of(connection.kind).is_built_in:
        return connection.base_url
    return connection.model_path or _("on this computer: the starter model")

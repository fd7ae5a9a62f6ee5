"""Set up assistants: each a model of a connection, in a role, under a name of its own."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.core.entities import Assistant
from conductor.core.errors import ConductorError
from conductor.core.text.visible import one_line, visible
from conductor.gui.assistants.assistant_form import AssistantForm
from conductor.gui.lists.action_bar import ActionBar
from conductor.gui.lists.row_table import Cell, TableRow
from conductor.gui.lists.row_view import RowView
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.notice import NoticeLine
from conductor.gui.widgets.text_button import allow, text_button
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

_ROLE_BEGINNING = 200  # characters; what has no room is elided


class AssistantsPanel(QWidget):
    """The person's assistants."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, notice: NoticeLine, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assistantsPanel")
        self._workspace = workspace
        self._notice = notice
        self._has_connections = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self._bar())
        main.addWidget(self._make_table(), 1)
        row.addLayout(main, 1)
        self._form = AssistantForm(workspace, tasks, self)
        self._form.saved.connect(self._on_saved)
        self._form.closed.connect(self._on_closed)
        row.addWidget(self._form)
        self.refresh()

    def _bar(self) -> QWidget:
        bar = ActionBar("noAssistantText", self)
        self._empty = bar.words
        self._remove = text_button(
            _("Remove"), bar, name="removeAssistantButton", on_click=self._on_remove
        )
        self._copy = text_button(
            _("Duplicate"), bar, name="duplicateAssistantButton", on_click=self._on_copy
        )
        self._edit = text_button(_("Edit"), bar, name="editAssistantButton", on_click=self._on_edit)
        self._add = text_button(
            _("Add an assistant"),
            bar,
            name="addAssistantButton",
            on_click=self._on_add,
            look="primary",
        )
        bar.add(self._remove, self._copy, self._edit, self._add)
        return bar

    def _make_table(self) -> RowView:
        titles = (_("Assistant"), _("Model"), _("Connection"), _("Role"))
        self._table = RowView("assistantTable", _("Assistants"), titles, self)
        self._table.set_shares(22, 24, 16, 38)
        self._table.chosen.connect(self._show_buttons)
        self._table.opened.connect(self._on_edit)
        self._table.removal_asked.connect(self._on_remove)
        return self._table

    def enter(self) -> None:
        """Put the focus where the next step is: into words that were not saved, if any."""
        if not self._form.isVisible():
            self._form.show_left()
        if self._form.isVisible():
            return
        target = self._table if self._workspace.connections.assistants() else self._add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Keep what is half written, and stop what runs."""
        self._form.close_down()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong."""
        self._notice.say(str(error))

    def choose(self, assistant: Assistant) -> None:
        """Choose an assistant."""
        self._table.choose(assistant.id)

    def refresh(self) -> None:
        """Show the assistants as they are."""
        names: dict[str, str] = {c.id: c.name for c in self._workspace.connections.all()}
        assistants = self._workspace.connections.assistants()
        self._table.show_rows([_row(item, names) for item in assistants])
        self._has_connections = bool(names)
        self._empty.setText("" if assistants else self._way_in())
        self._show_buttons()

    def _way_in(self) -> str:
        if not self._has_connections:
            return _("An assistant needs a connection: add one first.")
        return _("No assistant yet: add one, or test a connection and tick its models.")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours of the dots anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.refresh()

    def _chosen(self) -> Assistant | None:
        chosen = self._table.chosen_id
        return next((a for a in self._workspace.connections.assistants() if a.id == chosen), None)

    @Slot()
    def _show_buttons(self) -> None:
        frozen = self._workspace.read_only or ""
        nothing = "" if self._table.chosen_id else _("Choose an assistant first.")
        no_connection = "" if self._has_connections else _("Add a connection first.")
        allow(self._add, frozen or no_connection)
        for button in (self._edit, self._copy, self._remove):
            allow(button, frozen or nothing)

    def _is_free(self) -> bool:
        """Return whether the form may show something else; say so where it may not."""
        if self._workspace.read_only is not None:
            return False
        if self._form.is_changed:
            self._form.say(_("Save this or cancel it first."))
            return False
        self._notice.clear()
        return True

    @Slot()
    def _on_add(self) -> None:
        if self._is_free():
            self._form.begin()

    @Slot()
    def _on_edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._is_free():
            self._form.edit(chosen)

    @Slot()
    def _on_copy(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._is_free():
            self._form.copy_of(chosen)

    @Slot(object)
    def _on_saved(self, assistant: Assistant) -> None:
        self._table.choose(assistant.id)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_closed(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._form.has_left_words:
            self._notice.say(
                _("What you wrote was not saved."),
                undo=self._form.bring_back,
                label=_("Bring it back"),
            )

    @Slot()
    @tells_what_went_wrong
    def _on_remove(self) -> None:
        chosen = self._chosen()
        if chosen is None or not self._is_free():
            return
        self._form.leave()
        self._workspace.connections.remove_assistant(chosen)
        self._notice.say(
            _("{name} was removed; its answers stay.").format(name=chosen.name),
            step=self._workspace.undo.last,
        )


def _row(assistant: Assistant, names: dict[str, str]) -> TableRow:
    role = one_line(visible(assistant.role[:_ROLE_BEGINNING]))
    return TableRow(
        assistant.id,
        (
            Cell(assistant.name, icon=dot_icon(assistant.colour)),
            Cell(assistant.model),
            Cell(names.get(assistant.connection_id, ""), "muted"),
            Cell(role, "muted"),
        ),
    )

"""Let the person limit how many answers of a connection run at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from conductor.core.entities import Connection
from conductor.core.errors import ConductorError
from conductor.core.service import service_of
from conductor.gui.fields.spin_box import spin_box
from conductor.gui.let_go import let_go
from conductor.gui.settings.setting_row import SettingRow
from conductor.gui.telling import tells_what_went_wrong
from conductor.gui.widgets.text_button import allow
from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _
from conductor.workspace.connections.connections import MOST_PARALLEL
from conductor.workspace.workspace import Workspace


class ConnectionLimits(QWidget):
    """One number for each connection."""

    def __init__(self, workspace: Workspace, say: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("connectionLimits")
        self._workspace = workspace
        self._say = say
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._spins: list[QSpinBox] = []
        self._rows: list[QWidget] = []
        self.refresh()

    def tell(self, error: ConductorError) -> None:
        """Say what went wrong, and show the numbers as they are."""
        self.refresh()
        self._say(str(error))

    def refresh(self) -> None:
        """Show the connections as they are; a control in use is kept."""
        limited = [
            c for c in self._workspace.connections.all() if not service_of(c.kind).is_built_in
        ]
        shown = tuple((connection.id, connection.name) for connection in limited)
        if shown != self._shown or not self._rows:
            self._shown = shown
            self._make(limited)
        for connection, spin in zip(limited, self._spins, strict=True):
            spin.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            spin.setValue(connection.parallel)
            spin.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _make(self, limited: list[Connection]) -> None:
        let_go(self._layout, self._rows)
        self._spins = []
        self._rows = [self._row(connection) for connection in limited]
        if not limited:
            words = _("No connection yet.")
            self._rows = [text_label(words, self, name="noLimits", look="muted")]
        for row in self._rows:
            self._layout.addWidget(row)

    def _row(self, connection: Connection) -> QWidget:
        row = SettingRow(connection.name, "", self)
        spin = spin_box("connectionLimit", 1, MOST_PARALLEL, row)
        spin.setSuffix(f" {_('at once')}")
        spin.valueChanged.connect(partial(self._on_value, connection))
        row.add_control(spin)
        row.leave_room()
        name = _("Answers of {name} at once").format(name=connection.name)
        spin.setAccessibleName(name)
        allow(spin, self._workspace.read_only or "")
        self._spins.append(spin)
        return row

    @tells_what_went_wrong
    def _on_value(self, connection: Connection, value: int) -> None:
        self._workspace.connections.change(connection.id, parallel=value)

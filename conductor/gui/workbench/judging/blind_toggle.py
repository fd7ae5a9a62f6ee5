"""Let the person judge without knowing who wrote what: the switch for a session."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from conductor.core.change import Change
from conductor.core.ids import SessionId
from conductor.gui.needs import Needs
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class BlindToggle(QCheckBox):
    """The switch; for a new session it holds what is wanted until the session begins."""

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(_("blind"), parent)
        self.setObjectName("blindToggle")
        self.setAccessibleName(_("Hide who wrote what until you judge"))
        set_tip(self, _("Hide who wrote what until you judge  Ctrl+Shift+B"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._workspace = workspace
        self._needs = needs
        self._session_id: SessionId | None = None
        self.clicked.connect(self._on_clicked)

    def carry_out_commands(self) -> None:
        """Carry out the command, which stands in step with the switch."""
        self._needs.actions.connect_to("blind", self.toggle_blind)
        self._show_action()

    def show_session(self, session_id: SessionId | None) -> None:
        """Show what a session does; a new one does as the settings say."""
        is_other = session_id != self._session_id or session_id is None
        self._session_id = session_id
        if is_other:
            self._refresh()

    def take(self, change: Change) -> None:
        """Follow a change that was made elsewhere."""
        is_new = self._session_id is None and "blind" in change.settings
        if is_new or self._session_id in change.sessions:
            self._refresh()

    def _refresh(self) -> None:
        is_blind = (
            self._workspace.settings.now.blind
            if self._session_id is None
            else self._workspace.blinding.is_blind(self._session_id)
        )
        self.setChecked(is_blind)
        self.setEnabled(self._workspace.read_only is None)
        self._show_action()

    @Slot()
    def toggle_blind(self) -> None:
        """Switch it."""
        self.setChecked(not self.isChecked())
        self._on_clicked()

    @Slot()
    def _on_clicked(self) -> None:
        if self._session_id is not None:
            set_blind = self._workspace.blinding.set_blind
            self._needs.attempt(partial(set_blind, self._session_id, blind=self.isChecked()))
        self._show_action()

    def _show_action(self) -> None:
        self._needs.actions.action("blind").setChecked(self.isChecked())

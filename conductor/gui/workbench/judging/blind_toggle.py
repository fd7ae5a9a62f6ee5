"""Let the person judge without knowing who wrote what: the switch for a session."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.gui.commands import Actions
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class BlindToggle(QCheckBox):
    """The switch; for a new session it holds what is wanted until the session begins.

    Signals:
        refused: a sentence, when the wish could not be kept.
    """

    refused = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(_("blind"), parent)
        self.setObjectName("blindToggle")
        self.setAccessibleName(_("Hide who wrote what until you judge"))
        set_tip(self, _("Hide who wrote what until you judge  Ctrl+Shift+B"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._workspace = workspace
        self._session_id: SessionId | None = None
        self._actions: Actions | None = None
        self.clicked.connect(self._on_clicked)

    def connect_to(self, actions: Actions) -> None:
        """Carry out the command, which stands in step with the switch."""
        self._actions = actions
        actions.connect_to("blind", self.toggle_blind)
        self._show_action()

    def show_session(self, session_id: SessionId | None) -> None:
        """Show what a session does; a new one does as the settings say."""
        is_other = session_id != self._session_id or session_id is None
        self._session_id = session_id
        if is_other:
            self._refresh()

    def take(self, change: Change) -> None:
        """Follow a change that was made elsewhere."""
        if self._session_id in change.sessions or (change.settings and self._session_id is None):
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
            try:
                self._workspace.blinding.set_blind(self._session_id, blind=self.isChecked())
            except ConductorError as error:
                self.refused.emit(str(error))
        self._show_action()

    def _show_action(self) -> None:
        if self._actions is not None:
            self._actions.action("blind").setChecked(self.isChecked())

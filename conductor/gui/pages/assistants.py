"""Set up connections, assistants and ensembles."""

from PySide6.QtWidgets import QWidget

from conductor.gui.bridge import Bridge
from conductor.gui.commands import Actions
from conductor.gui.pages.page import Page
from conductor.workspace.workspace import Workspace


class AssistantsPage(Page):
    """Set up connections, assistants and ensembles."""

    def __init__(
        self, workspace: Workspace, bridge: Bridge, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("assistantsPage")
        self._workspace = workspace
        self._actions = actions
        self._bridge = bridge

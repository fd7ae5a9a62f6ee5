"""List every session, and what is in the bin."""

from PySide6.QtWidgets import QWidget

from conductor.gui.bridge import Bridge
from conductor.gui.commands import Actions
from conductor.gui.pages.page import Page
from conductor.workspace.workspace import Workspace


class LibraryPage(Page):
    """List every session, and what is in the bin."""

    def __init__(
        self, workspace: Workspace, bridge: Bridge, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("libraryPage")
        self._workspace = workspace
        self._actions = actions
        self._bridge = bridge

"""Show the assistants compared in a window of its own."""

from PySide6.QtWidgets import QWidget

from conductor.gui.widgets.plain_dialog import PlainDialog
from conductor.gui.workbench.judging.standings_panel import StandingsPanel
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class StandingsDialog(PlainDialog):
    """What the person's judgements say of the assistants."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__("standingsDialog", _("Assistants compared"), parent)
        self.resize(900, 520)
        self.parts.addWidget(StandingsPanel(workspace, self), 1)
        self.add_close()

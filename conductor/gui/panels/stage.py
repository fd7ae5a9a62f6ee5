"""Show what stands in the middle: the answers, an invitation to begin, or the welcome."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from conductor.gui.frame_scheduler import FrameScheduler
from conductor.gui.panels.answer_columns import AnswerColumns
from conductor.gui.panels.invitation import Invitation
from conductor.gui.panels.welcome import Welcome
from conductor.workspace.workspace import Workspace


class Stage(QStackedWidget):
    """The middle of the workbench.

    Attributes:
        columns: the answers of a round.

    Signals:
        tried: an `Example` the person wants to try.
        opened: the `SessionId` of a recent session.
    """

    tried = Signal(object)
    opened = Signal(object)

    def __init__(self, workspace: Workspace, scheduler: FrameScheduler, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self._workspace = workspace
        self.columns = AnswerColumns(workspace, scheduler, self)
        self._invitation = Invitation(workspace, self)
        self._invitation.tried.connect(self.tried)
        self._invitation.opened.connect(self.opened)
        self._welcome = Welcome(workspace, self)
        for part in (self.columns, self._invitation, self._welcome):
            self.addWidget(part)
        if not workspace.connections.assistants():
            self.setCurrentWidget(self._welcome)

    def show_what_fits(self) -> None:
        """Show the round's answers; without a round what helps to begin."""
        if self.columns.round_id is not None:
            self.setCurrentWidget(self.columns)
        elif self._workspace.connections.assistants():
            self._invitation.refresh()
            self.setCurrentWidget(self._invitation)
        else:
            self.setCurrentWidget(self._welcome)

    def close_down(self) -> None:
        """Stop what runs; the window is closing."""
        self._welcome.close_down()

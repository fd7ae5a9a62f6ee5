"""Show what stands in the middle: the answers, an invitation to begin, or the welcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from conductor.gui.needs import Needs
from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.workspace.workspace import Workspace

if TYPE_CHECKING:
    from conductor.gui.workbench.welcome.invitation import Invitation
    from conductor.gui.workbench.welcome.welcome import Welcome


class Stage(QStackedWidget):
    """The middle of the workbench; what is seldom shown is made when it is wanted.

    Attributes:
        columns: the answers of a round.
        answers: the columns, and the pages that take their place to read answers otherwise.

    Signals:
        tried: an `Example` the person wants to try.
        set_up: the ids of the assistants that the welcome made.
        turned: the welcome has come, or has gone.
    """

    tried = Signal(object)
    set_up = Signal(object)
    turned = Signal()

    def __init__(self, workspace: Workspace, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self._workspace = workspace
        self._needs = needs
        self._invitation: Invitation | None = None
        self._welcome: Welcome | None = None
        self._offering = QTimer(self)
        self._offering.setSingleShot(True)
        self._offering.setInterval(0)
        self._offering.timeout.connect(self._refresh_invitation)
        self.answers = QStackedWidget(self)
        self.columns = AnswerColumns(workspace, needs, self.answers)
        self.answers.addWidget(self.columns)
        self._work: QWidget = self.answers
        self.addWidget(self.answers)
        if not workspace.connections.assistants():
            self._show_welcome()

    def surround(self, area: QSplitter) -> None:
        """Put the answers into an area, in which other panes stand at their right."""
        self.removeWidget(self.answers)
        area.setParent(self)
        area.insertWidget(0, self.answers)
        area.setStretchFactor(0, 1)
        self._work = area
        self.insertWidget(0, area)
        self.answers.show()
        self.setCurrentWidget(area)

    @property
    def is_welcome(self) -> bool:
        """Whether the welcome is shown, which stands in place of the whole workbench."""
        return self._welcome is not None and self.currentWidget() is self._welcome

    def enter_welcome(self) -> None:
        """Put the focus where a newcomer begins."""
        if self._welcome is not None:
            self._welcome.enter()

    def show_what_fits(self) -> None:
        """Show the round's answers; without a round what helps to begin."""
        was_welcome = self.is_welcome
        self._show_what_fits()
        if self.is_welcome != was_welcome:
            self.turned.emit()

    def take_sessions(self) -> None:
        """Take it that sessions came, changed or went: the invitation offers some."""
        self._offering.start()  # by the next turn it may not be shown

    @Slot()
    def _refresh_invitation(self) -> None:
        if self._invitation is not None and self.currentWidget() is self._invitation:
            self._invitation.refresh()

    def show_work(self) -> None:
        """Show the place of the answers, which are about to come."""
        was_welcome = self.is_welcome
        self.setCurrentWidget(self._work)
        if was_welcome:
            self.turned.emit()

    def _show_what_fits(self) -> None:
        if self.columns.round_id is not None:
            self.setCurrentWidget(self._work)
        elif self._workspace.connections.assistants():
            self._show_invitation()
        else:
            self._show_welcome()

    def _show_invitation(self) -> None:
        if self._invitation is None:
            from conductor.gui.workbench.welcome.invitation import Invitation

            self._invitation = Invitation(self._workspace, self._needs, self)
            self._invitation.tried.connect(self.tried)
            self.addWidget(self._invitation)
        self._invitation.refresh()
        self.setCurrentWidget(self._invitation)

    def _show_welcome(self) -> None:
        if self._welcome is None:
            from conductor.gui.workbench.welcome.welcome import Welcome

            self._welcome = Welcome(self._workspace, self._needs, self)
            self._welcome.set_up.connect(self.set_up)
            self.addWidget(self._welcome)
        self.setCurrentWidget(self._welcome)

    def close_down(self) -> None:
        """Stop what runs; the window is closing."""
        self._offering.stop()
        if self._welcome is not None:
            self._welcome.close_down()

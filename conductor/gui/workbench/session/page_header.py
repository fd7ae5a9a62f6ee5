"""Hold what stands at the top of the workbench, in two rows, or in one where the window is low."""

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from conductor.gui.workbench.session.session_actions import SessionActions
from conductor.gui.workbench.session.session_header import SessionHeader
from conductor.gui.workbench.session.team_row import TeamRow

MARGIN = 16
ROW_MARGIN = 8


class PageHeader(QFrame):
    """The session's names, its team, and what is done to it."""

    def __init__(
        self, names: SessionHeader, team: TeamRow, actions: SessionActions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pageHeader")
        for part in (names, team, actions):
            part.setParent(self)
        self._names, self._team = names, team
        self._is_folded = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, ROW_MARGIN, MARGIN, ROW_MARGIN)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(ROW_MARGIN)
        self._grid.addWidget(names, 0, 0)
        self._grid.addWidget(actions, 0, 2)
        self._place_team()

    @property
    def is_folded(self) -> bool:
        """Whether everything stands in one row."""
        return self._is_folded

    def set_folded(self, *, is_folded: bool) -> None:
        """Put everything into one row, or give the team a row of its own."""
        if is_folded is not self._is_folded:
            self._is_folded = is_folded
            self._place_team()

    def _place_team(self) -> None:
        self._grid.removeWidget(self._team)
        if self._is_folded:
            self._grid.addWidget(self._team, 0, 1)
        else:
            self._grid.addWidget(self._team, 1, 0, 1, 3)
        self._grid.setColumnStretch(0, 0 if self._is_folded else 1)
        self._grid.setColumnStretch(1, 1 if self._is_folded else 0)
        margin = ROW_MARGIN // 2 if self._is_folded else ROW_MARGIN
        self._grid.setContentsMargins(MARGIN, margin, MARGIN, margin)
        self._names.set_compact(is_compact=self._is_folded)
        self._team.set_compact(is_compact=self._is_folded)

"""Hold the rows at the top of the workbench; where the window is low they fold into one."""

from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from conductor.gui.panels.session_header import SessionHeader
from conductor.gui.panels.team_row import TeamRow

MARGIN = 16
ROW_MARGIN = 8


class PageHeader(QFrame):
    """The session's names and its team, in two rows or in one."""

    def __init__(self, names: SessionHeader, team: TeamRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pageHeader")
        names.setParent(self)
        team.setParent(self)
        self._names = names
        self._team = team
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(MARGIN, ROW_MARGIN, MARGIN, ROW_MARGIN)
        self._rows.setSpacing(ROW_MARGIN)
        self._rows.addWidget(names)
        self._rows.addWidget(team)
        self.set_folded(is_folded=False)

    @property
    def is_folded(self) -> bool:
        """Whether everything stands in one row."""
        return self._rows.direction() is QBoxLayout.Direction.LeftToRight

    def set_folded(self, *, is_folded: bool) -> None:
        """Put everything into one row, or give the team a row of its own."""
        direction = QBoxLayout.Direction
        self._rows.setDirection(direction.LeftToRight if is_folded else direction.TopToBottom)
        # In one row the session's controls stand at the right end, the team before them.
        self._rows.removeWidget(self._team)
        self._rows.addWidget(self._team)
        self._rows.setStretchFactor(self._names, 1)
        self._rows.setStretchFactor(self._team, 1 if is_folded else 0)
        margin = ROW_MARGIN // 2 if is_folded else ROW_MARGIN
        self._rows.setContentsMargins(MARGIN, margin, MARGIN, margin)
        self._team.set_compact(is_compact=is_folded)

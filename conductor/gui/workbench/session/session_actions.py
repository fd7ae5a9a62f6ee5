"""Hold what is done to the session as a whole, at the end of the header."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.gui.commands import Actions
from conductor.i18n import _


class SessionActions(QFrame):
    """The buttons at the end of the header."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sessionActions")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._retry_all = QPushButton(_("Try all failed again"), self)
        self._retry_all.setObjectName("retryAllButton")
        self._retry_all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._retry_all.clicked.connect(actions.action("retryAll").trigger)
        self._retry_all.setVisible(False)
        self._row.addWidget(self._retry_all)
        new = QPushButton(_("New session"), self)
        new.setObjectName("newSessionButton")
        new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        new.clicked.connect(actions.action("newSession").trigger)
        self._row.addWidget(new)

    def add_control(self, control: QWidget) -> None:
        """Put one more control before those that are there always."""
        self._row.insertWidget(self._row.count() - 2, control)

    def show_retry_all(self, *, is_offered: bool) -> None:
        """Offer to try all failed answers again, or not."""
        self._retry_all.setVisible(is_offered)

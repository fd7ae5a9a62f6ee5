"""Say that the words of an earlier round are being changed, and how to leave that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from conductor.core.entities import Round
from conductor.gui.widgets.text_label import elided_label
from conductor.i18n import _


class EditingLine(QFrame):
    """A line over the words; hidden while new ones are written.

    Signals:
        left: the person does not want to change the round after all.
    """

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("editingLine")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        self._words = elided_label("", self, name="editingText")
        row.addWidget(self._words, 1)
        leave = QPushButton(_("Leave it  Esc"), self)
        leave.setObjectName("leaveEditButton")
        leave.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        leave.clicked.connect(self.left)
        row.addWidget(leave)
        self.setVisible(False)

    def show_round(self, edited: Round | None) -> None:
        """Show which round is being changed; None hides the line."""
        self.setVisible(edited is not None)
        if edited is not None:
            words = _("Editing round {n}. Sending makes a new round; the old one stays.")
            self._words.setText(words.format(n=edited.number))

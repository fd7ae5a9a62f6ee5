"""Say what went wrong with an answer, and offer to leave out what was too long."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from conductor.gui.widgets.text_label import text_label
from conductor.i18n import _


class TroubleBox(QFrame):
    """The box below a column's header; not there while all is well.

    Signals:
        leave_out_wanted: the first rounds are to be left out, and the answer asked for again.
    """

    leave_out_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("troubleBox")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        self._text = text_label("", self, name="answerTrouble")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._text)
        self._leave_out = QPushButton(self)
        self._leave_out.setObjectName("leaveOutButton")
        self._leave_out.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._leave_out.clicked.connect(self.leave_out_wanted)
        box.addWidget(self._leave_out, 0, Qt.AlignmentFlag.AlignLeft)

    def show_trouble(self, sentences: str, last_left_out: int | None) -> None:
        """Say what went wrong.

        Args:
            sentences: what is said; empty if all is well.
            last_left_out: the last of the rounds that could be left out; None if none can.
        """
        self._text.setText(sentences)
        self.setVisible(bool(sentences))
        self._leave_out.setVisible(last_left_out is not None)
        if last_left_out is not None:
            words = (
                _("Leave out round 1 and try again")
                if last_left_out == 1
                else _("Leave out rounds 1–{k} and try again")
            )
            self._leave_out.setText(words.format(k=last_left_out))

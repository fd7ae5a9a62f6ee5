"""Show a finished answer under a short head, beside others of the same width."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from conductor.gui.answer.view import AnswerView
from conductor.gui.lists.pill_label import PillLabel
from conductor.gui.widgets.text_label import elided_label

MARGIN_PX = 8
HEAD_PX = 35


class AnswerSheet(QFrame):
    """An answer and what it is called here.

    Attributes:
        view: the answer.
        mark: stands beside the name; hidden until it says something.
    """

    def __init__(self, view_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerSheet")
        # Whatever is in it, it gets the same width as its neighbour.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        head = QFrame(self)
        head.setObjectName("sheetHead")
        head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(8)
        self._name = elided_label("", head, name="sheetName", look="strong")
        row.addWidget(self._name)
        self.mark = PillLabel("sheetMark", head)
        self.mark.setVisible(False)
        row.addWidget(self.mark)
        row.addStretch(1)
        self.view = AnswerView(self)
        self.view.setObjectName(view_name)
        self.view.setViewportMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.view, 1)

    def show_answer(self, name: str, text: str) -> None:
        """Show an answer from its beginning, under a name."""
        self._name.setText(name)
        self.view.setAccessibleName(name)
        self.view.clear_text()
        self.view.set_text(text)
        self.view.verticalScrollBar().setValue(0)

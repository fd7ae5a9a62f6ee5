"""Offer tasks to try while there is no session yet: one click sends one to all."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from conductor.gui.text_label import text_label
from conductor.i18n import _
from conductor.workspace.starter import starter_texts

WIDTH = 480


class FirstTasks(QFrame):
    """Shown in place of the answers until the first task is sent.

    Signals:
        chosen: the text of a task.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("firstTasks")
        column = QWidget(self)
        column.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(column)
        layout.setSpacing(8)
        layout.addWidget(text_label(_("Send a first task"), column, look="cardTitle"))
        sentence = _(
            "Each assistant answers in a column of its own. Write yours below, or try one:"
        )
        layout.addWidget(text_label(sentence, column, look="muted", wrap=True))
        self._tasks = starter_texts().tasks
        for number, task in enumerate(self._tasks):
            button = QPushButton(task.replace("&", "&&"), column)
            button.setObjectName("firstTaskButton")
            button.setProperty("task", number)
            button.clicked.connect(self._on_clicked)
            layout.addWidget(button)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._tasks[self.sender().property("task")])

"""Show a task's words above its answers: a few lines at once, all of them by scrolling."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from conductor.core.text.visible import visible
from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.i18n import _

_LINES = 3
_EDGE_PX = 22


class TaskWords(QFrame):
    """The words of one task, to be read and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("taskBar")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 2, 10, 2)
        self._edit = PlainTextBox(self, name="taskWords", title=_("Task"))
        self._edit.setProperty("bare", True)  # noqa: FBT003 - Qt's own signature
        self._edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._edit.setFixedHeight(self._edit.fontMetrics().lineSpacing() + _EDGE_PX)
        layout.addWidget(self._edit)

    def show_words(self, task: str) -> None:
        """Show a task from its beginning."""
        words = visible(task.strip())
        self._edit.show_text(words)
        metrics = self._edit.fontMetrics()
        room = max(200, self.width() - 60)
        begun = words.split("\n")[:_LINES]
        lines = sum(1 + metrics.horizontalAdvance(line[:2000]) // room for line in begun)
        self._edit.setFixedHeight(metrics.lineSpacing() * min(_LINES, lines) + _EDGE_PX)

"""The box of several lines in which a person writes; every such field is made of it.

Thread: GUI.
"""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from conductor.gui.copied import copied_data
from conductor.gui.widgets.run_guard import RunGuard


class WritingBox(QPlainTextEdit):
    """A box that takes any text at once: see `run_guard` for what Qt's own would never end at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = RunGuard(self)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy plain text; Qt's own would also write formats, in seconds for many spaces."""
        selected = self.textCursor().selectedText()
        return copied_data(selected.replace("\u2029", "\n").replace("\u2028", "\n"))

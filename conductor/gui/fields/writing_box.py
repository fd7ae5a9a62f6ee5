"""The box of several lines in which a person writes; every such field is made of it.

Thread: GUI.
"""

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from conductor.gui.copied import copied_data
from conductor.gui.widgets.run_guard import RunGuard, has_long_word, with_breaks


class WritingBox(QPlainTextEdit):
    """A box that takes any text at once: see `run_guard` for what Qt's own would never end at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = RunGuard(self)

    def event(self, event: QEvent) -> bool:
        """Hand the keys of undo and redo on to the window while there is nothing here for them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            is_undo = event.matches(QKeySequence.StandardKey.Undo)
            is_redo = event.matches(QKeySequence.StandardKey.Redo)
            has_own = document.isUndoAvailable() or document.isRedoAvailable()
            if (is_undo or is_redo) and document.isEmpty() and not has_own:
                event.ignore()
                return True
        return super().event(event)

    # The guard sees every change, but only while Qt is in the middle of it; what comes in whole is
    # better broken before that: with some fonts and sizes Qt has no end with it otherwise.

    def setPlainText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        if has_long_word(text):  # before it is there, so that it is not laid out twice
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        super().setPlainText(with_breaks(text))

    def insertPlainText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Put a text in place of the selection, or where the cursor is."""
        super().insertPlainText(with_breaks(text))

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste or drop the plain text of something; called by Qt."""
        if source.hasText():
            self.insertPlainText(source.text())
            self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy plain text; Qt's own would also write formats, in seconds for many spaces."""
        selected = self.textCursor().selectedText()
        return copied_data(selected.replace("\u2029", "\n").replace("\u2028", "\n"))

"""Take the person's words: plain text, files by dropping and pasting, any input method."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QGuiApplication,
    QInputMethodEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.widgets.run_guard import with_breaks
from conductor.i18n import _

LONG_TEXT = 20_000
"""Characters from which a pasted text is taken as a file: longer ones make writing slow."""

MARGIN = 10


class WordsEdit(WritingBox):
    """The field the person writes in; it is as high as its words, within limits.

    Signals:
        files_given: a tuple of paths that were dropped or pasted.
        long_text_given: a pasted text that is too long to be edited.
    """

    files_given = Signal(object)
    long_text_given = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("composerEdit")
        self.setAccessibleName(_("Your words to the assistants"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_composing = False
        self._above = ""
        self._least_lines = 1
        self._most_px = 200
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(self._on_size_changed)

    def set_limits(self, *, least_lines: int, most_px: int) -> None:
        """Say how high the field is at the least and at the most."""
        self._least_lines = least_lines
        self._most_px = most_px
        self._fit()

    @Slot()
    def _on_size_changed(self) -> None:
        self._fit()

    def _fit(self) -> None:
        line_px = self.fontMetrics().lineSpacing()
        least_px = line_px * self._least_lines
        # A plain document's height counts lines.
        lines_px = int(self.document().size().height()) * line_px
        height_px = min(max(lines_px, least_px), max(self._most_px, least_px)) + MARGIN
        if height_px != self.height() or self.minimumHeight() != height_px:
            self.setFixedHeight(height_px)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least width; the height is fixed."""
        return QSize(120, self.minimumHeight())

    @property
    def is_composing(self) -> bool:
        """Whether an input method is in the middle of a syllable."""
        return self._is_composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """Take what an input method composes."""
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self.put_above(self._above)

    def put_above(self, text: str) -> None:
        """Put words above those that are there; the cursor stays where the person writes.

        Not in the middle of a syllable, which would be broken off: then once that is there.
        """
        self._above = text if self._is_composing else ""
        if text and not self._is_composing:
            QTextCursor(self.document()).insertText(with_breaks(f"{text}\n\n"))
            self.ensureCursorVisible()

    @property
    def words(self) -> str:
        """All that is written, also what is still to come above the rest."""
        return "\n\n".join(filter(None, (self._above, self.toPlainText())))

    def commit_composed(self) -> None:
        """Finish a syllable that an input method is still composing."""
        method = QGuiApplication.inputMethod()
        method.commit()
        block = self.textCursor().block()
        composed = block.layout().preeditAreaText() if block.isValid() else ""
        if composed:  # the input method left it to us
            event = QInputMethodEvent()
            event.setCommitString(composed)
            QApplication.sendEvent(self, event)
            method.reset()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Take what is pasted or dropped: files as files, long text as a file, else words."""
        paths = _files_of(source)
        text = source.text()
        if paths:
            self.files_given.emit(paths)
        elif len(text) > LONG_TEXT:
            self.long_text_given.emit(text)
        else:
            self.insertPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Whether this can be pasted or dropped here."""
        return bool(_files_of(source)) or source.hasText()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Let files be dropped."""
        if _files_of(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Let files be dropped."""
        if _files_of(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)


def _files_of(source: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile())

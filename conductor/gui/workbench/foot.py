"""Hold the judging and the person's words: side by side while nobody writes, else stacked."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from conductor.gui.workbench.composer.words_box import WordsBox


class Foot(QFrame):
    """The composer, and one more bar that shares its place.

    Attributes:
        words: where the person writes.

    Signals:
        folded: whether the bar stands beside the composer, with less room.
    """

    folded = Signal(object)

    def __init__(self, words: WordsBox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        words.setParent(self)
        self.words = words
        self._bar: QWidget | None = None
        self._blank: QWidget | None = None
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._parts.addWidget(words, 1)
        words.opened.connect(self._on_opened)

    @property
    def beside_px(self) -> int:
        """How much of it is left of the composer, in pixels."""
        return self.words.x()

    def expect(self, beside_px: int) -> None:
        """Leave room beside the composer, until the bar is there that takes it."""
        self._blank = QWidget(self)
        self._blank.setFixedWidth(beside_px)
        self._parts.insertWidget(0, self._blank)
        self._on_opened()

    def expect_no_more(self) -> None:
        """Leave the room to the bar."""
        if self._blank is not None:
            self._blank.hide()
            self._blank.deleteLater()
            self._blank = None

    def share_with(self, bar: QWidget) -> None:
        """Put a bar beside the composer while that is small, above it while it is not."""
        bar.setParent(self)
        self._bar = bar
        self._parts.setStretchFactor(self.words, 1)
        self._parts.insertWidget(0, bar)
        self._on_opened()

    @Slot()
    def _on_opened(self) -> None:
        is_shared = self._bar is not None or self._blank is not None
        is_row = is_shared and not self.words.is_open
        direction = QBoxLayout.Direction
        self._parts.setDirection(direction.LeftToRight if is_row else direction.TopToBottom)
        self.folded.emit(is_row)

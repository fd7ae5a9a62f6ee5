"""Hold the judging and the person's words: side by side while nobody writes, else stacked."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from conductor.gui.workbench.composer.composer import Composer


class Foot(QFrame):
    """The composer, and one more bar that shares its place.

    Signals:
        folded: whether the bar stands beside the composer, with less room.
    """

    folded = Signal(object)

    def __init__(self, composer: Composer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        composer.setParent(self)
        self._composer = composer
        self._bar: QWidget | None = None
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._parts.addWidget(composer, 1)
        composer.opened.connect(self._on_opened)

    def share_with(self, bar: QWidget) -> None:
        """Put a bar beside the composer while that is small, above it while it is not."""
        bar.setParent(self)
        self._bar = bar
        self._parts.setStretchFactor(self._composer, 1)
        self._parts.insertWidget(0, bar)
        self._on_opened()

    @Slot()
    def _on_opened(self) -> None:
        is_row = self._bar is not None and not self._composer.is_open
        direction = QBoxLayout.Direction
        self._parts.setDirection(direction.LeftToRight if is_row else direction.TopToBottom)
        self.folded.emit(is_row)

"""Show one answer at the width at which a long text reads best.

Thread: GUI.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from conductor.gui.answer.document.document import MARGIN_PX
from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import text_font

LINE_CHARACTERS = 72
"""Characters of a line, about; those who measure reading say 68 to 76."""

_SAMPLE = "the quick brown fox jumps over the lazy dog and then it sleeps a while "
_PASSED_ON = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Escape,
    *(Qt.Key(Qt.Key.Key_0.value + n) for n in range(1, 10)),
}


def reading_width_px(size_px: int) -> int:
    """Return how wide a text of this size is set, margins included."""
    letter = QFontMetricsF(text_font(size_px)).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    return round(letter * LINE_CHARACTERS) + 2 * MARGIN_PX


class ReadingView(AnswerView):
    """An answer in the middle of its room; arrows, digits and Escape are left to its page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reading_px = reading_width_px(14)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def set_text_size(self, size_px: int) -> None:
        """Show the text in another size, in lines of as many characters."""
        super().set_text_size(size_px)
        self._reading_px = reading_width_px(size_px)
        self._centre()

    def _centre(self) -> None:
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        side = max(0, (room - self._reading_px) // 2)
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Stay in the middle."""
        self._centre()  # first: the text is wrapped at the width that is left
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the keys of the page to the page."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _PASSED_ON and not plain:
            event.ignore()
            return
        super().keyPressEvent(event)

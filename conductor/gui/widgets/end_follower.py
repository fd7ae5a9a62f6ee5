"""Keep a reader who is at the end of a growing text at its end, and no other.

Thread: GUI.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QScrollBar

_NEAR_PX = 4


class EndFollower(QObject):
    """Moves a scroll bar along with its end.

    Attributes:
        is_following: whether the reader is at the end.
        is_held: whether the text is being built anew, so that the bar says nothing.
    """

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self.is_following = True
        self.is_held = False
        self._bar = bar
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_range_changed)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if not self.is_held:
            self.is_following = value >= self._bar.maximum() - _NEAR_PX

    @Slot(int, int)
    def _on_range_changed(self, _lowest: int, highest: int) -> None:
        if self.is_following and not self.is_held:
            self._bar.setValue(highest)

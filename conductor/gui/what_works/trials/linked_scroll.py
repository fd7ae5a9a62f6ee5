"""Scroll views together: each goes as far through its text as the one that is scrolled."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractScrollArea


class LinkedScrolls(QObject):
    """Links the vertical scroll bars of views while it is on."""

    def __init__(self, views: Sequence[QAbstractScrollArea], parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = False
        self._is_moving = False
        self._bars = [view.verticalScrollBar() for view in views]
        for number, bar in enumerate(self._bars):
            bar.valueChanged.connect(partial(self._on_moved, number))

    def _on_moved(self, number: int, value: int) -> None:
        if not self.is_on or self._is_moving:
            return
        whole = self._bars[number].maximum()
        self._is_moving = True
        for other, bar in enumerate(self._bars):
            if other != number and whole:
                bar.setValue(round(bar.maximum() * value / whole))
        self._is_moving = False

"""Scroll two answers together, row beside the row that matches it.

Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from conductor.gui.answer.reading_place import go_to_position, matching_px, top_of
from conductor.gui.answer.view import AnswerView

_MATCHES_LIMIT = 400
_ABOVE_PX = 60


class LinkedScroll(QObject):
    """Keeps the matching rows of two views beside each other."""

    def __init__(self, left: AnswerView, right: AnswerView, parent: QObject) -> None:
        super().__init__(parent)
        self._views = (left, right)
        self._matches: Sequence[tuple[int, int]] = ()
        self._marks: tuple[list[float], list[float]] | None = None
        self._is_moving = False
        for view in self._views:
            view.text_settled.connect(self._forget)
            view.verticalScrollBar().rangeChanged.connect(self._on_range)
        left.verticalScrollBar().valueChanged.connect(self._on_left)
        right.verticalScrollBar().valueChanged.connect(self._on_right)

    def set_matches(self, matches: Sequence[tuple[int, int]]) -> None:
        """Take the rows that match, rising in both."""
        step = max(1, len(matches) // _MATCHES_LIMIT)
        self._matches = matches[::step]
        self._marks = None

    def go_to_rows(self, left: int, right: int) -> None:
        """Bring a row of each side into view."""
        self._is_moving = True
        for view, row in zip(self._views, (left, right), strict=True):
            position = view.position_of_row(row)
            if position is not None:
                go_to_position(view, position)
        self._is_moving = False

    @Slot()
    def _forget(self) -> None:
        self._marks = None

    @Slot(int, int)
    def _on_range(self, _low: int, _high: int) -> None:
        self._marks = None

    @Slot(int)
    def _on_left(self, value: int) -> None:
        self._follow(value, 0)

    @Slot(int)
    def _on_right(self, value: int) -> None:
        self._follow(value, 1)

    def _follow(self, value: int, source: int) -> None:
        if self._is_moving or not self._matches:
            return
        self._marks = self._marks or self._landmarks()
        own, other = self._marks[source], self._marks[1 - source]
        bars = [view.verticalScrollBar() for view in self._views]
        wanted = matching_px(value + _ABOVE_PX, own, other) - _ABOVE_PX
        is_at_end = value == bars[source].maximum() > 0
        bar = bars[1 - source]
        self._is_moving = True
        bar.setValue(bar.maximum() if is_at_end else 0 if value == 0 else round(wanted))
        self._is_moving = False

    def _landmarks(self) -> tuple[list[float], list[float]]:
        """Return the tops of the rows that match, between the beginnings and the ends."""
        found: tuple[list[float], list[float]] = ([0.0], [0.0])
        left, right = self._views
        for row, other in self._matches:
            here, there = left.position_of_row(row), right.position_of_row(other)
            if here is None or there is None:
                continue
            tops = top_of(left, here), top_of(right, there)
            if tops[0] > found[0][-1] and tops[1] > found[1][-1]:
                found[0].append(tops[0])
                found[1].append(tops[1])
        for view, tops_of in zip(self._views, found, strict=True):
            tops_of.append(max(view.document().size().height(), tops_of[-1] + 1))
        return found

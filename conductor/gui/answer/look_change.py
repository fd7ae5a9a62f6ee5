"""Give an answer that is shown another look or size, a long one in slices, at the same place.

Thread: GUI.
"""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTextEdit

from conductor.gui.answer.document.document import AnswerDocument
from conductor.gui.answer.document.rows import DocumentRow, length_of
from conductor.gui.answer.reading_place import ReadingPlace, go_to, place_of
from conductor.gui.look.tokens import Tokens
from conductor.gui.widgets.end_follower import EndFollower

_ROWS_AT_ONCE = 60
"""Rows that take another look without slices."""
_ROWS = 24
"""Rows of one slice."""
_SLICE = 2_048
"""Characters of one slice."""


class LookChange(QObject):
    """The change of look of one view.

    Signals:
        done: all rows have the new look, and the reader is where they were.
    """

    done = Signal()

    def __init__(self, view: QTextEdit, document: AnswerDocument, end: EndFollower) -> None:
        super().__init__(view)
        self._view = view
        self._document = document
        self._end = end
        self._wanted: tuple[Tokens, int] | None = None
        self._rows: deque[DocumentRow] = deque()  # those that wait for their new look
        self._place: ReadingPlace | None = None

    @property
    def has_pending(self) -> bool:
        """Whether rows wait for their new look."""
        return self._wanted is not None or bool(self._rows)

    def begin(self, tokens: Tokens, size_px: int) -> None:
        """Take another look: now, or slice by slice if there is much to do."""
        self._wanted = (tokens, size_px)
        if self._document.row_count + len(self._rows) <= _ROWS_AT_ONCE:
            self.finish()

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show rows from their beginning: now, or slice by slice if there is much to do."""
        self._rows = deque(rows)
        self._place = None  # at its beginning
        self._end.is_held = True
        if sum(map(_size_of, rows)) <= _SLICE:
            self.finish()

    def show_some(self) -> None:
        """Do as much as goes into one slice."""
        if self._wanted is not None:
            self._begin_wanted(*self._wanted)
        rows: list[DocumentRow] = []
        size = 0
        while self._rows and len(rows) < _ROWS and size < _SLICE:
            rows.append(self._rows.popleft())
            size += _size_of(rows[-1])
        self._document.add_rows(rows)
        if not self._rows:
            self._end_at_place()

    def finish(self) -> None:
        """Do all of it."""
        while self.has_pending:
            self.show_some()

    def forget(self) -> None:
        """Leave it: what was shown is no longer wanted."""
        self._wanted = None
        self._rows.clear()
        self._place = None
        self._end.is_held = False
        self._view.viewport().setUpdatesEnabled(True)

    def _begin_wanted(self, tokens: Tokens, size_px: int) -> None:
        self._wanted = None
        self._place = self._place or place_of(self._view)
        self._end.is_held = True
        # What was seen stays until the new look has come to it.
        self._view.viewport().setUpdatesEnabled(False)
        waiting = tuple(self._rows)
        self._rows = deque((*self._document.begin_look(tokens, size_px), *waiting))

    def _end_at_place(self) -> None:
        place = self._place
        self.forget()
        bar = self._view.verticalScrollBar()
        if self._end.is_following:
            bar.setValue(bar.maximum())
        elif place is not None:
            go_to(self._view, place)
        self.done.emit()


def _size_of(row: DocumentRow) -> int:
    """Return how many characters of a row are laid out."""
    return length_of(row.content) + sum(map(length_of, row.cells))

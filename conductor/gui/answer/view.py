"""Show an answer while it is being written and after.

Rules: `append` only keeps the text; the frame scheduler (or a test) calls `flush_slice` or
`flush`. Another look or size of a long answer is taken in slices too.
Thread: GUI.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from conductor.core.text.visible import visible
from conductor.gui.answer.copying import HTML_LIMIT, selection_data
from conductor.gui.answer.document.builder import AnswerBuilder
from conductor.gui.answer.document.rows import DocumentRow
from conductor.gui.answer.harmless_text import HarmlessText
from conductor.gui.answer.look_change import LookChange
from conductor.gui.answer.marks import Marks
from conductor.gui.answer.paint import paint_behind
from conductor.gui.answer.reading_place import go_to_position
from conductor.gui.answer.underline import paint_underlines
from conductor.gui.copied import copied_data
from conductor.gui.look.theme import current_tokens
from conductor.gui.look.tokens import ANSWER_PX
from conductor.gui.widgets.end_follower import EndFollower

_AT_ONCE = 8_192  # characters of a whole answer that are shown without slices
_SLICE = 2_048  # characters of one slice
_FLUSH = 16_384  # characters that are laid out together when all must be shown
_SLICE_S = 0.008


@dataclass(slots=True)
class _Next:
    """The answer that takes the place of the one that is shown, in the pieces it came in."""

    pieces: list[str]
    is_whole: bool

    @property
    def text(self) -> str:
        """All of it so far."""
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""


class AnswerView(HarmlessText):
    """One answer.

    Signals:
        text_pending: something waits for `flush_slice`; said once until all is shown.
        text_settled: all that came is shown.
    """

    text_pending = Signal()
    text_settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = current_tokens()
        self._size_px = self._wanted_px = ANSWER_PX
        self._builder = AnswerBuilder(self._document)
        self._end = EndFollower(self.verticalScrollBar())
        self._marks = Marks(self)
        self._next: _Next | None = None  # what takes the place of all that is shown
        self._look = LookChange(self, self._document, self._end)
        self._look.done.connect(self._on_look_done)
        self._underlined: Sequence[tuple[int, int]] = ()
        self._is_wanted = False
        self._shown_text: tuple[int, str] | None = None
        self._reset()

    def _reset(self) -> None:
        self._builder.clear()
        self._next = None
        self._look.forget()

    @property
    def has_pending(self) -> bool:
        """Whether something waits to be shown."""
        waits = self._builder.has_pending or self._look.has_pending
        return waits or self._next is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown yet, or nothing that still holds."""
        return self._document.row_count == 0 or self._next is not None

    @property
    def is_on_screen(self) -> bool:
        """Whether any of it can be seen (not in a tab behind, not scrolled away) or is wanted."""
        return self._is_wanted or (
            self.isVisible() and not self.viewport().visibleRegion().isEmpty()
        )

    @property
    def source_text(self) -> str:
        """The whole answer as it came, shown or not."""
        if self._next is not None:
            return self._next.text
        return self._builder.source_text

    @property
    def shown_text(self) -> str:
        """What is shown, character by character as the document counts them."""
        revision = self._document.revision()
        if self._shown_text is None or self._shown_text[0] != revision:
            self._shown_text = (revision, self.toPlainText())
        return self._shown_text[1]

    def append(self, delta: str) -> None:
        """Keep more of the answer, to be shown by the next flush."""
        if not delta:
            return
        if self._next is not None:
            self._next.pieces.append(delta)
            return
        had_pending = self.has_pending
        if self._builder.has_ended:
            self._look.finish()
            delta = self.source_text + delta
            self._reset()
        self._builder.put(delta)
        if not had_pending:
            self.text_pending.emit()

    def finish(self) -> None:
        """Say that nothing more will come; links whose targets came last are made then."""
        had_pending = self.has_pending
        if self._next is not None:
            self._next.is_whole = True
        else:
            self._builder.end()
        if not had_pending:
            self.text_pending.emit()

    def want(self, *, is_wanted: bool) -> None:
        """Build what waits soon although it cannot be seen, or no longer."""
        self._is_wanted = is_wanted
        if self.has_pending:
            self.text_pending.emit()

    def begin_text(self, text: str, *, is_whole: bool) -> None:
        """Show another answer, from its beginning; a long one by the next flush.

        Args:
            text: the answer as far as it has come.
            is_whole: whether nothing more will come.
        """
        if len(text) <= _SLICE:
            self._begin(_Next([text], is_whole))
            self.flush()
            return
        self._next = _Next([text], is_whole)
        self.text_pending.emit()

    def _begin(self, wanted: "_Next") -> None:
        self.clear_text()
        self._end.is_following = not wanted.is_whole
        self._builder.put(wanted.text)
        if wanted.is_whole:
            self._builder.end()

    def set_text(self, text: str) -> None:
        """Show a whole answer; a long one in slices, of which the first is shown at once."""
        shown = self.source_text
        if not shown or not text.startswith(shown):
            self.clear_text()
            self._end.is_following = False
        self.append(text[len(self.source_text) :])
        self.finish()
        if len(text) - len(shown) <= _AT_ONCE:
            self.flush()
        else:
            self.flush_slice()

    def complete_text(self, text: str) -> None:
        """Show the rest of an answer that has ended; at once only where it can be seen."""
        shown = self.source_text
        if self.is_on_screen or not text.startswith(shown):
            self.set_text(text)
            return
        self.append(text[len(shown) :])
        self.finish()

    def clear_text(self) -> None:
        """Show nothing."""
        self._reset()
        self._end.is_following = True
        self._marks.forget()
        self._underlined = ()
        self._document.begin_look(self._tokens, self._size_px)

    def set_text_size(self, size_px: int) -> None:
        """Show the text in another size, in pixels."""
        self._wanted_px = size_px
        if size_px == self._size_px:
            return
        if self.isVisible() or self.is_empty:
            self._size_px = size_px
            self._ask_for_look()

    def _ask_for_look(self) -> None:
        """Take another look now, or when it is this view's turn if there is much to do."""
        self._look.begin(self._tokens, self._size_px)
        if self._look.has_pending:
            self.text_pending.emit()

    def flush(self) -> None:
        """Show all that waits."""
        while self.has_pending:
            self._show_some(_FLUSH)
        self.text_settled.emit()

    def mark(self, spans: Sequence[tuple[int, int]], current: int | None = None) -> None:
        """Mark what was found, from position to position; one of them more strongly."""
        self._marks.show(spans, current)

    @property
    def underlined(self) -> Sequence[tuple[int, int]]:
        """What has a quiet line below it, from position to position."""
        return self._underlined

    def underline(self, spans: Sequence[tuple[int, int]]) -> None:
        """Underline quietly from position to position."""
        if spans or self._underlined:
            self._underlined = sorted(spans)
            self.viewport().update()

    def point_out(self, span: tuple[int, int] | None) -> None:
        """Mark a place where the reader is sent, and go there; None takes the mark away."""
        self._marks.point_out((span,) if span else ())
        if span is not None:
            go_to_position(self, span[0])

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show rows that were laid out elsewhere, in place of an answer's own; in slices."""
        self.clear_text()
        self._end.is_following = False
        self._look.show_rows(rows)
        if self._look.has_pending:
            self.text_pending.emit()
        else:
            self.text_settled.emit()

    def position_of_row(self, number: int) -> int | None:
        """Return where a row begins in the document, None if it is not shown (yet)."""
        return self._document.position_of(number)

    def mark_noted(self, spans: Sequence[tuple[int, int]]) -> None:
        """Underline the places that notes are on, from position to position."""
        self._marks.show_noted(spans)

    def show_place(self, span: tuple[int, int]) -> None:
        """Select a place and bring it into view."""
        cursor = QTextCursor(self._document)
        last = self._document.characterCount() - 1
        cursor.setPosition(min(span[0], last))
        cursor.setPosition(min(span[1], last), QTextCursor.MoveMode.KeepAnchor)
        self._end.is_following = False
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def flush_slice(self) -> None:
        """Show as much of what waits as a frame has time for."""
        end = time.perf_counter() + _SLICE_S
        while self.has_pending:
            self._show_some(_SLICE)
            if time.perf_counter() >= end:
                break
        if not self.has_pending:
            self.text_settled.emit()

    def _show_some(self, limit: int) -> None:
        if self._next is not None:
            self._begin(self._next)
        if self._look.has_pending:
            self._look.show_some()
            return
        is_first = self.is_empty
        self._builder.show_some(limit)
        if is_first:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)

    @Slot()
    def _on_look_done(self) -> None:
        self._marks.show_again()

    def whole_data(self) -> QMimeData:
        """Return the whole answer as it is copied: formatted, or its source if it is huge."""
        source = self.source_text
        if len(source) > HTML_LIMIT:
            return copied_data(visible(source))
        self.flush()
        whole = QTextCursor(self._document)
        whole.select(QTextCursor.SelectionType.Document)
        return selection_data(whole)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the boxes of code, the bars of quotes and the rules, then the text."""
        painter = QPainter(self.viewport())
        try:
            paint_behind(self, painter, self._tokens, event.rect())
            if not self._look.has_pending:
                spans = self._underlined
                paint_underlines(self, painter, self._tokens, event.rect(), spans)
        finally:
            painter.end()  # a painter that outlives this call takes the program down
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._take_look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Take a look that changed while the view was hidden, and hurry what waits."""
        super().showEvent(event)
        self._take_look()
        self._marks.show_again()
        if self.has_pending:
            self.text_pending.emit()

    def _take_look(self) -> None:
        tokens = current_tokens()
        if tokens is not self._tokens or self._wanted_px != self._size_px:
            self._tokens, self._size_px = tokens, self._wanted_px
            self._ask_for_look()

"""Show an answer while it is being written and after, formatted, selectable and harmless.

Rules: `append` only keeps the text; the frame scheduler (or a test) calls `flush_slice` or
`flush`. Nothing is ever loaded, opened or followed: a click on a link only says so. Another
look or size of a long answer is taken in slices too.
Thread: GUI.
"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from conductor.core.markup.blocks import Text
from conductor.gui.theme import current_tokens
from conductor.gui.tokens import ANSWER_PX
from conductor.gui.widgets import code_colours
from conductor.gui.widgets.answer_copy import selection_data, whole_data
from conductor.gui.widgets.answer_document import AnswerDocument
from conductor.gui.widgets.answer_layout import TABLE_SCHEME, RowLayout
from conductor.gui.widgets.answer_marks import Marks
from conductor.gui.widgets.answer_menu import AnswerMenu
from conductor.gui.widgets.answer_paint import paint_behind
from conductor.gui.widgets.answer_rows import Row, RowKind, length_of, table_rows
from conductor.gui.widgets.answer_spots import Spot, copy_code_at, spot_at
from conductor.gui.widgets.answer_underline import paint_underlines
from conductor.gui.widgets.end_follower import EndFollower
from conductor.gui.widgets.reading_place import Place, go_to, go_to_position, place_of
from conductor.gui.widgets.text_queue import TextQueue
from conductor.i18n import _

if TYPE_CHECKING:
    from conductor.core.markup.splitter import Splitter, Step

SHOWN_LIMIT = 1_000_000
"""Characters of an answer that are shown; a notice says how many more there are."""
ROW_COUNT_LIMIT = 20_000
"""Rows of an answer that are shown."""
LINE_COUNT_LIMIT = 50_000
"""Lines of an answer's source that are shown."""

_AT_ONCE = 8_192  # characters of a whole answer that are shown without slices
_SLICE = 2_048  # characters of one slice
_FLUSH = 16_384  # characters that are laid out together when all must be shown
_SLICE_S = 0.008
_ROWS_AT_ONCE = 60  # rows that take another look without slices
_ROWS = 24  # rows of one slice


@dataclass(frozen=True, slots=True)
class LinkClicked:
    """The person clicked a link or a blocked picture's label, or pressed Enter on it."""

    url: str
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class TableAsked:
    """The person wants to see a table that is shown as text."""

    rows: tuple[Row, ...]


def warm_up() -> None:
    """Load what the first answer needs, so that it need not wait for it. Thread: any."""
    _new_splitter().feed("*warm*\n\n- up\n")
    code_colours.prepare("python")


def _new_splitter() -> "Splitter":
    # Reading Markdown takes a tenth of a second to import: too long for a start.
    from conductor.core.markup.splitter import Splitter

    return Splitter()


class AnswerView(QTextBrowser):
    """One answer.

    Signals:
        link_clicked: a `LinkClicked`; nothing else happens by itself.
        table_asked: a `TableAsked`.
        text_pending: something waits for `flush_slice`; said once until all is shown.
        text_settled: all that came is shown.
        zoom_asked: 1 for larger text, -1 for smaller.
        scrolled_by_person: the person scrolled; not said when it moves by itself.
    """

    link_clicked = Signal(object)
    table_asked = Signal(object)
    text_pending = Signal()
    text_settled = Signal()
    zoom_asked = Signal(object)
    scrolled_by_person = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answerView")
        self.setAccessibleName(_("Answer"))
        self._tokens = current_tokens()
        self._size_px = self._wanted_px = ANSWER_PX
        self._document = AnswerDocument(self._tokens, self._size_px, self)
        self.setDocument(self._document)
        self._waiting = TextQueue()
        self._end = EndFollower(self.verticalScrollBar())
        self._marks = Marks(self)
        self._next: str | None = None  # what takes the place of all that is shown
        self._rows_again: deque[Row] = deque()  # rows that wait for their new look
        self._place: Place | None = None
        self._underlined: Sequence[tuple[int, int]] = ()
        self._is_wanted = False
        self._is_moved_by_person = False
        self._reset()
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.verticalScrollBar().actionTriggered.connect(self._on_bar_moved_by_person)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    def _reset(self) -> None:
        self._splitter: Splitter | None = None  # made for the first text
        self._rows = RowLayout()
        self._frozen_rows = 0
        self._length = 0
        self._lines = 0
        self._waiting.clear()
        self._beyond: list[str] = []  # what is too much to be shown
        self._is_ending = False
        self._has_ended = False
        self._next = None
        self._rows_again.clear()
        self._place = None
        self._end.is_held = False

    @property
    def has_pending(self) -> bool:
        """Whether something waits to be shown."""
        waits = bool(self._waiting) or self._is_ending
        return waits or bool(self._rows_again) or self._next is not None

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
            return self._next
        taken = self._splitter.source if self._splitter else ""
        return "".join([taken, *self._beyond, str(self._waiting)])

    def append(self, delta: str) -> None:
        """Keep more of the answer, to be shown by the next flush."""
        if not delta:
            return
        if self._next is not None:
            self._next += delta
            return
        had_pending = self.has_pending
        if self._has_ended:
            delta = self.source_text + delta
            self._reset()
        self._waiting.put(delta)
        if not had_pending:
            self.text_pending.emit()

    def finish(self) -> None:
        """Say that nothing more will come; links whose targets came last are made then."""
        had_pending = self.has_pending
        self._is_ending = True
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
            self.clear_text()
            self._end.is_following = not is_whole
            self.append(text)
            self._is_ending = is_whole
            self.flush()
            return
        self._waiting.clear()
        self._next, self._is_ending = text, is_whole
        self.text_pending.emit()

    def _begin_next(self) -> None:
        text, is_ending = self._next or "", self._is_ending
        self.clear_text()
        self._end.is_following = not is_ending
        self._waiting.put(text)
        self._is_ending = is_ending

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

    def clear_text(self) -> None:
        """Show nothing."""
        self._reset()
        self._end.is_following = True
        self._marks.forget()
        self._underlined = ()
        self._document.replace_from(0, ())
        self.viewport().setUpdatesEnabled(True)

    def set_text_size(self, size_px: int) -> None:
        """Show the text in another size, in pixels."""
        self._wanted_px = size_px
        if size_px == self._size_px:
            return
        if self.isVisible() or self.is_empty:
            self._size_px = size_px
            self._look_anew()

    def _look_anew(self) -> None:
        """Show the same rows in another look, a long answer in slices."""
        place = self._place or place_of(self)
        self._end.is_held = True
        waiting = list(self._rows_again)
        rows = (*self._document.begin_look(self._tokens, self._size_px), *waiting)
        if len(rows) <= _ROWS_AT_ONCE and sum(map(_size_of, rows)) <= _AT_ONCE:
            self._document.add_rows(rows)
            self._end_look(place)
            return
        self._place = place
        self._rows_again = deque(rows)
        self.viewport().setUpdatesEnabled(False)  # the old look stays until the new one is there
        self.text_pending.emit()

    def _end_look(self, place: Place) -> None:
        self._rows_again.clear()
        self._place, self._end.is_held = None, False
        if self._end.is_following:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            go_to(self, place)
        self._marks.show_again()
        self.viewport().setUpdatesEnabled(True)

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

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows that were laid out elsewhere, in place of an answer's own; in slices."""
        self.clear_text()
        self._end.is_following, self._end.is_held = False, True
        self._has_ended, self._place = True, Place(0, 0)
        self._rows_again = deque(rows)
        if sum(map(_size_of, rows)) <= _SLICE:
            self.flush()
        else:
            self.text_pending.emit()

    def position_of_row(self, number: int) -> int | None:
        """Return where a row begins in the document, None if it is not shown (yet)."""
        return self._document.position_of(number)

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
            self._begin_next()
        if self._rows_again:
            self._show_again()
            return
        splitter = self._splitter = self._splitter or _new_splitter()
        text = self._waiting.take(limit)
        if text and self._is_full:
            self._show_notice(text)
        elif text:
            self._length += len(text)
            self._lines += text.count("\n")
            self._show(splitter.feed(text))
        if self._is_ending and not self._waiting:
            self._is_ending, self._has_ended = False, True
            if not self._beyond:
                self._show(splitter.finish())

    def _show_again(self) -> None:
        rows: list[Row] = []
        size = 0
        while self._rows_again and len(rows) < _ROWS and size < _SLICE:
            rows.append(self._rows_again.popleft())
            size += _size_of(rows[-1])
        self._document.add_rows(rows)
        if not self._rows_again and self._place is not None:
            self._end_look(self._place)

    @property
    def _is_full(self) -> bool:
        return bool(self._beyond) or (
            self._length >= SHOWN_LIMIT
            or self._lines >= LINE_COUNT_LIMIT
            or self._document.row_count >= ROW_COUNT_LIMIT
        )

    def _show(self, step: "Step") -> None:
        if step.restart:
            self._rows = RowLayout()
            self._frozen_rows = 0
        frozen = self._rows.rows(step.frozen)
        tail = self._rows.tail_rows(step.tail)
        is_first = self.is_empty
        self._document.replace_from(self._frozen_rows, [*frozen, *tail])
        self._frozen_rows += len(frozen)
        if is_first:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)

    def _show_notice(self, text: str) -> None:
        """Count text that is not shown, and say so below what is."""
        if not self._beyond:
            self._frozen_rows = self._document.row_count
        self._beyond.append(text)
        if self._waiting:
            return
        sentence = _(
            "{count} more characters are not shown here. "
            "Copy or export the answer to read all of it."
        ).format(count=f"{sum(map(len, self._beyond)):,}")
        notice = Row(RowKind.NOTE, (Text(sentence),), gap_px=24)
        self._document.replace_from(self._frozen_rows, [notice])

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() == TABLE_SCHEME:  # of our own: no answer can write such a link
            rows = table_rows(self._document.rows, int(url.path()))
            self.table_asked.emit(TableAsked(rows))
            return
        is_image = bool(Spot.of(self.textCursor().charFormat()).image)
        self.link_clicked.emit(
            LinkClicked(url.toString(QUrl.ComponentFormattingOption.FullyEncoded), is_image)
        )

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Answer that there is nothing, whatever is asked for; called by Qt."""
        return None

    def doSetSource(self, _name: QUrl | str, /, *_kind: object) -> None:  # noqa: N802 - Qt's name
        """Do nothing; Qt would put a file in the answer's place."""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy the marks of lists and quotes too, and no colours; called by Qt."""
        return selection_data(self.textCursor())

    def whole_data(self) -> QMimeData:
        """Return the whole answer as it is copied: formatted, or its source if it is huge."""
        return whole_data(self)

    @Slot(int)
    def _on_bar_moved_by_person(self, _action: int) -> None:
        self._is_moved_by_person = True  # the bar says its new value after this

    @Slot(int)
    def _on_moved(self, _value: int) -> None:
        if self._is_moved_by_person:
            self._is_moved_by_person = False
            self.scrolled_by_person.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll and move the caret; that is the person's doing too."""
        self._is_moved_by_person = True
        super().keyPressEvent(event)
        self._is_moved_by_person = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, or with Ctrl ask for another size of text in all answers."""
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            self._is_moved_by_person = False
        elif turned:
            self.zoom_asked.emit(1 if turned > 0 else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Copy code by its button, and name a picture that no link can lead to."""
        at = event.position().toPoint()
        is_click = event.button() is Qt.MouseButton.LeftButton
        is_click = is_click and not self.textCursor().hasSelection()
        if is_click and copy_code_at(self, at):
            return
        super().mouseReleaseEvent(event)
        spot = spot_at(self, at)
        if is_click and spot.image and not spot.href:
            self.link_clicked.emit(LinkClicked(spot.image, is_image=True))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show a hand over what can be clicked."""
        super().mouseMoveEvent(event)
        spot = spot_at(self, event.position().toPoint())
        if spot.copies_code or spot.image:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif not spot.href:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be copied; Qt's own menu would offer more than is safe."""
        AnswerMenu(self, event).popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the caret to those who came by keyboard; others would wonder about it."""
        by_keyboard = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.setCursorWidth(1 if event.reason() in by_keyboard else 0)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the boxes of code, the bars of quotes and the rules, then the text."""
        painter = QPainter(self.viewport())
        try:
            paint_behind(self, painter, self._tokens, event.rect())
            if not self._rows_again:
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
        if self.has_pending:
            self.text_pending.emit()

    def _take_look(self) -> None:
        tokens = current_tokens()
        if tokens is not self._tokens or self._wanted_px != self._size_px:
            self._tokens, self._size_px = tokens, self._wanted_px
            self._look_anew()


def _size_of(row: Row) -> int:
    """Return how many characters of a row are laid out."""
    return length_of(row.content) + sum(map(length_of, row.cells))

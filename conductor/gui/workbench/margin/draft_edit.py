"""Edit the person's own text, with marks at its left that say which answer a piece is from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from conductor.core.manuscript import Piece
from conductor.core.text.anchor import Span
from conductor.core.text.utf16 import from_utf16, to_utf16
from conductor.gui.fields.writing_box import WritingBox
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.assistant_dot import SIZE_PX, dot_icon
from conductor.gui.widgets.tool_tip import show_tip
from conductor.i18n import _

MARGIN_PX = 26
_BAR_PX = 3


@dataclass(frozen=True, slots=True)
class DraftSource:
    """A piece of the draft that comes from an answer.

    Attributes:
        span: where it stands in the draft, in characters.
        name: who wrote it, or its number while that is hidden.
        colour: the number of its assistant's colour; None while it is hidden.
        round_number: the round of that answer.
    """

    piece: Piece
    span: Span
    name: str
    colour: int | None
    round_number: int

    @property
    def words(self) -> str:
        """Where it comes from, as it is said to the person."""
        return _("From {name}, round {n}").format(name=self.name, n=self.round_number)


class DraftEdit(WritingBox):
    """The text in Markdown.

    Signals:
        source_wanted: the `DraftSource` whose mark was clicked.
    """

    source_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("draftEdit")
        self.setAccessibleName(_("My draft"))
        self.setPlaceholderText(
            _("Your own text, in Markdown. Ctrl+Shift+D brings what you select in an answer here.")
        )
        self.setTabChangesFocus(True)
        self._sources: tuple[DraftSource, ...] = ()
        self._margin = _SourceMargin(self)
        self.setViewportMargins(MARGIN_PX, 0, 0, 0)
        self.updateRequest.connect(self._margin.update)
        self.cursorPositionChanged.connect(self._margin.update)

    @property
    def sources(self) -> tuple[DraftSource, ...]:
        """The pieces that are marked."""
        return self._sources

    def show_sources(self, sources: Sequence[DraftSource]) -> None:
        """Mark these pieces."""
        self._sources = tuple(sources)
        self._margin.update()

    @property
    def source_here(self) -> DraftSource | None:
        """The piece in which the cursor stands."""
        at = from_utf16(self.toPlainText(), self.textCursor().position())
        found = (s for s in reversed(self._sources) if s.span.start <= at <= s.span.end)
        return next(found, None)

    def set_text(self, text: str) -> None:
        """Show another text and keep the cursor about where it is."""
        at = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def select_span(self, span: Span) -> None:
        """Select a stretch, in characters, and bring it into view."""
        text = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(to_utf16(text, span.end))
        cursor.setPosition(to_utf16(text, span.start), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def area_of(self, source: DraftSource) -> QRect:
        """Return the lines of a piece, as high as they are shown."""
        text = self.toPlainText()
        first = self.document().findBlock(to_utf16(text, source.span.start))
        last = self.document().findBlock(to_utf16(text, max(source.span.end - 1, 0)))
        offset = self.contentOffset()
        top = self.blockBoundingGeometry(first).translated(offset).top()
        bottom = self.blockBoundingGeometry(last).translated(offset).bottom()
        return QRect(0, round(top), MARGIN_PX, round(bottom - top))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the marks beside the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self._margin.setGeometry(area.left(), self.viewport().y(), MARGIN_PX, area.height())


class _SourceMargin(QWidget):
    """The strip at the left of the text."""

    def __init__(self, edit: DraftEdit) -> None:
        super().__init__(edit)
        self.setObjectName("draftSources")
        self.setAccessibleName(_("Where the pieces come from"))
        self.setMouseTracking(True)
        self._edit = edit

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = current_tokens()
        painter = QPainter(self)
        for source in self._edit.sources:
            area = self._edit.area_of(source)
            if not area.intersects(event.rect()):
                continue
            named = source.colour is not None
            colour = QColor(tokens.assistant(source.colour or 0) if named else tokens.faint)
            bar = QRect(MARGIN_PX - _BAR_PX - 2, area.top() + 1, _BAR_PX, area.height() - 2)
            painter.fillRect(bar, colour)
            if source.colour is not None:
                icon = dot_icon(source.colour)
                painter.drawPixmap(2, area.top() + 2, icon.pixmap(SIZE_PX, SIZE_PX))
        painter.end()

    def _source_at(self, at: QPoint) -> DraftSource | None:
        found = (s for s in self._edit.sources if self._edit.area_of(s).contains(5, at.y()))
        return next(found, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        is_source = self._source_at(event.position().toPoint()) is not None
        hand, plain = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.setCursor(hand if is_source else plain)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        source = self._source_at(event.position().toPoint())
        if source is not None:
            self._edit.source_wanted.emit(source)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            source = self._source_at(event.pos())
            show_tip(event.globalPos(), source.words if source else "", self)
            return True
        return super().event(event)

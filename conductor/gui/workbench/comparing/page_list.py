"""Show the sentences of a page with the dots of those who say them.

Thread: GUI.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from conductor.gui.answer.reading_view import reading_width_px
from conductor.gui.look.theme import current_tokens, text_font
from conductor.gui.widgets.assistant_dot import SIZE_PX, dot_icon, number_icon
from conductor.gui.workbench.comparing.page_rows import PageRow, Speaker

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_GAP = 4
_HEADING_ABOVE = 18
_DOTS_AT_MOST = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


class PageModel(QAbstractListModel):
    """The rows of a page."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[PageRow, ...] = ()

    def set_rows(self, rows: tuple[PageRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, or its words."""
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        return row.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let only sentences be chosen; the arrows pass over headings."""
        if index.isValid() and self._rows[index.row()].line is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Rows(QStyledItemDelegate):
    """Paints a row: dots at the left, the sentence beside them."""

    size_px = 14
    dots = 1  # the room for dots, in dots

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        row: PageRow = index.data(_ROW)
        width = option.rect.width() or 600
        above = _above(row)
        room = self.text_rect(QRect(0, 0, width, 0), row).width()
        metrics = QFontMetrics(text_font(self.size_px, bold=row.line is None))
        height = metrics.boundingRect(QRect(0, 0, room, 0), int(_WRAP), row.words).height()
        return QSize(width, above + max(height, SIZE_PX) + 2 * _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: PageRow = index.data(_ROW)
        tokens = current_tokens()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
        for number, speaker in enumerate(row.speakers[:_DOTS_AT_MOST]):
            dot = _dot(speaker)
            dot.paint(painter, dot_rect(option.rect, row, number))
        painter.setPen(QColor(tokens.text if row.line else tokens.muted))
        painter.setFont(text_font(self.size_px, bold=row.line is None))
        painter.drawText(self.text_rect(option.rect, row), int(_WRAP), row.words)
        painter.restore()

    def text_rect(self, rect: QRect, row: PageRow) -> QRect:
        """Return where the sentence stands; all begin at the same place."""
        left = 16 if row.line is None else 16 + self.dots * (SIZE_PX + 3) + 8
        room = min(rect.width() - left - 16, reading_width_px(self.size_px))
        top = rect.top() + _above(row) + _GAP
        return QRect(rect.left() + left, top, max(room, 80), max(rect.height(), SIZE_PX))


def _above(row: PageRow) -> int:
    if row.line is None:
        return _HEADING_ABOVE
    return 8 if row.starts_group else 0


def _dot(speaker: Speaker) -> QIcon:
    if speaker.colour is None:
        return number_icon(speaker.number or 0)
    return dot_icon(speaker.colour)


def dot_rect(rect: QRect, row: PageRow, number: int) -> QRect:
    """Return where the dot of a speaker stands."""
    left = rect.left() + 16 + number * (SIZE_PX + 3)
    return QRect(left, rect.top() + _above(row) + _GAP + 1, SIZE_PX, SIZE_PX)


class PageList(QListView):
    """The list.

    Signals:
        chosen: the row that the person wants to see in its answer, and the number of the
            speaker whose answer it is to be.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("onePageList")
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._model = PageModel(self)
        self._look = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(self._look)

    def set_rows(self, rows: Sequence[PageRow]) -> None:
        """Show other rows, the first sentence chosen."""
        most = max((len(row.speakers) for row in rows), default=1)
        self._look.dots = min(most, _DOTS_AT_MOST)
        self._model.set_rows(tuple(rows))
        first = next((n for n, row in enumerate(rows) if row.line is not None), None)
        if first is not None:
            self.setCurrentIndex(self._model.index(first))
        self.scrollToTop()

    def set_text_size(self, size_px: int) -> None:
        """Show sentences in another size, in pixels."""
        self._look.size_px = size_px
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the sentences anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the answer with Enter; leave Escape to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex(), None)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the answer of the dot that is clicked, or to the sentence's own."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._choose(index, at)

    def _choose(self, index: QModelIndex, at: QPoint | None) -> None:
        row = index.data(_ROW) if index.isValid() else None
        if row is None or row.line is None:
            return
        rect = self.visualRect(index)
        dots = range(len(row.speakers[:_DOTS_AT_MOST]))
        hit = next((n for n in dots if at and dot_rect(rect, row, n).contains(at)), None)
        self.chosen.emit(row, hit)

    @Slot()
    def show_again(self) -> None:
        """Paint in the colours in use."""
        self.viewport().update()

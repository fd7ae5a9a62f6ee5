"""Find anything by a few letters: one field over commands, sessions and assistants."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from conductor.gui.look.theme import current_tokens
from conductor.gui.window.finding.palette_entries import PaletteEntry, found
from conductor.i18n import _

WIDTH = 600
TOP = 56
ROW_HEIGHT = 34
MOST_ROWS = 10
_KIND_ROLE = Qt.ItemDataRole.UserRole
_KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS,
    Qt.Key.Key_PageUp: -MOST_ROWS,
}
_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Palette(QFrame):
    """Lies over the window while the person looks for something."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("palette")
        self.setAccessibleName(_("Find a command"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._offered: Sequence[PaletteEntry] = ()
        self._shown: Sequence[PaletteEntry] = ()
        self._came_from: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 6)
        layout.setSpacing(4)
        layout.addWidget(self._field())
        layout.addWidget(self._rows())
        self.hide()

    def _field(self) -> QLineEdit:
        self._edit = QLineEdit(self)
        self._edit.setObjectName("paletteEdit")
        title = _("Find a command, a session or an assistant …")
        self._edit.setAccessibleName(title)
        self._edit.setPlaceholderText(title)
        self._edit.textChanged.connect(self._on_typed)
        self._edit.installEventFilter(self)
        return self._edit

    def _rows(self) -> QListWidget:
        self._list = QListWidget(self)
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(_("What was found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys of the field move it
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_RowDelegate(self._list))
        self._list.itemClicked.connect(self._on_clicked)
        return self._list

    def open(self, offered: Sequence[PaletteEntry]) -> None:
        """Offer these entries; the focus comes back to where it is now."""
        self._came_from = QApplication.focusWidget()
        self._offered = offered
        self._edit.clear()
        self._on_typed()
        self.show()
        self.raise_()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close_up(self) -> None:
        """Go away, and give the focus back."""
        has_focus = self._edit.hasFocus()
        self.hide()
        if has_focus and self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None

    def place(self) -> None:
        """Lie in the upper middle of the window."""
        room = self._window.rect()
        width = min(WIDTH, room.width() - 48)
        rows = max(1, min(MOST_ROWS, self._list.count()))
        height = self._edit.sizeHint().height() + rows * ROW_HEIGHT + 14
        self._list.setFixedHeight(rows * ROW_HEIGHT)
        self.setGeometry((room.width() - width) // 2, TOP, width, height)

    @Slot()
    def _on_typed(self) -> None:
        self._shown = found(self._edit.text(), self._offered)
        self._list.clear()
        for entry in self._shown:
            item = QListWidgetItem(entry.title, self._list)
            item.setData(_KIND_ROLE, entry.kind)
            item.setData(_KEYS_ROLE, entry.keys)
            item.setData(MISSING_ROLE, entry.missing)
            said = (entry.title, entry.kind, entry.keys, entry.missing)
            words = ", ".join(part for part in said if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        if not self._shown:
            nothing = QListWidgetItem(_("Nothing here is called that."), self._list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.setCurrentRow(0 if self._shown else -1)
        self.place()

    @Slot(QListWidgetItem)
    def _on_clicked(self, _item: QListWidgetItem) -> None:
        self._run()

    def _run(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            act = self._shown[row].act
            self.close_up()
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Steer the list while the focus is in the field; go when it leaves."""
        if watched is self._edit and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._take_key(event)
        is_leaving = isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible()
        if is_leaving and cast("QFocusEvent", event).reason() not in _COMES_BACK:
            self.close_up()
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in _STEPS and self._shown:
            row = self._list.currentRow() + _STEPS[key]
            self._list.setCurrentRow(max(0, min(len(self._shown) - 1, row)))
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True


class _RowDelegate(QStyledItemDelegate):
    """Draws a title, what it is, and at the right its keys."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = current_tokens()
        room: QRect = option.rect.adjusted(14, 0, -14, 0)
        is_current = option.state & QStyle.StateFlag.State_Selected
        if is_current:
            painter.fillRect(option.rect, QColor(tokens.accent_soft))
        metrics = option.fontMetrics
        keys = index.data(_KEYS_ROLE) or ""
        missing = index.data(MISSING_ROLE) or ""
        aside = "   ".join(part for part in (index.data(_KIND_ROLE) or "", keys) if part)
        aside = metrics.elidedText(missing or aside, Qt.TextElideMode.ElideRight, room.width() // 2)
        width = metrics.horizontalAdvance(aside)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), aside
        )
        title_room = room.adjusted(0, 0, -width - 16, 0)
        title = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, title_room.width())
        painter.setPen(QColor(tokens.text if index.flags() and not missing else tokens.muted))
        painter.drawText(
            title_room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title
        )

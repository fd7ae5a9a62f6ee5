"""List assistants that can be dragged between two lists, and moved by keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from conductor.core.entities import Assistant
from conductor.core.ids import AssistantId
from conductor.gui.copied import carried_data
from conductor.gui.widgets.assistant_dot import dot_icon

_FORMAT = "application/x-conductor-assistants"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Assistants that were dropped, and in front of which place."""

    assistants: tuple[AssistantId, ...]
    place: int


class AssistantList(QListWidget):
    """Assistants in order.

    Signals:
        dropped: one `Dropped`.
        moved: -1 or 1, how far the person moves the chosen ones by Ctrl+Up and Ctrl+Down.
        crossed: nothing; the person wants the chosen ones in the other list, by Enter,
            Delete or a double click.
    """

    dropped = Signal(object)
    moved = Signal(object)
    crossed = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("framed", True)  # noqa: FBT003 - Qt's own signature
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._on_double_clicked)

    @property
    def ids(self) -> tuple[AssistantId, ...]:
        """All that are in the list, in order."""
        return tuple(self._id_of(self.item(row)) for row in range(self.count()))

    @property
    def chosen(self) -> tuple[AssistantId, ...]:
        """Those chosen, in order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(self._id_of(self.item(row)) for row in rows)

    def show_assistants(
        self, assistants: Sequence[Assistant], chosen: Sequence[AssistantId] = ()
    ) -> None:
        """Show these; those chosen stay chosen, else the one at the same place is current."""
        wanted = set(chosen or self.chosen)
        row = self.currentRow()
        self.clear()
        for assistant in assistants:
            item = QListWidgetItem(dot_icon(assistant.colour), assistant.name, self)
            item.setData(Qt.ItemDataRole.UserRole, assistant.id)
        for number, assistant in enumerate(assistants):
            if assistant.id in wanted:
                self.setCurrentRow(number)
        if self.currentRow() < 0 and assistants:
            self.setCurrentRow(min(max(row, 0), len(assistants) - 1))
        for number, assistant in enumerate(assistants):
            if assistant.id in wanted:
                self.item(number).setSelected(True)

    def _id_of(self, item: QListWidgetItem) -> AssistantId:
        return AssistantId(item.data(Qt.ItemDataRole.UserRole))

    @Slot(QListWidgetItem)
    def _on_double_clicked(self, _item: QListWidgetItem) -> None:
        self.crossed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move by Ctrl+Up and Ctrl+Down, cross over by Enter or Delete."""
        key = event.key()
        is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_ctrl and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif not is_ctrl and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            self.crossed.emit()
        else:
            super().keyPressEvent(event)

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return the one form that is dragged and taken: assistants, nothing from outside."""
        return [_FORMAT]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return what is dragged: the ids of assistants, in the order of the list."""
        ids = [self._id_of(item) for item in sorted(items, key=self.row)]
        return carried_data(_FORMAT, "\n".join(ids))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take assistants only."""
        super().dragEnterEvent(event)
        event.setAccepted(event.mimeData().hasFormat(_FORMAT) and self.acceptDrops())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show where they would go."""
        super().dragMoveEvent(event)
        event.setAccepted(event.mimeData().hasFormat(_FORMAT))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say what was dropped where; the owner moves it and shows the list anew."""
        if not event.mimeData().hasFormat(_FORMAT):
            event.ignore()
            return
        text = bytes(event.mimeData().data(_FORMAT).data()).decode("utf-8", "replace")
        ids = tuple(AssistantId(one) for one in text.split("\n") if one)
        # Qt must not take the rows away itself: the list is shown anew.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.dropped.emit(Dropped(ids, self._place_at(event)))
        self.viewport().update()

    def _place_at(self, event: QDropEvent) -> int:
        position = event.position().toPoint()
        index = self.indexAt(position)
        if not index.isValid():
            return self.count()
        is_below = position.y() > self.visualRect(index).center().y()
        return index.row() + is_below

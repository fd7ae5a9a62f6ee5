"""List sentences of any length, each as high as it needs to be for all of it to be read."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_PADDING_PX = QSize(10, 7)
_GAP_PX = 8
_TICK_PX = 24


class WrappingList(QListWidget):
    """A list whose rows are wrapped; style sheets know it by the property `places`."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("places", True)  # noqa: FBT003 - Qt's own signature
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def fit_rows(self) -> None:
        """Give each row the height of its words; to be called when the words changed."""
        for number in range(self.count()):
            item = self.item(number)
            item.setSizeHint(QSize(0, self._height_of(item)))

    @property
    def rows_height(self) -> int:
        """How high all rows are together."""
        return sum(self.item(number).sizeHint().height() for number in range(self.count()))

    def _height_of(self, item: QListWidgetItem) -> int:
        width = self.viewport().width() - 2 * _PADDING_PX.width() - _GAP_PX
        if not item.icon().isNull():
            width -= self.iconSize().width() + _GAP_PX
        if item.data(Qt.ItemDataRole.CheckStateRole) is not None:
            width -= _TICK_PX
        room = QRect(0, 0, max(width, 40), 10_000)
        lines = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
        return lines.height() + 2 * _PADDING_PX.height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the rows anew."""
        super().resizeEvent(event)
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.fit_rows()
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

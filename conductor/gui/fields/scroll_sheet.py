"""Scroll a sheet that is as wide as one reads, with one column of things on it."""

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


class ScrollSheet(QScrollArea):
    """Lines below each other, at the left of what room there is.

    Attributes:
        column: where the lines are added.
        sheet: the widget they stand in.
    """

    def __init__(
        self, name: str, parent: QWidget, *, widest_px: int, margins: QMargins, spacing_px: int = 0
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QWidget(self)
        whole.setObjectName("settingsSheet")
        row = QHBoxLayout(whole)
        row.setContentsMargins(margins)
        self.sheet = QWidget(whole)
        self.sheet.setMaximumWidth(widest_px)
        self.column = QVBoxLayout(self.sheet)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing_px)
        row.addWidget(self.sheet, 1)
        row.addStretch(0)
        self.setWidget(whole)

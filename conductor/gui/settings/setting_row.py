"""Show one thing to set: its name and help at the left, its control at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor.gui.widgets.text_label import wrapped_label

CONTROL_PX = 240
BESIDE_PX = 28


class SettingRow(QWidget):
    """A name with its help, and a control."""

    def __init__(self, title: str, help_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settingRow")
        self._title = title
        self._help = help_text
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._label = wrapped_label(title, self)
        words.addWidget(self._label)
        if help_text:
            words.addWidget(wrapped_label(help_text, self, look="caption"))
        row.addLayout(words, 1)
        self._controls = QHBoxLayout()
        self._controls.setSpacing(4)
        row.addLayout(self._controls)

    def add_control(self, control: QWidget) -> None:
        """Put the control in; it is named like the row."""
        self._label.setBuddy(control)
        control.setAccessibleName(self._title)
        control.setAccessibleDescription(self._help)
        control.setFixedWidth(CONTROL_PX)
        self._controls.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def leave_room(self) -> None:
        """Leave as much room as a small button takes, so that the controls stand in line."""
        self._controls.addSpacing(BESIDE_PX + self._controls.spacing())

    def add_beside(self, widget: QWidget) -> None:
        """Put something small beside the control."""
        self._controls.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

"""Make boxes to choose from that never ask for more room than there is."""

from PySide6.QtWidgets import QComboBox, QWidget

from conductor.gui.fields.wheel_guard import WheelGuard

_LEAST_CHARACTERS = 12


def combo_box(name: str, parent: QWidget) -> QComboBox:
    """Return a box to choose from; what is too long for it is cut."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LEAST_CHARACTERS)
    WheelGuard(box)
    return box

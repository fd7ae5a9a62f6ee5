"""Make boxes for numbers whose text stands where that of other fields does."""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from conductor.gui.fields.wheel_guard import WheelGuard

_TEXT_PX = 8


def spin_box(name: str, least: int, most: int, parent: QWidget) -> QSpinBox:
    """Return a box for a whole number that speaks once the person is done typing."""
    box = QSpinBox(parent)
    box.setRange(least, most)
    _dress(box, name)
    return box


def decimal_box(name: str, least: float, most: float, parent: QWidget) -> QDoubleSpinBox:
    """Return a box for a number with two decimals."""
    box = QDoubleSpinBox(parent)
    box.setRange(least, most)
    box.setDecimals(2)
    _dress(box, name)
    return box


def typed_number(box: QSpinBox | QDoubleSpinBox) -> float:
    """Return the number in a box, also while the person is not done typing it."""
    edit = box.lineEdit()
    is_words = box.text() == box.specialValueText()
    if is_words or not edit.hasAcceptableInput():
        return box.value()
    return box.valueFromText(box.text())


def _dress(box: QAbstractSpinBox, name: str) -> None:
    box.setObjectName(name)
    box.setKeyboardTracking(False)
    WheelGuard(box)
    # The style sheet's padding at the left is lost as soon as it draws the arrows.
    edit = box.lineEdit()
    if edit is not None:
        edit.setTextMargins(_TEXT_PX - 2, 0, 0, 0)

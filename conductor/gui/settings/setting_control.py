"""Make the control of one setting from its field: what it may be, and what is said of it."""

from dataclasses import Field
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.spin_box import spin_box
from conductor.gui.settings.setting_row import BESIDE_PX, SettingRow
from conductor.gui.widgets.icon_button import IconButton
from conductor.i18n import _
from conductor.settings import Value, hint_of


class SettingControl(SettingRow):
    """One setting.

    Signals:
        wanted: the value the person chose.
    """

    wanted = Signal(object)

    def __init__(self, setting: Field[Any], parent: QWidget) -> None:
        hint = hint_of(setting)
        super().__init__(_(hint.title), _(hint.help), parent)
        self.setting = setting
        self._hint = hint
        self._control = self._make()
        self._control.setObjectName(f"setting_{setting.name}")
        self.add_control(self._control)
        title = _("{title}: back to the default").format(title=_(hint.title))
        self._reset = IconButton(f"reset_{setting.name}", "undo-2", title, self)
        self._reset.clicked.connect(self._on_reset)
        self._reset.setFixedWidth(BESIDE_PX)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self.add_beside(self._reset)

    def _make(self) -> QWidget:
        default = self.setting.default
        if isinstance(default, bool):
            box = QCheckBox(self)
            box.toggled.connect(self._on_value)
            return box
        if isinstance(default, int):
            name = f"setting_{self.setting.name}"
            spin = spin_box(name, self._hint.least, self._hint.most, self)
            if self._hint.unit:
                spin.setSuffix(f" {_(self._hint.unit)}")
            spin.valueChanged.connect(self._on_value)
            return spin
        self._combo = combo = combo_box(f"setting_{self.setting.name}", self)
        choices: Any = type(default)
        for choice in choices:
            combo.addItem(_(self._hint.choices[str(choice)]), choice)
        combo.activated.connect(self._on_choice)
        return combo

    def focus_control(self) -> None:
        """Put the focus on the control."""
        self._control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_value(self, value: Value) -> None:
        """Show the value as it is."""
        control = self._control
        control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, QSpinBox):
            control.setValue(int(value))
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        control.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        had_focus = self._reset.hasFocus()
        self._reset.setVisible(value != self.setting.default)
        if had_focus and not self._reset.isVisible():
            control.setFocus()

    @Slot(bool)
    @Slot(int)
    def _on_value(self, value: Value) -> None:
        self.wanted.emit(value)

    @Slot(int)
    def _on_choice(self, number: int) -> None:
        self.wanted.emit(self._combo.itemData(number))

    @Slot()
    def _on_reset(self) -> None:
        self.wanted.emit(self.setting.default)

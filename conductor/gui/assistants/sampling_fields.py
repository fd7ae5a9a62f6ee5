"""Let the person set how a model writes, or leave that to the service."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from conductor.core.entities import AssistantSettings
from conductor.gui.fields.combo_box import combo_box
from conductor.gui.fields.form import Form
from conductor.gui.fields.spin_box import decimal_box, spin_box, typed_number
from conductor.gui.widgets.text_label import wrapped_label
from conductor.i18n import _

EFFORTS = ("minimal", "low", "medium", "high")
MOST_TOKENS = 100_000_000
_UNSET = -0.05  # below what can be asked for; shown in words


class SamplingFields(QWidget):
    """Temperature, top_p, the limit of tokens and the effort, two by two.

    Signals:
        changed: one of them is another than before.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = AssistantSettings()
        leave = _("left to the service")
        self._temperature = _decimal("assistantTemperature", leave, 2.0, self)
        self._top_p = _decimal("assistantTopP", leave, 1.0, self)
        self._limit = spin_box("assistantMaxTokens", 0, MOST_TOKENS, self)
        self._limit.setSingleStep(256)
        self._limit.setSpecialValueText(leave)
        self._effort = combo_box("assistantEffort", self)
        words = (leave, _("minimal"), _("low"), _("medium"), _("high"))
        for value, word in zip((None, *EFFORTS), words, strict=True):
            self._effort.addItem(word, value)
        for box in (self._temperature, self._top_p, self._limit):
            box.valueChanged.connect(self.changed)
            box.lineEdit().textEdited.connect(self.changed)
        self._effort.currentIndexChanged.connect(self.changed)
        self._fields: dict[str, Form] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        self._add("temperature", _("Temperature (0–2)"), self._temperature)
        self._add("top_p", _("top_p (0–1)"), self._top_p)
        self._add("max_tokens", _("Limit of tokens"), self._limit)
        self._add("reasoning_effort", _("Reasoning effort"), self._effort)
        note = _("What is left to the service is not sent. A service may refuse some of these.")
        self._grid.addWidget(wrapped_label(note, self, look="caption"), 2, 0, 1, 2)

    def _add(self, about: str, title: str, control: QWidget) -> None:
        field = Form(self)
        field.add(about, title, control)
        row, column = divmod(len(self._fields), 2)
        self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        self._fields[about] = field

    @property
    def settings(self) -> AssistantSettings:
        """What is set; None where it is left to the service."""
        return AssistantSettings(
            temperature=_chosen(self._temperature, self._shown.temperature),
            top_p=_chosen(self._top_p, self._shown.top_p),
            max_tokens=int(typed_number(self._limit)) or None,
            reasoning_effort=self._effort.currentData(),
        )

    def show_settings(self, settings: AssistantSettings) -> None:
        """Show what is set, with nothing said of it."""
        self.clear()
        self._shown = settings
        _show(self._temperature, settings.temperature)
        _show(self._top_p, settings.top_p)
        self._limit.setValue(settings.max_tokens or 0)
        effort = settings.reasoning_effort
        if self._effort.findData(effort) < 0:  # from an import or the command line
            self._effort.addItem(str(effort), effort)
        self._effort.setCurrentIndex(self._effort.findData(effort))

    def say(self, about: str, sentence: str) -> bool:
        """Say what is wrong beside a field; return whether it is one of these."""
        field = self._fields.get(about)
        return field is not None and field.say(about, sentence)

    def clear(self) -> None:
        """Take back all that was said."""
        for field in self._fields.values():
            field.clear()


def _decimal(name: str, leave: str, most: float, parent: QWidget) -> QDoubleSpinBox:
    box = decimal_box(name, _UNSET, most, parent)
    box.setSingleStep(0.05)
    box.setSpecialValueText(leave)
    return box


def _chosen(box: QDoubleSpinBox, shown: float | None) -> float | None:
    """Return the number in a box; one with more decimals than it shows stays whole."""
    number = typed_number(box)
    if number < 0:
        return None
    value = round(number, 2)
    return shown if shown is not None and round(shown, 2) == value else value


def _show(box: QDoubleSpinBox, value: float | None) -> None:
    box.setValue(_UNSET if value is None else value)

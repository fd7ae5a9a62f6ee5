"""Stand fields below each other, each with its name, its help and room for what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from conductor.gui.widgets.text_label import text_label, wrapped_label


class Form(QWidget):
    """Fields by the attribute they are about."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._fields: dict[str, QWidget] = {}
        self._controls: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}

    def add(self, about: str, title: str, control: QWidget, help_text: str = "") -> None:
        """Add a field.

        Args:
            about: the attribute it is about, as refusals name it.
            title: what it is called.
            control: what the person uses.
            help_text: what it does, in a sentence.
        """
        field = QWidget(self)
        layout = QVBoxLayout(field)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = text_label(title, field, look="caption")
        label.setBuddy(control)
        layout.addWidget(label)
        layout.addWidget(control)
        control.setAccessibleName(title)
        if help_text:
            control.setAccessibleDescription(help_text)
            layout.addWidget(wrapped_label(help_text, field, look="caption"))
        error = wrapped_label("", field, name=f"{about}Error", look="error")
        error.setVisible(False)
        layout.addWidget(error)
        self._layout.addWidget(field)
        self._fields[about], self._errors[about] = field, error
        self._controls[about] = control

    def add_plain(self, widget: QWidget) -> None:
        """Add something that is no field."""
        self._layout.addWidget(widget)

    def show_field(self, about: str, *, is_shown: bool) -> None:
        """Show or hide a field with all that belongs to it."""
        self._fields[about].setVisible(is_shown)

    def say(self, about: str, sentence: str) -> bool:
        """Say what is wrong beside a field and go there.

        Returns:
            Whether there is such a field to be seen.
        """
        error = self._errors.get(about)
        if error is None or self._fields[about].isHidden():
            return False
        error.setText(sentence)
        error.setVisible(True)
        self._controls[about].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear(self) -> None:
        """Take back all that was said."""
        for error in self._errors.values():
            error.setText("")
            error.setVisible(False)

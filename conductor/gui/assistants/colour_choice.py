"""Let the person choose the colour of an assistant, by colour or by letter."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from conductor.gui.look.tokens import ASSISTANT_LETTERS
from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.i18n import _


class ColourChoice(QWidget):
    """The eight colours in a row, of which one is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("colourChoice")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        for number, letter in enumerate(ASSISTANT_LETTERS):
            button = QToolButton(self)
            button.setObjectName(f"colour{letter}")
            button.setAccessibleName(_("Colour {letter}").format(letter=letter))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._take_look()

    @property
    def colour(self) -> int:
        """The chosen colour."""
        return max(0, self._group.checkedId())

    def choose(self, colour: int) -> None:
        """Choose a colour."""
        self._group.button(colour % len(ASSISTANT_LETTERS)).setChecked(True)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_look()

    def _take_look(self) -> None:
        for button in self._group.buttons():
            button.setIcon(dot_icon(self._group.id(button)))

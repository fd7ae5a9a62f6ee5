"""Pick an answer by its number, with the colour of whoever wrote it if that may be seen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from conductor.gui.widgets.assistant_dot import dot_icon
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _


class NumberKey(QObject):
    """Tell apart the keys that pick answers, without a button for each.

    Signals:
        pressed: the number.
    """

    pressed = Signal(object)

    def __init__(self, number: int, parent: QObject) -> None:
        super().__init__(parent)
        self.number = number

    @Slot()
    def press(self) -> None:
        """Say that the key was pressed."""
        self.pressed.emit(self.number)


class PickButton(QPushButton):
    """One number.

    Signals:
        picked: the number.
    """

    picked = Signal(object)

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(str(number), parent)
        self.setObjectName(f"judgeBest{number}")
        self.setProperty("pick", True)  # noqa: FBT003 - Qt's own signature
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._number = number
        self._colour: int | None = None
        self.clicked.connect(self._on_clicked)

    def show_choice(self, name: str, colour: int | None, *, is_chosen: bool) -> None:
        """Say whose answer it picks, and whether it was picked.

        Args:
            name: the assistant's; empty while it is hidden.
            colour: the number of its colour; None while it is hidden.
            is_chosen: whether the person would use this answer.
        """
        self._colour = colour
        self._take_look()
        self.setChecked(is_chosen)
        words = (
            _("Use the answer of {name}").format(name=name)
            if name
            else _("Use answer {n}").format(n=self._number)
        )
        self.setAccessibleName(words)
        set_tip(self, f"{words}  Ctrl+{self._number}")

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Leave the check to `show_choice`: it shows what was kept, not what was clicked."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_look()

    def _take_look(self) -> None:
        self.setIcon(QIcon() if self._colour is None else dot_icon(self._colour))

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self._number)

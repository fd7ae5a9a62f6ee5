"""Stand above one view of a page: the way back, its title, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from conductor.gui.widgets.icon_button import IconButton
from conductor.gui.widgets.text_label import elided_label

HEIGHT_PX = 47


class ViewHeader(QFrame):
    """A title between the way back and the actions.

    Signals:
        back: the person wants to go back.
    """

    back = Signal()

    def __init__(self, title: str, parent: QWidget, *, back_to: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("pageHeader")
        self.setFixedHeight(HEIGHT_PX)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8 if back_to else 16, 0, 16, 0)
        self._row.setSpacing(8)
        if back_to:
            button = IconButton("backButton", "chevron-left", back_to, self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self.back)
            self._row.addWidget(button)
        self.title: QLabel = elided_label(title, self, name="viewTitle", look="title", least_px=80)
        self._row.addWidget(self.title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something at the right of what is there."""
        self._row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)

    def add_stretch(self) -> None:
        """Leave the room that is left here."""
        self._row.addStretch(1)

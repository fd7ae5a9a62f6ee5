"""Show chips in a row that scrolls sideways where there are more than fit."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from conductor.gui.let_go import let_go
from conductor.gui.widgets.mnemonic import literal

SPACING = 6


class ChipRow(QScrollArea):
    """A row of chips.

    Attributes:
        bar: the widget in which the chips stand.
    """

    def __init__(self, name: str, height_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chipArea")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar = QWidget(self)
        self.bar.setObjectName(name)
        self._row = QHBoxLayout(self.bar)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACING)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._chips: list[QToolButton] = []
        self.setWidget(self.bar)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of all chips; it makes do with less."""
        return QSize(self._row.sizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return next to nothing: what has no room is scrolled to."""
        return QSize(24, self.height())

    def set_chips(self, chips: list[QToolButton]) -> None:
        """Show these chips, made with `bar` as their parent, in place of those before."""
        let_go(self._row, self._chips, but=chips)
        self._chips = list(chips)
        before: QWidget = self.bar
        for chip in chips:
            self._row.addWidget(chip)
            chip.installEventFilter(self)
            chip.show()
            self.setTabOrder(before, chip)  # what is made later would come last in the window
            before = chip
        self.updateGeometry()

    @property
    def chips(self) -> list[QToolButton]:
        """The chips, in order."""
        return list(self._chips)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Bring a chip into view when the focus comes to it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, SPACING, 0)
        return super().eventFilter(watched, event)


def chip(name: str, text: str, parent: QWidget) -> QToolButton:
    """Return a chip: a rounded button with an icon and a few words."""
    button = QToolButton(parent)
    dress_chip(button, name, text)
    return button


def dress_chip(button: QToolButton, name: str, text: str) -> None:
    """Give a button the look of a chip."""
    button.setObjectName(name)
    button.setProperty("chip", True)  # noqa: FBT003 - Qt's own signature
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setText(literal(text))
    button.setIconSize(QSize(20, 16))  # two pixels of air on both sides of the icon
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where it is

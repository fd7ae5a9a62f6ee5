"""Show what a model thought before it answered, folded until the person wants to read it."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from conductor.gui.widgets.plain_dialog import plain_text_box
from conductor.gui.widgets.plain_text_box import PlainTextBox
from conductor.i18n import _

_HEIGHT_PX = 180


class ReasoningFold(QFrame):
    """A line that unfolds into the reasoning, as plain text; not there without any."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reasoningFold")
        self._pieces: list[str] = []
        self._length = 0
        self._taken = 0  # of the pieces that are followed
        self._box: PlainTextBox | None = None  # made when it is first unfolded
        self._line = QToolButton(self)
        self._line.setObjectName("reasoningButton")
        self._line.setCheckable(True)
        self._line.toggled.connect(self._on_toggled)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 2, 8, 4)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._line)
        self.setVisible(False)

    @property
    def length(self) -> int:
        """How many characters of reasoning there are."""
        return self._length

    def toggle(self) -> None:
        """Fold or unfold."""
        self._line.toggle()

    def set_text(self, text: str) -> None:
        """Show the reasoning of another answer, folded."""
        self._line.setChecked(False)
        self._pieces = []
        self._length = self._taken = 0
        if self._box is not None:
            self._box.clear()
        self.append(text)
        self.show_length()
        self.setVisible(bool(text))

    def begin(self, pieces: Sequence[str]) -> None:
        """Show reasoning that is being written, folded; more of it comes by `follow`."""
        self.set_text("".join(pieces))
        self._taken = len(pieces)

    def follow(self, pieces: Sequence[str]) -> None:
        """Take what came since the last call, of all the pieces that came so far."""
        if len(pieces) > self._taken:
            self.append("".join(pieces[self._taken :]))
            self._taken = len(pieces)

    def append(self, delta: str) -> None:
        """Take more of the reasoning."""
        if not delta:
            return
        self._pieces.append(delta)
        self._length += len(delta)
        if self._box is not None and self._line.isChecked():
            self._box.append_text(delta)
        if self.isHidden():
            self.show_length()
            self.setVisible(True)

    def show_length(self) -> None:
        """Say how much there is."""
        sign = "▾" if self._line.isChecked() else "▸"
        words = _("Reasoning · {n} characters").format(n=f"{self._length:,}")
        self._line.setText(f"{sign} {words}")
        self._line.setAccessibleName(words)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signature
        self.show_length()
        if not is_open and self._box is None:
            return
        if self._box is None:
            self._box = plain_text_box("", self, name="reasoningText", title=_("Reasoning"))
            self._box.setFixedHeight(_HEIGHT_PX)
            self._layout.addWidget(self._box)
        self._box.show_text("".join(self._pieces) if is_open else "")
        self._box.setVisible(is_open)

"""Show a session's rounds, time down, and let the person go from one to the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from conductor.core.entities import Round
from conductor.core.ids import RoundId
from conductor.gui.panels.round_words import kind_words
from conductor.i18n import _

WIDTH = 196
_ID_ROLE = Qt.ItemDataRole.UserRole


class RoundList(QListWidget):
    """The rounds of the session.

    Signals:
        chosen: the `RoundId` the person went to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("roundList")
        self.setAccessibleName(_("Rounds"))
        self.setFixedWidth(WIDTH)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)

    def show_rounds(self, rounds: Sequence[Round], current: RoundId | None) -> None:
        """Show these rounds with one of them marked."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        for one in rounds:
            item = QListWidgetItem(_line(one), self)
            item.setData(_ID_ROLE, one.id)
            item.setToolTip("")
            if one.id == current:
                self.setCurrentItem(item)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def step(self, by: int) -> None:
        """Go `by` rounds down (or up, if negative)."""
        row = self.currentRow() + by
        if 0 <= row < self.count():
            self.setCurrentRow(row)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ID_ROLE))


def _line(item: Round) -> str:
    words = " ".join(item.text[:500].split())
    short = words if len(words) <= 60 else words[:59] + "…"
    return f"{item.number}  {kind_words(item.kind)}\n{short}"

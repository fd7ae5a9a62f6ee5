"""List sentences about answers, each with the dots of whom it is about, each leading there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QListWidgetItem, QWidget

from conductor.core.text.anchor import AnswerPlace
from conductor.core.text.visible import visible
from conductor.gui.lists.wrapping_list import WrappingList
from conductor.gui.widgets.assistant_dot import SIZE_PX, dot_icon
from conductor.i18n import _

LINES_LIMIT = 300
"""Sentences that are listed; a last line says how many more there are."""
WORDS_LIMIT = 600
"""Characters of one sentence that are shown."""

_PLACE_ROLE = Qt.ItemDataRole.UserRole
_GAP_PX = 2


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One sentence.

    Attributes:
        colours: the numbers of the colours of whom it is about.
        place: where it leads; None for a heading.
        spoken: what a screen reader says; empty for the words.
    """

    words: str
    colours: tuple[int, ...] = ()
    place: AnswerPlace | None = None
    spoken: str = ""


class PlaceList(WrappingList):
    """The sentences; Enter or a click leads to the place.

    Signals:
        place_wanted: the `AnswerPlace`.
    """

    place_wanted = Signal(object)

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(name, title, parent)
        self.itemClicked.connect(self._on_item)

    def show_lines(self, lines: Sequence[PlaceLine]) -> None:
        """Show these sentences."""
        self.clear()
        most = max((len(line.colours) for line in lines), default=0)
        self.setIconSize(QSize(max(most, 1) * (SIZE_PX + _GAP_PX), SIZE_PX))
        left = len(lines) - LINES_LIMIT
        more = [PlaceLine(_("{n} more are not listed here.").format(n=left))] if left > 0 else []
        for line in [*lines[:LINES_LIMIT], *more]:
            words = _shown(line.words)
            item = QListWidgetItem(words, self)
            item.setData(_PLACE_ROLE, line.place)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, _shown(line.spoken) if line.spoken else words
            )
            if line.colours:
                item.setIcon(dots_icon(line.colours, most))
            if line.place is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the place by Enter."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._on_item(item)
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        place = item.data(_PLACE_ROLE)
        if place is not None:
            self.place_wanted.emit(place)


def _shown(words: str) -> str:
    """Return words as they are listed: nothing hides in them, and they are not endless."""
    short = words if len(words) <= WORDS_LIMIT else f"{words[: WORDS_LIMIT - 1]}…"
    return visible(short)


def dots_icon(colours: Sequence[int], room: int) -> QIcon:
    """Return the dots of several assistants side by side, as wide as `room` of them."""
    icon = QIcon()
    for scale in (1, 2):
        step = SIZE_PX + _GAP_PX
        pixmap = QPixmap(max(room, 1) * step * scale, SIZE_PX * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for place, colour in enumerate(colours):
            painter.drawPixmap(place * step, 0, dot_icon(colour).pixmap(SIZE_PX, SIZE_PX))
        painter.end()
        icon.addPixmap(pixmap)
    return icon

"""Make labels that show text literally: what a model or service wrote is never HTML.

Rules: every label is a `PlainLabel`.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from conductor.core.text.visible import visible


class PlainLabel(QLabel):
    """A label that shows its text as it is, what would hide or turn it made visible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text."""
        super().setText(visible(text))


def text_label(
    text: str, parent: QWidget | None = None, *, name: str = "", look: str = "", wrap: bool = False
) -> PlainLabel:
    """Return a label that shows `text` as it is.

    Args:
        text: what to show.
        parent: the widget it stands in.
        name: its object name.
        look: "muted", "caption", "title", "heading", "cardTitle", "strong" or "error", as the
            style sheet knows them.
        wrap: whether long text goes on in the next line.
    """
    label = PlainLabel(parent)
    _dress(label, name, look)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


def wrapped_label(
    text: str, parent: QWidget | None = None, *, name: str = "", look: str = ""
) -> PlainLabel:
    """Return a label that goes on in the next line and takes any width it is given.

    A long word in it, such as a name, does not push its neighbours aside.
    """
    label = text_label(text, parent, name=name, look=look, wrap=True)
    label.setMinimumWidth(1)
    return label


def elided_label(
    text: str, parent: QWidget, *, name: str = "", look: str = "", least_px: int = 0
) -> PlainLabel:
    """Return a label of one line that ends in … where there is no room.

    Args:
        text: what to show.
        parent: the widget it stands in.
        name: its object name.
        look: as for `text_label`.
        least_px: up to how many pixels of its text it does not give away.
    """
    label = _ElidedLabel(parent, least_px)
    _dress(label, name, look)
    label.setText(text)
    return label


def _dress(label: PlainLabel, name: str, look: str) -> None:
    if name:
        label.setObjectName(name)
    if look:
        label.setProperty(look, True)  # noqa: FBT003 - Qt's own signature


class _ElidedLabel(PlainLabel):
    """A label that never asks for more room than there is."""

    def __init__(self, parent: QWidget, least_px: int) -> None:
        super().__init__(parent)
        self._least_px = least_px
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width it insists on; what has no room is elided."""
        width = min(self._least_px, super().sizeHint().width())
        return QSize(width, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()), shown)
        painter.end()

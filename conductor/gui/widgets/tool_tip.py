"""Give things tool tips that show words literally: what a person or a model wrote is never HTML.

Rules: no tip is set or shown in another way, and no table gives one out that is not a
`plain_tip`; a tip guesses what is HTML, and one that is would read files by itself.
"""

from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QToolTip, QWidget

from conductor.core.text.visible import visible

LONGEST_TIP = 2_000
ONE_LINE = 80


class _HasTip(Protocol):
    def setToolTip(self, tip: str, /) -> None: ...  # noqa: N802 - Qt's name


def plain_tip(words: str) -> str:
    """Return what a tool tip shows as exactly these words, with their lines; empty for none.

    Few words on one line are returned as they are, unless Qt could take them for HTML.
    """
    shown = visible(words[:LONGEST_TIP]) + ("…" if len(words) > LONGEST_TIP else "")
    if len(shown) <= ONE_LINE and "\n" not in shown and not Qt.mightBeRichText(shown):
        return shown
    from html import escape  # here: the first painting needs none of it

    return f"<qt><div style='white-space: pre-wrap'>{escape(shown)}</div></qt>"


def set_tip(thing: _HasTip, words: str) -> None:
    """Give a widget, an item, a format or an icon of the desktop its tool tip.

    A screen reader reads a widget's tip out as its description; it gets the words.
    """
    tip = plain_tip(words)
    thing.setToolTip(tip)
    if not isinstance(thing, QWidget):
        return
    said = str(thing.property("saidOfTip") or "")
    if thing.accessibleDescription() == said:
        said = "" if tip == words else visible(words)
        thing.setAccessibleDescription(said)
        thing.setProperty("saidOfTip", said)


def show_own_tip(widget: QWidget) -> None:
    """Show a widget's own tip at its corner now."""
    QToolTip.showText(widget.mapToGlobal(QPoint(0, 0)), widget.toolTip(), widget)


def show_tip(at: QPoint, words: str, widget: QWidget) -> None:
    """Show words beside a widget now, at a place on the screen; no words hide what is shown."""
    QToolTip.showText(at, plain_tip(words), widget)

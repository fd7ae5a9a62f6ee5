"""Find out what in an answer is under the mouse: a link, a picture's label, what copies code.

Thread: GUI.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from conductor.gui.answer.copying import code_text
from conductor.gui.answer.document.formats import IMAGE
from conductor.gui.answer.paint import copy_spots
from conductor.gui.widgets.tool_tip import show_tip
from conductor.i18n import _


@dataclass(frozen=True, slots=True)
class Spot:
    """What is at a place.

    Attributes:
        href: where a link leads; empty outside of links.
        image: where a blocked picture would come from; empty outside of its label.
        copies_code: whether a click copies a block of code.
    """

    href: str = ""
    image: str = ""
    copies_code: bool = False

    @classmethod
    def of(cls, look: QTextCharFormat) -> "Spot":
        """Return what text of this format is."""
        return cls(look.anchorHref() if look.isAnchor() else "", look.stringProperty(IMAGE))


def spot_at(view: QTextEdit, at: QPoint) -> Spot:
    """Return what is at a place of the view's viewport."""
    if code_at(view, at) is not None:
        return Spot(copies_code=True)
    look = format_at(view, at)
    return Spot() if look is None else Spot.of(look)


def format_at(view: QTextEdit, at: QPoint) -> QTextCharFormat | None:
    """Return the format of the character at a place, None where there is none."""
    cursor = view.cursorForPosition(at)
    before_end = view.cursorRect(cursor).x() > at.x()
    if not before_end and not cursor.atBlockEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    elif not before_end or cursor.atBlockStart():
        return None
    return cursor.charFormat()


def code_at(view: QTextEdit, at: QPoint) -> QTextBlock | None:
    """Return the first line of the block of code that a click here copies."""
    for place, first in copy_spots(view):
        if place.contains(at):
            return first
    return None


def copy_code_at(view: QTextEdit, at: QPoint) -> bool:
    """Copy the block of code whose button is here; return whether there is one."""
    first = code_at(view, at)
    if first is None:
        return False
    QGuiApplication.clipboard().setText(code_text(first))
    show_tip(view.viewport().mapToGlobal(at), _("Copied"), view)
    return True

"""Let widgets go that a layout shows, by the list in which their owner keeps them.

Rules: no layout is asked what is in it. The wrapper that Python makes of a layout's item outlives
the item, and the next object that Qt puts at the same address is taken for it, which ends the
process; so whoever fills a layout keeps a list, and hands the list over here. Thread: GUI.
"""

from collections.abc import Iterable, MutableSequence
from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

Kept = TypeVar("Kept", bound=QWidget)


def let_go(layout: QLayout, widgets: MutableSequence[Kept], but: Iterable[QWidget] = ()) -> None:
    """Take widgets out of a layout and delete them once nothing is in the middle of using them.

    Nobody sees them or finds them by their names any more; the list is empty afterwards, but for
    what stays.

    Args:
        layout: where they are.
        widgets: the list of their owner.
        but: those that are to stay where they are.
    """
    staying = list(but)
    for widget in widgets:
        if widget not in staying:
            layout.removeWidget(widget)
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()
    widgets[:] = [widget for widget in widgets if widget in staying]

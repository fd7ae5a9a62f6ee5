"""Say where Tab goes: through the window as it is read, whatever was made when.

Columns and rows come and go while the window is open, and Qt would put each new one at the
end of the way. Thread: GUI.
"""

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_control(window: QWidget, focus: QWidget | None, *, forward: bool) -> QWidget | None:
    """Return what takes the focus after (or before) the one that has it; None without any."""
    order = list(controls_in_order(window))
    if not order:
        return None
    if focus not in order:
        return order[0] if forward else order[-1]
    return order[(order.index(focus) + (1 if forward else -1)) % len(order)]


def controls_in_order(root: QWidget) -> Iterator[QWidget]:
    """Yield what takes the focus by Tab: rows from above, and in a row from the left."""
    children = [child for child in _children(root) if child.isVisible() and not child.isWindow()]
    for child in sorted(children, key=cmp_to_key(_before)):
        if _takes_tab(child):
            yield child
        yield from controls_in_order(child)


def _children(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget)]


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isEnabled() and widget.focusProxy() is None


def _before(one: QWidget, other: QWidget) -> int:
    """Compare two neighbours: what ends above the other's middle is read first."""
    first, second = one.geometry(), other.geometry()
    if first.bottom() <= second.center().y() and first.center().y() < second.top():
        return -1
    if second.bottom() <= first.center().y() and second.center().y() < first.top():
        return 1
    return first.left() - second.left()


def has_focus(pane: QWidget) -> bool:
    """Whether a pane or one of its parts has the focus."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))


def focus_into(pane: QWidget) -> None:
    """Put the focus on a pane, or on the first of its parts that takes it."""
    candidates = [pane, *pane.findChildren(QWidget)]
    for widget in candidates:
        policy = widget.focusPolicy()
        if policy & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

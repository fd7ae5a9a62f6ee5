"""Make buttons with words on them, shown literally."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from conductor.gui.widgets.mnemonic import literal
from conductor.gui.widgets.tool_tip import set_tip


def text_button(
    text: str,
    parent: QWidget,
    *,
    name: str,
    on_click: Callable[[], object] | SignalInstance,
    look: str = "",
) -> QPushButton:
    """Return a button.

    Args:
        text: what stands on it.
        parent: the widget it stands in.
        name: its object name.
        on_click: the bound method that is called, or the signal that is emitted.
        look: "primary" or "quiet", as the style sheet knows them.
    """
    button = QPushButton(literal(text), parent)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setAutoDefault(False)
    if look:
        button.setProperty(look, True)  # noqa: FBT003 - Qt's own signature
    button.clicked.connect(on_click)
    return button


def allow(button: QWidget, obstacle: str) -> None:
    """Let a control be used, or say what stands in the way; empty allows it."""
    button.setEnabled(not obstacle)
    set_tip(button, obstacle)
    button.setAccessibleDescription(obstacle)

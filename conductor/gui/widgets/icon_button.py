"""Give a button an icon that follows the look of the window."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from conductor.gui.look.icons import icon
from conductor.gui.look.theme import current_tokens
from conductor.gui.widgets.tool_tip import set_tip

ICON_PX = 16


class IconButton(QToolButton):
    """A flat button with an icon, and a name for those who do not see it."""

    def __init__(self, name: str, icon_name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        set_tip(self, title)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where it is
        self._icon_name = icon_name
        self._colour = ""
        self._take_look()

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._colour = ""
        self._take_look()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours anew when the look of the window changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_look()

    def _take_look(self) -> None:
        tokens = current_tokens()
        if self._colour != tokens.muted:
            self._colour = tokens.muted
            self.setIcon(icon(self._icon_name, tokens.muted, tokens.faint))

"""Show every command in a menu, by groups; one that cannot be carried out now says why."""

from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QMenu, QWidget

from conductor.gui.commands import COMMANDS, GROUPS, Actions
from conductor.gui.widgets.tool_tip import show_tip
from conductor.i18n import _


class MainMenu(QMenu):
    """All commands."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mainMenu")
        for group in GROUPS:
            part = _Part(_(group), actions, self)
            part.addActions([actions.action(c.name) for c in COMMANDS if c.group == group])
            self.addMenu(part)
        self.aboutToShow.connect(actions.grey_out)
        self.aboutToHide.connect(actions.offer_all)


class _Part(QMenu):
    """Commands of one group; one that cannot be carried out now says why in its tip."""

    def __init__(self, title: str, actions: Actions, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._actions = actions

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            action = cast("QAction | None", self.actionAt(event.pos()))
            name = action.objectName() if action is not None else ""
            show_tip(event.globalPos(), self._actions.missing(name) if name else "", self)
            return True
        return super().event(event)

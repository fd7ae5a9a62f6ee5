"""Say what is missing for a command of the workbench, at one place for menus, palette and keys."""

from conductor.gui.commands import Need
from conductor.gui.workbench.rooms import Rooms
from conductor.gui.workbench.shown_session import ShownSession
from conductor.i18n import _


class WhatIsThere:
    """What the commands of the workbench find as it stands."""

    def __init__(self, rooms: Rooms, shown: ShownSession) -> None:
        self._rooms = rooms
        self._shown = shown

    def missing(self, need: Need) -> str:
        """Return what is missing of a need, in a sentence for the person; empty if it is met."""
        if need is Need.MAY_WRITE:
            return self._rooms.workspace.read_only or ""
        return "" if self._is_met(need) else _(need.value)

    def _is_met(self, need: Need) -> bool:
        columns = self._rooms.columns
        current = columns.current
        match need:
            case Need.SESSION:
                return self._shown.session_id is not None
            case Need.ROUND:
                return columns.round_id is not None
            case Need.ANSWER | Need.READABLE:
                return bool(columns.ordered)
            case Need.TO_NOTE:
                return current is not None and bool(current.view.source_text)
            case Need.TO_QUOTE:
                has_text = current is not None and bool(current.source)
                return has_text and current is not None and current.answer.status.is_ended
            case _:
                return current is not None

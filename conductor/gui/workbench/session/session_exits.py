"""Carry out what leads away from a session: to another one, to the bin, to other pages."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from conductor.core.ids import SessionId
from conductor.gui.needs import Needs
from conductor.gui.page import Place
from conductor.workspace.sessions.bin import Bin
from conductor.workspace.sessions.sessions import Sessions


class SessionExits(QObject):
    """The ways out of a session."""

    def __init__(self, sessions: Sessions, bin_: Bin, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._bin = bin_
        self._needs = needs
        self._parent = parent

    @Slot()
    def open_switcher(self) -> None:
        """Let the person choose among the recent sessions."""
        from conductor.gui.workbench.session.session_switcher import SessionSwitcher

        switcher = SessionSwitcher(self._sessions, self._parent)
        switcher.chosen.connect(self._on_chosen)
        switcher.open()

    @Slot(object)
    def _on_chosen(self, session_id: SessionId) -> None:
        self._needs.go(Place("workbench", session_id))

    def put_into_bin(self, session_id: SessionId) -> None:
        """Put a session into the bin; the window's line says so, and offers the way back."""
        self._needs.attempt(partial(self._bin.put, [session_id]))

    @Slot(object)
    def show_session(self, session_id: SessionId) -> None:
        """Show a session among all of them, without opening it."""
        self._needs.go(Place("library", session_id))

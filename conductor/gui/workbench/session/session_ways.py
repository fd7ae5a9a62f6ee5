"""Carry out what leads away from a session: to another one, to the bin, to other pages."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from conductor.core.errors import ConductorError
from conductor.core.ids import SessionId
from conductor.gui.page import Place
from conductor.i18n import _
from conductor.workspace.workspace import Workspace


class SessionExits(QObject):
    """The ways out of a session.

    Signals:
        wanted: the `Place` the person goes to.
        said: a sentence about what happened.
    """

    wanted = Signal(object)
    said = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._parent = parent

    @Slot()
    def open_switcher(self) -> None:
        """Let the person choose among the recent sessions."""
        from conductor.gui.workbench.session.session_switcher import SessionSwitcher

        switcher = SessionSwitcher(self._workspace, self._parent)
        switcher.chosen.connect(self._on_chosen)
        switcher.open()

    @Slot(object)
    def _on_chosen(self, session_id: SessionId) -> None:
        self.wanted.emit(Place("workbench", session_id))

    def put_into_bin(self, session_id: SessionId) -> None:
        """Put a session into the bin, and say where it is."""
        title = self._workspace.sessions.get(session_id).title
        try:
            self._workspace.bin.put([session_id])
        except ConductorError as error:
            self.said.emit(str(error))
            return
        words = _("“{title}” is in the bin; the library can put it back.")
        self.said.emit(words.format(title=title))

    @Slot(object)
    def show_session(self, session_id: SessionId) -> None:
        """Show a session among all of them, without opening it."""
        self.wanted.emit(Place("library", session_id))

    @Slot(object)
    def show_tag(self, tag: str) -> None:
        """Show all sessions with a tag."""
        self.wanted.emit(Place("library", words=f"#{tag}"))

    @Slot()
    def set_up(self) -> None:
        """Go where assistants are set up."""
        self.wanted.emit(Place("assistants"))

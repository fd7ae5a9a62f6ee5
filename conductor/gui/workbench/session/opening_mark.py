"""Remember beside the library which session is being opened, so that one that hurts is known.

Thread: GUI.
Rules: the mark is there before the first slice of the session is shown, and goes only when the
window has answered for a while after the last one.
"""

import time

from PySide6.QtCore import QObject, QTimer, Slot

from conductor.core.ids import SessionId
from conductor.workspace.workspace import Workspace

LATE_S = 5.0
"""Seconds after which a session that is left or closed had its time to open."""
SETTLE_MS = 2_000
"""Milliseconds for which the window must answer: painting and colouring come after the slices."""


class OpeningMark(QObject):
    """What is being opened, and what is known to hurt.

    Attributes:
        hurting: a session that did not open in time, or with which the last run ended.
    """

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.hurting: SessionId | None = None
        self._opening: SessionId | None = None
        self._is_done = True
        self._began_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)

    def begin(self, session_id: SessionId | None) -> None:
        """Take it that a session begins to be opened; None is a new one, which cannot hurt."""
        self._leave()
        self._opening, self._is_done = session_id, session_id is None
        self._began_s = time.monotonic()
        if session_id is None:
            self._settle()
        else:
            self._workspace.note_opening(session_id)

    def done(self) -> None:
        """Take it that all of it is shown; from now on the window is watched for a moment."""
        if self._opening is not None and not self._is_done:
            self._is_done = True
            self._timer.start()

    def forgive(self) -> None:
        """Take it that the person knows what hurts and decided about it."""
        self.hurting = None
        if self._opening is None:
            self._settle()

    def close_down(self) -> None:
        """Keep a session that had its time to open and did not; the window is closing."""
        self._leave()
        self._opening = None
        self._settle()

    def _leave(self) -> None:
        self._timer.stop()
        if not self._is_done and time.monotonic() - self._began_s > LATE_S:
            self.hurting = self._opening

    @Slot()
    def _on_settled(self) -> None:
        if self._opening == self.hurting:
            self.hurting = None
        self._opening = None
        self._settle()

    def _settle(self) -> None:
        if self.hurting is not None:
            self._workspace.note_opening(self.hurting)
        else:
            self._workspace.note_opened()

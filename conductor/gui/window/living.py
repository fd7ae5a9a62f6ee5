"""Bring a window to life in turns once it is painted, and take down what watches it.

Thread: GUI.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from conductor.gui.process.turns import Turns
from conductor.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from conductor.core.errors import ConductorError
    from conductor.gui.process.crash_file import CrashFile
    from conductor.gui.process.polite_end import PoliteEnd


class Living(QObject):
    """A window from its first painting to its end.

    Attributes:
        said: what the person is told once the window is whole.
    """

    def __init__(self, window: MainWindow, mounting: Turns) -> None:
        super().__init__(window)
        self.said = ""
        self._window = window
        self._mounting = mounting
        self._polite_end: PoliteEnd | None = None
        self._crash: CrashFile | None = None
        window.mounting = mounting
        window.hide_trouble()
        mounting.ended.connect(self._on_mounted)
        if window.is_painted:
            self._begin()
        else:
            window.painted.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        from conductor.gui.process.polite_end import PoliteEnd

        self._polite_end = PoliteEnd(self._window)  # there are words to keep from now on
        self._mounting.begin()

    @Slot()
    def _on_mounted(self) -> None:
        self._window.mounting = None
        if self._mounting.trouble is not None:
            QApplication.exit()  # whoever runs it looks at what happened
            return
        from conductor.gui.process.crash_file import CrashFile

        gc.freeze()  # what was imported stays: collecting garbage need not look through it
        self._window.reporter.install()
        self._crash = CrashFile(self._window.workspace.folder)
        if self._window.workspace.read_only is None:
            self._crash.begin()
            self._window.offer_crash(self._crash)
        self._window.say(self.said)
        self._window.begin()

    def stop(self) -> ConductorError | None:
        """Take down what watches the window; return why its library cannot be opened, if so.

        Raises:
            BaseException: a mistake of ours ended the mounting.
        """
        from conductor.core.errors import ConductorError

        if self._polite_end is not None:
            self._polite_end.stop()
        if self._crash is not None:
            self._window.reporter.stop()
            self._crash.stop()
        trouble = self._mounting.trouble
        if trouble is not None and not isinstance(trouble, ConductorError):
            raise trouble
        return trouble

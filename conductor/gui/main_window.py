"""The window: one page so far, the shortcuts, and an end without a question."""

import threading

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from conductor import log
from conductor.gui.bridge import Bridge
from conductor.gui.garbage import GarbageCollector
from conductor.gui.pages.workbench import Workbench
from conductor.gui.widgets.answer_view import warm_up
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

BACKUP_LIMIT_S = 0.5


class MainWindow(QMainWindow):
    """Conductor's window.

    Attributes:
        farewell: what the person must know after the window was closed, None if nothing.
    """

    def __init__(self, workspace: Workspace, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Conductor")
        self.resize(1280, 800)
        bridge.setParent(self)
        self.farewell: str | None = None
        self._workspace = workspace
        self._bridge = bridge
        self._is_open = True
        self._is_begun = False
        self._is_filled = False
        self._closing = threading.Event()
        self._backup: threading.Thread | None = None
        self._garbage = GarbageCollector(self)
        self._workbench = Workbench(workspace, bridge, self)
        self.setCentralWidget(self._workbench)
        self._add_actions()
        self._workbench.focus_words()

    @property
    def workspace(self) -> Workspace:
        """The workspace behind the window."""
        return self._workspace

    @property
    def is_ready(self) -> bool:
        """Whether the window has been painted and shows the last session."""
        return self._is_filled

    def say_defect(self) -> None:
        """Say that the program made a mistake of its own."""
        self._workbench.say_defect()

    def _add_actions(self) -> None:
        for name, keys, slot in (
            (_("New session"), "Ctrl+N", self._workbench.start_session),
            (_("Round before"), "Alt+Up", self._on_round_before),
            (_("Round after"), "Alt+Down", self._on_round_after),
        ):
            action = QAction(name, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
            self.addAction(action)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and after the first time begin what must not hold that up."""
        super().paintEvent(event)
        if not self._is_begun:
            self._is_begun = True
            QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        """Do what must not hold up the first paint."""
        if not self._is_open:
            return
        self._workspace.start()
        self._workbench.fill()
        self._is_filled = True
        self._backup = threading.Thread(
            target=self._prepare_quietly, name="conductor-backup", daemon=True
        )
        self._backup.start()

    def _prepare_quietly(self) -> None:
        """Load what the first answer needs, and make the day's backup. Thread: its own."""
        warm_up()
        self._workspace.back_up(self._closing)

    @Slot()
    def _on_round_before(self) -> None:
        self._workbench.show_next_round(-1)

    @Slot()
    def _on_round_after(self) -> None:
        self._workbench.show_next_round(1)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End everything; what streams is kept as interrupted."""
        if self._is_open:
            self._is_open = False
            self._closing.set()
            self._workbench.close_down()
            self._bridge.detach()
            if self._backup is not None:
                self._backup.join(BACKUP_LIMIT_S)
            try:
                self.farewell = self._workspace.close()
            finally:
                log.tear_down()
                self._garbage.stop()
        super().closeEvent(event)

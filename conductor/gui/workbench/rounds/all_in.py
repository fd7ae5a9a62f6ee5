"""Say that all answers of a round are in, while the person is in another window.

Thread: GUI.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from conductor.core.change import Change
from conductor.core.entities import AnswerStatus
from conductor.core.ids import AnswerId, RoundId
from conductor.gui.look.icons import icon
from conductor.gui.look.tokens import LIGHT
from conductor.gui.widgets.tool_tip import set_tip
from conductor.i18n import _
from conductor.workspace.workspace import Workspace

SHOWN_MS = 8000


@dataclass(frozen=True, slots=True)
class AllIn:
    """What there is to say of a round whose answers are in.

    Attributes:
        title: the title of its session.
        words: how many answers came, and how many failed.
    """

    title: str
    words: str


class AllInNotice(QObject):
    """Follows the rounds that are being answered.

    Signals:
        all_in: an `AllIn`, while the window is not in front.
        seen: the window is in front again.
    """

    all_in = Signal(object)
    seen = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._waiting: dict[RoundId, set[AnswerId]] = {}
        self._tray: QSystemTrayIcon | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._on_state)

    def take(self, change: Change) -> None:
        """Take what happened to answers."""
        for answer_id in change.answers:
            live = self._workspace.live.get(answer_id)
            if live is not None:
                self._waiting.setdefault(live.answer.round_id, set()).add(answer_id)
                continue
            for round_id, waiting in tuple(self._waiting.items()):
                waiting.discard(answer_id)
                if not waiting:
                    del self._waiting[round_id]
                    self._say(round_id)

    def _say(self, round_id: RoundId) -> None:
        if QApplication.activeWindow() is not None or not self._workspace.settings.now.notice:
            return
        view = self._workspace.sessions.round(round_id)
        title = self._workspace.sessions.get(view.round.session_id).title
        failed = sum(one.status is AnswerStatus.FAILED for one in view.answers)
        words = (
            _("{n} answers are in.") if not failed else _("{n} answers are in, {failed} failed.")
        )
        news = AllIn(title, words.format(n=len(view.answers) - failed, failed=failed))
        self._show_on_desktop(news)
        self.all_in.emit(news)

    def _show_on_desktop(self, news: AllIn) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("columns-3", LIGHT.accent), self)
            set_tip(self._tray, "Conductor")
        self._tray.show()
        self._tray.showMessage(news.title, news.words, self._tray.icon(), SHOWN_MS)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            if self._tray is not None:
                self._tray.hide()
            self.seen.emit()

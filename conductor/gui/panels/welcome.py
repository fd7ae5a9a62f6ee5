"""Welcome a person who has no assistant yet: try now with the built-in model."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.starter_fetch import StarterFetch
from conductor.gui.text_label import text_label
from conductor.i18n import _
from conductor.workspace.starter import FetchProgress, progress_words
from conductor.workspace.workspace import Workspace

WIDTH = 560


class Welcome(QFrame):
    """Shown in place of the answers while there is no assistant."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._workspace = workspace
        self._fetch: StarterFetch | None = None
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card(), 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self._show_idle("")

    def _card(self) -> QWidget:
        card = QFrame(self)
        card.setObjectName("card")
        card.setMinimumWidth(WIDTH // 2)
        card.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        title = text_label(
            _("Direct several assistants at once."), card, name="welcomeTitle", look="title"
        )
        layout.addWidget(title)
        layout.addWidget(text_label(_what_it_is(), card, wrap=True))
        layout.addWidget(text_label(_what_starts(), card, look="muted", wrap=True))
        layout.addLayout(self._progress_row(card))
        self._message = text_label("", card, name="welcomeMessage", wrap=True)
        layout.addWidget(self._message)
        return card

    def _progress_row(self, card: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        self._start = QPushButton(_("Try it now"), card)
        self._start.setObjectName("tryNowButton")
        self._start.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._start.clicked.connect(self._on_start)
        self._bar = QProgressBar(card)
        self._bar.setObjectName("starterProgress")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the download"))
        self._cancel = QPushButton(_("Cancel"), card)
        self._cancel.setObjectName("cancelStarterButton")
        self._cancel.clicked.connect(self._on_cancel)
        row.addWidget(self._start)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        row.addStretch(0)
        return row

    def _show_idle(self, message: str) -> None:
        self._start.setVisible(True)
        self._start.setEnabled(self._workspace.read_only is None)
        self._bar.setVisible(False)
        self._cancel.setVisible(False)
        self._message.setText(message or self._workspace.read_only or "")

    def _show_busy(self) -> None:
        self._start.setVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setVisible(True)
        self._cancel.setVisible(True)
        self._message.setText(_("Fetching the starter model …"))

    def close_down(self) -> None:
        """Stop a download that runs; the window is closing."""
        if self._fetch is not None:
            self._fetch.cancel()
            self._fetch.wait(1.5)

    @Slot()
    def _on_start(self) -> None:
        if self._workspace.starter.is_ready:
            self._install()
            return
        self._show_busy()
        self._fetch = StarterFetch(self._workspace.starter, self)
        self._fetch.progressed.connect(self._on_progress)
        self._fetch.ended.connect(self._on_ended)
        self._fetch.start()

    @Slot()
    def _on_cancel(self) -> None:
        if self._fetch is not None:
            self._fetch.cancel()
            self._message.setText(_("Stopping …"))

    @Slot(object)
    def _on_progress(self, progress: FetchProgress) -> None:
        if progress.total_bytes:
            self._bar.setRange(0, 100)
            self._bar.setValue(progress.done_bytes * 100 // progress.total_bytes)
            self._message.setText(progress_words(progress))

    @Slot(object)
    def _on_ended(self, outcome: str | None) -> None:
        self._fetch = None
        if outcome is None:
            self._install()
        else:
            self._show_idle(outcome or _("The download was stopped. Nothing was kept."))

    def _install(self) -> None:
        try:
            self._workspace.starter.install()
        except ConductorError as error:
            self._show_idle(str(error))


def _what_it_is() -> str:
    return _(
        "Send one task to all of them, compare, say what should change, "
        "and find out which of your words really help."
    )


def _what_starts() -> str:
    return _(
        "Three starter assistants run on this computer with a small built-in model (98 MB, once; "
        "it writes English). It is there to learn the workbench with; real work wants a real "
        "assistant: close this window and use “conductor connections add”."
    )

"""Offer the built-in assistants: one click fetches the starter model and sets them up."""

import time
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from conductor.core.errors import ConductorError
from conductor.gui.needs import Needs
from conductor.gui.tasks.threads import ThreadJob
from conductor.gui.widgets.text_label import text_label
from conductor.gui.workbench.welcome.time_left import TimeLeft, time_left_words
from conductor.i18n import _
from conductor.workspace.connections.starter import (
    FetchPhase,
    FetchProgress,
    Starter,
    progress_words,
)

_STARTER = "starter"


class TryCard(QFrame):
    """The way in for a person without any account.

    Signals:
        busy: whether a download runs.
    """

    busy = Signal(object)

    def __init__(self, starter: Starter, needs: Needs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._starter = starter
        self._needs = needs
        self._tasks = needs.tasks
        self._is_cancelled = False
        self._time_left = TimeLeft(time.monotonic)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(
            text_label(_("Try it now, nothing to sign up for"), self, look="cardTitle")
        )
        layout.addWidget(text_label(_what_starts(), self, look="muted", wrap=True))
        layout.addStretch(1)
        layout.addWidget(self._progress_bar())
        layout.addLayout(self._last_line())
        self._show_idle("")

    def _progress_bar(self) -> QProgressBar:
        self._bar = QProgressBar(self)
        self._bar.setObjectName("starterProgress")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the download"))
        return self._bar

    def _last_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self._start = QPushButton(_("Try it now"), self)
        self._start.setObjectName("tryNowButton")
        self._start.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._start.clicked.connect(self._on_start)
        self._message = text_label("", self, name="welcomeMessage", look="muted", wrap=True)
        self._cancel = QPushButton(_("Cancel"), self)
        self._cancel.setObjectName("cancelStarterButton")
        self._cancel.setProperty("quiet", True)  # noqa: FBT003 - Qt's own signature
        self._cancel.clicked.connect(self._on_cancel)
        line.addWidget(self._start)
        line.addWidget(self._message, 1)
        line.addWidget(self._cancel)
        return line

    def focus_first(self) -> None:
        """Put the focus on what begins."""
        self._start.setFocus()

    def close_down(self) -> None:
        """Stop a download that runs; the window is closing."""
        self._tasks.forget(self, _STARTER)

    def _show_idle(self, message: str) -> None:
        self._start.setVisible(True)
        self._start.setEnabled(self._needs.may_write)
        self._bar.setVisible(False)
        self._cancel.setVisible(False)
        self._message.setText(message or self._needs.read_only or "")

    def _show_busy(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(True)
        self._cancel.setVisible(True)
        self._cancel.setEnabled(True)
        self._cancel.setFocus()
        self._start.setVisible(False)
        self._message.setText(_("Fetching the starter model …"))

    @Slot()
    def _on_start(self) -> None:
        if self._starter.is_ready:
            self._install()
            return
        self._show_busy()
        self._time_left = TimeLeft(time.monotonic)
        self._is_cancelled = False
        self.busy.emit(True)  # noqa: FBT003 - Qt's own signature
        work = partial(_fetched, self._starter)
        self._tasks.run(self, _STARTER, work, self._on_ended, self._on_progress)

    @Slot()
    def _on_cancel(self) -> None:
        self._is_cancelled = True
        self._cancel.setEnabled(False)
        self._tasks.cancel(self, _STARTER)
        self._message.setText(_("Stopping …"))

    def _on_progress(self, progress: FetchProgress) -> None:
        if not progress.total_bytes or not self._cancel.isEnabled():
            return
        self._bar.setRange(0, 100)
        self._bar.setValue(progress.done_bytes * 100 // progress.total_bytes)
        is_download = progress.phase is FetchPhase.DOWNLOADING
        self._message.setText(
            self._download_words(progress) if is_download else progress_words(progress)
        )

    def _download_words(self, progress: FetchProgress) -> str:
        done, total = progress.done_bytes, progress.total_bytes
        words = _("{done} of {total} MB").format(done=done // 1_000_000, total=total // 1_000_000)
        left_s = self._time_left.after(done, total)
        return words if left_s is None else f"{words} · {time_left_words(left_s)}"

    def _on_ended(self, trouble: ConductorError | None) -> None:
        self.busy.emit(False)  # noqa: FBT003 - Qt's own signature
        if trouble is None:
            self._install()
        elif self._is_cancelled:
            self._show_idle(_("The download was stopped. Nothing was kept."))
        else:
            self._show_idle(str(trouble))

    def _install(self) -> None:
        try:
            self._starter.install()
        except ConductorError as error:
            self._show_idle(str(error))


def _fetched(starter: Starter, job: ThreadJob) -> None:
    """Fetch the starter model. Thread: any.

    Raises:
        ConductorError: it could not be had, or that was cancelled.
    """
    starter.fetch(job.tell, job.cancelled)


def _what_starts() -> str:
    return _(
        "Three starter assistants run on this computer with a small built-in model (98 MB, once; "
        "it writes English). It is there to learn the workbench with; real work wants a real "
        "assistant."
    )

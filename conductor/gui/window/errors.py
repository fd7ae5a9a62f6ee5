"""Take what nobody foresaw, from wherever it comes: log it, tell of it once, go on.

Thread: GUI, except `take` and `take_logged`, which any thread may call.
Rules: nothing here raises, and nothing of an exception's values is kept.
"""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from conductor.secrets import Redactor

log = logging.getLogger(__name__)
_GRAVE = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_HARMLESS = ("This plugin does not support",)


class QtComplaint(Exception):
    """Qt itself said that something is badly wrong."""


class Reporter(QObject):
    """The one place that exceptions nobody caught come to.

    Signals:
        reported: one `DefectReport`, the first time that something happens.
    """

    reported = Signal(object)
    _taken = Signal(object)

    def __init__(self, redactor: Redactor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._redactor = redactor
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._is_installed = False
        # Queued: what goes wrong while painting is told of after the painting.
        self._taken.connect(self.reported, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python and Qt, until `stop`."""
        self._is_installed = True
        self._before, self._before_thread = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_defect
        threading.excepthook = self._on_thread_defect
        self._before_qt = qInstallMessageHandler(self._on_qt)

    def stop(self) -> None:
        """Give the hooks back."""
        if self._is_installed:
            self._is_installed = False
            sys.excepthook, threading.excepthook = self._before, self._before_thread
            qInstallMessageHandler(self._before_qt)

    def take(self, defect: BaseException) -> None:
        """Log an exception and tell of it, unless it came from there before. Thread: any."""
        self._take(defect, is_logged=False)

    def take_logged(self, defect: BaseException) -> None:
        """Tell of an exception that is in the log already. Thread: any."""
        self._take(defect, is_logged=True)

    def _take(self, defect: BaseException, *, is_logged: bool) -> None:
        from conductor.gui.window.defect_text import report_of  # here: hardly ever needed

        report = report_of(defect, self._redactor)
        with self._lock:
            is_new = report.place not in self._seen  # painting goes wrong sixty times a second
            self._seen.add(report.place)
        if not is_new:
            return
        if report.sentence:
            log.warning("The library could not be read: %s", report.sentence)
        elif not is_logged:
            log.error("Defect in %s\n%s", threading.current_thread().name, report.place)
            if sys.stderr is not None:
                print(report.place, file=sys.stderr)
        self._taken.emit(report)

    def _on_defect(
        self, kind: type[BaseException], defect: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(defect, KeyboardInterrupt):
            self._before(kind, defect, trace)
            return
        self.take(defect)
        if self._before is not sys.__excepthook__:  # that one writes to the terminal, keys and all
            self._before(kind, defect, trace)

    def _on_thread_defect(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is None or issubclass(found.exc_type, SystemExit):
            return
        self.take(found.exc_value)
        if self._before_thread is not threading.__excepthook__:
            self._before_thread(found)

    def _on_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if message.startswith(_HARMLESS):
            return
        text = self._redactor.everything(message)
        if kind in _GRAVE:
            self.take(QtComplaint(text))
        elif kind is QtMsgType.QtWarningMsg:
            log.info("Qt: %s", text)

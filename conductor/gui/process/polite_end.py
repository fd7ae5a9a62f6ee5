"""Close the window when the system asks the process to end: Ctrl+C, logout, `kill`.

Thread: GUI. While Qt's loop runs, Python sees a signal only when it is called, so the
signal's number is sent through a socket that Qt watches.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QWidget

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class PoliteEnd(QObject):
    """Turns the system's requests to end into closing the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)  # noqa: FBT003 - its own signature
        self._before_fd = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noted) for number in _SIGNALS}
        self._watch = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._on_signal)

    def stop(self) -> None:
        """Give the signals back."""
        self._watch.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _on_signal(self) -> None:
        self._reading.recv(16)
        self._window.close()


def _noted(_number: int, _frame: object) -> None:
    """Do nothing here: the number went through the socket."""

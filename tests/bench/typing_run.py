"""Type into the composer while answers stream, and measure from key to paint.

A thread of its own presses the keys, so that a busy window is felt. Prints one JSON line:
milliseconds from each key to the paint that shows it.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from tests.bench.window_run import prepare, wait_until

KEY_INTERVAL_S = 0.13  # about ninety words a minute


class Typist(QObject):
    """Presses a key at a time and notes when it was painted."""

    pressed = Signal(object)

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__()
        self.delays_ms: list[float] = []
        self._edit = edit
        self._waiting_since_s: float | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._type, name="typist")
        self.pressed.connect(self._on_pressed, Qt.ConnectionType.QueuedConnection)
        edit.viewport().installEventFilter(self)

    def start(self) -> None:
        """Begin to type."""
        self._thread.start()

    def stop(self) -> None:
        """Type no more."""
        self._is_over.set()
        self._thread.join()

    def _type(self) -> None:
        while not self._is_over.wait(KEY_INTERVAL_S):
            self.pressed.emit(time.monotonic())

    @Slot(object)
    def _on_pressed(self, at_s: float) -> None:
        self._waiting_since_s = self._waiting_since_s or at_s
        no_modifier = Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_A, no_modifier, "a")
            QApplication.sendEvent(self._edit, key)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the first paint after a key."""
        if event.type() == QEvent.Type.Paint and self._waiting_since_s is not None:
            self.delays_ms.append((time.monotonic() - self._waiting_since_s) * 1000)
            self._waiting_since_s = None
        return False


def main() -> None:
    """Stream once to warm up, and once to measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        model = f"corpus-{arguments.tokens}-{arguments.rate}"
        prepare(folder, arguments.base_url, model, arguments.streams)
        window = open_window(folder)
        window.resize(1920, 1080)
        wait_until(lambda: window.is_ready, 30)
        live = window.workspace.live
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        limit_s = arguments.tokens / arguments.rate * 4 + 30
        for is_measured in (False, True):
            edit.setPlainText("Go")
            window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
            edit.setFocus()
            typist = Typist(edit)
            if is_measured:
                typist.start()
            wait_until(lambda: not live.ids, limit_s)
            if is_measured:
                typist.stop()
                print(json.dumps({"key_ms": typist.delays_ms}), flush=True)
        edit.setPlainText("")
        window.close()
    application.processEvents()


if __name__ == "__main__":
    main()

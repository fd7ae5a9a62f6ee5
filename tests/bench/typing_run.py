"""Type into the composer while eight columns stream, and say how long each key takes to show.

Prints one JSON line: milliseconds from each key press to the paint that follows it.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from tests.bench.window_run import prepare, wait_until

KEY_EVERY_S = 0.083  # twelve keys a second: a fast typist


class Typist(QObject):
    """Presses keys from a thread of its own, so that a busy window does not slow it down."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__()
        self.delays_ms: list[float] = []
        self._edit = edit
        self._pressed: list[float] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._type)
        edit.viewport().installEventFilter(self)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Press no more keys."""
        self._done.set()
        self._thread.join()

    def _type(self) -> None:
        while not self._done.wait(KEY_EVERY_S):
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k")
            self._pressed.append(time.monotonic())
            QCoreApplication.postEvent(self._edit, key)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        typed = len(self._edit.toPlainText())
        if event.type() == QEvent.Type.Paint and typed > len(self.delays_ms):
            now_s = time.monotonic()
            shown = self._pressed[len(self.delays_ms) : typed]
            self.delays_ms += [(now_s - pressed_s) * 1000 for pressed_s in shown]
        return False


def main() -> None:
    """Send one task, and type while it is answered."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--streams", type=int, default=8)
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
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        edit.setPlainText("Go")
        window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
        typist = Typist(edit)
        typist.start()
        limit_s = arguments.tokens / arguments.rate * 4 + 30
        wait_until(lambda: not window.workspace.live.ids, limit_s)
        typist.stop()
        print(json.dumps({"delays_ms": typist.delays_ms}), flush=True)
        window.close()
    application.processEvents()


if __name__ == "__main__":
    main()

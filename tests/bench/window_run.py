"""Stream into the real window and measure what a person would feel.

Prints one JSON line for each round after the warm-up: milliseconds from each first token's
stamp to its paint, tokens per second over all streams, and how late a 5 ms heartbeat of the
GUI thread was.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextBrowser

from conductor.app import open_window
from conductor.gui.window.main_window import MainWindow
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.bench.figures import percentile

BEAT_MS = 5


class FirstPaints(QObject):
    """Notes when each answer was first painted with text in it."""

    def __init__(self) -> None:
        super().__init__()
        self.delays_ms: dict[int, float] = {}

    def watch(self, window: MainWindow) -> None:
        """Watch all columns of the round that is shown."""
        self.delays_ms = {}
        for view in window.findChildren(QTextBrowser, "answerView"):
            view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and id(watched) not in self.delays_ms:
            first = watched.parent().toPlainText().split("\n", 1)[0]  # type: ignore[union-attr]
            if first:
                self.delays_ms[id(watched)] = (time.monotonic() - float(first)) * 1000
        return False


class Heartbeat:
    """A precise timer of the GUI thread and how late it came."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._last_s = time.monotonic()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to beat."""
        self.late_ms = []
        self._last_s = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now_s = time.monotonic()
        self.late_ms.append(max(0.0, (now_s - self._last_s) * 1000 - BEAT_MS))
        self._last_s = now_s


def prepare(folder: Path, base_url: str, model: str, streams: int) -> None:
    """Put a team into a new library."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Bench", base_url=base_url))
    for number in range(streams):
        workspace.connections.add_assistant(f"A{number}", there, model=f"{model}-{number}")
    workspace.close()


def wait_until(is_so: Callable[[], bool], limit_s: float) -> None:
    """Run the event loop until something is so."""
    loop = QEventLoop()
    poll = QTimer()
    poll.setInterval(20)
    deadline_s = time.monotonic() + limit_s

    def look() -> None:
        if is_so() or time.monotonic() > deadline_s:
            loop.quit()

    poll.timeout.connect(look)
    poll.start()
    loop.exec()
    poll.stop()
    if not is_so():
        raise TimeoutError


def one_round(
    window: MainWindow, paints: FirstPaints, beat: Heartbeat, tokens: int, limit_s: float
) -> dict[str, object]:
    """Send one task and measure until all answers are in."""
    live = window.workspace.live
    window.findChild(QPlainTextEdit, "composerEdit").setPlainText("Go")
    began_s = time.monotonic()
    window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
    paints.watch(window)
    streams = len(live.ids)
    beat.start()
    wait_until(lambda: not live.ids, limit_s)
    seconds = time.monotonic() - began_s
    beat.stop()
    return {
        "first_ms": list(paints.delays_ms.values()),
        "per_s": streams * tokens / seconds,
        "late_p99_ms": percentile(beat.late_ms, 0.99),
        "late_max_ms": max(beat.late_ms),
    }


def main() -> None:
    """Warm up, then measure the rounds that were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        model = f"corpus-{arguments.tokens}-{arguments.rate}"
        prepare(folder, arguments.base_url, model, arguments.streams)
        window = open_window(folder)
        window.resize(1920, 1080)
        wait_until(lambda: window.is_ready, 30)
        limit_s = arguments.tokens / arguments.rate * 4 + 30
        paints, beat = FirstPaints(), Heartbeat()
        for number in range(arguments.rounds + 1):
            figures = one_round(window, paints, beat, arguments.tokens, limit_s)
            if number:
                print(json.dumps(figures), flush=True)
            window.findChild(QObject, "newSessionButton").click()  # type: ignore[attr-defined]
        window.close()
    application.processEvents()


if __name__ == "__main__":
    main()

"""Say how much memory the window holds: full columns, and over a simulated day.

Prints one JSON line: megabytes, of a bare window, of the window with full columns, and after
each tenth of the day's rounds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from conductor.gui.window.main_window import MainWindow
from tests.bench.resident import resident_mb
from tests.bench.window_run import prepare, wait_until

RATE = 2_000
ROUNDS_OF_A_SESSION = 10
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
from tests.bench.resident import resident_mb
application = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1920, 1080)
window.show()
application.processEvents()
print(resident_mb())
"""


def settle(milliseconds: int = 300) -> None:
    """Let the window finish what it is at."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def bare_mb() -> float:
    """Return what a bare window holds."""
    done = subprocess.run([sys.executable, "-c", _BARE], capture_output=True, check=True)
    return float(done.stdout)


def ask(window: MainWindow, limit_s: float) -> None:
    """Send one task and wait until all answers are in."""
    edit = window.findChild(QPlainTextEdit, "composerEdit")
    assert edit is not None
    edit.setPlainText("Go")
    window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
    wait_until(lambda: not window.workspace.live.ids, limit_s)


def begin_session(window: MainWindow) -> None:
    """Begin a new session, as Ctrl+N does."""
    window.actions_table.action("newSession").trigger()


def with_window(base_url: str, streams: int, tokens: int, rounds: int) -> list[float]:
    """Return the memory after each tenth of so many rounds."""
    found: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        # In a process of its own: making a library loads what a start with one does not.
        model = f"corpus-{tokens}-{RATE}"
        making = get_context("spawn").Process(
            target=prepare, args=(folder, base_url, model, streams)
        )
        making.start()
        making.join()
        window = open_window(folder)
        window.resize(1920, 1080)
        wait_until(lambda: window.is_ready, 30)
        for number in range(rounds):
            ask(window, tokens / RATE * 20 + 30)
            if (number + 1) % max(1, rounds // 10) == 0:
                settle()
                found.append(resident_mb())
            if (number + 1) % ROUNDS_OF_A_SESSION == 0:
                begin_session(window)
        window.close()
    return found


def main() -> None:
    """Measure the columns, or the day."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    bare = bare_mb()
    application = QApplication(sys.argv[:1])
    window = with_window(arguments.base_url, arguments.streams, arguments.tokens, arguments.rounds)
    print(json.dumps({"bare_mb": bare, "window_mb": window}), flush=True)
    application.processEvents()


if __name__ == "__main__":
    main()

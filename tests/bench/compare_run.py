"""Compare long answers in the real window and measure how late a 5 ms heartbeat is meanwhile.

Prints one JSON line: for each way of comparing, milliseconds of the longest gap and of the
time from the key to the picture.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from conductor.gui.answer.view import AnswerView
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.window.main_window import MainWindow
from tests.bench.window_run import Heartbeat, prepare, wait_until
from tests.bench.words import answer, revised
from tests.sse_server import SseServer, text

LIMIT_S = 60
ROUNDS = 3


def pieces(words: str) -> list[str]:
    """Return a text as a service sends it."""
    return [words[at : at + 200] for at in range(0, len(words), 200)]


def fill(window: MainWindow, server: SseServer, language: str, count: int) -> None:
    """Have two answers in the window, and a revision of each."""
    texts = [answer(language, count, seed) for seed in (1, 2)]
    for number, words in enumerate(texts):
        new = revised(words, 7 + number)
        server.script(f"bench-{number}", text(*pieces(words)), text(*pieces(new)))
    live = window.workspace.live
    window.findChild(QPlainTextEdit, "composerEdit").setPlainText("Go")
    window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
    wait_until(lambda: not live.ids, LIMIT_S)
    session_id = window.workbench.session_id
    assert session_id
    window.workspace.rounds.retry(session_id)
    wait_until(lambda: not live.ids, LIMIT_S)
    window.workbench.open_session(session_id)
    wait_until(lambda: is_calm(window), LIMIT_S)


def is_calm(window: MainWindow) -> bool:
    """Whether nothing is computed and everything that can be seen is shown."""
    tasks = window.findChild(Tasks)
    views = window.findChildren(AnswerView)
    return not tasks.is_computing and not any(v.has_pending for v in views if v.isVisible())


def measure(window: MainWindow, command: str) -> tuple[float, float]:
    """Give a command; return the longest gap and how long it took, in milliseconds."""
    beat = Heartbeat()
    beat.start()
    wait_until(lambda: len(beat.late_ms) > 20, LIMIT_S)  # what came before is over
    beat.start()
    began_s = time.monotonic()
    window.actions_table.action(command).trigger()
    wait_until(lambda: is_calm(window), LIMIT_S)
    seconds = time.monotonic() - began_s
    wait_until(lambda: time.monotonic() > began_s + seconds + 0.2, LIMIT_S)
    beat.stop()
    return max(beat.late_ms), seconds * 1000


def main() -> None:
    """Warm up with short answers, then measure each way of comparing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("language")
    parser.add_argument("--words", type=int, default=5_000)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    found: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as place, SseServer() as server:
        folder = Path(place) / "library"
        prepare(folder, server.base_url, "bench", 2)
        window = open_window(folder)
        window.resize(1440, 900)
        wait_until(lambda: window.is_ready, 30)
        for count in (200, *[arguments.words] * ROUNDS):
            window.workbench.start_session()
            fill(window, server, arguments.language, count)
            for command in ("showChanges", "compareAnswers", "onePage", "markOwn"):
                gap_ms, took_ms = measure(window, command)
                measure(window, command)  # and back
                if count == arguments.words:
                    figures = found.setdefault(command, {"gap_ms": [], "took_ms": []})
                    figures["gap_ms"].append(gap_ms)
                    figures["took_ms"].append(took_ms)
        window.close()
    print(json.dumps(found))
    application.processEvents()


if __name__ == "__main__":
    main()

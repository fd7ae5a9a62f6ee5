"""Send a follow-up in sessions with few and with many rounds behind it.

Prints one JSON line for each number of rounds: the processor time of the window's thread from
the click until it is free again, and the longest gap of its heartbeat until the answers are
in, each of the first send after the session was opened and of those that follow.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from conductor.core.entities import AnswerStatus, SentThread
from conductor.core.ids import AnswerId, SessionId
from conductor.gui.window.main_window import MainWindow
from conductor.store.library import open_library
from conductor.store.sessions import answers
from conductor.workspace.workspace import open_workspace
from tests.bench.window_run import Heartbeat, prepare, wait_until
from tests.store.rows import NOW, add_answer, add_round, add_session

LIMIT_S = 60.0
TEXT = "An answer of some length, as they come in everyday work. " * 20


def fill(folder: Path, rounds: int) -> SessionId:
    """Add a session with so many rounds, each answered by everybody."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    team = workspace.connections.assistants()
    workspace.close()
    library = open_library(folder, must_write=True)
    session = add_session(library.db, f"{rounds} rounds")
    turns: dict[str, list[tuple[AnswerId, int]]] = {one.id: [] for one in team}
    with library.db.atomic():
        for number in range(1, rounds + 1):
            item = add_round(library.db, session, number, "Go on, and say why.")
            for one in team:
                answer = add_answer(library.db, item, one)
                answers.set_sent(library.db, answer.id, SentThread("", tuple(turns[one.id])))
                turns[one.id].append((answer.id, 1))
                ended = replace(answer, status=AnswerStatus.COMPLETE, text=TEXT)
                answers.finish_answer(library.db, ended, NOW)
    library.close()
    return session.id


def send(window: MainWindow, beat: Heartbeat) -> dict[str, float]:
    """Send a follow-up and wait for its answers."""
    live = window.workspace.live
    window.findChild(QPlainTextEdit, "composerEdit").setPlainText("Go")
    beat.start()
    wait_until(lambda: len(beat.late_ms) > 20, LIMIT_S)
    beat.start()
    began_s = time.thread_time()
    window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
    send_ms = (time.thread_time() - began_s) * 1000
    wait_until(lambda: not live.ids, LIMIT_S)
    beat.stop()
    return {"send_ms": send_ms, "gap_ms": max(beat.late_ms)}


def main() -> None:
    """Fill a library, open each of its sessions, and send in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--rounds", type=int, nargs="+", required=True)
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--sends", type=int, default=5)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        prepare(folder, arguments.base_url, "corpus-10-1000", arguments.streams)
        filled = [(rounds, fill(folder, rounds)) for rounds in (1, *arguments.rounds)]
        window = open_window(folder)
        window.resize(1920, 1080)
        wait_until(lambda: window.is_ready, 30)
        for place_in_order, (rounds, session_id) in enumerate(filled):
            window.workbench.open_session(session_id)
            wait_until(lambda: not window.workbench.is_opening, LIMIT_S)
            beat = Heartbeat()
            sends = [send(window, beat) for _send in range(arguments.sends)]
            if place_in_order:  # the first warms up
                figures = {"rounds": rounds, "first": sends[0], "next": sends[1:]}
                print(json.dumps(figures), flush=True)
        window.close()
    application.processEvents()


if __name__ == "__main__":
    main()

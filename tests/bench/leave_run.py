"""Open a session of heavy answers, leave it, and say how much memory stays.

Prints one JSON line: of each visit, megabytes before it was opened, while it is shown, and after
it was left. The first visit also loads what stays: fonts, and code that was not needed before.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from conductor.app import open_window
from conductor.core.entities import AnswerStatus, Assistant
from conductor.core.ids import SessionId
from conductor.gui.window.main_window import MainWindow
from conductor.gui.window.memory_back import AFTER_MS
from conductor.store.library import Library, open_library
from conductor.store.sessions import answers
from conductor.workspace.workspace import open_workspace
from tests.bench.corpus import tokens
from tests.bench.memory_run import settle
from tests.bench.resident import resident_mb
from tests.bench.window_run import prepare, wait_until
from tests.store.rows import NOW, add_answer, add_round, add_session

LIMIT_S = 60.0


def fill(folder: Path, length: int) -> tuple[SessionId, SessionId]:
    """Add a session with an answer of so many tokens from everybody, and one of few words."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    team = workspace.connections.assistants()
    workspace.close()
    library = open_library(folder, must_write=True)
    with library.db.atomic():
        heavy = _session(library, "Heavy", "".join(tokens(length)), team)
        light = _session(library, "Light", "A few words.", team[:1])
    library.close()
    return heavy, light


def _session(library: Library, title: str, text: str, team: Sequence[Assistant]) -> SessionId:
    session = add_session(library.db, title)
    item = add_round(library.db, session, 1, "Go")
    for one in team:
        answer = add_answer(library.db, item, one)
        ended = replace(answer, status=AnswerStatus.COMPLETE, text=text)
        answers.finish_answer(library.db, ended, NOW)
    return session.id


def show(window: MainWindow, session_id: SessionId) -> None:
    """Open a session and wait until all of it is shown, and a while longer."""
    window.workbench.open_session(session_id)
    wait_until(lambda: window.is_ready and not window.workspace.is_busy, LIMIT_S)
    settle(2 * AFTER_MS)


def main() -> None:
    """Open the window at the light session, go to the heavy one, and come back, again and again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--streams", type=int, default=8)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        prepare(folder, "http://127.0.0.1:9/v1", "none", arguments.streams)
        heavy, light = fill(folder, arguments.tokens)
        window = open_window(folder)
        window.resize(1920, 1080)
        wait_until(lambda: window.is_ready, LIMIT_S)
        found = []
        show(window, light)
        for _visit in range(3):
            before_mb = resident_mb()
            show(window, heavy)
            shown_mb = resident_mb()
            show(window, light)
            found.append((before_mb, shown_mb, resident_mb()))
        window.close()
    print(json.dumps(found))
    application.processEvents()


if __name__ == "__main__":
    main()

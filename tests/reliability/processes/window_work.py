"""Do one kind of work in the real window, step by step and without end, until killed.

Run as `python -m tests.reliability.processes.window_work FOLDER MARKS WHAT`: every commit is
marked, the window is the real one with its hooks, and "ready" is printed when the work begins.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from conductor.app import open_window
from conductor.core.guidance.trial import PairChoice
from conductor.gui.window.main_window import MainWindow
from conductor.store.backups.backup import back_up_today
from conductor.workspace.judging.judging import Why
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from tests.reliability.rig.marks import mark_commits

STEP_MS = 30


def write(window: MainWindow) -> Iterator[None]:
    """Send one task after the other from the composer, each to everybody."""
    while True:
        window.findChild(QPushButton, "newSessionButton").click()  # type: ignore[union-attr]
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        edit.setPlainText("Go on and on")
        yield
        window.findChild(QPushButton, "sendButton").click()  # type: ignore[union-attr]
        for _wait in range(20):
            yield


def judge(window: MainWindow) -> Iterator[None]:
    """Judge the round that is there again and again, with notes and titles."""
    workspace = window.workspace
    session = workspace.sessions.all()[-1]
    (view, *_rest) = workspace.sessions.rounds(session.id)
    for number in range(1_000_000):
        answer = view.answers[number % 2]
        workspace.judging.best(view.round.id, answer.id, Why(f"reason {number}"))
        workspace.notes.on_answer(answer.id, f"note {number}")
        workspace.sessions.rename(session.id, f"Renamed {number}")
        yield


def delete(window: MainWindow) -> Iterator[None]:
    """Put sessions into the bin, give them back, and in the end delete them for good."""
    workspace = window.workspace
    while True:
        for session in workspace.sessions.all():
            workspace.bin.put([session.id])
            yield
            workspace.bin.restore([session.id])
            yield
            workspace.bin.put([session.id])
            yield
            workspace.bin.delete_for_good([session.id])
            yield
        yield


def back_up(window: MainWindow) -> Iterator[None]:
    """Make the backups of many days in a thread, while drafts are kept."""
    file = window.workspace.desk.library.file

    def copy() -> None:
        for day in range(1000):
            back_up_today(file, date(2027, 1, 1) + timedelta(days=day))

    threading.Thread(target=copy, daemon=True).start()
    for number in range(1_000_000):
        window.workspace.sessions.keep_draft("new", f"draft {number} " + "x" * 1000)
        yield


def try_out(window: MainWindow) -> Iterator[None]:
    """Have trials written, and judge their pairs as soon as they are ready."""
    workspace = window.workspace
    team = tuple(a.id for a in workspace.connections.assistants())
    guidance = workspace.guidance.all()[0].id
    for number in range(1_000_000):
        tasks = tuple(TaskText(f"Trial {time.time()} task {number} {n}") for n in range(3))
        workspace.trials.new(NewTrial(guidance, tasks, team))
        while workspace.trials.is_busy:
            yield
            if (pair := workspace.trial_queue.next().pair) is not None:
                workspace.trial_queue.answer(pair.id, PairChoice.LEFT)
        for trial in workspace.trials.all():
            workspace.trials.close(trial.id)


def type_fast(window: MainWindow) -> Iterator[None]:
    """Type without ever pausing, and write down what was typed when."""
    edit = window.findChild(QPlainTextEdit, "composerEdit")
    assert edit is not None
    typed = os.open(sys.argv[1] + ".typed", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for number in range(1_000_000):
        QTest.keyClicks(edit, f"{number} ")
        os.write(typed, f"{number} {time.monotonic():.6f}\n".encode())
        yield


WORK: dict[str, Callable[[MainWindow], Iterator[None]]] = {
    "write": write,
    "judge": judge,
    "delete": delete,
    "backup": back_up,
    "trial": try_out,
    "type": type_fast,
}


def main(folder: Path, marks: Path, what: str) -> None:
    """Open the window, and work as soon as it is there."""
    application = QApplication(sys.argv[:1])
    mark_commits(marks)
    window = open_window(folder)
    window.reporter.install()
    timer = QTimer()
    timer.setInterval(STEP_MS)
    work: list[Iterator[None]] = []

    def step() -> None:
        if not window.is_ready:
            return
        if not work:
            work.append(WORK[what](window))
            sys.stdout.write("ready\n")
            sys.stdout.flush()
        next(work[0], None)

    timer.timeout.connect(step)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])

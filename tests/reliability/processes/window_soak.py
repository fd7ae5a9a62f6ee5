"""Let answers stream for a long time in the real window, and stop and restart them meanwhile.

A process of its own: `python -m tests.reliability.processes.window_soak FOLDER --minutes 3`.
It prints what it takes as one JSON line every few seconds.
"""

import argparse
import faulthandler
import gc
import itertools
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit

from conductor.app import open_window
from conductor.core.answer import CAN_TRY_AGAIN
from conductor.gui.window.main_window import MainWindow
from conductor.gui.workbench.columns.answer_column import AnswerColumn
from tests.reliability.rig.process_figures import (
    malloc_mb,
    open_files,
    rss_mb,
    size_mb,
    thread_count,
)

BEAT_MS = 1000
BEATS_OF_A_SESSION = 30
WIDTH, HEIGHT = 2000, 1000


class Soak(QObject):
    """Asks, and once a second stops one answer and asks for it again."""

    def __init__(self, window: MainWindow, chosen: argparse.Namespace) -> None:
        super().__init__()
        self._window = window
        self._chosen = chosen
        self._began_s = time.monotonic()
        self._said_s = 0.0
        self._beats = itertools.count()
        self.sessions = self.restarts = 0
        self.defects: list[str] = []
        window.reporter.reported.connect(self._on_report)
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def _on_report(self, report: object) -> None:
        self.defects.append(str(getattr(report, "place", report)))

    @Slot()
    def _on_beat(self) -> None:
        if not self._window.is_ready:
            return
        passed_s = time.monotonic() - self._began_s
        if passed_s > self._chosen.minutes * 60:
            self._end()
            return
        beat = next(self._beats)
        if beat % BEATS_OF_A_SESSION == 0:
            self._ask()
        else:
            self._restart_one(beat)
        if passed_s - self._said_s >= self._chosen.every:
            self._said_s = passed_s
            self._say()

    def _ask(self) -> None:
        for name in ("stopAll", "newSession"):
            self._window.actions_table.action(name).trigger()
        edit = self._window.findChild(QPlainTextEdit, "composerEdit")
        assert edit is not None
        edit.setPlainText(f"Task {self.sessions}")
        self._window.actions_table.action("send").trigger()
        self.sessions += 1

    def _restart_one(self, beat: int) -> None:
        columns = self._window.findChildren(AnswerColumn)
        if not columns:
            return
        for column in columns:
            if column.answer.status in CAN_TRY_AGAIN:
                _click(column, "retryButton")
                self.restarts += 1
        column = columns[beat % len(columns)]
        if not column.answer.status.is_ended:
            _click(column, "stopButton")

    def _say(self, **more: object) -> None:
        pid = os.getpid()
        used_mb, free_mb = malloc_mb()
        line: dict[str, object] = {
            "s": round(time.monotonic() - self._began_s),
            "rss_mb": rss_mb(pid),
            "malloc_mb": used_mb,
            "malloc_free_mb": free_mb,
            "python_blocks": sys.getallocatedblocks(),
            "objects": len(gc.get_objects()),
            "widgets": len(QApplication.allWidgets()),
            "threads": thread_count(pid),
            "files": open_files(pid),
            "wal_mb": size_mb(Path(f"{self._window.workspace.folder / 'conductor.db'}-wal")),
            "sessions": self.sessions,
            "restarts": self.restarts,
        }
        print(json.dumps({**line, **more}), flush=True)
        if self._chosen.types:
            kinds = Counter(type(one).__name__ for one in gc.get_objects())
            print("types", kinds.most_common(40), file=sys.stderr, flush=True)

    def _end(self) -> None:
        self._timer.stop()
        self._say(ended="all done", defects=self.defects)
        self._window.close()


def _click(column: AnswerColumn, name: str) -> None:
    button = column.findChild(QAbstractButton, name)
    if button is not None:
        button.click()


def main() -> int:
    """Stream for as long as is wanted; return 0 if nothing went wrong."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two lines")
    parser.add_argument("--types", action="store_true", help="say which objects Python has")
    chosen = parser.parse_args()
    application = QApplication(sys.argv[:1])
    window = open_window(chosen.folder)
    window.resize(WIDTH, HEIGHT)
    window.reporter.install()
    soak = Soak(window, chosen)
    application.exec()
    window.reporter.stop()
    return 4 if soak.defects else 0


if __name__ == "__main__":
    raise SystemExit(main())

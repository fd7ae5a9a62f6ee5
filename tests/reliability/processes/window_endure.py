"""Live through very many sessions in the real window, and open everything there is meanwhile.

A process of its own, with `faulthandler` on: `python -m tests.reliability.processes.window_endure
FOLDER`. It prints one JSON line every so often, and a last one with `"ended"`. Garbage is
collected in the GUI thread every few steps, so that what Python holds of Qt's goes at every
possible moment.
"""

import argparse
import faulthandler
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from conductor.app import open_window
from tests.reliability.processes.busy_person import BusyPerson
from tests.reliability.rig.process_figures import malloc_mb, open_files, rss_mb, thread_count

PATIENCE_S = 120.0  # a busy machine is no failure
STEP_MS = 1
SLOW_S = 2.0  # a step that takes longer is told of


class Life(QObject):
    """Takes the person's steps in the event loop, each when what it waits for is so."""

    def __init__(self, person: BusyPerson, chosen: argparse.Namespace) -> None:
        super().__init__()
        self._person = person
        self._every = chosen.every
        self._collect = chosen.collect
        self._steps = 0
        self._marks = 0
        self._began_s = self._since_s = time.monotonic()
        self._story = person.live(chosen.sessions, chosen.switches, chosen.rounds)
        self._condition: Callable[[], bool] = lambda: True
        self._slow: dict[str, float] = {}
        self._doing = person.doing
        self.code = 0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_step)
        self._timer.start()

    @Slot()
    def _on_step(self) -> None:
        if not self._condition():
            if time.monotonic() - self._since_s > PATIENCE_S:
                self._end(3, f"waited in vain: {self._person.doing}")
            return
        self._steps += 1
        if self._steps % self._collect == 0:
            gc.collect()
        try:
            self._condition = next(self._story)
        except StopIteration:
            self._end(4 if self._person.defects else 0, "all done")
            return
        self._note_time()
        if self._person.count // self._every > self._marks:
            self._marks = self._person.count // self._every
            self._say()

    def _note_time(self) -> None:
        """Remember what took longest, so that what becomes slower is seen."""
        now_s = time.monotonic()
        taken_s, self._since_s = now_s - self._since_s, now_s
        if taken_s > SLOW_S:
            words = self._doing
            self._slow[words] = round(max(self._slow.get(words, 0.0), taken_s), 1)
        self._doing = self._person.doing

    def _say(self, **more: object) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        pid = os.getpid()
        line = {
            "sessions": self._person.sessions,
            "switches": self._person.switches,
            "opened": self._person.opened,
            "rss_mb": rss_mb(pid),
            "malloc_mb": malloc_mb()[0],
            "python_blocks": sys.getallocatedblocks(),
            "threads": thread_count(pid),
            "files": open_files(pid),
            "objects": len(gc.get_objects()),
            "widgets": len(QApplication.allWidgets()),
            "cpu_s": round(used.ru_utime + used.ru_stime, 1),
            "s": round(time.monotonic() - self._began_s, 1),
            **more,
        }
        print(json.dumps(line), flush=True)

    def _end(self, code: int, words: str) -> None:
        self._timer.stop()
        self.code = code
        self._say(ended=words, slow=self._slow, defects=self._person.defects)
        self._person.window.close()
        cast("QApplication", QApplication.instance()).quit()


def main() -> int:
    """Live, and return 0 if nothing went wrong."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--switches", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is opened")
    parser.add_argument("--every", type=int, default=50, help="sessions between two lines")
    parser.add_argument("--collect", type=int, default=5, help="steps between two collections")
    chosen = parser.parse_args()
    application = QApplication(sys.argv[:1])
    gc.freeze()
    window = open_window(chosen.folder)
    window.reporter.install()
    life = Life(BusyPerson(window), chosen)
    application.exec()
    window.reporter.stop()
    return life.code


if __name__ == "__main__":
    raise SystemExit(main())

"""Use the real window while the disk under it may fail, and write down what it says.

Run as `python -m tests.reliability.processes.window_faulty FOLDER MARKS [SECONDS]`: tasks are sent
from the composer, one every second, for four seconds; then the window is closed. It prints "ready"
when the first one is sent. Each sentence that the window showed about a failure, each exception
that nobody caught, and the words left in the composer go to FOLDER.seen, as JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from conductor.app import open_window
from conductor.core.errors import ConductorError
from conductor.gui.window.defect_text import DefectReport
from conductor.gui.window.main_window import MainWindow
from tests.reliability.rig.marks import mark_commits

SENTENCES = ("libraryBanner", "composerMessage", "columnMessage")


class Person(QObject):
    """Sends words again and again, reads what is said, and leaves after some seconds."""

    def __init__(self, window: MainWindow, seconds: float) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.defects: list[str] = []
        self._window = window
        self._number = 0
        self._until_s = time.monotonic() + seconds
        window.reporter.reported.connect(self._on_report)
        for interval_ms, slot in ((50, self._look), (1000, self._send)):
            timer = QTimer(self)
            timer.setInterval(interval_ms)
            timer.timeout.connect(slot)
            timer.start()

    def _on_report(self, report: object) -> None:
        assert isinstance(report, DefectReport)
        if report.sentence:
            self.seen.add(report.sentence)
        else:
            self.defects.append(str(report))

    def _look(self) -> None:
        for name in SENTENCES:
            for label in self._window.findChildren(QLabel, name):
                if label.isVisible() and label.text():
                    self.seen.add(label.text())
        if time.monotonic() > self._until_s:
            self._window.close()

    def _send(self) -> None:
        if not self._window.is_ready or not self._window.isVisible():
            return
        edit = self._window.findChild(QPlainTextEdit, "composerEdit")
        button = self._window.findChild(QPushButton, "sendButton")
        assert edit is not None
        assert button is not None
        if not edit.toPlainText():
            if not self._number:
                sys.stdout.write("ready\n")
                sys.stdout.flush()
            self._number += 1
            edit.setPlainText(f"words number {self._number}")
        button.click()

    @property
    def unsent(self) -> str:
        """What stands in the composer now."""
        edit = self._window.findChild(QPlainTextEdit, "composerEdit")
        return "" if edit is None else edit.toPlainText()


def main(folder: Path, marks: Path, seconds: float = 4.0) -> int:
    """Open the window, use it, close it; return the exit code of the program."""
    application = QApplication(sys.argv[:1])
    mark_commits(marks)
    try:
        window = open_window(folder)
    except ConductorError as error:
        _write(folder, seen=[str(error)], defects=[], unsent="", opened=False)
        return 1
    window.reporter.install()
    person = Person(window, seconds)
    code = application.exec()
    _write(
        folder,
        seen=[*sorted(person.seen), window.farewell or ""],
        defects=person.defects,
        unsent=person.unsent,
        opened=True,
    )
    return code


def _write(folder: Path, **found: object) -> None:
    Path(f"{folder}.seen").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:])))

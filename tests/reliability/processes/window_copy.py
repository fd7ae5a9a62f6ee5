"""Run the real program, ask, copy the answer, and close the window: `FOLDER whole|selection`."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor import app
from conductor.gui.answer.view import AnswerView
from conductor.gui.window.main_window import MainWindow

STEP_MS = 10


class Copying(QObject):
    """Asks, copies once the answer is there, and closes the window."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self._way = way
        self._is_asked = False
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_step)
        self._timer.start()

    @Slot()
    def _on_step(self) -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        if not windows or not windows[0].is_ready:
            return
        window = windows[0]
        if not self._is_asked:
            self._is_asked = True
            edit = window.findChild(QPlainTextEdit, "composerEdit")
            assert edit is not None
            edit.setPlainText("Go")
            window.actions_table.action("send").trigger()
        elif not window.workspace.live.ids:
            self._timer.stop()
            self._copy(window)
            window.close()

    def _copy(self, window: MainWindow) -> None:
        if self._way == "whole":
            window.actions_table.action("copyAnswer").trigger()
        else:
            view = window.findChild(AnswerView)
            assert view is not None
            view.selectAll()
            view.copy()
        copied = QApplication.clipboard().mimeData()
        print(copied.text(), copied.hasHtml(), flush=True)


def main() -> int:
    """Run the program to its end and return its exit code."""
    # As `app.run` makes it; here already, for the timer.
    application = QApplication(sys.argv[:1])
    copying = Copying(sys.argv[2])
    code = app.run(Path(sys.argv[1]))
    del copying, application
    return code


if __name__ == "__main__":
    raise SystemExit(main())

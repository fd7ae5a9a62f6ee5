"""Open the real window on a library, send one task, and stay until killed."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from conductor.app import open_window


def main() -> None:
    """Send the task as soon as the window is there."""
    application = QApplication(sys.argv[:1])
    window = open_window(Path(sys.argv[1]))
    poll = QTimer()
    poll.setInterval(10)

    def send() -> None:
        if not window.is_ready:
            return
        poll.stop()
        new = window.findChild(QPushButton, "newSessionButton")
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        button = window.findChild(QPushButton, "sendButton")
        assert new
        assert edit
        assert button
        new.click()
        edit.setPlainText(sys.argv[2])
        button.click()

    poll.timeout.connect(send)
    poll.start()
    application.exec()


if __name__ == "__main__":
    main()

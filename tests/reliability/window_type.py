"""Open the real window on a library, write words without sending them, and stay until killed."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window


def main() -> None:
    """Write as soon as the window is there."""
    application = QApplication(sys.argv[:1])
    window = open_window(Path(sys.argv[1]))
    poll = QTimer()
    poll.setInterval(10)

    def write() -> None:
        edit = window.findChild(QPlainTextEdit, "composerEdit")
        if window.is_ready and edit is not None:
            poll.stop()
            edit.insertPlainText(sys.argv[2])
            print("written", flush=True)

    poll.timeout.connect(write)
    poll.start()
    application.exec()


if __name__ == "__main__":
    main()

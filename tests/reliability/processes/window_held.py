"""Open the real window on a library whose last session holds it for good, until killed."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from conductor.app import open_window
from conductor.gui.workbench.columns.answer_column import AnswerColumn


def hold(_column: AnswerColumn) -> None:
    """Come to no end."""
    print("held", flush=True)
    while True:
        time.sleep(1)


def main() -> None:
    """Stay in the first answer."""
    application = QApplication(sys.argv[:1])
    AnswerColumn.fill = hold  # type: ignore[method-assign]
    window = open_window(Path(sys.argv[1]))
    application.exec()
    window.close()


if __name__ == "__main__":
    main()

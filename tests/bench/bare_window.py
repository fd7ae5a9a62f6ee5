"""Open a bare window, as the least that any PySide6 program does; print a line when painted."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """A window with nothing in it."""

    is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self, said)


def said() -> None:
    """Say that the window is there, and stay until nobody listens any more."""
    print("usable", flush=True)
    sys.stdin.read()
    QApplication.quit()


def main() -> None:
    """Open the window."""
    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1280, 800)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()

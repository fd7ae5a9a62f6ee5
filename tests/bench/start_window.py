"""Open Conductor as `conductor` does; print a line once the composer has taken a key."""

import sys

from conductor.__main__ import main as start

PATIENCE = 20_000


def watch() -> None:
    """Look, whenever Qt has nothing else to do, whether the window can be typed into."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from conductor.gui.window.main_window import MainWindow

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.is_ready:
                timer.stop()
                edit = window.findChild(QPlainTextEdit, "composerEdit")
                assert edit is not None
                key = QKeyEvent(
                    QEvent.Type.KeyPress, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k"
                )
                QCoreApplication.sendEvent(edit, key)
                assert edit.toPlainText() == "k"
                print("usable", flush=True)
                sys.stdin.read()
                edit.clear()
                window.close()

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(look)
    timer.start()
    QApplication.instance().watching = timer  # type: ignore[union-attr]


def main() -> None:
    """Start the program; the watch begins with its event loop."""
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def watched(*_arguments: object) -> int:
        watch()
        return run()

    QApplication.exec = watched  # type: ignore[method-assign]
    sys.argv = sys.argv[:1]
    start()


if __name__ == "__main__":
    main()

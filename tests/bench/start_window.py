"""Open Conductor as `conductor` does; print a line once a key that was pressed is painted."""

import sys

from conductor.__main__ import main as start


def watch() -> None:
    """Press a key as soon as the composer is painted, and look for it in the next painting."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

    class Watch(QObject):
        def __init__(self) -> None:
            super().__init__(QApplication.instance())
            self._edit: QPlainTextEdit | None = None
            self._is_pressed = False
            self._timer = QTimer(self)
            self._timer.setInterval(1)
            self._timer.timeout.connect(self._look)
            self._timer.start()

        def _look(self) -> None:
            """Find the field the person would type into."""
            for window in QApplication.topLevelWidgets():
                edit = window.findChild(QPlainTextEdit, "composerEdit")
                if edit is not None and edit.isVisible() and window.isActiveWindow():
                    self._timer.stop()
                    self._edit = edit
                    edit.viewport().installEventFilter(self)
                    edit.viewport().update()

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            assert self._edit is not None
            if event.type() == QEvent.Type.Paint:
                if not self._is_pressed:
                    self._is_pressed = True
                    QTimer.singleShot(0, self, self._press)
                elif "k" in self._edit.toPlainText():
                    self._edit.viewport().removeEventFilter(self)
                    QTimer.singleShot(0, self, self._say)
            return False

        def _press(self) -> None:
            """Press a key as the window system does: it goes where the focus is."""
            assert self._edit is not None
            handle = self._edit.window().windowHandle()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k")
                QCoreApplication.sendEvent(handle, key)

        def _say(self) -> None:
            assert self._edit is not None
            print("usable", flush=True)
            sys.stdin.read()
            self._edit.clear()
            window: QWidget = self._edit.window()
            window.close()

    Watch()


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

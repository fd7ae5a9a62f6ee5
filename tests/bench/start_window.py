"""Open Conductor as `conductor` does; print a line once a key that was pressed is painted."""

import sys

from conductor.__main__ import main as start


def watch() -> None:
    """Press a key as soon as the composer was painted, and look for it in the next painting.

    What is watched with is light, since a window that nobody watches does not pay for it: the
    field's own painting is listened to, and the key goes to what has the focus.
    """
    from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from conductor.gui.workbench.composer.words_edit import WordsEdit

    seen: list[str] = []

    def painted(edit: WordsEdit, event: QPaintEvent) -> None:
        QPlainTextEdit.paintEvent(edit, event)
        if not seen:
            seen.append("painted")
            QTimer.singleShot(0, edit, press)
        elif seen[-1] == "pressed" and "k" in edit.toPlainText():
            seen.append("shown")
            QTimer.singleShot(0, edit, say)

    def press() -> None:
        edit = QApplication.focusWidget()
        if edit is None:  # the window system has not given the focus yet
            QTimer.singleShot(1, press)
            return
        assert isinstance(edit, WordsEdit)
        seen.append("pressed")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "k")
            QCoreApplication.sendEvent(edit, key)

    def say() -> None:
        print("usable", flush=True)
        sys.stdin.read()
        edit = QApplication.focusWidget()
        assert isinstance(edit, WordsEdit)
        edit.clear()
        edit.window().close()

    assert "paintEvent" not in vars(WordsEdit)
    WordsEdit.paintEvent = painted  # type: ignore[method-assign]


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

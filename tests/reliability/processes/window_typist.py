"""Open the real window, type into one of its places without ever pausing, and stay until killed."""

import os
import sys
import time
from itertools import cycle
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from conductor.app import open_window
from tests.reliability.rig.typing_places import PLACES, wait

BETWEEN_KEYS_S = 0.125


def main() -> None:
    """Say each key with the time at which it was pressed, in seconds."""
    _application = QApplication(sys.argv[:1])
    window = open_window(Path(sys.argv[1]))
    wait(lambda: window.is_ready)
    field = PLACES[sys.argv[2]].go(window)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    began_s = time.monotonic()
    for number, letter in enumerate(cycle("abcdefghijklmnopqrstuvwxyz")):
        while time.monotonic() < began_s + number * BETWEEN_KEYS_S:
            QTest.qWait(5)
        QTest.keyClicks(field, letter)
        print(letter, time.monotonic(), flush=True)


if __name__ == "__main__":
    main()

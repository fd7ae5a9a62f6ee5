"""Send the first words of a process and measure how late a 5 ms heartbeat is meanwhile.

The person types for a few seconds before that, as nobody sends at once. Prints one JSON line:
milliseconds of the longest gap, from the click until every answer has come.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.app import open_window
from tests.bench.window_run import Heartbeat, prepare, wait_until

TYPING_S = 3.0
"""Seconds from the window's being there to the click."""
STREAMS = 3


def main() -> None:
    """Open the window, write, send, and wait for the answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        prepare(folder, arguments.base_url, "corpus-40-100", STREAMS)
        window = open_window(folder)
        wait_until(lambda: window.is_ready, 30)
        window.findChild(QPlainTextEdit, "composerEdit").setPlainText("Go")
        typed_s = time.monotonic()
        wait_until(lambda: time.monotonic() - typed_s > TYPING_S, 30)
        beat = Heartbeat()
        beat.start()
        wait_until(lambda: len(beat.late_ms) > 20, 30)  # what came before is over
        beat.start()
        window.findChild(QObject, "sendButton").click()  # type: ignore[attr-defined]
        wait_until(lambda: not window.workspace.live.ids, 30)
        beat.stop()
        print(json.dumps({"gap_ms": max(beat.late_ms)}), flush=True)
        window.close()
    application.processEvents()


if __name__ == "__main__":
    main()

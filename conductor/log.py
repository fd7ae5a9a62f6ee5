"""Write the program's log: one line per action, never a prompt, an answer or a key."""

import logging
import logging.handlers
from pathlib import Path

from conductor.secrets import Redactor

MAX_BYTES = 1_000_000


class _RedactedFormatter(logging.Formatter):
    """Takes keys out of every line, tracebacks included."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.everything(super().format(record))


def set_up(folder: Path | None, redactor: Redactor) -> None:
    """Send the log to `conductor.log` in the data folder, or nowhere if it is None."""
    tear_down()
    root = logging.getLogger("conductor")
    handler: logging.Handler = logging.NullHandler()
    if folder is not None:
        handler = logging.handlers.RotatingFileHandler(
            folder / "conductor.log",
            maxBytes=MAX_BYTES,
            backupCount=2,
            encoding="utf-8",
            delay=True,
        )
    handler.setFormatter(_RedactedFormatter(redactor))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def tear_down() -> None:
    """Close the log; what comes later goes nowhere."""
    root = logging.getLogger("conductor")
    for old in tuple(root.handlers):
        root.removeHandler(old)
        old.close()

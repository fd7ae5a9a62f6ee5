"""Write the program's log: one line per action, never a prompt, an answer or a key."""

import contextlib
import logging
import os
from io import TextIOWrapper
from pathlib import Path

from conductor.disk import is_plain_or_absent, open_plain
from conductor.secrets import Redactor

MAX_BYTES = 1_000_000
"""A log that is longer at a start is put aside."""
OLD_LOGS = 2


class _RedactedFormatter(logging.Formatter):
    """Takes keys out of every line, tracebacks included."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.everything(super().format(record))


class _File(logging.FileHandler):
    """A log that is not worth a word when it cannot be written: a full disk says so elsewhere."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
        return os.fdopen(open_plain(Path(self.baseFilename), flags), "a", encoding=self.encoding)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, if the file can be opened."""
        try:
            super().emit(record)
        except OSError:  # a link or a pipe has taken its place
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name there
        """Drop the line."""


def _file_in(folder: Path) -> logging.Handler:
    path = folder / "conductor.log"
    _put_aside(path)
    try:
        os.close(open_plain(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND))
    except OSError:
        return logging.NullHandler()
    return _File(path, encoding="utf-8", delay=True)


def _put_aside(path: Path) -> None:
    """Begin a new log if this one is long; at a start only, since a day's work is a few lines."""
    with contextlib.suppress(OSError):
        if path.lstat().st_size <= MAX_BYTES or not is_plain_or_absent(path):
            return
        for number in range(OLD_LOGS, 0, -1):
            older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))


def set_up(folder: Path | None, redactor: Redactor) -> None:
    """Send the log to `conductor.log` in the data folder, or nowhere if it is None."""
    tear_down()
    root = logging.getLogger("conductor")
    handler = logging.NullHandler() if folder is None else _file_in(folder)
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

"""Keep what Python can still say when the whole process is ended by a fault, for the next start.

Rules: the file names threads, files and lines, never values. Only the program that has the
library for writing has one, so that two programs never share it.
"""

import contextlib
import faulthandler
import os
from pathlib import Path

from conductor.disk import is_plain_or_absent, open_plain
from conductor.secrets import Redactor

NAME = "crash.log"
LAST_NAME = "crash-last.log"
MAX_BYTES = 64_000


class CrashFile:
    """The file that a fault writes into, and what the last one wrote."""

    def __init__(self, folder: Path) -> None:
        self._path, self._last = folder / NAME, folder / LAST_NAME
        self._file: int | None = None

    def begin(self) -> None:
        """Put away what the last run left, and take what a fault of this one writes."""
        with contextlib.suppress(OSError):
            if is_plain_or_absent(self._path) and self._path.lstat().st_size:
                self._path.replace(self._last)
        with contextlib.suppress(OSError):
            self._file = open_plain(self._path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            faulthandler.enable(self._file)

    def last(self, redactor: Redactor) -> str:
        """Return what the last run left, without keys; empty if it ended well."""
        try:
            with os.fdopen(open_plain(self._last, os.O_RDONLY), "rb") as file:
                text = file.read(MAX_BYTES).decode(errors="replace")
        except OSError:
            return ""
        return redactor.everything(text.replace(str(Path.home()), "~"))

    def discard(self) -> None:
        """Throw away what the last run left."""
        with contextlib.suppress(OSError):
            self._last.unlink(missing_ok=True)

    def stop(self) -> None:
        """End without a fault: nothing is left for the next start."""
        if self._file is None:
            return
        faulthandler.disable()
        os.close(self._file)
        self._file = None
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

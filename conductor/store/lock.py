"""Let one copy of the program write to a library at a time, window or command line.

Rules: the lock is the operating system's own on an open file, so it goes with the process,
however that ends; the file itself stays. Written here because the library for it imports
asyncio (about 80 ms), which the window must not wait for.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from conductor.core.errors import LibraryLocked
from conductor.disk import open_plain
from conductor.i18n import _

NAME = "library.lock"

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _take_within(descriptor: int, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return _take(descriptor)
        except OSError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


class LibraryLock:
    """The right to write to the library in one folder."""

    def __init__(self, descriptor: int, folder: Path) -> None:
        self._descriptor: int | None = descriptor
        self._folder = folder

    @classmethod
    def take(cls, folder: Path, patience_s: float = 0.5) -> "LibraryLock":
        """Take the lock of a library.

        Args:
            folder: the data folder.
            patience_s: seconds to wait for it; a command that only reads holds it briefly.

        Raises:
            LibraryLocked: another process has it.
            OSError: the folder cannot be written.
        """
        descriptor = open_plain(folder / NAME, os.O_RDWR | os.O_CREAT)
        try:
            _take_within(descriptor, patience_s)
        except OSError as error:
            os.close(descriptor)
            raise LibraryLocked(
                _(
                    "Conductor already has this library open in another window or command. "
                    "Close it, or wait until it is done, and try again."
                )
            ) from error
        return cls(descriptor, folder)

    @staticmethod
    def is_there(folder: Path) -> bool:
        """Whether a library in the folder was ever locked."""
        return (folder / NAME).exists()

    def remove(self) -> None:
        """Take away the file, where it turned out that there is no library to lock."""
        with suppress(OSError):
            (self._folder / NAME).unlink()

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

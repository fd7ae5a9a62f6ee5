"""Remember beside the library that it is open, and what was being opened in it.

Rules: only whoever has the library for writing has this mark. It is a help and no promise:
where it cannot be written the program goes on without it. Its beginning is synced, once, so
that a power cut soon after it is known too; what it says later is not.
"""

import contextlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conductor.core.ids import SessionId
from conductor.disk import open_plain, sync_folder

NAME = "open.json"
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the last run ended.

    Attributes:
        ended_well: whether it closed the library.
        opening: the session that it had begun to open and had not shown, None if there is none.
    """

    ended_well: bool = True
    opening: SessionId | None = None


class EndMark:
    """The mark of one run.

    Attributes:
        last: how the run before ended, as it was when this one began.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self.last = read_last_run(folder)
        self._opening = self.last.opening

    def begin(self) -> None:
        """Say that the library is open; to be called once it is known to be whole."""
        self._write(ended_well=False, synced=True)

    def note(self, session_id: SessionId) -> None:
        """Remember that a session is being opened, until `clear`, also beyond the end."""
        self._opening = session_id
        self._write(ended_well=False)

    def clear(self) -> None:
        """Forget the session that was being opened: it is shown, or the person was told."""
        if self._opening is not None:
            self._opening = None
            self._write(ended_well=False)

    def end(self) -> None:
        """Say that the library was closed."""
        if self._opening is None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        else:
            self._write(ended_well=True)

    def _write(self, *, ended_well: bool, synced: bool = False) -> None:
        kept = {"ended_well": ended_well, "opening": self._opening, "time": int(time.time())}
        with contextlib.suppress(OSError):
            descriptor = open_plain(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(kept, file)
                if synced:
                    file.flush()
                    os.fsync(descriptor)
            if synced:
                sync_folder(self._path.parent)


def read_last_run(folder: Path) -> LastRun:
    """Return how the last run ended; a mark that cannot be read is of one that ended badly."""
    try:
        with os.fdopen(open_plain(folder / NAME, os.O_RDONLY), "rb") as file:
            found: Any = json.loads(file.read(_MOST_BYTES))
    except FileNotFoundError:
        return LastRun()
    except (OSError, ValueError):
        return LastRun(ended_well=False)
    if not isinstance(found, dict):
        return LastRun(ended_well=False)
    opening = found.get("opening")
    return LastRun(
        found.get("ended_well") is True, SessionId(opening) if isinstance(opening, str) else None
    )

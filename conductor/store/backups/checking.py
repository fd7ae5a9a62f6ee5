"""Check a library file for damage.

Thread: any; `find_damage` reads by a connection of its own.
"""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from conductor.core.errors import LibraryDamaged
from conductor.store.database import Database, damaged, translated

CHECK_AT_ONCE_BYTES = 256_000_000
"""A library up to this size is checked before it is used; a larger one meanwhile."""
_STEPS_AT_ONCE = 100_000


def refuse_damage(db: Database) -> None:
    """Check the whole file.

    Raises:
        LibraryDamaged: it did not pass.
    """
    if db.rows("PRAGMA quick_check(1)")[0][0] != "ok":
        raise damaged()


def find_damage(library: Path, cancelled: threading.Event) -> LibraryDamaged | None:
    """Check the whole file; return what is to be said of it, None if it is whole.

    Args:
        library: the library file; it may be open and written meanwhile.
        cancelled: when set, the check is given up and None returned.

    Raises:
        StoreError: it could not be read.
    """
    try:
        with closing(Database.reader(library, why="")) as db, translated():
            db.raw.set_progress_handler(cancelled.is_set, _STEPS_AT_ONCE)
            refuse_damage(db)
    except LibraryDamaged as found:
        return found
    except sqlite3.OperationalError:
        if cancelled.is_set():
            return None
        raise
    return None

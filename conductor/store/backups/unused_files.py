"""Delete attached files that nothing refers to any more.

They are left where the program was ended between deleting the words and deleting the files.

Rules: whoever calls this has the library for writing, so nobody but this process adds files.
While anything could still need a file it stays: it is young, a round or a draft has it, a
backup has it or cannot be read, a library was put aside, or the library is damaged. Thread: any.
"""

import logging
import re
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from conductor.store.attachments import FOLDER, changing_files
from conductor.store.backups.checking import find_damage
from conductor.store.backups.copies import KEPT, backups_in, open_copy
from conductor.store.database import Database

log = logging.getLogger(__name__)
SPARED_S = 6 * 60 * 60
"""Seconds for which a file is left alone after it was written or attached again."""
_OURS = re.compile(r"([0-9a-f]{64})(?:\.\d+\.partial)?")


def sweep_unused(file: Path, cancelled: threading.Event) -> int:
    """Delete the files beside a library that nothing needs; return how many there were.

    Args:
        file: the library file; it is read by a connection of its own.
        cancelled: set when nobody waits for this any more.

    Raises:
        StoreError: the library cannot be read.
    """
    folder = file.parent
    try:
        names = set(_old_files(folder / FOLDER))
        if not names or any((folder / KEPT).glob("*")):
            return 0
        with closing(Database.reader(file, why="")) as db:
            unused = _not_in(db, names)
        unused = _not_in_copies(folder, unused, cancelled)
        if not unused or cancelled.is_set() or find_damage(file, cancelled) is not None:
            return 0
        return _deleted(folder / FOLDER, unused, cancelled)
    except (OSError, sqlite3.DatabaseError) as error:
        log.info("Files that nothing refers to are left: %s", type(error).__name__)
        return 0


def _old_files(folder: Path) -> Iterator[str]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if _OURS.fullmatch(path.name) and _is_old(path):
            yield path.name


def _is_old(path: Path) -> bool:
    state = path.lstat()
    return stat.S_ISREG(state.st_mode) and state.st_mtime < time.time() - SPARED_S


def _not_in(db: Database, names: set[str]) -> set[str]:
    """Return the names of files that no draft and no round of a library has."""
    # Drafts first: what goes from a draft into a round meanwhile is found in either.
    drafts = "\n".join(row["text"] for row in db.rows("SELECT text FROM draft"))
    rounds = {row["sha256"] for row in db.rows("SELECT sha256 FROM attachment")}
    return {name for name in names if _hash(name) not in rounds and _hash(name) not in drafts}


def _hash(name: str) -> str:
    return name.partition(".")[0]


def _not_in_copies(folder: Path, names: set[str], cancelled: threading.Event) -> set[str]:
    """Return which files no backup has; none if one cannot be read."""
    for copy in backups_in(folder) if names else ():
        if cancelled.is_set() or not copy.is_whole:
            return set()
        with closing(open_copy(copy.path)) as db:
            names = _not_in(db, names)
    return names


def _deleted(folder: Path, names: set[str], cancelled: threading.Event) -> int:
    count = 0
    for name in names:
        with changing_files():  # one that is attached meanwhile is young from then on
            if not cancelled.is_set() and _is_old(folder / name):
                (folder / name).unlink()
                count += 1
    if count:
        log.info("Deleted %s attached files that nothing referred to.", count)
    return count

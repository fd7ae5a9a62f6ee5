"""Look at a library file before SQLite opens it to write: is it there, ours, another program's?

Rules: nothing is made or changed here, no file beside it either. Whoever looks has the
library's lock, or knows that this process does not have the file open.
"""

import os
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

from conductor.core.errors import LibraryForeign
from conductor.disk import is_plain_or_absent, open_plain
from conductor.i18n import _
from conductor.store.database import APPLICATION_ID, uri_of

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_LOG_HEADER_BYTES = 32
_MARK = slice(68, 72)
_OUR_TABLES = frozenset({"session", "round", "answer", "assistant", "connection"})
"""Tables that a library has had since its first version."""
_FIRST_TABLES = frozenset({"_sqlite_migrations"})
"""What stands alone in a library whose making was cut off; the mark is then in the log only."""


class FileState(StrEnum):
    """What stands where the library should be.

    UNREADABLE is a file that is no database (any more); SQLite may still read one whose
    beginning is in the log of writes beside it.
    """

    ABSENT = "absent"
    HOLDS_NOTHING = "holds-nothing"
    OURS = "ours"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


def look_at(path: Path) -> FileState:
    """Say what the file is.

    Raises:
        OSError: it cannot be read, or is no plain file.
    """
    try:
        descriptor = open_plain(path, os.O_RDONLY)
    except FileNotFoundError:
        return FileState.ABSENT
    with os.fdopen(descriptor, "rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        return FileState.HOLDS_NOTHING
    if not header.startswith(_MAGIC):
        return FileState.UNREADABLE
    mark = int.from_bytes(header[_MARK], "big")
    if mark:
        return FileState.OURS if mark == APPLICATION_ID else FileState.FOREIGN
    return _of_unmarked(path)


def foreign() -> LibraryForeign:
    """Return the error that says the file belongs to another program."""
    return LibraryForeign(
        _(
            "The file conductor.db in this folder belongs to another program. "
            "Choose another folder with --data-dir."
        )
    )


def log_of(path: Path) -> Path:
    """Return the log of writes that SQLite keeps beside a library in use."""
    return path.with_name(f"{path.name}-wal")


def is_only_log(path: Path) -> bool:
    """Whether the library is not there or has no bytes, but the log of writes beside it has."""
    log = log_of(path)
    try:
        is_log = is_plain_or_absent(log) and log.lstat().st_size > _LOG_HEADER_BYTES
        return is_log and (not os.path.lexists(path) or path.lstat().st_size == 0)
    except OSError:
        return False


def beside(path: Path) -> tuple[Path, Path]:
    """Return the two files that SQLite keeps beside a library in use."""
    return log_of(path), path.with_name(f"{path.name}-shm")


def _of_unmarked(path: Path) -> FileState:
    """Judge a database without a mark by its tables: one that was being made, or an odd one."""
    try:
        tables = _tables(path)
        log = log_of(path)
        if not tables and log.exists() and log.stat().st_size:
            tables = _tables_with_log(path, log)
    except sqlite3.DatabaseError:
        return FileState.UNREADABLE
    if tables <= _FIRST_TABLES:
        return FileState.HOLDS_NOTHING
    return FileState.OURS if tables >= _OUR_TABLES else FileState.FOREIGN


def _tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(uri_of(path, "mode=ro&immutable=1"), uri=True)) as db:
        return {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _tables_with_log(path: Path, log: Path) -> set[str]:
    """Read what is so far in the log only, from a copy, so that the original stays as it is."""
    import shutil  # here: no start needs them
    import tempfile

    with tempfile.TemporaryDirectory(prefix="conductor-look-") as place:
        copy = Path(place) / path.name
        shutil.copyfile(path, copy)
        shutil.copyfile(log, log_of(copy))
        with closing(sqlite3.connect(uri_of(copy, "mode=rw"), uri=True)) as db:
            found = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return {row[0] for row in found}

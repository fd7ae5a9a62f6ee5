"""Connect to the library file with the pragmas that keep it safe, and translate its errors.

Thread: a `Database` is used only by the thread that opened it.
Rules: one connection writes and checkpoints; readers are `query_only` and never checkpoint.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conductor.core.errors import (
    LibraryDamaged,
    LibraryFull,
    LibraryGone,
    LibraryLocked,
    LibraryReadOnly,
    StoreError,
)
from conductor.i18n import _
from conductor.store.huge_rows import HugeRows

log = logging.getLogger(__name__)
SCHEMA_VERSION = 4
BUSY_MS = 5000
APPLICATION_ID = 0x434E4452  # "CNDR"

_PRAGMAS: tuple[tuple[str, object], ...] = (
    ("synchronous", 2),  # FULL
    ("foreign_keys", 1),
    ("busy_timeout", BUSY_MS),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("mmap_size", 0),
)
_WRITER_PRAGMAS: tuple[tuple[str, object], ...] = (
    ("journal_mode", "wal"),
    ("secure_delete", 1),  # what is freed is overwritten, always: streamed text is as well
)
_READER_PRAGMAS: tuple[tuple[str, object], ...] = (("query_only", 1), ("wal_autocheckpoint", 0))

Value = str | int | float | bytes | None


class Database:
    """One connection to a library.

    Attributes:
        read_only: why nothing can be written, in a sentence for the person; None if it can.
        is_open: whether it has not been closed.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        read_only: str | None = None,
        path: Path | None = None,
    ) -> None:
        self._connection = connection
        self._depth = 0
        self.is_open = True
        self.read_only = read_only
        self._path = path
        connection.row_factory = sqlite3.Row
        connection.isolation_level = None
        self._huge = HugeRows(connection)
        connection.text_factory = self._huge.text_of
        self._set_pragmas()
        self._identity = _identity_of(path) if path is not None else None

    @classmethod
    def writer(cls, path: Path) -> "Database":
        """Open the connection that writes; the file must be there.

        Raises:
            StoreError: the file cannot be opened for writing.
        """
        with translated():
            connection = sqlite3.connect(uri_of(path, "mode=rw"), uri=True)
            return _or_closed(connection, lambda: cls(connection, path=path))

    @classmethod
    def reader(cls, path: Path, *, why: str, immutable: bool = False) -> "Database":
        """Open a connection that only reads; `why` is told to whoever tries to write.

        Raises:
            StoreError: the file cannot be read.
        """
        options = "mode=ro&immutable=1" if immutable else "mode=ro"
        with translated():
            connection = sqlite3.connect(uri_of(path, options), uri=True)
            return _or_closed(connection, lambda: cls(connection, read_only=why))

    def _set_pragmas(self) -> None:
        extra = _READER_PRAGMAS if self.read_only is not None else _WRITER_PRAGMAS
        for name, value in (*_PRAGMAS, *extra):
            self._connection.execute(f"PRAGMA {name} = {value}")
            row = self._connection.execute(f"PRAGMA {name}").fetchone()
            # A memory database (used when there is no file to read) has neither WAL nor mmap.
            if row is not None and row[0] not in (value, "memory"):
                raise StoreError(f"SQLite refuses the setting {name} = {value} (it says {row[0]}).")

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself, for migrations and backups."""
        return self._connection

    def pragma(self, name: str) -> int | str:
        """Return the value of a pragma."""
        with translated():
            value: int | str = self._connection.execute(f"PRAGMA {name}").fetchone()[0]
        return value

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with translated():
            key = ("rows", sql, *values)
            found = self._huge.get(key)
            if found is None:
                found = self._connection.execute(sql, values).fetchall()
                self._huge.put(key, found)
        return found

    def row(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, None if there is none."""
        with translated():
            key = ("row", sql, *values)
            found = self._huge.get(key)
            if found is None:
                row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
                found = [] if row is None else [row]
                self._huge.put(key, found)
        return found[0] if found else None

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement inside `atomic` and return the last row's integer key."""
        if self._depth == 0:
            raise AssertionError("every write stands inside atomic()")
        with translated():
            return self._connection.execute(sql, values).lastrowid or 0

    def write_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """Run one statement for many rows inside `atomic`."""
        if self._depth == 0:
            raise AssertionError("every write stands inside atomic()")
        with translated():
            self._connection.executemany(sql, rows)

    @contextmanager
    def atomic(self, *, synced: bool = True, patience_ms: int = BUSY_MS) -> Iterator[None]:
        """Make everything written inside happen together or not at all; may be nested.

        Args:
            synced: whether the disk has it when this returns; False only for streamed text,
                which survives a crash of the program but may miss its end after a power cut.
            patience_ms: milliseconds to wait for another program that uses the file.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        if self.read_only is not None:
            raise LibraryReadOnly(self.read_only)
        if self._depth:
            yield
            return
        self.refuse_if_gone()
        with translated():
            if self._connection.in_transaction:  # what could not be undone when it failed
                self._connection.execute("ROLLBACK")
            self._connection.execute(f"PRAGMA synchronous = {2 if synced else 1}")
            self._connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._depth = 1
            yield
            with translated():
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    def _roll_back(self) -> None:
        """Undo what was begun; that the disk fails here too must not hide why it was undone."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            log.warning("What was begun could not be undone: %s", error)

    def refuse_if_gone(self) -> None:
        """Look whether the file that is open still stands where it was opened.

        A file that was deleted, moved or unmounted can be written to on most systems, and
        nobody would ever find what was written.

        Raises:
            LibraryGone: it does not.
        """
        if self._path is None or _identity_of(self._path) == self._identity:
            return
        sentence = _(
            "The library is gone from {folder}: the folder was moved, deleted or unmounted. Put "
            "it back; what is on the screen is kept until it can be written."
        )
        raise LibraryGone(sentence.format(folder=self._path.parent))

    def empty_log(self) -> bool:
        """Move everything into the file and empty the log of writes beside it, bytes and all.

        Returns:
            Whether that could be done; a reader can stand in the way, the next close cannot.
        """
        with translated():
            row = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is not None and row[0] == 0

    def close(self) -> None:
        """Close the connection; the writer checkpoints as it goes."""
        self.is_open = False
        self._connection.close()


def uri_of(path: Path, options: str) -> str:
    """Return how SQLite is told to open a file with options, whatever its name holds."""
    quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?{options}"


def _identity_of(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - before every write: a Path costs four times as much
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _or_closed(connection: sqlite3.Connection, make: Callable[[], Database]) -> Database:
    """Return what is made over a connection, which is closed if that fails."""
    try:
        return make()
    except BaseException:
        connection.close()
        raise


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite says of the world into errors with sentences; let defects pass.

    Raises:
        StoreError: the disk, the file or another process stands in the way.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _known_error(error)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # in a name of the schema, or in SQLite's own complaint
        raise damaged() from error


def damaged() -> LibraryDamaged:
    """Return the error that says the library file cannot be read."""
    return LibraryDamaged(
        _(
            "The library file is damaged or is not a Conductor library. It was left "
            "as it is. “conductor restore” shows the backups, and “conductor restore --salvage” "
            "saves what can still be read."
        )
    )


def failing_disk() -> StoreError:
    """Return the error that says the disk does not do its work."""
    return StoreError(
        _(
            "The disk with the library reported an error. Check the disk and its free "
            "space; what is on the screen is kept until it can be written."
        )
    )


@contextmanager
def disk_translated() -> Iterator[None]:
    """Turn what the system says of the disk, where nothing better is known, into a sentence.

    Raises:
        StoreError: the disk refused.
    """
    try:
        yield
    except OSError as error:
        raise failing_disk() from error


def _known_error(error: sqlite3.DatabaseError) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_FULL:
            return LibraryFull(
                _(
                    "The disk with the library is full. Free some space; what is on the screen "
                    "is kept until it can be written."
                )
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return LibraryReadOnly(
                _(
                    "The library's folder cannot be written. Make it writable, "
                    "or choose another folder with --data-dir."
                )
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LibraryLocked(
                _("Another program is using the library file. Close it and try again.")
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_TOOBIG:
            return damaged()
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL:
            return failing_disk()
        case _:
            return None

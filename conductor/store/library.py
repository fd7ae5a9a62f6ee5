"""Open the library in a folder: lock, make, migrate, recover; or read it as it is.

Rules: nothing here deletes or moves what the person has. A file from a newer version, a
folder that cannot be written and a library that another copy has open can still be read.
"""

import logging
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from conductor.core.errors import (
    InvalidInput,
    LibraryDamaged,
    LibraryReadOnly,
    StoreError,
)
from conductor.i18n import _
from conductor.store.answers import recover_interrupted
from conductor.store.backup import back_up_before_migration
from conductor.store.database import APPLICATION_ID, SCHEMA_VERSION, Database, translated
from conductor.store.lock import LibraryLock
from conductor.store.proposals import recover_proposals
from conductor.store.trials import recover_trials

log = logging.getLogger(__name__)
FILE_NAME = "conductor.db"


@dataclass(slots=True)
class Library:
    """An open library.

    Attributes:
        folder: the data folder.
        db: the connection; `db.read_only` says why it cannot be written, if so.
        recovered: how many answers were found interrupted and recovered when it was opened.
    """

    folder: Path
    db: Database
    recovered: int = 0
    lock: LibraryLock | None = None

    @property
    def file(self) -> Path:
        """The library file."""
        return self.folder / FILE_NAME

    def close(self) -> None:
        """Close the file and let the next copy of the program in."""
        self.db.close()
        if self.lock is not None:
            self.lock.release()


def open_library(folder: Path, *, must_write: bool = False) -> Library:
    """Open the library in a folder, for writing if that can be, else for reading.

    Args:
        folder: the data folder; made if it is not there.
        must_write: whether a library that can only be read is of no use to the caller.

    Raises:
        LibraryLocked: another copy has it open and `must_write`.
        InvalidInput: the library file is a link.
        LibraryReadOnly: it cannot be written and `must_write`.
        LibraryDamaged: it is not a library, or cannot be read.
        StoreError: the disk refused.
    """
    try:
        return _open_writer(folder)
    except LibraryDamaged:
        raise
    except StoreError as error:
        if must_write:
            raise
        return _open_reader(folder, str(error))


def open_to_read(folder: Path) -> Library:
    """Open the library in a folder only to look at it, beside a window that may have it open.

    Whoever looks first after a crash recovers what was interrupted, if nobody is writing.

    Raises:
        LibraryDamaged: it is not a library, or cannot be read.
        StoreError: the disk refused.
    """
    why = _("This command only reads the library.")
    if not (folder / FILE_NAME).exists():
        return Library(folder, _empty(why))
    try:
        _open_writer(folder, patience_s=0.0).close()
    except LibraryDamaged:
        raise
    except StoreError as error:  # it can still be read, only not recovered
        log.info("The library is read as it is: %s", error)
    return _open_reader(folder, why)


def _open_writer(folder: Path, patience_s: float = 0.5) -> Library:
    lock = _prepare(folder, patience_s)
    try:
        path = folder / FILE_NAME
        _make_file(path)
        db = Database.writer(path)
        try:
            _check_version(db)
            _migrate(db, path)
            recovered = recover_interrupted(db)
            recover_trials(db)
            recover_proposals(db)
        except BaseException:
            db.close()
            raise
        return Library(folder, db, recovered, lock)
    except BaseException:
        lock.release()
        raise


def _prepare(folder: Path, patience_s: float) -> LibraryLock:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = LibraryLock.take(folder, patience_s)
    except OSError as error:
        sentence = _(
            "The folder {folder} cannot be written ({reason}). Make it writable, "
            "or choose another folder with --data-dir."
        )
        reason = error.strerror or type(error).__name__
        raise LibraryReadOnly(sentence.format(folder=folder, reason=reason)) from error
    with suppress(OSError):  # a folder that belongs to somebody else keeps its mode
        folder.chmod(0o700)
    return lock


def _make_file(path: Path) -> None:
    if path.is_symlink():
        sentence = _(
            "{file} is a link to another place. Conductor does not follow links to a library; "
            "choose the real folder with --data-dir."
        )
        raise InvalidInput(sentence.format(file=path))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        sentence = _("The library file {file} cannot be written ({reason}).")
        raise LibraryReadOnly(sentence.format(file=path, reason=error.strerror)) from error


def _check_version(db: Database) -> None:
    version = int(db.pragma("user_version"))
    mark = int(db.pragma("application_id"))
    if mark not in (0, APPLICATION_ID):
        raise LibraryDamaged(
            _(
                "The file conductor.db in this folder belongs to another program. "
                "Choose another folder with --data-dir."
            )
        )
    if version > SCHEMA_VERSION:
        raise LibraryReadOnly(
            _(
                "This library was written by a newer version of Conductor, so it is opened for "
                "reading only. Install the newer version to go on with it."
            )
        )


def _migrate(db: Database, path: Path) -> None:
    version = int(db.pragma("user_version"))
    if version == SCHEMA_VERSION:
        return
    if version:
        back_up_before_migration(path, version)
    from sqlite_utils.db import Database as Migrated  # 200 ms: only when there is a migration

    from conductor.store.schema import migrations

    with translated():
        db.raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply(Migrated(db.raw))
        db.raw.row_factory = sqlite3.Row


def _open_reader(folder: Path, why: str) -> Library:
    path = folder / FILE_NAME
    if not path.exists():
        return Library(folder, _empty(why))
    try:
        db = Database.reader(path, why=why)
        db.rows("SELECT 1 FROM sqlite_schema LIMIT 1")
    except LibraryReadOnly:
        # The folder cannot hold the two files SQLite keeps beside a library that is in use;
        # without them in the way the file can be read as it stands.
        if path.with_name(f"{FILE_NAME}-wal").exists():
            raise
        db = Database.reader(path, why=why, immutable=True)
    version = int(db.pragma("user_version"))
    if version == 0:  # being made by the other copy this very moment
        db.close()
        return Library(folder, _empty(why))
    if version < SCHEMA_VERSION:
        return Library(folder, _migrated_copy(db, why))
    return Library(folder, db)


def _empty(why: str) -> Database:
    return _migrated(sqlite3.connect(":memory:"), why)


def _migrated_copy(db: Database, why: str) -> Database:
    """Return the library as this version of the program reads it, the file left as it is."""
    copy = sqlite3.connect(":memory:")
    with translated():
        db.raw.backup(copy)
    db.close()
    return _migrated(copy, why)


def _migrated(connection: sqlite3.Connection, why: str) -> Database:
    from sqlite_utils.db import Database as Migrated

    from conductor.store.schema import migrations

    with translated():
        migrations.apply(Migrated(connection))
    return Database(connection, read_only=why)

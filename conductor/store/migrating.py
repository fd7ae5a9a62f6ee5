"""Bring a library of an earlier version into the shape of this one: the file, or a copy to read."""

import logging
import sqlite3
from pathlib import Path

from conductor.core.errors import StoreError
from conductor.store.backups.backup import back_up_before_migration
from conductor.store.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Database,
    damaged,
    translated,
)

log = logging.getLogger(__name__)
_SECURE_SINCE = 4


def migrate(db: Database, path: Path) -> None:
    """Bring the library into the shape of this version, after a backup of it was made.

    Raises:
        LibraryDamaged: a table or column of its version is not there.
        StoreError: the disk refused.
    """
    version = int(db.pragma("user_version"))
    if version == SCHEMA_VERSION:
        return
    if version:
        back_up_before_migration(path, version)
    from sqlite_utils.db import Database as Migrated  # 200 ms: only when there is a migration

    from conductor.store.schema import migrations

    with translated():
        db.raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        try:
            migrations.apply(Migrated(db.raw))
        except sqlite3.OperationalError as error:
            if version and error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
                raise damaged() from error  # a table or column of its version is not there
            raise
        finally:
            db.raw.row_factory = sqlite3.Row
    if 0 < version < _SECURE_SINCE:
        _overwrite_what_was_freed(db)


def _overwrite_what_was_freed(db: Database) -> None:
    """Write the file anew, once: before, what was deleted was not always overwritten in it."""
    try:
        with translated():
            db.raw.execute("VACUUM")
        db.empty_log()
    except StoreError as error:  # for want of room; it is no reason not to open the library
        log.info("What was freed in the library is not overwritten: %s", error)


def empty(why: str) -> Database:
    """Return a library with nothing in it, in memory; `why` is told to whoever tries to write."""
    return _migrated(sqlite3.connect(":memory:"), why)


def migrated_copy(db: Database, why: str) -> Database:
    """Return the library as this version reads it, in memory; it is closed, and left as it is."""
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

"""Save what can still be read of a damaged library into a new one; the damaged one is kept.

Thread: any; never while another copy of the program has the library open.
Rules: the damaged files are only read, and put aside as they are. Whatever is derived from
the rows is not copied but made anew by whoever needs it.
"""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from conductor.core.errors import LibraryDamaged, LibraryReadOnly, StoreError
from conductor.disk import is_plain_or_absent
from conductor.i18n import _
from conductor.store.backups.file_look import is_only_log
from conductor.store.database import APPLICATION_ID, SCHEMA_VERSION, translated
from conductor.store.library import FILE_NAME
from conductor.store.rescue.raw_pages import RawPages, Value
from conductor.store.rescue.raw_tables import FoundRows, TableShape, find_rows, version_of
from conductor.store.rescue.restore import Restored, lock_folder, replace_library
from conductor.store.rescue.stand_ins import INDEXES, IndexEntries, entries_of, fill_gaps


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """How many rows of a table were saved, how many only in part, and how many are lost."""

    table: str
    saved: int
    in_part: int
    lost: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What a salvage did.

    Attributes:
        restored: the new library, and where the damaged one is now.
        tables: what was saved of every table that had rows.
    """

    restored: Restored
    tables: tuple[SalvagedTable, ...]

    def of(self, table: str) -> SalvagedTable:
        """Return what was saved of a table."""
        for one in self.tables:
            if one.table == table:
                return one
        return SalvagedTable(table, 0, 0, 0)


def salvage(folder: Path) -> Salvaged:
    """Make a new library of what can be read of the one in a data folder.

    Args:
        folder: the data folder.

    Raises:
        LibraryDamaged: nothing at all could be read; nothing was changed.
        LibraryForeign: the file in the library's place is another program's.
        LibraryLocked: another copy of the program has the library open.
        StoreError: the disk refused; the library is where it was.
    """
    lock = lock_folder(folder)
    try:
        source = folder / FILE_NAME
        if not is_plain_or_absent(source) or not (source.exists() or is_only_log(source)):
            raise LibraryDamaged(_("There is no library in {folder}.").format(folder=folder))
        tables: list[SalvagedTable] = []
        restored = replace_library(
            folder, lambda partial: tables.extend(_write(source, partial)), "damaged"
        )
        return Salvaged(restored, tuple(tables))
    finally:
        lock.release()


def _write(source: Path, partial: Path) -> list[SalvagedTable]:
    try:
        pages = RawPages(source)
    except OSError as error:
        sentence = _("The library file {file} cannot be read ({reason}).")
        raise LibraryReadOnly(sentence.format(file=source, reason=error.strerror)) from error
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as db, translated():
            done = _fill(db, pages)
    finally:
        pages.close()
    descriptor = os.open(partial, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return done


def _fill(db: sqlite3.Connection, pages: RawPages) -> list[SalvagedTable]:
    version = version_of(pages, SCHEMA_VERSION)
    _make_tables(db, version)
    shapes = {name: _shape_of(db, name) for name in _tables(db)}
    found = find_rows(pages, shapes, INDEXES)
    entries = entries_of(found.indexes)
    db.execute("PRAGMA foreign_keys = 0")
    db.execute("BEGIN")
    inserted = {name: _insert(db, name, rows) for name, rows in found.tables.items()}
    fill_gaps(db, entries)
    emptied = [name for name in found.tables if _emptied_if_bad(db, name)]
    if emptied:
        fill_gaps(db, entries)
    db.execute("COMMIT")
    if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise StoreError(_("What could be read of the library does not fit together."))
    done = [_result(db, n, rows, inserted[n], entries) for n, rows in found.tables.items()]
    if not any(one.saved for one in done):
        raise LibraryDamaged(_("Nothing could be read of the library file. It was left as it is."))
    return [one for one in done if one.saved or one.lost]


def _make_tables(db: sqlite3.Connection, version: int) -> None:
    from sqlite_utils.db import Database as Migrated

    from conductor.store.schema import migrations

    later = migrations._migrations[version:]  # noqa: SLF001 - there is no public way to count
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(Migrated(db), stop_before=later[0].name if later else None)


def _tables(db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
    )
    return [row[0] for row in rows]


def _shape_of(db: sqlite3.Connection, table: str) -> TableShape:
    columns = db.execute(f"PRAGMA table_info({table})").fetchall()
    sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    added = sum(1 for column in columns if column[0] > [c[1] for c in columns].index("deleted_at"))
    return TableShape(
        kinds=tuple(column[2] for column in columns),
        required=tuple(bool(column[3]) for column in columns),
        has_key="WITHOUT ROWID" not in sql,
        least=len(columns) - added,
    )


def _insert(db: sqlite3.Connection, table: str, found: FoundRows) -> int:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    needed = [bool(row[3]) for row in db.execute(f"PRAGMA table_info({table})")]
    kinds = [row[2] for row in db.execute(f"PRAGMA table_info({table})")]
    inserted = 0
    for row in found.rows:
        values: list[Value] = []
        for value, is_needed, kind in zip(row, needed, kinds, strict=False):
            clean = value.rstrip("\0") if isinstance(value, str) else value
            empty = "" if kind == "TEXT" else 0
            values.append(empty if clean is None and is_needed else clean)
        named = ", ".join(columns[: len(values)])
        marks = ", ".join("?" * len(values))
        try:
            db.execute(f"INSERT INTO {table} ({named}) VALUES ({marks})", values)
        except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
            continue  # an older state of the same row, or one that fits nothing
        inserted += 1
    return inserted


def _emptied_if_bad(db: sqlite3.Connection, table: str) -> bool:
    """Give up a table whose rows break its own rules: it must not cost the others."""
    if db.execute(f"PRAGMA integrity_check({table})").fetchone()[0] == "ok":
        return False
    db.execute(f"DELETE FROM {table}")
    return True


def _result(
    db: sqlite3.Connection, table: str, found: FoundRows, inserted: int, entries: IndexEntries
) -> SalvagedTable:
    there = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    saved = min(inserted, there)  # stand-ins are none
    known = len(entries.ids.get(table, {}))
    dropped = max(0, inserted - there)
    lost = max(known - saved, dropped) if known else found.missed + dropped
    return SalvagedTable(table, saved, min(found.in_part, saved), lost)

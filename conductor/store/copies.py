"""Look into copies of the library: its backups, and files that were put aside.

Thread: any; every look opens a connection of its own.
Rules: looking changes nothing in a copy, and makes nothing beside it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from conductor.core.errors import LibraryDamaged, StoreError
from conductor.disk import is_plain_or_absent
from conductor.store.database import Database, damaged
from conductor.store.file_look import FileState, log_of, look_at

BACKUPS = "backups"
KEPT = "kept"
"""Folder of the files that were put aside when another took their place."""
_OWN = "deleted_at IS NULL AND touched > 0"
_OWN_3 = f"{_OWN} AND example IS NULL"


class BackupKind(StrEnum):
    """Why a copy was made."""

    DAY = "day"
    MIGRATION = "migration"
    KEPT = "kept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the library.

    Attributes:
        made: when it was made or put aside, UTC ISO 8601.
        sessions: how many sessions it holds, the example and the bin left out.
        answers: how many answers are in them.
        last_worked: when something was last done in it, UTC ISO 8601; empty if nothing was.
        size_bytes: the size of the file.
        is_whole: whether it could be read; restoring it checks all of it.
    """

    path: Path
    made: str
    kind: BackupKind
    sessions: int
    answers: int
    last_worked: str
    size_bytes: int
    is_whole: bool

    @property
    def holds(self) -> int:
        """How much is in it: sessions and answers together."""
        return self.sessions + self.answers


@dataclass(frozen=True, slots=True)
class SessionInCopy:
    """A session as a copy holds it; `updated` is UTC ISO 8601."""

    id: str
    title: str
    updated: str
    rounds: int
    answers: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy: its counts, and its newest sessions."""

    backup: Backup
    newest: tuple[SessionInCopy, ...]


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the copies beside the library in a data folder, the newest first."""
    found = [backup_at(path) for path in _copies_in(folder)]
    return tuple(sorted(found, key=lambda item: item.made, reverse=True))


def fuller_copy(folder: Path, than: int = 0) -> bool:
    """Whether a copy beside the library holds more sessions and answers than a number."""
    return any(backup_at(path).holds > than for path in _copies_in(folder))


def backup_at(path: Path) -> Backup:
    """Return what a copy is and holds; one that cannot be read holds nothing."""
    size = path.stat().st_size if path.exists() else 0
    try:
        with closing(open_copy(path)) as db:
            sessions, answers, last = _counts(db)
        is_whole = True
    except (StoreError, OSError, sqlite3.DatabaseError):
        sessions, answers, last, is_whole = 0, 0, "", False
    kind = _kind_of(path)
    return Backup(path, _made(path, kind), kind, sessions, answers, last, size, is_whole)


def look_into(path: Path, limit: int = 20) -> Contents:
    """Return what is in a copy, so that a person can decide whether it is the one.

    Args:
        path: the copy.
        limit: how many of its newest sessions to name.

    Raises:
        StoreError: it is not there, or is no library that can be read.
    """
    try:
        with closing(open_copy(path)) as db:
            rows = db.rows(
                f"""
                SELECT ulid, title, updated,
                  (SELECT count(*) FROM round WHERE round.session = session.id) AS rounds,
                  (SELECT count(*) FROM answer JOIN round ON round.id = answer.round
                   WHERE round.session = session.id) AS answers
                FROM session WHERE {_own(db)} ORDER BY touched DESC, id DESC LIMIT ?
                """,
                (limit,),
            )
    except sqlite3.OperationalError as error:  # a table is gone: bytes turned bad
        raise damaged() from error
    newest = tuple(
        SessionInCopy(
            str(row["ulid"]),
            str(row["title"]),
            str(row["updated"]),
            row["rounds"],
            row["answers"],
        )
        for row in rows
    )
    return Contents(backup_at(path), newest)


def copies_with(folder: Path, ulids: frozenset[str]) -> tuple[Path, ...]:
    """Return the copies beside the library that hold words of any of these sessions."""
    found = []
    for path in _copies_in(folder):
        try:
            with closing(open_copy(path)) as db:
                rows = db.rows("SELECT ulid FROM session WHERE touched > 0")
        except (StoreError, OSError, sqlite3.DatabaseError):
            continue
        if ulids & {row["ulid"] for row in rows}:
            found.append(path)
    return tuple(found)


def open_copy(path: Path) -> Database:
    """Open a copy for reading.

    Raises:
        LibraryDamaged: it is no library, or cannot be read.
        OSError: it is not there, or is no plain file.
    """
    state = look_at(path)
    if state is FileState.ABSENT:
        raise FileNotFoundError(2, "no such file", str(path))
    has_log = log_of(path).exists() and log_of(path).stat().st_size > 0
    if state in (FileState.FOREIGN, FileState.HOLDS_NOTHING):
        raise damaged()
    if state is FileState.UNREADABLE and not has_log:
        raise damaged()
    return Database.reader(path, why="", immutable=not has_log)


def _copies_in(folder: Path) -> Iterator[Path]:
    for place in (folder / BACKUPS, folder / KEPT):
        for path in sorted(place.glob("*.db")) if place.is_dir() else ():
            if not path.name.startswith(".") and is_plain_or_absent(path):
                yield path


def _own(db: Database) -> str:
    return _OWN_3 if int(db.pragma("user_version")) >= 3 else _OWN


def _counts(db: Database) -> tuple[int, int, str]:
    own = _own(db)
    row = db.row(f"SELECT count(*) AS n, max(updated) AS last FROM session WHERE {own}")
    answers = db.row(
        f"""
        SELECT count(*) AS n FROM answer JOIN round ON round.id = answer.round
        WHERE round.session IN (SELECT id FROM session WHERE {own})
        """
    )
    if row is None or answers is None:
        raise LibraryDamaged("")
    return row["n"], answers["n"], str(row["last"] or "")


def _kind_of(path: Path) -> BackupKind:
    if path.parent.name == KEPT:
        return BackupKind.KEPT
    if path.name.startswith("day-"):
        return BackupKind.DAY
    return BackupKind.MIGRATION if path.name.startswith("schema-") else BackupKind.OTHER


def _made(path: Path, kind: BackupKind) -> str:
    try:
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return ""
    made = stamp.isoformat(timespec="seconds").replace("+00:00", "Z")
    named = path.stem.rpartition("_")[2] if kind is BackupKind.KEPT else ""
    try:
        put_aside = datetime.strptime(named, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return made
    return put_aside.isoformat(timespec="seconds").replace("+00:00", "Z")

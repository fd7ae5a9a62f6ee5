"""Look into copies of the library: its backups, and files that were put aside.

Thread: any; every look opens a connection of its own.
Rules: looking changes nothing in a copy, and makes nothing beside it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from conductor.core.errors import LibraryDamaged, LibraryReadOnly, NotFound, StoreError
from conductor.disk import is_plain_or_absent
from conductor.i18n import _
from conductor.store.backups.file_look import FileState, log_of, look_at
from conductor.store.database import Database, damaged

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
        others: how much else the person wrote or received: sessions in the bin and answers in
            them, guidance, sets of tasks, and what was written and not sent.
        assistants: how many assistants it has; every library soon has some.
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
    others: int = 0
    assistants: int = 0

    @property
    def holds(self) -> int:
        """How much is in it: sessions, answers and whatever else was written."""
        return self.sessions + self.answers + self.others

    @property
    def may_be_missed(self) -> bool:
        """Whether a person may miss what is in it; of a file that cannot be read, nobody knows."""
        if not self.is_whole:
            return self.size_bytes > 0
        return self.holds + self.assistants > 0


@dataclass(frozen=True, slots=True)
class Held:
    """How much a library holds, counted as `Backup` has it."""

    sessions: int = 0
    answers: int = 0
    last_worked: str = ""
    others: int = 0
    assistants: int = 0

    @property
    def words(self) -> int:
        """Sessions, answers and whatever else was written."""
        return self.sessions + self.answers + self.others


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


def fuller_than(folder: Path, words: int) -> Backup | None:
    """Return the newest copy beside the library that holds more than so much."""
    return next((item for item in backups_in(folder) if item.holds > words), None)


def is_any_missed(folder: Path) -> bool:
    """Whether a copy beside the library holds what a person may miss in an empty one."""
    return any(backup_at(path).may_be_missed for path in _copies_in(folder))


def backup_at(path: Path) -> Backup:
    """Return what a copy is and holds; one that cannot be read holds nothing."""
    try:
        with closing(open_copy(path)) as db:
            held, is_whole = held_by(db), True
    except (StoreError, OSError, sqlite3.DatabaseError):
        held, is_whole = Held(), False
    kind = _kind_of(path)
    return Backup(
        path,
        _made(path, kind),
        kind,
        held.sessions,
        held.answers,
        held.last_worked,
        _size_of(path),
        is_whole,
        held.others,
        held.assistants,
    )


def look_into(path: Path, limit: int = 20) -> Contents:
    """Return what is in a copy, so that a person can decide whether it is the one.

    Args:
        path: the copy.
        limit: how many of its newest sessions to name.

    Raises:
        NotFound: it is not there.
        LibraryDamaged: it is no file, or no library that can be read.
        StoreError: the disk refused.
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
    except (LibraryDamaged, sqlite3.DatabaseError, OSError) as error:
        raise cannot_be_read(path, error) from error
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


def cannot_be_read(path: Path, error: Exception) -> StoreError | NotFound:
    """Return the error that says why a copy cannot be read, by its name."""
    if isinstance(error, FileNotFoundError):
        return NotFound(_("There is no file {path}.").format(path=path))
    if isinstance(error, OSError) and is_plain_or_absent(path):
        sentence = _("{path} cannot be read ({reason}). Nothing was changed.")
        reason = error.strerror or type(error).__name__
        return LibraryReadOnly(sentence.format(path=path, reason=reason))
    sentence = _("{path} is not a Conductor library that can be read. Nothing was changed.")
    return LibraryDamaged(sentence.format(path=path))


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
    has_log = log_of(path).exists() and log_of(path).stat().st_size > 0
    if state is FileState.ABSENT:
        if has_log:
            raise damaged()
        raise FileNotFoundError(2, "no such file", str(path))
    if state in (FileState.FOREIGN, FileState.HOLDS_NOTHING):
        raise damaged()
    if state is FileState.UNREADABLE and not has_log:
        raise damaged()
    return Database.reader(path, why="", immutable=not has_log)


def _copies_in(folder: Path) -> Iterator[Path]:
    for place in (folder / BACKUPS, folder / KEPT):
        found = set(place.glob("*.db")) if place.is_dir() else set()
        if place.name == KEPT:  # of a library that was gone itself, its log can be there alone
            found |= {log.with_name(log.name[: -len("-wal")]) for log in place.glob("*.db-wal")}
        for path in sorted(found):
            if not path.name.startswith(".") and is_plain_or_absent(path):
                yield path


def _own(db: Database) -> str:
    return _OWN_3 if int(db.pragma("user_version")) >= 3 else _OWN


def held_by(db: Database) -> Held:
    """Count what is in a library of any version.

    Raises:
        StoreError: it cannot be read.
        sqlite3.OperationalError: a table is not there.
    """
    own = _own(db)
    row = db.row(f"SELECT count(*) AS n, max(updated) AS last FROM session WHERE {own}")
    if row is None:
        raise damaged()
    answers = _answers_in(db, own)
    binned = "deleted_at IS NOT NULL AND touched > 0"
    others = _count(db, f"session WHERE {binned}") + _answers_in(db, binned)
    drafts = "draft WHERE trim(text) <> '' AND place NOT LIKE '%/%'"
    assistants = _count(db, "assistant WHERE deleted_at IS NULL")
    if int(db.pragma("user_version")) >= 3:
        others += _count(db, "guidance WHERE reusable = 1 AND example = 0 AND deleted_at IS NULL")
        others += _count(db, "task_set WHERE deleted_at IS NULL")
        drafts += " AND place NOT IN (SELECT ulid FROM session WHERE example IS NOT NULL)"
        assistants -= _count(
            db,
            "assistant WHERE deleted_at IS NULL AND connection IN "
            "(SELECT id FROM connection WHERE example = 1)",
        )
    others += _count(db, drafts)
    return Held(row["n"], answers, str(row["last"] or ""), others, assistants)


def _answers_in(db: Database, sessions: str) -> int:
    return _count(
        db,
        "answer JOIN round ON round.id = answer.round "
        f"WHERE round.session IN (SELECT id FROM session WHERE {sessions})",
    )


def _count(db: Database, of: str) -> int:
    row = db.row(f"SELECT count(*) AS n FROM {of}")
    return 0 if row is None else int(row["n"])


def _size_of(path: Path) -> int:
    """Return the size of a copy with what is in its log only, 0 if it cannot be told."""
    size = 0
    for part in (path, log_of(path)):
        with suppress(OSError):
            size += part.lstat().st_size
    return size


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

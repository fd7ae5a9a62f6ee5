"""Copy the library to a safe place: daily, and before every migration.

Thread: any; a backup reads through a connection of its own.
Rules: a backup gets its final name only when it is whole, checked and on the disk.
"""

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from datetime import date
from itertools import pairwise
from pathlib import Path

from conductor.core.errors import LibraryDamaged, StoreError
from conductor.disk import is_plain_or_absent, put_in_place
from conductor.i18n import _
from conductor.store.backups.copies import backup_at
from conductor.store.database import Database, translated

KEEP_DAYS = 7
KEEP_WEEKS = 4
KEEP_LOSSES = 4
PAGES_AT_ONCE = 1000
STEPS_AT_ONCE = 100_000
_HEADER_BYTES = 100
_READ_BYTES = 1 << 20
_COUNT_TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"


def back_up_before_migration(library: Path, version: int) -> Path:
    """Copy the library as it is before it leaves schema `version`; return the copy.

    A copy of another state that was made before stays: the library may have been lost since,
    and an older and smaller one been put back.

    Raises:
        StoreError: the copy could not be made whole.
    """
    return _copy(library, library.parent / "backups" / f"schema-{version}.db", beside=True)


def back_up_today(
    library: Path, today: date, cancelled: threading.Event | None = None
) -> Path | None:
    """Make today's copy unless it is there, and drop copies no longer kept.

    Kept are one of each of the last 7 days on which the program was used, one of each of the
    last 4 such weeks, and one for every schema version; days that are still to come, of a
    clock that was wrong, are counted apart. Beyond these, an accident that emptied the library
    does not push out what was there before: copies that hold nothing take no place of others,
    the copy that holds most stays, and so does the last one before each of the newest great
    losses.

    Args:
        library: the library file.
        today: the day the copy is for.
        cancelled: when set, the copy is given up and nothing is left of it.

    Returns:
        The new copy, or None if today's was there already or it was given up.

    Raises:
        StoreError: the copy could not be made whole.
    """
    target = library.parent / "backups" / f"day-{today.isoformat()}.db"
    if target.exists():
        return None
    for left_over in target.parent.glob(".*.partial"):  # of a program that was killed
        with suppress(OSError):
            left_over.unlink(missing_ok=True)
    try:
        made = _copy(library, target, cancelled)
    except _CancelledError:
        return None
    for old in _no_longer_kept(target.parent, today):
        with suppress(OSError):
            old.unlink(missing_ok=True)
    return made


def copy_to(library: Path, target: Path) -> Path:
    """Copy the library, checked, to a file whose folder is there.

    Raises:
        StoreError: the copy could not be made whole; nothing is left of it.
    """
    return _copy(library, target)


def _no_longer_kept(folder: Path, today: date) -> list[Path]:
    copies: dict[date, Path] = {}
    for path in folder.glob("day-*.db"):
        try:
            copies[date.fromisoformat(path.stem.removeprefix("day-"))] = path
        except ValueError:
            continue
    kept = _newest(day for day in copies if day <= today)
    kept |= _newest(day for day in copies if day > today)
    if kept >= copies.keys():
        return []
    holds = {day: backup_at(path).holds for day, path in copies.items()}
    kept |= _newest_of_weeks(day for day in copies if holds[day])
    kept |= _not_to_lose(holds)
    return [path for day, path in copies.items() if day not in kept]


def _newest(days: Iterable[date]) -> set[date]:
    """Return the newest days, however far apart, and the last day of each of the newest weeks."""
    in_order = sorted(days)
    return {*in_order[-KEEP_DAYS:], *_newest_of_weeks(in_order)}


def _newest_of_weeks(days: Iterable[date]) -> set[date]:
    weeks: dict[tuple[int, int], date] = {}
    for day in sorted(days):
        weeks[day.isocalendar()[:2]] = day
    return set(sorted(weeks.values())[-KEEP_WEEKS:])


def _not_to_lose(holds: Mapping[date, int]) -> set[date]:
    """Return the copy that holds most, and those after which the library was much smaller."""
    days = sorted(holds)
    most = max(days, key=lambda day: (holds[day], day))
    before_losses = [day for day, after in pairwise(days) if holds[after] * 2 < holds[day]]
    return {most, *before_losses[-KEEP_LOSSES:]}


class _CancelledError(Exception):
    """The program ends before the copy is whole."""


def _copy(
    library: Path,
    target: Path,
    cancelled: threading.Event | None = None,
    *,
    beside: bool = False,
) -> Path:
    """Copy the library to a file, or `beside` it where that holds another state."""
    partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}.partial")
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        source = Database.reader(library, why="")
        with closing(source), translated():
            copy_pages(source, partial, cancelled or threading.Event())
        if beside:
            target = _free_or_same(partial, target)
        put_in_place(partial, target)
    except OSError as error:
        sentence = _("The library could not be backed up ({reason}).")
        raise StoreError(sentence.format(reason=error.strerror)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _free_or_same(partial: Path, target: Path) -> Path:
    """Return the first name that is free, or that stands for the same state of the library."""
    number, name = 1, target
    while os.path.lexists(name) and not _is_same(partial, name):
        number += 1
        name = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return name


def _is_same(one: Path, other: Path) -> bool:
    """Whether two copies hold the same, but for how often their libraries were written."""
    if not is_plain_or_absent(other) or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        if _uncounted(first.read(_HEADER_BYTES)) != _uncounted(second.read(_HEADER_BYTES)):
            return False
        while piece := first.read(_READ_BYTES):
            if piece != second.read(_READ_BYTES):
                return False
    return True


def _uncounted(header: bytes) -> bytes:
    """Return the beginning of a file without its counts of writes."""
    return header[:24] + header[28:92]


def copy_pages(source: Database, partial: Path, cancelled: threading.Event) -> None:
    """Write all of a library into a new file, check it, and get it to the disk.

    Raises:
        LibraryDamaged: the library did not pass its check.
        StoreError: it could not be read.
        OSError: the disk refused.
    """

    def stop_if_cancelled(_status: int, _remaining: int, _total: int) -> None:
        if cancelled.is_set():
            raise _CancelledError

    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(partial)
    try:
        # One view of the library for the whole copy: a write meanwhile would start it again.
        source.raw.execute("BEGIN")
        tables = source.rows(_COUNT_TABLES)[0][0]
        source.raw.backup(copy, pages=PAGES_AT_ONCE, progress=stop_if_cancelled)
        _check_copy(copy, tables, cancelled)
    finally:
        copy.close()
    descriptor = os.open(partial, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_copy(copy: sqlite3.Connection, tables: int, cancelled: threading.Event) -> None:
    copy.set_progress_handler(cancelled.is_set, STEPS_AT_ONCE)
    try:
        copy.execute("PRAGMA journal_mode = DELETE")
        is_whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        is_whole = is_whole and copy.execute(_COUNT_TABLES).fetchone()[0] == tables > 0
    except sqlite3.OperationalError as error:
        if cancelled.is_set():
            raise _CancelledError from error
        raise
    if not is_whole:
        raise LibraryDamaged(_("The library did not pass its check, so no backup of it was made."))

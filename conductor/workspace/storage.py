"""Say what lies in the data folder: sizes by part, and the backups with their days.

Thread: any; it only looks at files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from conductor.store.backups.copies import KEPT


class StoragePart(StrEnum):
    """A part of the data folder."""

    LIBRARY = "library"
    ATTACHMENTS = "attachments"
    BACKUPS = "backups"
    MODELS = "models"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup of the library.

    Attributes:
        day: the day it was made on.
        size_bytes: its size.
    """

    path: Path
    day: date
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Storage:
    """What lies in the data folder; sizes in bytes, backups newest first."""

    sizes: dict[StoragePart, int]
    backups: tuple[BackupFile, ...]


def look_over(folder: Path) -> Storage:
    """Look over a data folder; takes as long as it has files."""
    sizes = dict.fromkeys(StoragePart, 0)
    for path, size in _files(folder):
        top = path.relative_to(folder).parts[0]
        name = "library" if top.startswith("conductor.db") else top
        name = "backups" if top == KEPT else name  # libraries that another took the place of
        sizes[StoragePart(name) if name in set(StoragePart) else StoragePart.OTHER] += size
    return Storage(sizes, tuple(sorted(_backups(folder), key=lambda b: b.day, reverse=True)))


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in folder.rglob("*") if folder.is_dir() else ():
        try:
            if path.is_file():
                yield path, path.stat().st_size
        except OSError:  # it went meanwhile
            continue


def _backups(folder: Path) -> Iterator[BackupFile]:
    for path, size in _files(folder / "backups"):
        if path.suffix == ".db":
            yield BackupFile(path, _day_of(path), size)


def _day_of(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem.removeprefix("day-"))
    except ValueError:  # made before a migration: its name says the version
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()

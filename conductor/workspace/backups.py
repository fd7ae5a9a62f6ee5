"""Find the copies of the library, look into them, put one back, or save what can be read.

Thread: any. None of this needs an open workspace; what puts a file in place refuses while
one is open, in this or another copy of the program.
"""

from pathlib import Path

from conductor.core.errors import InvalidInput, StoreError
from conductor.i18n import _
from conductor.store.backups.copies import (
    Backup,
    BackupKind,
    Contents,
    SessionInCopy,
    backups_in,
    copies_with,
    fuller_than,
    look_into,
)
from conductor.store.library import held_in, open_library
from conductor.store.rescue.restore import Copied, Restored, copy_library, restore
from conductor.store.rescue.salvage import Salvaged, SalvagedTable, salvage

__all__ = [
    "Backup",
    "BackupKind",
    "Contents",
    "Copied",
    "Restored",
    "Salvaged",
    "SalvagedTable",
    "SessionInCopy",
    "backups_in",
    "begin_anew_in",
    "copies_with",
    "copy_library",
    "delete_copy",
    "fuller_than",
    "look_into",
    "restore",
    "salvage",
]


def begin_anew_in(folder: Path) -> None:
    """Make an empty library where the old one is missing; what is left of it is put aside.

    Args:
        folder: the data folder.

    Raises:
        InvalidInput: the library is there; nothing was changed.
        LibraryDamaged: it is there and cannot be read.
        LibraryForeign: the file of its name is another program's.
        StoreError: the folder cannot be written.
    """
    held = held_in(folder)
    if held is not None:
        sentence = _(
            "The library is there and holds {n} sessions, so nothing was changed. To begin with "
            "an empty one, choose another folder with --data-dir."
        )
        raise InvalidInput(sentence.format(n=held.sessions))
    open_library(folder, must_write=True, make_new=True).close()


def delete_copy(folder: Path, path: Path) -> None:
    """Delete a backup or a file that was put aside, because the person wants it gone.

    Args:
        folder: the data folder.
        path: one of `backups_in(folder)`.

    Raises:
        InvalidInput: it is none of them.
        StoreError: the disk refused.
    """
    if path not in {item.path for item in backups_in(folder)}:
        raise InvalidInput(_("{path} is no backup of this library.").format(path=path))
    try:
        for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            part.unlink(missing_ok=True)
    except OSError as error:
        sentence = _("{path} could not be deleted ({reason}).")
        raise StoreError(sentence.format(path=path, reason=error.strerror)) from error

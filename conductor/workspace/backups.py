"""Find the copies of the library, look into them, put one back, or save what can be read.

Thread: any. None of this needs an open workspace; what puts a file in place refuses while
one is open, in this or another copy of the program.
"""

from pathlib import Path

from conductor.core.errors import InvalidInput, StoreError
from conductor.i18n import _
from conductor.store.copies import (
    Backup,
    BackupKind,
    Contents,
    SessionInCopy,
    backups_in,
    copies_with,
    look_into,
)
from conductor.store.restore import Restored, copy_library, restore
from conductor.store.salvage import Salvaged, SalvagedTable, salvage

__all__ = [
    "Backup",
    "BackupKind",
    "Contents",
    "Restored",
    "Salvaged",
    "SalvagedTable",
    "SessionInCopy",
    "backups_in",
    "copies_with",
    "copy_library",
    "delete_copy",
    "look_into",
    "restore",
    "salvage",
]


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

"""Put a copy in the place of the library; what was there is kept.

Thread: any; never while another copy of the program has the library open.
Rules: nothing is moved before the new file is whole, checked and on the disk.
"""

import os
import sqlite3
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from conductor.core.errors import (
    InvalidInput,
    LibraryDamaged,
    LibraryFull,
    LibraryReadOnly,
    NotFound,
    StoreError,
)
from conductor.disk import PRIVATE_FOLDER, put_in_place
from conductor.i18n import _
from conductor.store.attachments import write_file
from conductor.store.backup import copy_pages, copy_to
from conductor.store.copies import Backup, backup_at, cannot_be_read, open_copy
from conductor.store.database import translated
from conductor.store.file_look import FileState, foreign, look_at
from conductor.store.library import FILE_NAME
from conductor.store.lock import LibraryLock
from conductor.store.put_aside import put_aside


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        backup: what was put in place.
        kept: where the library that was there is now, None if there was none.
    """

    backup: Backup
    kept: Path | None


def restore(folder: Path, copy: Path) -> Restored:
    """Make a copy the library of a data folder; the library that is there is put aside.

    Args:
        folder: the data folder.
        copy: any copy of a library, from wherever; it stays as it is.

    Raises:
        NotFound: there is no such copy.
        LibraryDamaged: the copy did not pass its check; nothing was changed.
        LibraryForeign: the file in the library's place is another program's.
        LibraryLocked: another copy of the program has the library open.
        StoreError: the disk refused; the library is where it was.
    """
    lock = lock_folder(folder)
    try:
        done = replace_library(folder, lambda partial: _copied(copy, partial), "before-restore")
        bring_files(files_beside(copy), folder / "attachments")
        return done
    finally:
        lock.release()


def copy_library(folder: Path, target: Path) -> Backup:
    """Copy the library, checked, to a new file anywhere, the attached files beside it.

    It works beside a window that has the library open.

    Args:
        folder: the data folder.
        target: the new file; the attached files go to a folder of its name with ".files".

    Raises:
        InvalidInput: the target is there already, or its folder is not.
        NotFound: there is no library.
        LibraryDamaged: the library did not pass its check.
        StoreError: the disk refused; nothing half is left.
    """
    if os.path.lexists(target) or os.path.lexists(files_beside(target)):
        sentence = _("{path} is there already. Choose a new name; nothing was overwritten.")
        raise InvalidInput(sentence.format(path=target))
    if not target.absolute().parent.is_dir():
        sentence = _("There is no folder {path}.")
        raise InvalidInput(sentence.format(path=target.absolute().parent))
    library = folder / FILE_NAME
    if not library.exists() or library.stat().st_size == 0:
        raise NotFound(_("There is no library in {folder}.").format(folder=folder))
    copy_to(library, target)
    try:
        bring_files(folder / "attachments", files_beside(target))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return backup_at(target)


def files_beside(copy: Path) -> Path:
    """Return the folder in which a copy outside the data folder has the attached files."""
    return copy.with_name(f"{copy.name}.files")


def bring_files(source: Path, target: Path) -> None:
    """Copy attached files that are not there yet; they are named by what is in them.

    Raises:
        StoreError: the disk refused.
    """
    files = [path for path in source.iterdir() if path.is_file()] if source.is_dir() else []
    for path in files:
        if not (target / path.name).exists() and "." not in path.name:
            write_file(target, path.name, path.read_bytes())


def lock_folder(folder: Path) -> LibraryLock:
    """Make the data folder if it is not there, and take its lock.

    Raises:
        LibraryLocked: another copy of the program has the library open.
        LibraryReadOnly: the folder cannot be written.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        return LibraryLock.take(folder)
    except OSError as error:
        raise _refused(error) from error


def replace_library(folder: Path, make: Callable[[Path], None], why: str) -> Restored:
    """Put a library that `make` writes in the place of the one in a folder; needs its lock.

    Args:
        folder: the data folder.
        make: writes the new file under the name it is given, and syncs it.
        why: begins the name of the file that is put aside.

    Raises:
        LibraryForeign: the file in the library's place is another program's.
        StoreError: it could not be done; the library is where it was.
    """
    library = folder / FILE_NAME
    partial = folder / f".restore-{uuid.uuid4().hex}.partial"
    try:
        for left_over in folder.glob(".restore-*.partial*"):  # of a program that was killed
            left_over.unlink(missing_ok=True)
        if look_at(library) is FileState.FOREIGN:
            raise foreign()
        make(partial)
        backup = backup_at(partial)
        kept = put_aside(library, why)
        put_in_place(partial, library)
    except OSError as error:
        raise _refused(error) from error
    finally:
        partial.unlink(missing_ok=True)
    return Restored(backup, kept)


def _copied(copy: Path, partial: Path) -> None:
    try:
        source = open_copy(copy)
    except (LibraryDamaged, OSError) as error:
        raise cannot_be_read(copy, error) from error
    with closing(source), translated():
        try:
            copy_pages(source, partial, threading.Event())
        except (LibraryDamaged, sqlite3.DatabaseError) as error:
            sentence = _("The backup {path} did not pass its check. Nothing was changed.")
            raise LibraryDamaged(sentence.format(path=copy)) from error


def _refused(error: OSError) -> StoreError:
    sentence = _("The backup could not be put in place ({reason}). The library is as it was.")
    kind = LibraryFull if error.errno == 28 else LibraryReadOnly
    return kind(sentence.format(reason=error.strerror or type(error).__name__))

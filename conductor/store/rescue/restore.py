"""Put a copy in the place of the library; what was there is kept.

Thread: any; never while another copy of the program has the library open.
Rules: nothing is moved before the new file is whole, checked and on the disk.
"""

import errno
import logging
import os
import shutil
import sqlite3
import threading
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from conductor.core.errors import (
    InvalidInput,
    LibraryDamaged,
    LibraryFull,
    LibraryReadOnly,
    NotFound,
    StoreError,
)
from conductor.disk import PRIVATE_FOLDER, open_plain, put_in_place
from conductor.i18n import _
from conductor.store.attachments import write_file
from conductor.store.backups.backup import copy_pages, copy_to
from conductor.store.backups.copies import Backup, backup_at, cannot_be_read, open_copy
from conductor.store.backups.file_look import FileState, foreign, look_at
from conductor.store.database import translated
from conductor.store.library import FILE_NAME
from conductor.store.lock import LibraryLock
from conductor.store.put_aside import put_aside, put_back

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        backup: what was put in place.
        kept: where the library that was there is now, None if there was none.
        unread: the names of attached files of the backup that could not be read.
    """

    backup: Backup
    kept: Path | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of the library, and the names of attached files that could not be read."""

    backup: Backup
    unread: tuple[str, ...] = ()


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
    unread: list[str] = []

    def make(partial: Path) -> None:
        _copied(copy, partial)
        unread.extend(bring_files(files_beside(copy), folder / "attachments"))

    lock = lock_folder(folder)
    try:
        done = replace_library(folder, make, "before-restore")
    finally:
        lock.release()
    return replace(done, unread=tuple(unread))


def copy_library(folder: Path, target: Path) -> Copied:
    """Copy the library, checked, to a new file anywhere, the attached files beside it.

    It works beside a window that has the library open.

    Args:
        folder: the data folder.
        target: the new file; the attached files go to a folder of its name with ".files".

    Raises:
        InvalidInput: the target is there already, or its folder is not.
        NotFound: there is no library.
        LibraryForeign: the file in the library's place is another program's.
        LibraryDamaged: the library did not pass its check.
        StoreError: the disk refused; nothing half is left.
    """
    if os.path.lexists(target) or os.path.lexists(files_beside(target)):
        sentence = _("{path} is there already. Choose a new name; nothing was overwritten.")
        raise InvalidInput(sentence.format(path=target))
    if not target.absolute().parent.is_dir():
        sentence = _("There is no folder {path}.")
        raise InvalidInput(sentence.format(path=target.absolute().parent))
    _refuse_no_library(folder)
    copy_to(folder / FILE_NAME, target)
    try:
        unread = bring_files(folder / "attachments", files_beside(target))
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        shutil.rmtree(files_beside(target), ignore_errors=True)  # this call made it
        raise
    return Copied(backup_at(target), tuple(unread))


def _refuse_no_library(folder: Path) -> None:
    library = folder / FILE_NAME
    try:
        state = look_at(library)
    except OSError as error:
        sentence = _("The library file {file} cannot be read ({reason}).")
        reason = error.strerror or type(error).__name__
        raise LibraryReadOnly(sentence.format(file=library, reason=reason)) from error
    if state is FileState.FOREIGN:
        raise foreign()
    if state in (FileState.ABSENT, FileState.HOLDS_NOTHING):
        raise NotFound(_("There is no library in {folder}.").format(folder=folder))


def files_beside(copy: Path) -> Path:
    """Return the folder in which a copy outside the data folder has the attached files."""
    return copy.with_name(f"{copy.name}.files")


def bring_files(source: Path, target: Path) -> list[str]:
    """Copy attached files that are not there yet; they are named by what is in them.

    Returns:
        The names of those that could not be read; one bad file does not keep the others back.

    Raises:
        StoreError: they could not be written.
    """
    unread: list[str] = []
    for name in _file_names(source):
        if os.path.lexists(target / name):
            continue
        try:
            with os.fdopen(open_plain(source / name, os.O_RDONLY), "rb") as file:
                data = file.read()
        except OSError as error:
            log.warning("An attached file cannot be read: %s", error.strerror)
            unread.append(name)
        else:
            write_file(target, name, data)
    return unread


def _file_names(folder: Path) -> list[str]:
    """Return the files of a folder that are not half written, none if it cannot be read."""
    try:
        return sorted(name for name in os.listdir(folder) if "." not in name)  # noqa: PTH208
    except FileNotFoundError:
        return []
    except OSError as error:
        sentence = _("The attached files in {folder} cannot be read ({reason}).")
        reason = error.strerror or type(error).__name__
        raise LibraryReadOnly(sentence.format(folder=folder, reason=reason)) from error


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
        kept = put_aside(library, why)
        try:
            put_in_place(partial, library)
        except OSError as error:
            _put_back(library, kept, error)
            raise
    except OSError as error:
        raise _refused(error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Restored(backup_at(library), kept)


def _put_back(library: Path, kept: Path | None, reason: OSError) -> None:
    """Put the library back after the copy could not take its place.

    Raises:
        StoreError: that could not be done either; it says where the library is.
    """
    try:
        if kept is not None:
            put_back(library, kept)
    except OSError as error:
        sentence = _(
            "The backup could not be put in place ({reason}), and the disk did not let the library "
            "back to its place either. It is kept as {path}; “conductor restore” lists it."
        )
        said = sentence.format(reason=reason.strerror or type(reason).__name__, path=kept)
        raise StoreError(said) from error


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
    kind = LibraryFull if error.errno == errno.ENOSPC else LibraryReadOnly
    return kind(sentence.format(reason=error.strerror or type(error).__name__))

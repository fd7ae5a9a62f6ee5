"""Open the library in a folder: lock, make, migrate, recover; or read it as it is.

Rules: nothing here deletes or moves what the person has. A file from a newer version, a
folder that cannot be written and a library that another copy has open can still be read.
"""

import logging
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from conductor.core.errors import (
    InvalidInput,
    LibraryDamaged,
    LibraryForeign,
    LibraryMissing,
    LibraryReadOnly,
    StoreError,
)
from conductor.disk import PRIVATE_FOLDER, close_to_others, is_plain_or_absent, open_plain
from conductor.i18n import _
from conductor.store.backups.checking import CHECK_AT_ONCE_BYTES, refuse_damage
from conductor.store.backups.copies import Held, held_by, is_any_missed
from conductor.store.backups.file_look import (
    FileState,
    beside,
    foreign,
    is_only_log,
    log_of,
    look_at,
)
from conductor.store.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Database,
    disk_translated,
    translated,
)
from conductor.store.end_mark import EndMark
from conductor.store.evidence.proposals import recover_proposals
from conductor.store.evidence.trials import recover_trials
from conductor.store.lock import LibraryLock
from conductor.store.migrating import empty, migrate, migrated_copy
from conductor.store.put_aside import put_aside
from conductor.store.sessions.answers import recover_interrupted
from conductor.store.shape import refuse_other_shape

log = logging.getLogger(__name__)
FILE_NAME = "conductor.db"
_NOT_READ_INSTEAD = (LibraryDamaged, LibraryForeign, LibraryMissing)
"""What is wrong with a library that cannot be read either."""


@dataclass(slots=True)
class Library:
    """An open library.

    Attributes:
        folder: the data folder.
        db: the connection; `db.read_only` says why it cannot be written, if so.
        recovered: how many answers were found interrupted and recovered when it was opened.
        mark: says beside the library that it is open; None if it cannot be written.
        is_unchecked: whether the last run ended badly and the file is too large to have been
            checked at once: whoever opened it calls `checking.refuse_damage` in a thread.
    """

    folder: Path
    db: Database
    recovered: int = 0
    lock: LibraryLock | None = None
    mark: EndMark | None = None
    is_unchecked: bool = False

    @property
    def file(self) -> Path:
        """The library file."""
        return self.folder / FILE_NAME

    def close(self) -> None:
        """Close the file and let the next copy of the program in."""
        self.db.close()
        if self.mark is not None and not self.is_unchecked:
            self.mark.end()
        if self.lock is not None:
            self.lock.release()


def open_library(folder: Path, *, must_write: bool = False, make_new: bool = False) -> Library:
    """Open the library in a folder, for writing if that can be, else for reading.

    Args:
        folder: the data folder; made if it is not there.
        must_write: whether a library that can only be read is of no use to the caller.
        make_new: whether the person wants to begin anew where the library is missing; what
            is left of it is put aside.

    Raises:
        LibraryMissing: it is not there or holds nothing, while backups beside it hold more.
        LibraryDamaged: it is not a library, or cannot be read; it was left as it is.
        LibraryForeign: the file of its name belongs to another program.
        LibraryLocked: another copy has it open and `must_write`.
        InvalidInput: the library file is a link.
        LibraryReadOnly: it cannot be written and `must_write`.
        StoreError: the disk refused.
    """
    try:
        return _open_writer(folder, make_new=make_new)
    except _NOT_READ_INSTEAD:
        raise
    except StoreError as error:
        if must_write:
            raise
        return _open_reader(folder, str(error))


@disk_translated()
def open_to_read(folder: Path) -> Library:
    """Open the library in a folder only to look at it, beside a window that may have it open.

    Whoever looks first after a crash recovers what was interrupted, if nobody is writing.

    Raises:
        LibraryMissing: it is not there or holds nothing, while backups beside it hold more.
        LibraryDamaged: it is not a library, or cannot be read.
        LibraryForeign: the file of its name belongs to another program.
        StoreError: the disk refused.
    """
    why = _("This command only reads the library.")
    if not os.path.lexists(folder / FILE_NAME):
        _refuse_if_missed(folder)
        return Library(folder, empty(why))
    try:
        _open_writer(folder, patience_s=0.0, only_recovers=True).close()
    except _NOT_READ_INSTEAD:
        raise
    except StoreError as error:  # it can still be read, only not recovered
        log.info("The library is read as it is: %s", error)
    return _open_reader(folder, why)


@disk_translated()
def held_in(folder: Path) -> Held | None:
    """Return how much the library in a folder holds, None if there is none.

    Raises:
        LibraryDamaged: it cannot be read.
        LibraryForeign: the file of its name belongs to another program.
        StoreError: the disk refused.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path) or not _look(path):
        return None
    with closing(Database.reader(path, why="")) as db, translated():
        return held_by(db)


@disk_translated()
def _open_writer(
    folder: Path,
    patience_s: float = 0.5,
    *,
    make_new: bool = False,
    only_recovers: bool = False,
) -> Library:
    lock, is_new_lock = _take_lock(folder, patience_s)
    try:
        path = folder / FILE_NAME
        mark = EndMark(folder)
        try:
            is_there = _look(path)
        except LibraryForeign:
            if is_new_lock:
                lock.remove()
            raise
        if is_there:
            is_unchecked = _refuse_unreadable(path, check=not mark.last.ended_well)
        else:
            _make_room(path, make_new=make_new)
            is_unchecked = False
        close_to_others(folder)
        db = _open_file(path)
        library = Library(folder, db, lock=lock, is_unchecked=is_unchecked)
        try:
            migrate(db, path)
            library.recovered = recover_interrupted(db)
            recover_trials(db)
            recover_proposals(db)
        except BaseException:
            _close_as_it_is(db, path)
            raise
        if not only_recovers:  # who only recovers leaves the mark to the next one who works
            mark.begin()
            library.mark = mark
        return library
    except BaseException:
        lock.release()
        raise


def _take_lock(folder: Path, patience_s: float) -> tuple[LibraryLock, bool]:
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        is_new = not LibraryLock.is_there(folder)
        return LibraryLock.take(folder, patience_s), is_new
    except OSError as error:
        sentence = _(
            "The folder {folder} cannot be written ({reason}). Make it writable, "
            "or choose another folder with --data-dir."
        )
        reason = error.strerror or type(error).__name__
        raise LibraryReadOnly(sentence.format(folder=folder, reason=reason)) from error


def _look(path: Path) -> bool:
    """Return whether there is a library, and refuse what must not be opened.

    Raises:
        InvalidInput: it is a link.
        LibraryForeign: it belongs to another program.
        LibraryDamaged: it is no plain file.
        LibraryReadOnly: it cannot be read.
    """
    _refuse_other_kinds(path)
    try:
        state = look_at(path)
    except OSError as error:
        raise _cannot_be_written(path, error) from error
    if state is FileState.FOREIGN:
        raise foreign()
    return state in (FileState.OURS, FileState.UNREADABLE)


def _refuse_other_kinds(path: Path) -> None:
    if path.is_symlink():
        sentence = _(
            "{file} is a link to another place. Conductor does not follow links to a library; "
            "choose the real folder with --data-dir."
        )
        raise InvalidInput(sentence.format(file=path))
    for place in (path, *beside(path)):
        if not is_plain_or_absent(place):
            sentence = _(
                "{file} is not a plain file, so the library cannot be opened. Move it away, or "
                "choose another folder with --data-dir."
            )
            raise LibraryDamaged(sentence.format(file=place))


def _refuse_unreadable(path: Path, *, check: bool) -> bool:
    """Look into the library by a connection that cannot change it, before one that can is made.

    Args:
        path: the library file.
        check: whether all of it is to be checked, if that is quickly done.

    Returns:
        Whether it is still to be checked.

    Raises:
        LibraryDamaged: it is damaged; it is as it was, to the byte.
        LibraryReadOnly: it was written by a newer version.
    """
    with closing(Database.reader(path, why="")) as db:
        version = _refuse_newer(db)
        if version == SCHEMA_VERSION:
            refuse_other_shape(db)
        if not check:
            return False
        if path.stat().st_size > CHECK_AT_ONCE_BYTES:
            return True
        refuse_damage(db)
        return False


def _make_room(path: Path, *, make_new: bool) -> None:
    """Let a new library be made, unless that would hide that one was lost.

    Raises:
        LibraryMissing: backups hold more, and the person did not say to begin anew.
        LibraryReadOnly: the folder cannot be written.
    """
    if not make_new:
        _refuse_if_missed(path.parent)
    try:
        put_aside(path, "before-new")
        os.close(open_plain(path, os.O_CREAT | os.O_RDWR))
    except OSError as error:
        raise _cannot_be_written(path, error) from error


def _refuse_if_missed(folder: Path) -> None:
    """Say that the library was lost, if anything of it is left that a person may want.

    Raises:
        LibraryMissing: backups hold something, may hold something, or a log of writes is left.
    """
    if is_any_missed(folder):
        sentence = _(
            "The library in {folder} is missing or empty, but there are backups of it. “conductor "
            "restore” shows them and puts one back; “conductor restore --begin-anew” begins an "
            "empty library and keeps the backups."
        )
        raise LibraryMissing(sentence.format(folder=folder))
    if is_only_log(folder / FILE_NAME):
        sentence = _(
            "The library in {folder} is missing, but the last words written into it are still "
            "beside it. “conductor restore --salvage” saves what can be read of them; “conductor "
            "restore --begin-anew” begins an empty library and keeps them in the folder “kept”."
        )
        raise LibraryMissing(sentence.format(folder=folder))


def _cannot_be_written(path: Path, error: OSError) -> LibraryReadOnly:
    sentence = _("The library file {file} cannot be written ({reason}).")
    return LibraryReadOnly(sentence.format(file=path, reason=error.strerror))


def _open_file(path: Path) -> Database:
    try:
        os.close(open_plain(path, os.O_RDWR))  # says why, where SQLite only says that it cannot
    except OSError as error:
        raise _cannot_be_written(path, error) from error
    return Database.writer(path)


def _close_as_it_is(db: Database, path: Path) -> None:
    """Close the writer without moving its log into a file that may be damaged.

    SQLite does that when the last connection closes, unless it cannot write.
    """
    try:
        keeper = Database.reader(path, why="")
    except StoreError:
        db.close()
        return
    db.close()
    keeper.close()


def _refuse_newer(db: Database) -> int:
    version = int(db.pragma("user_version"))
    if version > SCHEMA_VERSION:
        raise LibraryReadOnly(
            _(
                "This library was written by a newer version of Conductor, so it is opened for "
                "reading only. Install the newer version to go on with it."
            )
        )
    return version


@disk_translated()
def _open_reader(folder: Path, why: str) -> Library:
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        return Library(folder, empty(why))
    _refuse_other_kinds(path)
    db = _reader_of(path, why)
    try:
        version = int(db.pragma("user_version"))
        if int(db.pragma("application_id")) not in (0, APPLICATION_ID):
            raise foreign()
        if version == 0:  # being made by the other copy this very moment
            db.close()
            return Library(folder, empty(why))
        if version < SCHEMA_VERSION:
            return Library(folder, migrated_copy(db, why))
        refuse_other_shape(db)
    except BaseException:
        db.close()
        raise
    return Library(folder, db)


def _reader_of(path: Path, why: str) -> Database:
    try:
        db = Database.reader(path, why=why)
        db.rows("SELECT 1 FROM sqlite_schema LIMIT 1")
    except LibraryReadOnly:
        # The folder cannot hold the two files SQLite keeps beside a library that is in use;
        # without them in the way the file can be read as it stands.
        if log_of(path).exists():
            raise
        return Database.reader(path, why=why, immutable=True)
    return db

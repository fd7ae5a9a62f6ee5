"""Open, name and guard files so that nobody else's file, link or pipe stands in for ours.

Thread: any.
Rules: a file that is written whole gets its name by `put_in_place`, and by nothing else. No
file of a library is opened here while SQLite has it open: closing it would drop SQLite's locks.
"""

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def open_plain(path: Path, flags: int) -> int:
    """Open a file, private if it is made, and return its descriptor; never wait for anything.

    Args:
        path: the file.
        flags: as for `os.open`.

    Raises:
        OSError: it cannot be opened, is a link, or is no plain file (a pipe, a folder, a device).
    """
    descriptor = os.open(path, flags | _SAFELY, PRIVATE_FILE)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file", str(path))
    return descriptor


def is_plain_or_absent(path: Path) -> bool:
    """Whether a path is free or a plain file, not a link, a pipe, a folder or a device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True


def put_in_place(partial: Path, target: Path) -> None:
    """Give a file that is whole and synced its name; when this returns the disk knows it.

    Raises:
        OSError: the disk refused.
    """
    os.replace(partial, target)  # noqa: PTH105 - the one call that is atomic everywhere
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut.

    Raises:
        OSError: the disk refused.
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_OUR_FOLDERS = {
    "attachments": re.compile(r"[0-9a-f]{64}(\..+)?"),
    "backups": re.compile(r"(day|schema)-.+\.db(-wal|-shm)?|\..+\.partial.*"),
    "kept": re.compile(r".+_\d{8}T\d{6}Z\.db(-wal|-shm)?"),
    "models": re.compile(r".+\.gguf(\..+)?"),
}
"""What we put into each of our folders; a folder of that name can be somebody else's."""
_OUR_FILES = re.compile(
    r"conductor\.db(-wal|-shm|-journal)?|conductor\.log(\..+)?|crash(-last)?\.log"
    r"|open\.json|library\.lock|\.restore-.+\.partial.*"
)


def close_to_others(folder: Path) -> None:
    """Take from everybody else the right to read or enter what is ours in a data folder.

    The folder itself only where nothing else is in it: a person may have chosen one that holds
    other work, whose rights are none of our business. Links are neither followed nor changed;
    what belongs to somebody else keeps its mode.
    """
    if os.name != "posix":
        return
    for place, is_folder in _places(folder):
        with contextlib.suppress(OSError):
            mode = stat.S_IMODE(place.lstat().st_mode)
            wanted = PRIVATE_FOLDER if is_folder else mode & PRIVATE_FOLDER
            if mode != wanted:
                place.chmod(wanted)


def open_to_others(folder: Path) -> tuple[str, ...]:
    """Return what of ours in a data folder others can read or enter, by its path in it."""
    if os.name != "posix":
        return ()
    found = []
    for place, _is_folder in _places(folder):
        with contextlib.suppress(OSError):
            if stat.S_IMODE(place.lstat().st_mode) & 0o077:
                found.append(str(place.relative_to(folder)))
    return tuple(sorted(found))


def _places(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what is ours in a data folder, and whether it is a folder."""
    own = list(_own_names(folder))
    if own and len(own) == len(_entries(folder)):  # links are none of ours
        yield from _all_in(folder)
        return
    for entry in own:
        path = Path(entry.path)
        if entry.is_file(follow_symlinks=False):
            yield path, False
            continue
        inside = _entries(path)
        ours = [one for one in inside if _OUR_FOLDERS[entry.name].fullmatch(one.name)]
        if len(ours) == len(inside):
            yield path, True
        yield from ((Path(one.path), False) for one in ours if one.is_file(follow_symlinks=False))


def _all_in(folder: Path) -> Iterator[tuple[Path, bool]]:
    yield folder, True
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
                yield Path(entry.path), True
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path), False


def _own_names(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield the files and folders in a data folder that have our names."""
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name in _OUR_FOLDERS:
                yield entry
        elif entry.is_file(follow_symlinks=False) and _OUR_FILES.fullmatch(entry.name):
            yield entry


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        return list(os.scandir(folder))
    except OSError:
        return []

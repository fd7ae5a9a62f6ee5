"""Put the library file aside, as it is to the byte, when another one takes its place.

Rules: whoever does this has the library's lock and has no connection to the file.
"""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from conductor.disk import sync_folder
from conductor.store.backups.copies import KEPT
from conductor.store.backups.file_look import beside


def put_aside(library: Path, why: str) -> Path | None:
    """Move the library with the two files beside it into the folder of kept files.

    All three have their second name before the first of them loses its first one, where the
    disk can do that; so a power cut in the middle leaves a complete copy in one of the places.

    Args:
        library: the library file.
        why: begins the name, such as "before-restore".

    Returns:
        The kept file, None if there was neither a library nor a log of writes.

    Raises:
        OSError: the disk refused.
    """
    present = [path for path in (library, *beside(library)) if os.path.lexists(path)]
    log = beside(library)[0]
    if library not in present and not (log in present and log.stat().st_size):
        for path in present:
            path.unlink()
        return None
    kept = _free_name(library.parent / KEPT, why)
    names = {path: kept.with_name(kept.name + path.name[len(library.name) :]) for path in present}
    try:
        if _linked(names):
            sync_folder(kept.parent)
            for path in present:
                path.unlink()
        else:
            for path, name in names.items():
                path.rename(name)
            sync_folder(kept.parent)
        sync_folder(library.parent)
    except OSError:
        put_back(library, kept)
        raise
    return kept


def put_back(library: Path, kept: Path) -> None:
    """Give the library and what was beside it their names again, as before `put_aside`.

    Raises:
        OSError: the disk refused; what is not back is where it was kept.
    """
    if os.path.lexists(kept) and os.path.lexists(library) and not library.samefile(kept):
        library.unlink()  # what was to take its place
    for path in (*beside(library), library):  # the library last: never without its log
        name = kept.with_name(kept.name + path.name[len(library.name) :])
        if not os.path.lexists(name):
            continue
        if os.path.lexists(path) and path.samefile(name):
            name.unlink()
        else:
            name.replace(path)
    with contextlib.suppress(OSError):  # the names are right, if a power cut spares them
        sync_folder(library.parent)


def _linked(names: dict[Path, Path]) -> bool:
    try:
        for path, name in names.items():
            os.link(path, name, follow_symlinks=False)
    except OSError:  # a disk without second names
        for name in names.values():
            with contextlib.suppress(OSError):
                name.unlink(missing_ok=True)
        return False
    return True


def _free_name(folder: Path, why: str) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    number, name = 1, folder / f"{why}_{stamp}.db"
    while any(os.path.lexists(path) for path in (name, *beside(name))):
        number += 1
        name = folder / f"{why}-{number}_{stamp}.db"
    return name

"""Keep attached files beside the library, each under the hash of its bytes."""

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from conductor.core.errors import LibraryFull, LibraryReadOnly
from conductor.disk import open_plain, put_in_place
from conductor.i18n import _

FOLDER = "attachments"
_LOCK = threading.Lock()


@contextmanager
def changing_files() -> Iterator[None]:
    """Let one thread at a time add or sweep files."""
    with _LOCK:
        yield


def keep_file(folder: Path, data: bytes) -> str:
    """Write the bytes under their SHA-256, once; return it.

    A file that is there already is young again: it is on its way to somewhere.

    Raises:
        StoreError: they could not be written.
    """
    import hashlib  # here: it loads OpenSSL, which no start needs

    name = hashlib.sha256(data).hexdigest()
    path = folder / FOLDER / name
    with changing_files():
        if path.exists():
            with suppress(OSError):
                os.utime(path)
        else:
            write_file(folder / FOLDER, name, data)
    return name


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write a file under its name in one step.

    Raises:
        StoreError: it could not be written.
    """
    target = folder / name
    partial = target.with_suffix(f".{os.getpid()}.partial")
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _write_synced(partial, data)
        put_in_place(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        sentence = _("The attached file could not be kept in the library ({reason}).")
        kind = LibraryFull if error.errno == 28 else LibraryReadOnly
        raise kind(sentence.format(reason=error.strerror)) from error


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = open_plain(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def read_file(folder: Path, sha256: str) -> bytes | None:
    """Return the bytes kept under a hash, None if the file is gone."""
    path = folder / FOLDER / sha256
    return path.read_bytes() if path.is_file() else None


def delete_files(folder: Path, hashes: Iterable[str]) -> None:
    """Delete the files kept under these hashes; one that cannot be deleted is left."""
    for sha256 in hashes:
        with suppress(OSError):
            (folder / FOLDER / sha256).unlink()

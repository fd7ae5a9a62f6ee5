"""Look the installation over: the library's integrity, versions, keys, servers, sizes."""

import os
import platform
import sqlite3
import sys
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from conductor import __version__
from conductor.core.request import FoundServer
from conductor.store.database import SCHEMA_VERSION
from conductor.workspace.workspace import Workspace

_PACKAGES = ("PySide6-Essentials", "httpx", "sqlite-utils", "xllamacpp", "markdown-it-py")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; sizes in bytes.

    Attributes:
        integrity: "ok", or what SQLite says is wrong.
        read_only: why the library cannot be written, None if it can.
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

    @property
    def is_well(self) -> bool:
        """Whether the library passed its check."""
        return self.integrity == "ok"


def examine(workspace: Workspace) -> Report:
    """Look everything over; waits about a second for servers to answer."""
    desk = workspace.desk
    looking = workspace.connections.detect()
    return Report(
        data_dir=str(workspace.folder),
        integrity=str(desk.db.pragma("integrity_check")),
        read_only=workspace.read_only if not _is_reading(workspace) else None,
        schema=SCHEMA_VERSION,
        versions=_versions(),
        keyring="not used: keys come from environment variables",
        variables=_variables(workspace),
        servers=tuple(asdict(server) for server in _found(looking)),
        starter_model=workspace.starter.is_ready,
        sizes=_sizes(workspace.folder),
    )


def _is_reading(workspace: Workspace) -> bool:
    return workspace.desk.library.lock is None


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


def _sizes(folder: Path) -> dict[str, int]:
    sizes = {"library": 0, "attachments": 0, "backups": 0, "models": 0, "other": 0}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file():
            top = path.relative_to(folder).parts[0]
            name = "library" if top.startswith("conductor.db") else top
            sizes[name if name in sizes else "other"] += path.stat().st_size
    return sizes

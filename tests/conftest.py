"""Keep every test apart from the person's own files, network and other tests."""

import logging
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = os.environ.get("CONDUCTOR_TEST_PLATFORM", "offscreen")
os.environ.pop("CONDUCTOR_DATA_DIR", None)

import pytest
from hypothesis import settings

from conductor import i18n
from conductor.engine.local.starter import StarterUnavailable, starter_path
from conductor.engine.local.starter_fetch import fetch_starter
from conductor.store import library, migrating
from conductor.store.database import Database

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
settings.load_profile("unhurried")
_LOOPBACK = ("127.", "::1", "localhost", "0:0:0:0:0:0:0:1")


# Read here, since every test gets a home of its own.
_KEPT_BETWEEN_RUNS = Path.home() / ".cache" / "conductor-tests"
_GIVEN = os.environ.get("CONDUCTOR_TEST_MODEL")


@pytest.fixture(scope="session")
def starter_model() -> Path:
    """The starter model's file: `CONDUCTOR_TEST_MODEL` (a file, or a data folder), else fetched."""
    if _GIVEN:
        given = Path(_GIVEN)
        path = given if given.is_file() else starter_path(given)
        if not path.is_file():
            pytest.skip(f"The starter model is not set up: CONDUCTOR_TEST_MODEL names {given}.")
        return path
    try:
        return fetch_starter(_KEPT_BETWEEN_RUNS, lambda _progress: None, threading.Event())
    except StarterUnavailable as reason:
        pytest.skip(f"The starter model is not set up: {reason}")


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return homes, in a folder of their own: pytest reads all of its own to make another."""
    place = tmp_path_factory.mktemp("homes")
    return (place / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    home = next(_homes)
    home.mkdir()
    for name in os.environ:
        if name.endswith(("_API_KEY", "_proxy", "_PROXY")) or name.startswith(("LC_", "LANG")):
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use_language("en")
    yield
    i18n.use_language("en")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test reached for {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_warnings_in_the_log(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail a test that logs a warning, unless it is marked as expecting that."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    found = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not found, f"the program warned: {found}"


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.name.startswith("conductor")]
    for thread in left:
        thread.join(5)
    assert not [t for t in left if t.is_alive()], "the test left a thread"


@pytest.fixture(scope="session")
def _empty_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("empty")
    library.open_library(folder).close()
    with closing(sqlite3.connect(folder / library.FILE_NAME)) as empty:
        yield empty


@pytest.fixture(autouse=True)
def _new_libraries_are_copies(
    _empty_library: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copy the tables of a new library from one that was made, which is quicker than making them.

    The tests of the store make theirs.
    """
    migrate = migrating.migrate

    def copied(db: Database, path: Path) -> None:
        if not db.rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
            _empty_library.backup(db.raw)
        else:
            migrate(db, path)

    monkeypatch.setattr(library, "migrate", copied)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "library"

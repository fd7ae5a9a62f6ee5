"""Look at what is left of a library after a bad end, with the eyes of a stranger and our own."""

import hashlib
import resource
import sqlite3
import subprocess
from collections.abc import Collection
from pathlib import Path

from conductor.store.database import SCHEMA_VERSION
from conductor.store.library import FILE_NAME, open_library
from tests.reliability.conftest import command_line, environment
from tests.reliability.rig.marks import digest_of

START_LIMIT_S = 3.0
"""Of processor time: a machine that is busy is no failure."""


def state_of(file: Path) -> str | None:
    """Return the digest of a library file, None if there is nothing in it."""
    if not file.exists():
        return None
    connection = sqlite3.connect(file)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return None
        return digest_of(connection)
    finally:
        connection.close()


def check_files(folder: Path) -> None:
    """Check that each file that the library refers to is there, whole."""
    connection = sqlite3.connect(folder / FILE_NAME)
    wanted = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM attachment")]
    connection.close()
    assert all(isinstance(each, str) for each in wanted), "Damaged: a file has lost its name"
    for sha256 in wanted:
        file = folder / "attachments" / sha256
        assert file.exists(), "a file that was attached is lost"
    for file in (folder / "attachments").glob("*"):
        if not file.name.endswith(".partial"):
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            assert found == file.name, "half a file stands under its final name"


def check_backups(folder: Path, states: Collection[str]) -> int:
    """Check that each backup is whole and a state that the library had; return how many."""
    files = list((folder / "backups").glob("*.db"))
    for file in files:
        copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)], file.name
        assert digest_of(copy) in states, f"{file.name} is no state that the library had"
        copy.close()
    return len(files)


def check_opens(folder: Path) -> None:
    """Check that the program opens the library for writing, and that it is whole then."""
    library = open_library(folder, must_write=True)
    assert library.db.read_only is None
    assert library.db.pragma("integrity_check") == "ok"
    left = library.db.rows("SELECT 1 FROM answer WHERE status IN ('queued', 'streaming')")
    library.close()
    assert left == []


_KEPT = (
    "SELECT text, status FROM answer",
    "SELECT text FROM round ORDER BY number",
    "SELECT title FROM session",
    "SELECT size_bytes, sha256 FROM ledger",
)

CONTENT_BEFORE = [
    [("답", "complete")],
    [("One",), ("Two",)],
    [("보고서",)],
    [(321, "abc")],
]
"""What `_KEPT` finds in a library of `library_of_version`, whichever the version."""


def content_of(file: Path) -> tuple[int, list[list[tuple[object, ...]]]]:
    """Return the schema's version of a whole library, and what every version has kept."""
    connection = sqlite3.connect(file)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version, [connection.execute(sql).fetchall() for sql in _KEPT]
    finally:
        connection.close()


def check_migrating(folder: Path, version: int) -> None:
    """Check a library of `library_of_version` whose migration was ended from outside."""
    found, content = content_of(folder / FILE_NAME)
    assert version <= found <= SCHEMA_VERSION
    assert content == CONTENT_BEFORE, "the migration lost something"
    backup = folder / "backups" / f"schema-{version}.db"
    if found > version or backup.exists():
        assert content_of(backup) == (version, content), "the backup is not what was there before"
    check_opens(folder)
    assert content_of(folder / FILE_NAME) == (SCHEMA_VERSION, content)
    assert content_of(backup) == (version, content)


def check_start(folder: Path) -> None:
    """Check that the next start is clean and takes little processor time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command_line(folder, "sessions", "--json"),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, b"")
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime < START_LIMIT_S

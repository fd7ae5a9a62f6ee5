"""Write down, beside a library, what each commit makes of it; read that after the end.

In the process that works, `mark_commits` puts a line into a file before every commit ("will")
and one after it ("did"), with the digest of everything in the library and whether the disk
must have it. What is found after a kill or a power cut must be one of these states: the last
that was done for certain, one that was done without a promise, or the one being done.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from conductor.store.database import Database


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of the library: about to be ("will") or committed ("did"), and how firmly."""

    kind: str
    digest: str
    synced: bool


def digest_of(connection: sqlite3.Connection) -> str:
    """Return a hash of every row of every table."""
    found = hashlib.sha256()
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    for (table,) in [tuple(row) for row in tables.fetchall()]:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        found.update(repr((table, sorted(repr(tuple(row)) for row in rows))).encode())
    return found.hexdigest()[:16]


class Marks:
    """The file of marks that one process writes."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def put(self, kind: str, digest: str, *, synced: bool) -> None:
        """Add a mark; it outlives the process, however that ends."""
        line = json.dumps(asdict(Mark(kind, digest, synced)))
        os.write(self._descriptor, f"{line}\n".encode())


def mark_commits(path: Path) -> Marks:
    """Mark every commit of this process from now on."""
    marks = Marks(path)
    atomic = Database.atomic

    @contextmanager
    def marked(self: Database, *, synced: bool = True, patience_ms: int = 5000) -> Iterator[None]:
        if self.raw.in_transaction:
            with atomic(self):
                yield
            return
        with atomic(self, synced=synced, patience_ms=patience_ms):
            yield
            marks.put("will", digest_of(self.raw), synced=synced)
        marks.put("did", digest_of(self.raw), synced=synced)

    Database.atomic = marked  # type: ignore[method-assign]
    return marks


def read_marks(path: Path) -> list[Mark]:
    """Return the marks of a process that has ended."""
    if not path.exists():
        return []
    return [Mark(**json.loads(line)) for line in path.read_text().splitlines()]


def possible_states(marks: Sequence[Mark]) -> set[str]:
    """Return the digests that may be found after the last of these marks.

    Args:
        marks: what was marked before the end, and what was about to be.
    """
    firm = [n for n, mark in enumerate(marks) if mark.kind == "did" and mark.synced]
    return {mark.digest for mark in marks[firm[-1] if firm else 0 :]}

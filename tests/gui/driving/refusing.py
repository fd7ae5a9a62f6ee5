"""Have the library refuse what is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Let the library take nothing meanwhile: another program is writing it."""
    with closing(sqlite3.connect(folder / "conductor.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield

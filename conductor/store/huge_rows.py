"""Keep rows with huge texts while nothing is written, since a window asks for them many times.

Reading one text of 31 MB takes a tenth of a second, and opening a session asks for the answers
of a round about ten times. Thread: that of the connection.
"""

import sqlite3

HUGE_BYTES = 1_000_000
_QUERIES = 8

Key = tuple[object, ...]
"""A query: one row or all, its words and its values."""


class HugeRows:
    """What some queries of one connection found, as long as that still holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found: dict[Key, list[sqlite3.Row]] = {}
        self._state = (0, 0)
        self._has_huge = False

    def text_of(self, data: bytes) -> str:
        """Return a text that is being read; bytes that turned bad are no reason to read nothing."""
        self._has_huge = self._has_huge or len(data) >= HUGE_BYTES
        return data.decode("utf-8", "replace")

    def get(self, key: Key) -> list[sqlite3.Row] | None:
        """Return what a query found before, None if it must be asked."""
        self._has_huge = False
        if not self._found:
            return None
        if self._connection.in_transaction or self._state != self._state_now():
            self._found.clear()
            return None
        found = self._found.get(key)
        return None if found is None else list(found)

    def put(self, key: Key, rows: list[sqlite3.Row]) -> None:
        """Keep what a query has just found, if it is huge and no write is under way."""
        if not self._has_huge or self._connection.in_transaction:
            return
        if not self._found or len(self._found) >= _QUERIES:
            self._found.clear()
            self._state = self._state_now()
        self._found[key] = list(rows)

    def _state_now(self) -> tuple[int, int]:
        """Return what changes with every write, by this connection and by others."""
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return self._connection.total_changes, version

"""Keep rows with huge texts while nothing is written, since a window asks for them many times.

Reading one text of 31 MB takes a tenth of a second, and opening a session asks for the answers
of a round about ten times. Thread: that of the connection.

Rules: what was found is kept only if it is known in which state of the file it was asked for.
That is looked up before every query once a huge text was seen, so the first is read twice, and
a library without any pays nothing.
"""

import sqlite3
import sys
from collections.abc import Iterable

HUGE_BYTES = 1_000_000
KEPT_BYTES = 100_000_000
"""How much is kept; a text that several queries found counts once, and is there once."""

_HUGE_LENGTH = HUGE_BYTES // 4
"""Characters that a text of so many bytes has at least."""

Key = tuple[object, ...]
"""A query: one row or all, its words and its values."""


class HugeRows:
    """What some queries of one connection found, as long as that still holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found: dict[Key, list[sqlite3.Row]] = {}
        self._texts: list[str] = []  # the huge ones in what is kept
        self._bytes = 0
        self._state = self._before = (0, 0)
        self._has_huge = False
        self._had_huge = False

    @property
    def kept_bytes(self) -> int:
        """How much memory takes what is kept."""
        return self._bytes

    def text_of(self, data: bytes) -> str:
        """Return a text that is being read; bytes that turned bad are no reason to read nothing."""
        text = data.decode("utf-8", "replace")
        if len(data) < HUGE_BYTES:
            return text
        self._has_huge = True
        return next((one for one in self._texts if len(one) == len(text) and one == text), text)

    def get(self, key: Key) -> list[sqlite3.Row] | None:
        """Return what a query found before, None if it must be asked."""
        self._had_huge = self._had_huge or self._has_huge
        self._has_huge = False
        if not self._had_huge:
            return None
        if self._connection.in_transaction:
            self._forget()
            return None
        self._before = self._state_now()  # before the question: another program may write now
        if self._state != self._before:
            self._forget()
            return None
        found = self._found.get(key)
        return None if found is None else list(found)

    def put(self, key: Key, rows: list[sqlite3.Row]) -> None:
        """Keep what a query has just found, if it is huge and no write is under way."""
        if not self._has_huge or not self._had_huge or self._connection.in_transaction:
            return
        if not self._keep(key, rows):
            self._forget()
            self._keep(key, rows)

    def _keep(self, key: Key, rows: list[sqlite3.Row]) -> bool:
        known = {id(text) for text in self._texts}
        values = {id(value): value for row in rows for value in row}
        new = [value for which, value in values.items() if which not in known]
        size = _bytes_of(new)
        if self._bytes + size > KEPT_BYTES:
            return False
        self._texts += [one for one in new if isinstance(one, str) and len(one) >= _HUGE_LENGTH]
        self._bytes += size
        self._found[key] = list(rows)
        self._state = self._before
        return True

    def _forget(self) -> None:
        self._found.clear()
        self._texts.clear()
        self._bytes = 0

    def _state_now(self) -> tuple[int, int]:
        """Return what changes with every write, by this connection and by others."""
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return self._connection.total_changes, version


def _bytes_of(values: Iterable[object]) -> int:
    return sum(sys.getsizeof(value) for value in values)

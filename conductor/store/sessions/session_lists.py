"""List sessions: the order of all of them at once, and the rows of those that are shown."""

import json
from collections.abc import Collection, Sequence
from sqlite3 import Row

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.store.database import Database, Value
from conductor.store.sessions.sessions import SESSION_COLUMNS, session_from

_LIVE = "session.deleted_at IS NULL"
_BINNED = "session.deleted_at IS NOT NULL AND touched > 0"
_LIVE_TAG = """
session.id IN (SELECT session FROM session_tag WHERE deleted_at IS NULL AND tag LIKE ? ESCAPE '\\')
"""
_BINNED_TAG = """
EXISTS (SELECT 1 FROM session_tag WHERE session_tag.session = session.id
  AND session_tag.deleted_at = session.deleted_at AND tag LIKE ? ESCAPE '\\')
"""


def session_ids(
    db: Database, words: Sequence[str] = (), *, limit: int | None = None
) -> tuple[SessionId, ...]:
    """Return the ids of the sessions whose title or tags have all these words, newest first."""
    where, values = _matching(words, _LIVE_TAG)
    # Reading the table as it lies and sorting what is left is faster than following the index,
    # unless everything or only a few are wanted.
    how = "NOT INDEXED" if words and limit is None else ""
    rows = db.rows(
        f"""
        SELECT ulid FROM session {how} WHERE {_LIVE} {where}
        ORDER BY touched DESC LIMIT ?
        """,
        (*values, -1 if limit is None else limit),
    )
    return tuple(SessionId(row["ulid"]) for row in rows)


def binned_ids(db: Database, words: Sequence[str] = ()) -> tuple[SessionId, ...]:
    """Return the ids of the sessions in the bin that have all these words, last binned first."""
    where, values = _matching(words, _BINNED_TAG)
    rows = db.rows(
        f"""
        SELECT ulid FROM session WHERE {_BINNED} {where}
        ORDER BY deleted_at DESC, touched DESC, id DESC
        """,
        values,
    )
    return tuple(SessionId(row["ulid"]) for row in rows)


def session_places(
    db: Database, ids: Collection[SessionId], words: Sequence[str] = (), *, of_bin: bool = False
) -> tuple[tuple[SessionId, SessionId | None], ...]:
    """Return where some sessions stand among those with all these words, from the last one up.

    Returns:
        Those that are listed at all, each with the one that comes after it; None for the last.
    """
    where, values = _matching(words, _BINNED_TAG if of_bin else _LIVE_TAG)
    listed = _BINNED if of_bin else _LIVE
    rows = db.rows(
        f"""
        SELECT id, ulid, deleted_at, touched FROM session
        WHERE {listed} AND ulid IN (SELECT value FROM json_each(?)) {where}
        ORDER BY deleted_at, touched, id
        """,
        (json.dumps(tuple(ids)), *values),
    )
    return tuple(
        (SessionId(row["ulid"]), _after(db, row, f"{listed} {where}", values)) for row in rows
    )


def _after(db: Database, row: Row, listed: str, values: Sequence[Value]) -> SessionId | None:
    found = db.row(
        f"""
        SELECT ulid FROM session
        WHERE {listed} AND (coalesce(deleted_at, ''), touched, id) < (?, ?, ?)
        ORDER BY deleted_at DESC, touched DESC, id DESC LIMIT 1
        """,
        (*values, row["deleted_at"] or "", row["touched"], row["id"]),
    )
    return None if found is None else SessionId(found["ulid"])


def _matching(words: Sequence[str], tag_like: str) -> tuple[str, list[Value]]:
    values: list[Value] = []
    for word in words:
        pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values += [f"%{pattern}%", f"%{pattern.removeprefix('#')}%"]
    return f" AND (title LIKE ? ESCAPE '\\' OR {tag_like})" * len(words), values


def is_any_session(db: Database) -> bool:
    """Whether the library holds or ever held a session, the bin and the deleted included."""
    return db.row("SELECT 1 FROM session LIMIT 1") is not None


def sessions_by_ids(db: Database, ids: Sequence[SessionId]) -> tuple[Session, ...]:
    """Return sessions in the order of their ids, also those in the bin."""
    rows = db.rows(
        f"""
        {SESSION_COLUMNS} JOIN json_each(?) AS wanted ON wanted.value = session.ulid
        ORDER BY wanted.key
        """,
        (json.dumps(ids),),
    )
    return tuple(session_from(row) for row in rows)


def known_tags(db: Database) -> tuple[str, ...]:
    """Return the tags in use, those used most first, without the example's."""
    rows = db.rows(
        """
        SELECT tag FROM session_tag JOIN session ON session.id = session_tag.session
        WHERE session_tag.deleted_at IS NULL AND session.example IS NULL
        GROUP BY tag ORDER BY count(*) DESC, tag
        """
    )
    return tuple(row["tag"] for row in rows)


def known_kinds(db: Database) -> tuple[str, ...]:
    """Return the kinds of task in use, those used most first, without the example's."""
    rows = db.rows(
        """
        SELECT kind FROM session
        WHERE deleted_at IS NULL AND example IS NULL AND kind IS NOT NULL
        GROUP BY kind ORDER BY count(*) DESC, kind
        """
    )
    return tuple(row["kind"] for row in rows)

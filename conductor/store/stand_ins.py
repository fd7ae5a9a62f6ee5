"""Make a salvaged library fit together: stand-ins for what is lost but what others hang on.

An answer whose round or session was lost is worth more than the rule that it has one. Ids
and places of lost rows are taken from the indexes, which are other pages of the file.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from conductor.i18n import _
from conductor.store.raw_pages import Value
from conductor.store.ulid import new_ulid

_WITH_IDS = (
    "session",
    "round",
    "answer",
    "assistant",
    "connection",
    "ensemble",
    "note",
    "judgement",
    "manuscript_version",
    "manuscript_piece",
    "handover",
    "guidance",
    "trial",
    "trial_task",
    "trial_pair",
    "trial_answer",
    "trial_repeat",
    "task_set",
    "proposal",
)
_ID_INDEXES = {f"sqlite_autoindex_{table}_1": table for table in _WITH_IDS}
_ROUND_PLACES = "sqlite_autoindex_round_2"
INDEXES = frozenset({*_ID_INDEXES, _ROUND_PLACES})
"""The indexes that know ids and places."""

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class IndexEntries:
    """What the indexes know of rows.

    Attributes:
        ids: by table, the id of each row by its key.
        places: the session and number of each round by its key.
    """

    ids: dict[str, dict[int, str]] = field(default_factory=dict)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def id_of(self, table: str, key: int) -> str:
        """Return the id that a row had, a new one if no index knows it."""
        return self.ids.get(table, {}).get(key) or new_ulid()


def entries_of(indexes: Mapping[str, list[tuple[Value, ...]]]) -> IndexEntries:
    """Return what entries of `INDEXES` say."""
    entries = IndexEntries()
    for index, table in _ID_INDEXES.items():
        entries.ids[table] = {
            row[1]: row[0]
            for row in indexes.get(index, ())
            if len(row) == 2 and isinstance(row[1], int) and isinstance(row[0], str)
        }
    for row in indexes.get(_ROUND_PLACES, ()):
        if len(row) == 3:
            session, number, key = row
            if isinstance(session, int) and isinstance(number, int) and isinstance(key, int):
                entries.places[key] = (session, number)
    return entries


def fill_gaps(db: sqlite3.Connection, entries: IndexEntries) -> None:
    """Add stand-ins for lost rows that answers hang on, and drop what hangs on nothing."""
    _add_rounds(db, entries)
    _add_sessions(db, entries)
    _add_assistants(db, entries)
    columns = {row[1] for row in db.execute("PRAGMA table_info(round)")}
    if "seed" in columns:
        db.execute("UPDATE round SET seed = hex(randomblob(8)) WHERE seed = ''")
    _drop_what_hangs_on_nothing(db)


def _add_rounds(db: sqlite3.Connection, entries: IndexEntries) -> None:
    missing = db.execute(
        """
        SELECT round, min(created) FROM answer
        WHERE round NOT IN (SELECT id FROM round) GROUP BY round ORDER BY round
        """
    ).fetchall()
    if not missing:
        return
    top = "SELECT coalesce(max(id), 0) + 1 FROM session"
    stray = db.execute(top).fetchone()[0] + 1_000_000  # the session of rounds nobody knows
    for number, (key, created) in enumerate(missing, 1):
        session, place = entries.places.get(key, (stray, number))
        db.execute(
            """
            INSERT OR IGNORE INTO round (id, ulid, session, number, kind, text, created)
            VALUES (?, ?, ?, ?, 'task', ?, ?)
            """,
            (
                key,
                entries.id_of("round", key),
                session,
                place,
                _("(These words could not be read.)"),
                created or "",
            ),
        )


def _add_sessions(db: sqlite3.Connection, entries: IndexEntries) -> None:
    missing = db.execute(
        """
        SELECT session, text, min(number), max(created) FROM round
        WHERE session NOT IN (SELECT id FROM session) GROUP BY session ORDER BY session
        """
    ).fetchall()
    for key, text, _number, created in missing:
        title = " ".join(str(text).split())[:_LONGEST_TITLE]
        db.execute(
            """
            INSERT OR IGNORE INTO session (id, ulid, title, touched, created, updated)
            VALUES (?, ?, ?, (SELECT coalesce(max(touched), 0) + 1 FROM session), ?, ?)
            """,
            (
                key,
                entries.id_of("session", key),
                _("Salvaged: {title}").format(title=title),
                created or "",
                created or "",
            ),
        )


def _add_assistants(db: sqlite3.Connection, entries: IndexEntries) -> None:
    """Add assistants and connections that answers name; they are marked as removed."""
    missing = db.execute(
        """
        SELECT assistant, assistant_name, connection_name, model, max(created) FROM answer
        WHERE assistant NOT IN (SELECT id FROM assistant) GROUP BY assistant
        """
    ).fetchall()
    for key, name, connection, model, created in missing:
        where = db.execute(
            "SELECT id FROM connection WHERE name = ? ORDER BY id", (connection,)
        ).fetchone()
        place = where[0] if where else _add_connection(db, None, connection, created, entries)
        db.execute(
            """
            INSERT OR IGNORE INTO assistant (id, ulid, name, folded, connection, model, role,
              settings, colour, created, deleted_at) VALUES (?, ?, ?, ?, ?, ?, '', '{}', 0, ?, ?)
            """,
            (
                key,
                entries.id_of("assistant", key),
                name,
                name.casefold(),
                place,
                model,
                created or "",
                created or "",
            ),
        )
    for (key,) in db.execute(
        "SELECT DISTINCT connection FROM assistant WHERE connection NOT IN "
        "(SELECT id FROM connection)"
    ).fetchall():
        name = _("Salvaged {n}").format(n=key)
        _add_connection(db, key, name, "", entries)


def _add_connection(
    db: sqlite3.Connection, key: int | None, name: str, created: str, entries: IndexEntries
) -> int:
    """Add a connection whose address is lost; it has to be made anew to be used."""
    ulid = new_ulid() if key is None else entries.id_of("connection", key)
    added = db.execute(
        """
        INSERT INTO connection (id, ulid, name, folded, kind, base_url, parallel, created,
          deleted_at) VALUES (?, ?, ?, ?, 'openai-compatible', '', 1, ?, ?)
        """,
        (key, ulid, name, name.casefold(), created or "", created or ""),
    )
    return added.lastrowid or 0


def _drop_what_hangs_on_nothing(db: sqlite3.Connection) -> None:
    tables = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        )
    ]
    changed = True
    while changed:
        changed = sum(_drop_in(db, table) for table in tables) > 0


def _drop_in(db: sqlite3.Connection, table: str) -> bool:
    may_be_empty = {row[1] for row in db.execute(f"PRAGMA table_info({table})") if not row[3]}
    changed = False
    for key in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
        parent, column, target = key[2], key[3], key[4]
        where = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {target} FROM {parent})"
        do = f"UPDATE OR IGNORE {table} SET {column} = NULL" if column in may_be_empty else ""
        if table == "ledger" or not do or column == "id":
            do = f"DELETE FROM {table}"
        changed = db.execute(f"{do} WHERE {where}").rowcount > 0 or changed
    return changed

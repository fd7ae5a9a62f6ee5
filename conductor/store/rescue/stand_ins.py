"""Make a salvaged library fit together: stand-ins for what is lost but what others hang on.

An answer whose round or session was lost is worth more than the rule that it has one. Ids
and places of lost rows are taken from the indexes, which are other pages of the file.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from conductor.i18n import _
from conductor.store.rescue.raw_pages import Value
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
_ANSWER_PLACES = "sqlite_autoindex_answer_2"
_ANSWER_ASSISTANTS = "answer_assistant"
_VERSION_PLACES = "sqlite_autoindex_guidance_version_1"
INDEXES = frozenset(
    {*_ID_INDEXES, _ROUND_PLACES, _ANSWER_PLACES, _ANSWER_ASSISTANTS, _VERSION_PLACES}
)
"""The indexes that know ids and places."""

_FEW_WORDS = frozenset({"guidance"})
"""Tables whose rows do without the round that they came from."""
_BEYOND = 1_000_000
"""How far beyond the known keys those are that nobody knows."""
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class IndexEntries:
    """What the indexes know of rows.

    Attributes:
        ids: by table, the id of each row by its key.
        places: the session and number of each round by its key.
        answers: the round and position of each answer by its key.
        assistants: the assistant of each answer by its key.
        versions: the guidance and hash of each version of guidance by its key.
    """

    ids: dict[str, dict[int, str]] = field(default_factory=dict)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    answers: dict[int, tuple[int, int]] = field(default_factory=dict)
    assistants: dict[int, int] = field(default_factory=dict)
    versions: dict[int, tuple[int, str]] = field(default_factory=dict)

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
        match row:
            case (int(session), int(number), int(key)):
                entries.places[key] = (session, number)
    for row in indexes.get(_ANSWER_PLACES, ()):
        match row:
            case (int(item), int(position), int(key)):
                entries.answers[key] = (item, position)
    for row in indexes.get(_ANSWER_ASSISTANTS, ()):
        match row:
            case (int(assistant), int(key)):
                entries.assistants[key] = assistant
    for row in indexes.get(_VERSION_PLACES, ()):
        match row:
            case (int(guidance), str(hashed), int(key)):
                entries.versions[key] = (guidance, hashed)
    return entries


def fill_gaps(db: sqlite3.Connection, entries: IndexEntries) -> None:
    """Add stand-ins for lost rows that others hang on, and drop what hangs on nothing."""
    _add_answers(db, entries)
    _add_rounds(db, entries)
    _add_sessions(db, entries)
    _add_assistants(db, entries)
    if _has(db, "guidance_version"):
        _add_versions(db, entries)
        _add_guidance(db, entries)
    if _has(db, "task_set"):
        _add_task_sets(db, entries)
    columns = {row[1] for row in db.execute("PRAGMA table_info(round)")}
    if "seed" in columns:
        db.execute("UPDATE round SET seed = hex(randomblob(8)) WHERE seed = ''")
    _drop_what_hangs_on_nothing(db)


def _has(db: sqlite3.Connection, table: str) -> bool:
    found = db.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    return found.fetchone() is not None


def _lost(db: sqlite3.Connection, parent: str, but: frozenset[str] = frozenset()) -> list[int]:
    """Return the keys of lost rows of a table that rows of others name, but not those of some."""
    found: set[int] = set()
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table in but:
            continue
        for key in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            if key[2] == parent:
                rows = db.execute(
                    f"SELECT DISTINCT {key[3]} FROM {table} WHERE {key[3]} IS NOT NULL "
                    f"AND {key[3]} NOT IN (SELECT id FROM {parent})"
                )
                found |= {row[0] for row in rows}
    return sorted(found)


def _next_key(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def _add_answers(db: sqlite3.Connection, entries: IndexEntries) -> None:
    """Add answers that are lost while their earlier attempts, pieces or ledger rows are not."""
    stray = _next_key(db, "round") + _BEYOND
    for number, key in enumerate(_lost(db, "answer")):
        item, position = entries.answers.get(key, (stray, number))
        who = db.execute(
            "SELECT id, name FROM assistant WHERE id = ?", (entries.assistants.get(key),)
        ).fetchone() or (entries.assistants.get(key, _BEYOND), _("Unknown assistant"))
        where = db.execute(
            "SELECT connection_name, model, created, attempt FROM attempt WHERE answer = ? "
            "UNION ALL SELECT connection_name, model, time, attempt FROM ledger WHERE answer = ? "
            "ORDER BY 4 DESC",
            (key, key),
        ).fetchone() or ("", "", "", 0)
        db.execute(
            """
            INSERT OR IGNORE INTO answer (id, ulid, round, assistant, assistant_name,
              connection_name, model, position, attempt, status, text, reasoning, settings, sent,
              notices, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'interrupted', ?, '', '{}', '',
              '[]', ?)
            """,
            (
                key,
                entries.id_of("answer", key),
                item,
                *who,
                *where[:2],
                position,
                where[3] + 1,
                _("(These words could not be read.)"),
                where[2],
            ),
        )


def _add_versions(db: sqlite3.Connection, entries: IndexEntries) -> None:
    stray = _next_key(db, "guidance") + _BEYOND
    for key in _lost(db, "guidance_version"):
        guidance, hashed = entries.versions.get(key, (stray, new_ulid()))
        db.execute(
            """
            INSERT OR IGNORE INTO guidance_version (id, guidance, number, hash, text, created)
            VALUES (?, ?, (SELECT coalesce(max(number), 0) + 1 FROM guidance_version
              WHERE guidance = ?), ?, ?, '')
            """,
            (key, guidance, guidance, hashed, _("(These words could not be read.)")),
        )


def _add_guidance(db: sqlite3.Connection, entries: IndexEntries) -> None:
    """Add guidance whose words are there; it is a candidate again, attached to nothing."""
    for key in _lost(db, "guidance"):
        db.execute(
            """
            INSERT OR IGNORE INTO guidance (id, ulid, version, kind, kinds, assistants, reusable,
              pinned, status, use, source, question, created)
            VALUES (?, ?, (SELECT id FROM guidance_version WHERE guidance = ?
              ORDER BY number DESC LIMIT 1), 'other', '[]', '[]', 1, 0, 'candidate', 'attached',
              'person', '', (SELECT coalesce(min(created), '') FROM guidance_version
              WHERE guidance = ?))
            """,
            (key, entries.id_of("guidance", key), key, key),
        )


def _add_task_sets(db: sqlite3.Connection, entries: IndexEntries) -> None:
    for key in _lost(db, "task_set"):
        name = _("Salvaged {n}").format(n=key)
        db.execute(
            "INSERT OR IGNORE INTO task_set (id, ulid, name, folded, created) "
            "VALUES (?, ?, ?, ?, '')",
            (key, entries.id_of("task_set", key), name, name.casefold()),
        )


def _add_rounds(db: sqlite3.Connection, entries: IndexEntries) -> None:
    missing = _lost(db, "round", _FEW_WORDS)
    stray = _next_key(db, "session") + _BEYOND  # the session of rounds nobody knows
    for number, key in enumerate(missing, 1):
        session, place = entries.places.get(key, (stray, number))
        created = db.execute("SELECT min(created) FROM answer WHERE round = ?", (key,)).fetchone()
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
                created[0] or "",
            ),
        )


def _add_sessions(db: sqlite3.Connection, entries: IndexEntries) -> None:
    for key in _lost(db, "session"):
        found = db.execute(
            "SELECT text, max(created) OVER () FROM round WHERE session = ? ORDER BY number",
            (key,),
        ).fetchone()
        text, created = found or ("", "")
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

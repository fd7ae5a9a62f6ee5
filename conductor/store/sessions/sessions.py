"""Keep sessions, their rounds and tags, drafts and settings."""

import json
from collections.abc import Collection
from sqlite3 import Row

from conductor.core.entities import Round, RoundKind, Session
from conductor.core.ids import AssistantId, RoundId, SessionId
from conductor.store.database import Database
from conductor.store.encoding import value_of

SESSION_COLUMNS = """
SELECT session.*,
  (SELECT count(*) FROM round WHERE round.session = session.id
    AND round.deleted_at IS session.deleted_at)
    AS rounds,
  (SELECT group_concat(tag, char(31)) FROM
    (SELECT tag FROM session_tag WHERE session_tag.session = session.id
     AND session_tag.deleted_at IS session.deleted_at ORDER BY tag)) AS tags
FROM session
"""
_SELECT = f"{SESSION_COLUMNS} WHERE session.deleted_at IS NULL"


def add_session(db: Database, session: Session) -> None:
    """Add a session, the newest of all."""
    db.write(
        """
        INSERT INTO session (ulid, title, kind, touched, created, updated, blind, example)
        VALUES (?, ?, ?,
          (SELECT coalesce(max(touched), 0) + 1 FROM session), ?, ?, ?, ?)
        """,
        (
            session.id,
            session.title,
            session.kind,
            session.created,
            session.updated,
            session.blind,
            session.example,
        ),
    )
    add_tags(db, session.id, session.tags)


def add_tags(db: Database, session_id: SessionId, tags: tuple[str, ...]) -> None:
    """Put tags on a session; those it has already stay once."""
    db.write_many(
        """
        INSERT INTO session_tag (session, tag)
        VALUES ((SELECT id FROM session WHERE ulid = ?), ?)
        ON CONFLICT DO UPDATE SET deleted_at = NULL
        """,
        [(session_id, tag) for tag in tags],
    )


def touch_session(db: Database, session_id: SessionId, when: str) -> None:
    """Make a session the newest of all, those in the bin included: they may come back."""
    db.write(
        "UPDATE session SET updated = ?, touched = (SELECT max(touched) + 1 FROM session) "
        "WHERE ulid = ?",
        (when, session_id),
    )


def rename_session(db: Database, session_id: SessionId, title: str) -> None:
    """Give a session another title."""
    db.write("UPDATE session SET title = ? WHERE ulid = ?", (title, session_id))


def remove_tag(db: Database, session_id: SessionId, tag: str, when: str) -> None:
    """Take a tag off a session."""
    db.write(
        """
        UPDATE session_tag SET deleted_at = ?
        WHERE session = (SELECT id FROM session WHERE ulid = ?) AND tag = ?
        """,
        (when, session_id, tag),
    )


def set_session_kind(db: Database, session_id: SessionId, kind: str | None) -> None:
    """Say which kind of task a session is."""
    db.write("UPDATE session SET kind = ? WHERE ulid = ?", (kind, session_id))


def all_sessions(db: Database, limit: int | None = None) -> tuple[Session, ...]:
    """Return sessions, newest first."""
    rows = db.rows(
        f"{_SELECT} ORDER BY touched DESC, session.id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return tuple(session_from(row) for row in rows)


def newest_own(db: Database) -> Session | None:
    """Return the newest session of the person's own, None if there is none."""
    row = db.row(f"{_SELECT} AND session.example IS NULL ORDER BY touched DESC LIMIT 1")
    return None if row is None else session_from(row)


def session_by_id(db: Database, session_id: SessionId) -> Session | None:
    """Return one session, None if it is not there."""
    row = db.row(f"{_SELECT} AND session.ulid = ?", (session_id,))
    return None if row is None else session_from(row)


def session_from(row: Row) -> Session:
    """Return the session of a row of `SESSION_COLUMNS`."""
    return Session(
        id=SessionId(row["ulid"]),
        title=row["title"],
        kind=row["kind"],
        tags=tuple(row["tags"].split("\x1f")) if row["tags"] else (),
        created=row["created"],
        updated=row["updated"],
        rounds=row["rounds"],
        blind=bool(row["blind"]),
        example=row["example"],
    )


def add_round(db: Database, item: Round) -> None:
    """Add a round with the names of its attachments, whose bytes must be on the disk already.

    It is blind if it or its session is, and gets the seed of its shuffled order.
    """
    key = db.write(
        """
        INSERT INTO round (ulid, session, number, kind, text, created, blind, seed)
        SELECT ?, id, ?, ?, ?, ?, max(blind, ?), hex(randomblob(8)) FROM session WHERE ulid = ?
        """,
        (item.id, item.number, item.kind, item.text, item.created, item.blind, item.session_id),
    )
    db.write_many(
        "INSERT INTO attachment (round, position, name, sha256) VALUES (?, ?, ?, ?)",
        [(key, n, file.name, file.sha256) for n, file in enumerate(item.attachments)],
    )


_ROUNDS = """
SELECT round.*, session.ulid AS session_ulid FROM round
JOIN session ON session.id = round.session
"""


_OF_SESSION = f"{_ROUNDS} WHERE session.ulid = ? AND round.deleted_at IS NULL"


def rounds_of_session(db: Database, session_id: SessionId, after: int = 0) -> tuple[Round, ...]:
    """Return a session's rounds after one in order, without the texts of their attachments."""
    rows = db.rows(f"{_OF_SESSION} AND round.number > ? ORDER BY round.number", (session_id, after))
    return tuple(_round(row) for row in rows)


def first_round(
    db: Database, session_id: SessionId, *, before: int, without: Collection[int] = ()
) -> Round | None:
    """Return a session's first round before one that is none of some; None if there is none."""
    row = db.row(
        f"""
        {_OF_SESSION} AND round.number < ?
          AND round.number NOT IN (SELECT value FROM json_each(?))
        ORDER BY round.number LIMIT 1
        """,
        (session_id, before, json.dumps(tuple(without))),
    )
    return None if row is None else _round(row)


def last_number(db: Database, session_id: SessionId) -> int:
    """Return the number of a session's last round, 0 if it has none."""
    row = db.row(f"{_OF_SESSION} ORDER BY round.number DESC LIMIT 1", (session_id,))
    return 0 if row is None else row["number"]


def round_by_id(db: Database, round_id: RoundId) -> Round | None:
    """Return one round, without the texts of its attachments; None if it is not there."""
    row = db.row(f"{_ROUNDS} WHERE round.ulid = ? AND round.deleted_at IS NULL", (round_id,))
    return None if row is None else _round(row)


def rounds_like(db: Database, start: str) -> tuple[Round, ...]:
    """Return the rounds whose id begins with these characters, two at most."""
    rows = db.rows(
        f"{_ROUNDS} WHERE substr(round.ulid, 1, ?) = ? AND round.deleted_at IS NULL LIMIT 2",
        (len(start), start),
    )
    return tuple(_round(row) for row in rows)


def _round(row: Row) -> Round:
    return Round(
        id=RoundId(row["ulid"]),
        session_id=SessionId(row["session_ulid"]),
        number=row["number"],
        kind=value_of(RoundKind, row["kind"], RoundKind.TASK),
        text=row["text"],
        created=row["created"],
        blind=bool(row["blind"]),
    )


def attachments_of(db: Database, round_id: RoundId) -> tuple[tuple[str, str], ...]:
    """Return (name, sha256) of the files given with a round."""
    rows = db.rows(
        """
        SELECT name, sha256 FROM attachment JOIN round ON round.id = attachment.round
        WHERE round.ulid = ? ORDER BY position
        """,
        (round_id,),
    )
    return tuple((row["name"], row["sha256"]) for row in rows)


def assistants_of_session(db: Database, session_id: SessionId) -> tuple[AssistantId, ...]:
    """Return the assistants a session has addressed and that are still there, in order."""
    rows = db.rows(
        """
        SELECT assistant.ulid FROM answer JOIN round ON round.id = answer.round
        JOIN session ON session.id = round.session
        JOIN assistant ON assistant.id = answer.assistant
        WHERE session.ulid = ? AND assistant.deleted_at IS NULL
        GROUP BY assistant.id ORDER BY min(round.number), min(answer.position)
        """,
        (session_id,),
    )
    return tuple(AssistantId(row["ulid"]) for row in rows)


def keep_draft(db: Database, place: str, text: str, when: str) -> None:
    """Keep what the person is typing at a place (a session's id, or "new")."""
    db.write(
        """
        INSERT INTO draft (place, text, updated) VALUES (?, ?, ?)
        ON CONFLICT (place) DO UPDATE SET text = excluded.text, updated = excluded.updated
        """,
        (place, text, when),
    )


def draft_at(db: Database, place: str) -> str:
    """Return the draft kept at a place; empty if there is none."""
    row = db.row("SELECT text FROM draft WHERE place = ?", (place,))
    return "" if row is None else row["text"]


def drafts_ending(db: Database, ending: str) -> dict[str, str]:
    """Return the drafts that are not empty, at places that end so."""
    rows = db.rows(
        "SELECT place, text FROM draft WHERE substr(place, -length(?)) = ? AND text != ''",
        (ending, ending),
    )
    return {row["place"]: row["text"] for row in rows}


def files_place(place: str) -> str:
    """Return where the files that go with the draft at a place are kept, as JSON."""
    return f"{place}/files"

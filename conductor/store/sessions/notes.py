"""Keep notes on spans of answers, on rounds and on sessions."""

from sqlite3 import Row

from conductor.core.ids import AnswerId, NoteId, RoundId, SessionId
from conductor.core.note import Note
from conductor.core.text.anchor import Span
from conductor.store.database import Database

_SELECT = """
SELECT note.*, session.ulid AS session_ulid, round.ulid AS round_ulid,
  answer.ulid AS answer_ulid
FROM note JOIN session ON session.id = note.session
LEFT JOIN round ON round.id = note.round
LEFT JOIN answer ON answer.id = note.answer
"""


def add_note(db: Database, note: Note) -> None:
    """Add a note."""
    db.write(
        """
        INSERT INTO note (ulid, session, round, answer, attempt, span_start, span_end, quote,
          text, created, updated)
        VALUES (?, (SELECT id FROM session WHERE ulid = ?), (SELECT id FROM round WHERE ulid = ?),
          (SELECT id FROM answer WHERE ulid = ?), ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            note.id,
            note.session_id,
            note.round_id,
            note.answer_id,
            note.attempt,
            note.span.start if note.span else None,
            note.span.end if note.span else None,
            note.quote,
            note.text,
            note.created,
            note.updated,
        ),
    )


def set_text(db: Database, note_id: NoteId, text: str, when: str) -> None:
    """Give a note another text."""
    db.write("UPDATE note SET text = ?, updated = ? WHERE ulid = ?", (text, when, note_id))


def set_deleted(db: Database, note_id: NoteId, when: str | None) -> None:
    """Put a note into the bin, or take it out of it (None)."""
    db.write("UPDATE note SET deleted_at = ? WHERE ulid = ?", (when, note_id))


def note_by_id(db: Database, note_id: NoteId) -> Note | None:
    """Return one note, also from the bin; None if there never was one."""
    row = db.row(f"{_SELECT} WHERE note.ulid = ?", (note_id,))
    return None if row is None else _note(row)


def present_note(db: Database, note_id: NoteId) -> Note | None:
    """Return one note, None if it is in the bin or there never was one."""
    row = db.row(f"{_SELECT} WHERE note.ulid = ? AND note.deleted_at IS NULL", (note_id,))
    return None if row is None else _note(row)


def all_notes(db: Database) -> tuple[Note, ...]:
    """Return every note but the example's, oldest first."""
    rows = db.rows(
        f"""
        {_SELECT} WHERE note.deleted_at IS NULL AND session.deleted_at IS NULL
          AND session.example IS NULL ORDER BY note.id
        """
    )
    return tuple(_note(row) for row in rows)


def notes_of_session(db: Database, session_id: SessionId) -> tuple[Note, ...]:
    """Return every note in a session, also those on its rounds and answers, oldest first."""
    rows = db.rows(
        f"{_SELECT} WHERE session.ulid = ? AND note.deleted_at IS NULL ORDER BY note.id",
        (session_id,),
    )
    return tuple(_note(row) for row in rows)


def notes_of_answer(db: Database, answer_id: AnswerId) -> tuple[Note, ...]:
    """Return the notes on one answer, oldest first."""
    rows = db.rows(
        f"{_SELECT} WHERE answer.ulid = ? AND note.deleted_at IS NULL ORDER BY note.id",
        (answer_id,),
    )
    return tuple(_note(row) for row in rows)


def _note(row: Row) -> Note:
    has_span = row["span_start"] is not None
    return Note(
        id=NoteId(row["ulid"]),
        session_id=SessionId(row["session_ulid"]),
        text=row["text"],
        created=row["created"],
        updated=row["updated"],
        round_id=None if row["round_ulid"] is None else RoundId(row["round_ulid"]),
        answer_id=None if row["answer_ulid"] is None else AnswerId(row["answer_ulid"]),
        attempt=row["attempt"],
        span=Span(row["span_start"], row["span_end"]) if has_span else None,
        quote=row["quote"],
    )

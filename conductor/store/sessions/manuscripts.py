"""Keep the conductor's own draft of each session, its earlier texts and its pieces.

Rules: an earlier text that was kept is never deleted.
"""

from sqlite3 import Row

from conductor.core.ids import AnswerId, DraftVersionId, PieceId, SessionId
from conductor.core.manuscript import DraftVersion, MyDraft, Piece
from conductor.core.text.anchor import Span
from conductor.store.database import Database

_SESSION = "(SELECT id FROM session WHERE ulid = ?)"


def draft_of(db: Database, session_id: SessionId) -> MyDraft:
    """Return the draft of a session, an empty one if nothing was written yet."""
    row = db.row(f"SELECT * FROM manuscript WHERE session = {_SESSION}", (session_id,))
    return MyDraft(session_id) if row is None else MyDraft(session_id, row["text"], row["updated"])


def keep_draft(db: Database, draft: MyDraft) -> None:
    """Write a draft's text."""
    db.write(
        f"""
        INSERT INTO manuscript (session, text, updated) VALUES ({_SESSION}, ?, ?)
        ON CONFLICT (session) DO UPDATE SET text = excluded.text, updated = excluded.updated
        """,
        (draft.session_id, draft.text, draft.updated),
    )


def add_version(db: Database, version: DraftVersion) -> None:
    """Keep an earlier text."""
    db.write(
        f"""
        INSERT INTO manuscript_version (ulid, session, text, created)
        VALUES (?, {_SESSION}, ?, ?)
        """,
        (version.id, version.session_id, version.text, version.created),
    )


_VERSIONS = """
SELECT manuscript_version.*, session.ulid AS session_ulid FROM manuscript_version
JOIN session ON session.id = manuscript_version.session
"""


def versions_of(
    db: Database, session_id: SessionId, limit: int | None = None
) -> tuple[DraftVersion, ...]:
    """Return the earlier texts of a session's draft, the newest first."""
    rows = db.rows(
        f"{_VERSIONS} WHERE session.ulid = ? ORDER BY manuscript_version.id DESC LIMIT ?",
        (session_id, -1 if limit is None else limit),
    )
    return tuple(_version(row) for row in rows)


def version_by_id(db: Database, version_id: DraftVersionId) -> DraftVersion | None:
    """Return one earlier text, None if it is not there."""
    row = db.row(f"{_VERSIONS} WHERE manuscript_version.ulid = ?", (version_id,))
    return None if row is None else _version(row)


def _version(row: Row) -> DraftVersion:
    return DraftVersion(
        DraftVersionId(row["ulid"]), SessionId(row["session_ulid"]), row["text"], row["created"]
    )


def add_piece(db: Database, piece: Piece) -> None:
    """Remember where words of a draft come from."""
    db.write(
        f"""
        INSERT INTO manuscript_piece (ulid, session, at, answer, attempt, span_start, span_end,
          quote, created)
        VALUES (?, {_SESSION}, ?, (SELECT id FROM answer WHERE ulid = ?), ?, ?, ?, ?, ?)
        """,
        (
            piece.id,
            piece.session_id,
            piece.at,
            piece.answer_id,
            piece.attempt,
            piece.source.start,
            piece.source.end,
            piece.quote,
            piece.created,
        ),
    )


def pieces_of(db: Database, session_id: SessionId) -> tuple[Piece, ...]:
    """Return the pieces of a session's draft, in the order in which they were taken."""
    rows = db.rows(
        """
        SELECT manuscript_piece.*, answer.ulid AS answer_ulid FROM manuscript_piece
        JOIN session ON session.id = manuscript_piece.session
        JOIN answer ON answer.id = manuscript_piece.answer
        WHERE session.ulid = ? AND manuscript_piece.deleted_at IS NULL
        ORDER BY manuscript_piece.id
        """,
        (session_id,),
    )
    return tuple(
        Piece(
            id=PieceId(row["ulid"]),
            session_id=session_id,
            at=row["at"],
            answer_id=AnswerId(row["answer_ulid"]),
            attempt=row["attempt"],
            source=Span(row["span_start"], row["span_end"]),
            quote=row["quote"],
            created=row["created"],
        )
        for row in rows
    )

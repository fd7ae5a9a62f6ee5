"""Keep the draws: which columns of a task got the guidance under test, and what came of it."""

from sqlite3 import Row

from conductor.core.guidance.draw import Draw, DrawColumn, DrawState
from conductor.core.ids import AnswerId, GuidanceId, RoundId, SessionId
from conductor.store.database import Database
from conductor.store.encoding import value_of
from conductor.store.evidence.guidance import VERSION_KEY

_SELECT = """
SELECT draw.*, round.ulid AS round_ulid, guidance.ulid AS guidance_ulid, guidance_version.hash,
  kept.ulid AS kept_ulid
FROM draw JOIN round ON round.id = draw.round
JOIN guidance_version ON guidance_version.id = draw.version
JOIN guidance ON guidance.id = guidance_version.guidance
LEFT JOIN answer AS kept ON kept.id = draw.kept
"""


def add_draw(db: Database, draw: Draw, created: str) -> None:
    """Store a draw; to be called in the transaction that writes its answers."""
    key = db.write(
        f"""
        INSERT INTO draw (round, version, is_pair, task_key, state, created)
        VALUES ((SELECT id FROM round WHERE ulid = ?), {VERSION_KEY}, ?, ?, ?, ?)
        """,
        (
            draw.round_id,
            draw.guidance_id,
            draw.version,
            draw.is_pair,
            draw.task_key,
            draw.state,
            created,
        ),
    )
    db.write_many(
        """
        INSERT INTO draw_column (draw, answer, has)
        VALUES (?, (SELECT id FROM answer WHERE ulid = ?), ?)
        """,
        [(key, column.answer_id, column.has) for column in draw.columns],
    )


def close_draw(
    db: Database, round_id: RoundId, state: DrawState, kept: AnswerId | None = None
) -> None:
    """Note what came of a draw, once."""
    db.write(
        """
        UPDATE draw SET state = ?, kept = (SELECT id FROM answer WHERE ulid = ?)
        WHERE round = (SELECT id FROM round WHERE ulid = ?) AND state = 'open'
        """,
        (state, kept, round_id),
    )


def draw_of_round(db: Database, round_id: RoundId) -> Draw | None:
    """Return the draw on a task, None if there was none."""
    row = db.row(f"{_SELECT} WHERE round.ulid = ?", (round_id,))
    return None if row is None else _draw(db, row)


def hides(db: Database, session_id: SessionId) -> bool:
    """Whether a draw on a session's task is still open."""
    row = db.row(
        """
        SELECT 1 FROM draw JOIN round ON round.id = draw.round
        JOIN session ON session.id = round.session
        WHERE session.ulid = ? AND draw.state = 'open' LIMIT 1
        """,
        (session_id,),
    )
    return row is not None


def passed_over(db: Database, session_id: SessionId) -> frozenset[AnswerId]:
    """Return the answers of pairs with which the session does not go on."""
    rows = db.rows(
        """
        SELECT answer.ulid FROM draw JOIN round ON round.id = draw.round
        JOIN session ON session.id = round.session
        JOIN draw_column ON draw_column.draw = draw.id
        JOIN answer ON answer.id = draw_column.answer
        WHERE session.ulid = ? AND draw.is_pair
          AND answer.id <> coalesce(draw.kept,
            (SELECT id FROM answer WHERE round = draw.round ORDER BY position LIMIT 1))
        """,
        (session_id,),
    )
    return frozenset(AnswerId(row["ulid"]) for row in rows)


def _draw(db: Database, row: Row) -> Draw:
    columns = db.rows(
        """
        SELECT answer.ulid, draw_column.has FROM draw_column
        JOIN answer ON answer.id = draw_column.answer
        WHERE draw_column.draw = ? ORDER BY answer.position
        """,
        (row["id"],),
    )
    return Draw(
        round_id=RoundId(row["round_ulid"]),
        guidance_id=GuidanceId(row["guidance_ulid"]),
        version=row["hash"],
        is_pair=bool(row["is_pair"]),
        task_key=row["task_key"],
        columns=tuple(DrawColumn(AnswerId(c["ulid"]), bool(c["has"])) for c in columns),
        state=value_of(DrawState, row["state"], DrawState.NOT_COUNTED),
        kept=None if row["kept_ulid"] is None else AnswerId(row["kept_ulid"]),
    )

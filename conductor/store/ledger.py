"""Keep the ledger: what was sent to whom, when, by size and hash."""

from conductor.core.entities import LedgerRow
from conductor.core.ids import AnswerId
from conductor.store.database import Database


def add_row(db: Database, row: LedgerRow) -> None:
    """Note one request."""
    db.write(
        """
        INSERT INTO ledger (time, answer, attempt, connection_name, model, size_bytes, sha256)
        VALUES (?, (SELECT id FROM answer WHERE ulid = ?), ?, ?, ?, ?, ?)
        """,
        (
            row.time,
            row.answer_id,
            row.attempt,
            row.connection,
            row.model,
            row.size_bytes,
            row.sha256,
        ),
    )


def rows_of_answer(db: Database, answer_id: AnswerId) -> tuple[LedgerRow, ...]:
    """Return the requests made for an answer, in order."""
    rows = db.rows(
        """
        SELECT ledger.*, answer.ulid FROM ledger JOIN answer ON answer.id = ledger.answer
        WHERE answer.ulid = ? ORDER BY ledger.id
        """,
        (answer_id,),
    )
    return tuple(
        LedgerRow(
            time=row["time"],
            answer_id=AnswerId(row["ulid"]),
            attempt=row["attempt"],
            connection=row["connection_name"],
            model=row["model"],
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
        )
        for row in rows
    )

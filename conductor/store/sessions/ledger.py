"""Keep the ledger: what was sent to whom, when, by size and hash.

Rules: sizes and hashes tell which of two requests was longer, so they are not given out
while that would tell which answer had the guidance under test.
"""

from sqlite3 import Row

from conductor.core.entities import LedgerRow
from conductor.core.ids import AnswerId
from conductor.store.database import Database

_SELECT = """
SELECT ledger.*, coalesce(answer.ulid, trial_answer.ulid, proposal.ulid) AS ulid,
  CASE WHEN answer.id IS NOT NULL THEN EXISTS
      (SELECT 1 FROM round JOIN round AS first ON first.session = round.session
       JOIN draw ON draw.round = first.id
       WHERE round.id = answer.round AND draw.state = 'open')
    ELSE coalesce(trial_task.state, '') = 'open' END AS is_hidden
FROM ledger LEFT JOIN answer ON answer.id = ledger.answer
LEFT JOIN trial_answer ON trial_answer.id = ledger.trial_answer
LEFT JOIN trial_pair ON trial_pair.id = trial_answer.pair
LEFT JOIN trial_task ON trial_task.id = trial_pair.task
LEFT JOIN proposal ON proposal.id = ledger.proposal
"""


def add_row(db: Database, row: LedgerRow) -> None:
    """Note one request, made for an answer of a session or a trial, or for a proposal."""
    db.write(
        """
        INSERT INTO ledger (time, answer, trial_answer, proposal, attempt, connection_name,
          model, size_bytes, sha256)
        VALUES (?, (SELECT id FROM answer WHERE ulid = ?),
          (SELECT id FROM trial_answer WHERE ulid = ?),
          (SELECT id FROM proposal WHERE ulid = ?), ?, ?, ?, ?, ?)
        """,
        (
            row.time,
            row.answer_id,
            row.answer_id,
            row.answer_id,
            row.attempt,
            row.connection,
            row.model,
            row.size_bytes,
            row.sha256,
        ),
    )


def rows_of_answer(db: Database, answer_id: AnswerId) -> tuple[LedgerRow, ...]:
    """Return the requests made for an answer, in order; none while they must stay hidden."""
    rows = db.rows(
        f"""
        {_SELECT} WHERE ledger.answer = (SELECT id FROM answer WHERE ulid = ?)
          OR ledger.trial_answer = (SELECT id FROM trial_answer WHERE ulid = ?)
          OR ledger.proposal = (SELECT id FROM proposal WHERE ulid = ?)
        ORDER BY ledger.id
        """,
        (answer_id, answer_id, answer_id),
    )
    return tuple(_ledger_row(row) for row in rows if not row["is_hidden"])


def newest_rows(db: Database, limit: int) -> tuple[LedgerRow, ...]:
    """Return the newest requests, the newest first, without those that must stay hidden."""
    rows = db.rows(
        f"SELECT * FROM ({_SELECT}) WHERE NOT is_hidden ORDER BY id DESC LIMIT ?", (limit,)
    )
    return tuple(_ledger_row(row) for row in rows)


def hidden_count(db: Database) -> int:
    """Return how many requests must stay hidden until their task is judged."""
    row = db.row(f"SELECT count(*) AS n FROM ({_SELECT}) WHERE is_hidden")
    return 0 if row is None else int(row["n"])


def _ledger_row(row: Row) -> LedgerRow:
    return LedgerRow(
        time=row["time"],
        answer_id=AnswerId(row["ulid"]),
        attempt=row["attempt"],
        connection=row["connection_name"],
        model=row["model"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
    )

"""Read what assistants were told in a session's rounds and answered, and nothing else of it.

Rules: an attempt that has ended stays as it is, words and all; so a session whose attempts
stand as they did before is as it was.
"""

from dataclasses import dataclass
from sqlite3 import Row

from conductor.core.entities import AnswerStatus, SentThread
from conductor.core.ids import AnswerId, AssistantId, SessionId
from conductor.store.database import Database
from conductor.store.encoding import sent_from, value_of

_NOTHING_LEFT_OUT = '"left_out": 0}'
"""The end of the record of a thread that leaves out and replaces nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one assistant was told in one round, and what it answered.

    Attributes:
        number: the round's number.
        words: what it was told; None if that were the round's own words.
        has_files: whether files were given with the round.
        state: which attempt it is and how it stands, as `state_of_session` has it.
        sent: what its thread left out and replaced; its turns are not always there.
    """

    number: int
    answer_id: AnswerId
    assistant_id: AssistantId
    attempt: int
    status: AnswerStatus
    text: str
    words: str | None
    has_files: bool
    state: str
    sent: SentThread


_STATE = "answer.ulid || answer.attempt || answer.status || ','"
_OF_SESSION = """
FROM round JOIN answer ON answer.round = round.id
WHERE round.session = (SELECT id FROM session WHERE ulid = ?)
  AND round.deleted_at IS NULL AND answer.deleted_at IS NULL
"""


def state_of_session(db: Database, session_id: SessionId) -> str:
    """Return which attempts a session has and how they stand, in the order of its rounds."""
    row = db.row(
        f"""
        SELECT coalesce(group_concat(state, ''), '') AS state FROM (
          SELECT {_STATE} AS state {_OF_SESSION} ORDER BY round.number, answer.position
        )
        """,
        (session_id,),
    )
    return "" if row is None else row["state"]


def told_after(db: Database, session_id: SessionId, number: int) -> tuple[Told, ...]:
    """Return what was told and answered in a session's rounds after one, in their order."""
    rows = db.rows(
        f"""
        SELECT round.number, answer.ulid, answer.attempt,
          (SELECT ulid FROM assistant WHERE assistant.id = answer.assistant) AS assistant_ulid,
          answer.status, answer.text, {_STATE} AS state,
          coalesce((SELECT words FROM told WHERE told.answer = answer.id), answer.words) AS words,
          EXISTS (SELECT 1 FROM attachment WHERE attachment.round = round.id) AS has_files,
          CASE WHEN answer.sent LIKE ? THEN NULL ELSE answer.sent END AS sent
        {_OF_SESSION} AND round.number > ?
        ORDER BY round.number, answer.position
        """,
        (f"%{_NOTHING_LEFT_OUT}", session_id, number),
    )
    return tuple(_told(row) for row in rows)


def _told(row: Row) -> Told:
    return Told(
        row["number"],
        AnswerId(row["ulid"]),
        AssistantId(row["assistant_ulid"]),
        row["attempt"],
        value_of(AnswerStatus, row["status"], AnswerStatus.INTERRUPTED),
        row["text"],
        row["words"],
        bool(row["has_files"]),
        row["state"],
        SentThread() if row["sent"] is None else sent_from(row["sent"]),
    )

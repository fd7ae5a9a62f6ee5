"""Keep which answers were passed into which threads, and the words they stand in.

Rules: the words that an assistant was told are kept as they were sent, so that they can be
shown again exactly, whatever becomes of the answers in them.
"""

from collections.abc import Sequence
from sqlite3 import Row

from conductor.core.handover import Handover, HandoverKind
from conductor.core.ids import AnswerId, AssistantId, HandoverId, RoundId, SessionId
from conductor.store.database import Database
from conductor.store.encoding import value_of

_SELECT = """
SELECT handover.*, session.ulid AS session_ulid, assistant.ulid AS assistant_ulid,
  assistant.name AS assistant_name,
  answer.ulid AS answer_ulid, round.ulid AS round_ulid, given.ulid AS given_ulid
FROM handover JOIN session ON session.id = handover.session
JOIN assistant ON assistant.id = handover.assistant
JOIN answer ON answer.id = handover.answer
LEFT JOIN round ON round.id = handover.round
LEFT JOIN answer AS given ON given.id = handover.given
"""


def add_handovers(db: Database, handovers: Sequence[Handover]) -> None:
    """Note what is passed into which thread."""
    db.write_many(
        """
        INSERT INTO handover (ulid, session, kind, assistant, answer, attempt, boundary, after,
          round, position, is_rival, given, created)
        VALUES (?, (SELECT id FROM session WHERE ulid = ?), ?,
          (SELECT id FROM assistant WHERE ulid = ?), (SELECT id FROM answer WHERE ulid = ?),
          ?, ?, ?, (SELECT id FROM round WHERE ulid = ?), ?, ?,
          (SELECT id FROM answer WHERE ulid = ?), ?)
        """,
        [
            (
                item.id,
                item.session_id,
                item.kind,
                item.into,
                item.answer_id,
                item.attempt,
                item.boundary,
                item.after,
                item.round_id,
                item.position,
                item.is_rival,
                item.given,
                item.created,
            )
            for item in handovers
        ],
    )


def give(db: Database, handover_id: HandoverId, answer_id: AnswerId, boundary: str) -> None:
    """Note in whose words an adopted answer stands, and in which frame."""
    db.write(
        """
        UPDATE handover SET given = (SELECT id FROM answer WHERE ulid = ?), boundary = ?
        WHERE ulid = ?
        """,
        (answer_id, boundary, handover_id),
    )


def set_told(db: Database, answer_id: AnswerId, words: str) -> None:
    """Keep what an assistant is told for an answer in place of the round's own words."""
    db.write(
        """
        INSERT INTO told (answer, words) VALUES ((SELECT id FROM answer WHERE ulid = ?), ?)
        ON CONFLICT (answer) DO UPDATE SET words = excluded.words
        """,
        (answer_id, words),
    )


def told(db: Database, answer_id: AnswerId) -> str | None:
    """Return what an assistant was told for an answer, None if it was the round's own words."""
    row = db.row(
        "SELECT words FROM told WHERE answer = (SELECT id FROM answer WHERE ulid = ?)",
        (answer_id,),
    )
    return None if row is None else row["words"]


def take_back(db: Database, handover_id: HandoverId, when: str) -> None:
    """Take an adopted answer out of a thread again."""
    db.write("UPDATE handover SET deleted_at = ? WHERE ulid = ?", (when, handover_id))


def handover_by_id(db: Database, handover_id: HandoverId) -> Handover | None:
    """Return one handover, also one that was taken back; None if there never was one."""
    row = db.row(f"{_SELECT} WHERE handover.ulid = ?", (handover_id,))
    return None if row is None else _handover(row)


def adoptions_of_session(
    db: Database, session_id: SessionId, into: AssistantId | None = None
) -> tuple[Handover, ...]:
    """Return the answers adopted in a session, into one thread or any, oldest first."""
    rows = db.rows(
        f"""
        {_SELECT} WHERE session.ulid = ? AND handover.kind = 'adopt'
          AND handover.deleted_at IS NULL AND (? IS NULL OR assistant.ulid = ?)
        ORDER BY handover.id
        """,
        (session_id, into, into),
    )
    return tuple(_handover(row) for row in rows)


def drafts_of_round(
    db: Database, round_id: RoundId, into: AssistantId | None = None
) -> tuple[Handover, ...]:
    """Return the drafts given in a merge or review round, to one assistant or any, in order."""
    rows = db.rows(
        f"""
        {_SELECT} WHERE round.ulid = ? AND (? IS NULL OR assistant.ulid = ?)
        ORDER BY assistant.id, handover.position
        """,
        (round_id, into, into),
    )
    return tuple(_handover(row) for row in rows)


def _handover(row: Row) -> Handover:
    return Handover(
        id=HandoverId(row["ulid"]),
        session_id=SessionId(row["session_ulid"]),
        kind=value_of(HandoverKind, row["kind"], HandoverKind.ADOPT),
        into=AssistantId(row["assistant_ulid"]),
        answer_id=AnswerId(row["answer_ulid"]),
        attempt=row["attempt"],
        boundary=row["boundary"],
        created=row["created"],
        after=row["after"],
        round_id=None if row["round_ulid"] is None else RoundId(row["round_ulid"]),
        position=row["position"],
        is_rival=bool(row["is_rival"]),
        given=None if row["given_ulid"] is None else AnswerId(row["given_ulid"]),
        into_name=row["assistant_name"],
    )

"""Keep judgements: what was shown, in which order, and what the person said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId, AssistantId, JudgementId, RoundId, SessionId
from conductor.core.judgement import JudgedAnswer, Judgement, JudgementKind
from conductor.store.database import Database
from conductor.store.encoding import value_of

_SELECT = """
SELECT judgement.*, round.ulid AS round_ulid, revision.ulid AS revision_ulid
FROM judgement JOIN round ON round.id = judgement.round
LEFT JOIN answer AS revision ON revision.id = judgement.revision
"""
_PRESENT = "judgement.deleted_at IS NULL"
_OWN = "session.deleted_at IS NULL AND session.example IS NULL"


@dataclass(frozen=True, slots=True)
class JudgedText:
    """An answer of some judgement, as far as comparing assistants needs it.

    Attributes:
        name: the assistant's name now, or when it was asked if it is gone.
        length: characters of the text that was judged.
    """

    answer_id: AnswerId
    round_id: RoundId
    round_kind: RoundKind
    assistant_id: AssistantId
    name: str
    length: int


def add_judgement(db: Database, judgement: Judgement) -> None:
    """Add a judgement beside those that are there."""
    key = db.write(
        """
        INSERT INTO judgement (ulid, round, revision, kind, blind, seconds, reason, created)
        VALUES (?, (SELECT id FROM round WHERE ulid = ?), (SELECT id FROM answer WHERE ulid = ?),
          ?, ?, ?, ?, ?)
        """,
        (
            judgement.id,
            judgement.round_id,
            judgement.revision,
            judgement.kind,
            judgement.blind,
            judgement.seconds,
            judgement.reason,
            judgement.created,
        ),
    )
    db.write_many(
        """
        INSERT INTO judged_answer (judgement, position, answer, attempt, place)
        VALUES (?, ?, (SELECT id FROM answer WHERE ulid = ?), ?, ?)
        """,
        [
            (key, position, item.answer_id, item.attempt, item.place)
            for position, item in enumerate(judgement.shown)
        ],
    )
    _add_tags(db, key, judgement.tags)


def _add_tags(db: Database, key: int, tags: Sequence[str]) -> None:
    db.write_many(
        "INSERT INTO judgement_tag (judgement, position, tag) VALUES (?, ?, ?)",
        [(key, position, tag) for position, tag in enumerate(tags)],
    )


def set_reason(db: Database, judgement_id: JudgementId, reason: str, tags: Sequence[str]) -> None:
    """Say why a judgement was made; what was said before is replaced."""
    row = db.row("SELECT id FROM judgement WHERE ulid = ?", (judgement_id,))
    if row is None:
        return
    db.write("UPDATE judgement SET reason = ? WHERE id = ?", (reason, row["id"]))
    db.write("DELETE FROM judgement_tag WHERE judgement = ?", (row["id"],))
    _add_tags(db, row["id"], tags)


def set_deleted(db: Database, judgement_id: JudgementId, when: str | None) -> None:
    """Mark a judgement as taken back, or as there again (None)."""
    db.write("UPDATE judgement SET deleted_at = ? WHERE ulid = ?", (when, judgement_id))


def judgement_by_id(db: Database, judgement_id: JudgementId) -> Judgement | None:
    """Return one judgement, None if it is not there."""
    rows = db.rows(f"{_SELECT} WHERE judgement.ulid = ? AND {_PRESENT}", (judgement_id,))
    return next(iter(_judgements(db, rows)), None)


def judgements_of_round(db: Database, round_id: RoundId) -> tuple[Judgement, ...]:
    """Return the judgements of a round and of its revisions, oldest first."""
    rows = db.rows(
        f"{_SELECT} WHERE round.ulid = ? AND {_PRESENT} ORDER BY judgement.id", (round_id,)
    )
    return _judgements(db, rows)


def judgements_of_session(db: Database, session_id: SessionId) -> tuple[Judgement, ...]:
    """Return all judgements of a session, oldest first."""
    rows = db.rows(
        f"""
        {_SELECT} JOIN session ON session.id = round.session
        WHERE session.ulid = ? AND {_PRESENT} ORDER BY judgement.id
        """,
        (session_id,),
    )
    return _judgements(db, rows)


def judgements_of_kind(db: Database, task_kind: str | None) -> tuple[Judgement, ...]:
    """Return all judgements of rounds in sessions of one kind of task (None: of all kinds)."""
    rows = db.rows(
        f"""
        {_SELECT} JOIN session ON session.id = round.session
        WHERE {_PRESENT} AND {_OWN} AND round.deleted_at IS NULL
          AND judgement.revision IS NULL AND (? IS NULL OR session.kind = ?)
        ORDER BY judgement.id
        """,
        (task_kind, task_kind),
    )
    return _judgements(db, rows)


def _judgements(db: Database, rows: Sequence[Row]) -> tuple[Judgement, ...]:
    if not rows:
        return ()
    shown = _shown(db, rows[0]["id"], rows[-1]["id"])
    tags = _tags(db, rows[0]["id"], rows[-1]["id"])
    return tuple(
        Judgement(
            id=JudgementId(row["ulid"]),
            round_id=RoundId(row["round_ulid"]),
            kind=JudgementKind(row["kind"]),
            shown=tuple(shown.get(row["id"], ())),
            blind=bool(row["blind"]),
            created=row["created"],
            seconds=row["seconds"],
            reason=row["reason"],
            tags=tuple(tags.get(row["id"], ())),
            revision=None if row["revision_ulid"] is None else AnswerId(row["revision_ulid"]),
        )
        for row in rows
        if row["kind"] in set(JudgementKind)  # bytes that turned bad say nothing of an answer
    )


def _shown(db: Database, first: int, last: int) -> dict[int, list[JudgedAnswer]]:
    found: dict[int, list[JudgedAnswer]] = {}
    for row in db.rows(
        """
        SELECT judged_answer.*, answer.ulid FROM judged_answer
        JOIN answer ON answer.id = judged_answer.answer
        WHERE judgement BETWEEN ? AND ? ORDER BY judgement, judged_answer.position
        """,
        (first, last),
    ):
        item = JudgedAnswer(AnswerId(row["ulid"]), row["attempt"], row["place"])
        found.setdefault(row["judgement"], []).append(item)
    return found


def _tags(db: Database, first: int, last: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in db.rows(
        """
        SELECT judgement, tag FROM judgement_tag
        WHERE judgement BETWEEN ? AND ? ORDER BY judgement, position
        """,
        (first, last),
    ):
        found.setdefault(row["judgement"], []).append(row["tag"])
    return found


def tags_used(db: Database) -> tuple[str, ...]:
    """Return the reason tags the person has used, the most used first, then the newest."""
    rows = db.rows(
        """
        SELECT tag FROM judgement_tag JOIN judgement ON judgement.id = judgement_tag.judgement
        JOIN round ON round.id = judgement.round JOIN session ON session.id = round.session
        WHERE judgement.deleted_at IS NULL AND session.example IS NULL
        GROUP BY tag ORDER BY count(*) DESC, max(judgement.id) DESC
        """
    )
    return tuple(row["tag"] for row in rows)


def judged_kinds(db: Database) -> tuple[str, ...]:
    """Return the kinds of task whose rounds were judged, the most judged first."""
    rows = db.rows(
        f"""
        SELECT session.kind FROM judgement JOIN round ON round.id = judgement.round
        JOIN session ON session.id = round.session
        WHERE session.kind IS NOT NULL AND {_OWN} AND {_PRESENT}
          AND judgement.revision IS NULL
        GROUP BY session.kind ORDER BY count(DISTINCT round.id) DESC, session.kind
        """
    )
    return tuple(row["kind"] for row in rows)


def judged_texts(db: Database) -> dict[AnswerId, JudgedText]:
    """Return who wrote the answers that were ever judged, and how long they are.

    Of an answer that was judged in several attempts the latest judged one counts.
    """
    rows = db.rows(
        """
        SELECT answer.ulid, round.ulid AS round_ulid, round.kind,
          assistant.ulid AS assistant_ulid,
          CASE WHEN assistant.deleted_at IS NULL THEN assistant.name
            ELSE answer.assistant_name END AS name,
          length(coalesce(attempt.text, answer.text)) AS length
        FROM (SELECT answer, max(attempt) AS attempt FROM judged_answer GROUP BY answer) AS judged
        JOIN answer ON answer.id = judged.answer
        JOIN round ON round.id = answer.round
        JOIN assistant ON assistant.id = answer.assistant
        LEFT JOIN attempt ON attempt.answer = answer.id
          AND attempt.attempt = judged.attempt AND answer.attempt <> judged.attempt
        """
    )
    return {
        AnswerId(row["ulid"]): JudgedText(
            AnswerId(row["ulid"]),
            RoundId(row["round_ulid"]),
            value_of(RoundKind, row["kind"], RoundKind.TASK),
            AssistantId(row["assistant_ulid"]),
            row["name"],
            row["length"],
        )
        for row in rows
    }

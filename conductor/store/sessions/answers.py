"""Keep answers, their earlier attempts and the text that streams in.

Rules: a row is committed before its request goes out; streamed text is appended as chunks
and folded into the row at the end; nothing that came is ever deleted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row
from typing import Any

from conductor.core.entities import (
    Answer,
    AnswerMark,
    AnswerStatus,
    SentThread,
    Usage,
)
from conductor.core.ids import AnswerId, AssistantId, RoundId, SessionId
from conductor.core.text.visible import well_formed
from conductor.i18n import _
from conductor.store.attempt_rows import SET_ENDED, attempt_from, ended_values
from conductor.store.database import Database
from conductor.store.encoding import (
    is_readable,
    list_from,
    sent_from,
    sent_to_json,
    to_json,
    usage_from,
    value_of,
)

_SELECT = """
SELECT answer.*, round.ulid AS round_ulid, assistant.ulid AS assistant_ulid,
       revised.ulid AS revises_ulid
FROM answer JOIN round ON round.id = answer.round
JOIN assistant ON assistant.id = answer.assistant
LEFT JOIN answer AS revised ON revised.id = answer.revises
"""
_CONTENT = (
    "model, connection_name, status, text, reasoning, finish, raw_finish, reported_model, "
    "usage, cost_usd, seconds_first, seconds_total, error, settings, sent, notices, "
    "created, ended"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text and reasoning of one answer since the chunk before; `seq` counts from 1."""

    answer_id: AnswerId
    seq: int
    text: str
    reasoning: str


def add_answer(db: Database, answer: Answer, created: str) -> None:
    """Add an answer that is about to be asked for."""
    db.write(
        """
        INSERT INTO answer (ulid, round, assistant, assistant_name, connection_name, model,
          position, attempt, status, text, reasoning, revises, words, settings, sent, notices,
          created)
        SELECT ?, (SELECT id FROM round WHERE ulid = ?), (SELECT id FROM assistant WHERE ulid = ?),
          ?, ?, ?, ?, ?, ?, '', '', (SELECT id FROM answer WHERE ulid = ?), ?, ?, ?, '[]', ?
        """,
        (
            answer.id,
            answer.round_id,
            answer.assistant_id,
            answer.assistant,
            answer.connection,
            answer.model,
            answer.position,
            answer.attempt,
            answer.status,
            answer.revises,
            answer.words,
            to_json(answer.settings),
            sent_to_json(answer.sent),
            created,
        ),
    )


def begin_attempt(db: Database, answer: Answer, created: str) -> None:
    """Put the answer's attempt aside and start the next one in its place.

    Args:
        db: the library.
        answer: the answer as the new attempt starts: number, model, settings, thread.
        created: when, UTC ISO 8601.
    """
    db.write(
        f"""
        INSERT INTO attempt (answer, attempt, {_CONTENT})
        SELECT id, attempt, {_CONTENT} FROM answer WHERE ulid = ?
        """,
        (answer.id,),
    )
    _drop_chunks(db, answer.id)
    db.write(
        """
        UPDATE answer SET attempt = ?, model = ?, connection_name = ?, status = ?, text = '',
          reasoning = '', finish = NULL, raw_finish = NULL, reported_model = NULL, usage = NULL,
          cost_usd = NULL, seconds_first = NULL, seconds_total = NULL, error = NULL,
          settings = ?, sent = ?, notices = '[]', created = ?, ended = NULL
        WHERE ulid = ?
        """,
        (
            answer.attempt,
            answer.model,
            answer.connection,
            answer.status,
            to_json(answer.settings),
            sent_to_json(answer.sent),
            created,
            answer.id,
        ),
    )


def set_sent(db: Database, answer_id: AnswerId, sent: SentThread) -> None:
    """Note what the request of an answer's newest attempt showed the assistant."""
    db.write("UPDATE answer SET sent = ? WHERE ulid = ?", (sent_to_json(sent), answer_id))


def add_chunks(db: Database, chunks: Sequence[Chunk], streaming: Iterable[AnswerId]) -> None:
    """Append streamed text, and mark answers whose first sign of life came."""
    db.write_many(
        "UPDATE answer SET status = 'streaming' WHERE ulid = ? AND status = 'queued'",
        [(answer_id,) for answer_id in streaming],
    )
    db.write_many(
        """
        INSERT INTO answer_chunk (answer, seq, text, reasoning)
        VALUES ((SELECT id FROM answer WHERE ulid = ?), ?, ?, ?)
        """,
        [
            (chunk.answer_id, chunk.seq, well_formed(chunk.text), well_formed(chunk.reasoning))
            for chunk in chunks
        ],
    )


def finish_answer(db: Database, answer: Answer, ended: str) -> None:
    """Write an attempt's end with its whole text and drop its chunks."""
    db.write(
        f"UPDATE answer SET {SET_ENDED}, notices = ?, ended = ? WHERE ulid = ? AND attempt = ?",
        (*ended_values(answer), _notices_json(answer.notices), ended, answer.id, answer.attempt),
    )
    _drop_chunks(db, answer.id)


def _drop_chunks(db: Database, answer_id: AnswerId) -> None:
    db.write(
        "DELETE FROM answer_chunk WHERE answer = (SELECT id FROM answer WHERE ulid = ?)",
        (answer_id,),
    )


def recover_interrupted(db: Database) -> int:
    """Fold what was streaming when the program ended into its answers; return how many."""
    live = db.rows("SELECT id FROM answer WHERE status IN ('queued', 'streaming')")
    if not live:
        return 0
    with db.atomic():
        for row in live:
            _interrupt(db, row["id"])
    return len(live)


def _interrupt(db: Database, key: int) -> None:
    chunks = db.rows(
        "SELECT text, reasoning FROM answer_chunk WHERE answer = ? ORDER BY seq", (key,)
    )
    db.write(
        """
        UPDATE answer SET status = 'interrupted', text = text || ?, reasoning = reasoning || ?
        WHERE id = ?
        """,
        ("".join(c["text"] for c in chunks), "".join(c["reasoning"] for c in chunks), key),
    )
    db.write("DELETE FROM answer_chunk WHERE answer = ?", (key,))


def answer_by_id(db: Database, answer_id: AnswerId) -> Answer | None:
    """Return one answer with its newest attempt, chunks not folded in."""
    row = db.row(f"{_SELECT} WHERE answer.ulid = ? AND answer.deleted_at IS NULL", (answer_id,))
    return None if row is None else _answer(row)


def is_without_notes(db: Database, answer_id: AnswerId) -> bool:
    """Return whether an answer is there and has no notes, nor those it revises; reads no text."""
    row = db.row(
        """
        WITH RECURSIVE chain(id, revises) AS (
          SELECT id, revises FROM answer WHERE ulid = ? AND deleted_at IS NULL
          UNION SELECT answer.id, answer.revises FROM answer
          JOIN chain ON answer.id = chain.revises
        )
        SELECT count(*) AS answers, (
          SELECT count(*) FROM note
          WHERE note.answer IN (SELECT id FROM chain) AND note.deleted_at IS NULL
        ) AS notes FROM chain
        """,
        (answer_id,),
    )
    return row is not None and row["answers"] > 0 and row["notes"] == 0


def answers_of_round(db: Database, round_id: RoundId) -> tuple[Answer, ...]:
    """Return a round's answers in the order of their columns."""
    rows = db.rows(
        f"{_SELECT} WHERE round.ulid = ? AND answer.deleted_at IS NULL ORDER BY answer.position",
        (round_id,),
    )
    return tuple(_answer(row) for row in rows)


def asked_in_round(db: Database, round_id: RoundId) -> frozenset[AssistantId]:
    """Return whom a round addresses, without their answers."""
    rows = db.rows(
        """
        SELECT assistant.ulid FROM answer JOIN round ON round.id = answer.round
        JOIN assistant ON assistant.id = answer.assistant
        WHERE round.ulid = ? AND answer.deleted_at IS NULL
        """,
        (round_id,),
    )
    return frozenset(AssistantId(row["ulid"]) for row in rows)


def answers_of_session(db: Database, session_id: SessionId) -> tuple[Answer, ...]:
    """Return a session's answers by round and column; text that still streams is joined in."""
    rows = db.rows(
        f"""
        {_SELECT} JOIN session ON session.id = round.session
        WHERE session.ulid = ? AND answer.deleted_at IS NULL
        ORDER BY round.number, answer.position
        """,
        (session_id,),
    )
    return tuple(_with_chunks(db, row) for row in rows)


def marks_of_session(db: Database, session_id: SessionId) -> tuple[AnswerMark, ...]:
    """Return how the answers of a session stand, by round and column, without their texts."""
    rows = db.rows(
        """
        SELECT answer.ulid, round.ulid AS round_ulid, answer.assistant_name, assistant.colour,
          answer.status
        FROM answer JOIN round ON round.id = answer.round
        JOIN session ON session.id = round.session
        JOIN assistant ON assistant.id = answer.assistant
        WHERE session.ulid = ? AND answer.deleted_at IS NULL
        ORDER BY round.number, answer.position
        """,
        (session_id,),
    )
    return tuple(
        AnswerMark(
            AnswerId(row["ulid"]),
            RoundId(row["round_ulid"]),
            row["assistant_name"],
            row["colour"],
            value_of(AnswerStatus, row["status"], AnswerStatus.INTERRUPTED),
        )
        for row in rows
    )


def ids_of_session(db: Database, session_id: SessionId) -> tuple[AnswerId, ...]:
    """Return the ids of a session's answers, also if it is in the bin."""
    rows = db.rows(
        """
        SELECT answer.ulid FROM answer JOIN round ON round.id = answer.round
        JOIN session ON session.id = round.session WHERE session.ulid = ?
        """,
        (session_id,),
    )
    return tuple(AnswerId(row["ulid"]) for row in rows)


def usage_of_session(db: Database, session_id: SessionId) -> tuple[tuple[AssistantId, Usage], ...]:
    """Return the token counts of a session's answers, oldest first, by assistant."""
    rows = db.rows(
        """
        SELECT assistant.ulid AS assistant_ulid, answer.usage
        FROM answer JOIN round ON round.id = answer.round
        JOIN session ON session.id = round.session
        JOIN assistant ON assistant.id = answer.assistant
        WHERE session.ulid = ? AND answer.deleted_at IS NULL AND answer.usage IS NOT NULL
        ORDER BY round.number
        """,
        (session_id,),
    )
    found = [(AssistantId(row["assistant_ulid"]), usage_from(row["usage"])) for row in rows]
    return tuple((who, usage) for who, usage in found if usage is not None)


def answers_before(db: Database, session_id: SessionId, number: int) -> tuple[Answer, ...]:
    """Return each assistant's last answer before a round, chunks not folded in."""
    rows = db.rows(
        f"""
        WITH of_session AS (
          SELECT answer.id, answer.assistant, round.number
          FROM round JOIN answer ON answer.round = round.id
          WHERE round.session = (SELECT id FROM session WHERE ulid = ?) AND round.number < ?
            AND answer.deleted_at IS NULL
        )
        {_SELECT} WHERE answer.id IN (
          SELECT id FROM of_session WHERE (assistant, number) IN
            (SELECT assistant, max(number) FROM of_session GROUP BY assistant)
        )
        ORDER BY answer.position, round.number
        """,
        (session_id, number),
    )
    return tuple(_answer(row) for row in rows)


def _with_chunks(db: Database, row: Row) -> Answer:
    answer = _answer(row)
    if answer.status.is_ended:
        return answer
    chunks = db.rows(
        "SELECT text, reasoning FROM answer_chunk WHERE answer = ? ORDER BY seq", (row["id"],)
    )
    values = dict(row)
    values["text"] += "".join(chunk["text"] for chunk in chunks)
    values["reasoning"] += "".join(chunk["reasoning"] for chunk in chunks)
    return _answer(values)


def attempts_before(db: Database, answer: Answer) -> tuple[Answer, ...]:
    """Return the answer's earlier attempts, oldest first."""
    return tuple(
        _answer({**dict(row), **_place_of(answer)})
        for row in db.rows(
            """
            SELECT attempt.* FROM attempt JOIN answer ON answer.id = attempt.answer
            WHERE answer.ulid = ? ORDER BY attempt.attempt
            """,
            (answer.id,),
        )
    )


def _place_of(answer: Answer) -> dict[str, Any]:
    return {
        "ulid": answer.id,
        "round_ulid": answer.round_id,
        "assistant_ulid": answer.assistant_id,
        "assistant_name": answer.assistant,
        "position": answer.position,
        "revises_ulid": answer.revises,
        "words": answer.words,
    }


def _notices_json(notices: Sequence[str]) -> str:
    return json.dumps(list(notices), ensure_ascii=False)


def _notices(row: "Row | dict[str, Any]") -> tuple[str, ...]:
    """Return the notices of an answer, and whether something about it had turned bad."""
    found = tuple(note for note in list_from(row["notices"]) if isinstance(note, str))
    columns = (row["notices"], row["settings"], row["sent"], row["usage"], row["error"])
    is_status = row["status"] in set(AnswerStatus)
    if is_status and all(map(is_readable, columns)):
        return found
    return (*found, _("Part of what was kept of this answer is damaged and could not be read."))


def _answer(row: "Row | dict[str, Any]") -> Answer:
    return replace(
        attempt_from(row, RoundId(row["round_ulid"]), row["position"]),
        revises=None if row["revises_ulid"] is None else AnswerId(row["revises_ulid"]),
        words=row["words"],
        sent=sent_from(row["sent"]),
        notices=_notices(row),
    )

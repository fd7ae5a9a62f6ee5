"""Keep the answers that trials ask for, apart from those of sessions.

Rules: every attempt has a row of its own, committed before its request goes out.
"""

import json
from collections.abc import Sequence
from sqlite3 import Row

from conductor.core.entities import Answer, AnswerStatus
from conductor.core.guidance.trial import Side, SideAnswer
from conductor.core.ids import AnswerId, PairId, RoundId, TrialId
from conductor.core.request import Message
from conductor.store.attempt_rows import SET_ENDED, attempt_from, ended_values
from conductor.store.database import Database
from conductor.store.encoding import (
    list_from,
    side_from,
    to_json,
    value_of,
)

_NEWEST = """
SELECT trial_answer.*, trial_pair.ulid AS pair_ulid, trial_pair.assistant_name,
  assistant.ulid AS assistant_ulid
FROM trial_answer JOIN trial_pair ON trial_pair.id = trial_answer.pair
JOIN trial_task ON trial_task.id = trial_pair.task
JOIN trial ON trial.id = trial_task.trial
JOIN assistant ON assistant.id = trial_pair.assistant
WHERE trial_answer.attempt = (SELECT max(attempt) FROM trial_answer AS other
  WHERE other.pair = trial_answer.pair AND other.side = trial_answer.side)
"""


def add_side_answer(
    db: Database, side_answer: SideAnswer, messages: Sequence[Message], created: str
) -> None:
    """Add an attempt that is about to be asked for, with exactly what it shows the assistant."""
    answer = side_answer.answer
    db.write(
        """
        INSERT INTO trial_answer (ulid, pair, side, attempt, status, connection_name, model,
          settings, messages, text, reasoning, created)
        VALUES (?, (SELECT id FROM trial_pair WHERE ulid = ?), ?, ?, ?, ?, ?, ?, ?, '', '', ?)
        """,
        (
            answer.id,
            side_answer.pair_id,
            side_answer.side,
            answer.attempt,
            answer.status,
            answer.connection,
            answer.model,
            to_json(answer.settings),
            json.dumps([(m.role, m.text) for m in messages], ensure_ascii=False),
            created,
        ),
    )


def finish_side_answer(db: Database, answer: Answer, ended: str) -> None:
    """Write an attempt's end with all that came."""
    db.write(
        f"UPDATE trial_answer SET {SET_ENDED}, ended = ? WHERE ulid = ?",
        (*ended_values(answer), ended, answer.id),
    )


def sides_of_pair(db: Database, pair_id: PairId) -> tuple[SideAnswer, ...]:
    """Return the newest attempt at each side of a pair, in the order of the sides."""
    rows = db.rows(f"{_NEWEST} AND trial_pair.ulid = ? ORDER BY side", (pair_id,))
    return tuple(_side_answer(row) for row in rows)


def sides_of_trial(db: Database, trial_id: TrialId) -> tuple[SideAnswer, ...]:
    """Return the newest attempts at all sides of a trial's pairs."""
    rows = db.rows(f"{_NEWEST} AND trial.ulid = ? ORDER BY pair, side", (trial_id,))
    return tuple(_side_answer(row) for row in rows)


def states_of_trial(
    db: Database, trial_id: TrialId
) -> dict[PairId, dict[Side, tuple[int, AnswerStatus]]]:
    """Return number and state of the newest attempt at each side, by pair, without texts.

    Only pairs of open tasks are looked at.
    """
    rows = db.rows(
        """
        SELECT trial_pair.ulid, side, max(attempt) AS attempt, trial_answer.status
        FROM trial_answer JOIN trial_pair ON trial_pair.id = trial_answer.pair
        JOIN trial_task ON trial_task.id = trial_pair.task
        JOIN trial ON trial.id = trial_task.trial
        WHERE trial.ulid = ? AND trial_task.state = 'open' GROUP BY trial_answer.pair, side
        """,
        (trial_id,),
    )
    found: dict[PairId, dict[Side, tuple[int, AnswerStatus]]] = {}
    for row in rows:
        state = (row["attempt"], value_of(AnswerStatus, row["status"], AnswerStatus.INTERRUPTED))
        side = side_from(row["side"]) or Side.DRAFT
        found.setdefault(PairId(row["ulid"]), {})[side] = state
    return found


def messages_of(db: Database, answer_id: AnswerId) -> tuple[Message, ...]:
    """Return exactly what an attempt showed the assistant."""
    row = db.row("SELECT messages FROM trial_answer WHERE ulid = ?", (answer_id,))
    found = [] if row is None else list_from(row["messages"])
    return tuple(Message.of(*one) for one in found if _is_turn(one))


def _is_turn(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(it, str) for it in one)


def _side_answer(row: Row) -> SideAnswer:
    answer = attempt_from(row, RoundId(""), row["side"])
    return SideAnswer(PairId(row["pair_ulid"]), side_from(row["side"]) or Side.DRAFT, answer)

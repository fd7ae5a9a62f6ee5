"""Write how an attempt at an answer ended, and read it, alike in sessions and in trials."""

from sqlite3 import Row
from typing import Any

from conductor.core.entities import Answer, AnswerStatus, Finish
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.text.visible import well_formed
from conductor.store.database import Value
from conductor.store.encoding import error_from, settings_from, to_json, usage_from, value_of

SET_ENDED = (
    "status = ?, text = ?, reasoning = ?, finish = ?, raw_finish = ?, reported_model = ?, "
    "usage = ?, cost_usd = ?, seconds_first = ?, seconds_total = ?, error = ?"
)
"""What is set of a row when its attempt ends; takes `ended_values`."""


def ended_values(answer: Answer) -> tuple[Value, ...]:
    """Return the values of `SET_ENDED`."""
    return (
        answer.status,
        well_formed(answer.text),
        well_formed(answer.reasoning),
        answer.finish,
        answer.raw_finish,
        answer.reported_model,
        to_json(answer.usage),
        answer.cost_usd,
        answer.seconds_first,
        answer.seconds_total,
        to_json(answer.error),
    )


def attempt_from(row: "Row | dict[str, Any]", round_id: RoundId, position: int) -> Answer:
    """Return the answer of a row, with what rows of sessions and of trials both have.

    Args:
        row: with `ulid`, `assistant_ulid` and `assistant_name` beside the columns.
        round_id: of which round it is.
        position: its place among the others.
    """
    return Answer(
        id=AnswerId(row["ulid"]),
        round_id=round_id,
        assistant_id=AssistantId(row["assistant_ulid"]),
        assistant=row["assistant_name"],
        connection=row["connection_name"],
        model=row["model"],
        position=position,
        attempt=row["attempt"],
        status=value_of(AnswerStatus, row["status"], AnswerStatus.INTERRUPTED),
        text=row["text"],
        reasoning=row["reasoning"],
        finish=None if row["finish"] is None else value_of(Finish, row["finish"], Finish.UNKNOWN),
        raw_finish=row["raw_finish"],
        reported_model=row["reported_model"],
        usage=usage_from(row["usage"]),
        cost_usd=row["cost_usd"],
        seconds_first=row["seconds_first"],
        seconds_total=row["seconds_total"],
        error=error_from(row["error"]),
        settings=settings_from(row["settings"]),
    )

"""Keep saved sets of tasks for trials, and find past tasks that could be tested on."""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.ids import AssistantId, SessionId
from conductor.store.connections import folded
from conductor.store.database import Database


@dataclass(frozen=True, slots=True)
class PastTask:
    """The first words of a session, and its kind."""

    session_id: SessionId
    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class AnswerPace:
    """What an assistant's newest answers took: seconds and tokens of a typical one."""

    seconds: float | None
    output_tokens: float | None


def save_set(
    db: Database, set_id: str, name: str, tasks: Sequence[tuple[str, str | None]], when: str
) -> None:
    """Keep a set of tasks under a name; a set that had the name is replaced."""
    remove_set(db, name, when)
    key = db.write(
        "INSERT INTO task_set (ulid, name, folded, created) VALUES (?, ?, ?, ?)",
        (set_id, name, folded(name), when),
    )
    db.write_many(
        "INSERT INTO task_set_item (task_set, position, text, kind) VALUES (?, ?, ?, ?)",
        [(key, n, text, kind) for n, (text, kind) in enumerate(tasks)],
    )


def remove_set(db: Database, name: str, when: str) -> None:
    """Mark a set as removed."""
    db.write(
        "UPDATE task_set SET deleted_at = ? WHERE folded = ? AND deleted_at IS NULL",
        (when, folded(name)),
    )


def all_sets(db: Database) -> dict[str, tuple[tuple[str, str | None], ...]]:
    """Return the sets by name, oldest first, each with its tasks and their kinds."""
    rows = db.rows(
        """
        SELECT task_set.name, task_set_item.text, task_set_item.kind FROM task_set
        JOIN task_set_item ON task_set_item.task_set = task_set.id
        WHERE task_set.deleted_at IS NULL ORDER BY task_set.id, task_set_item.position
        """
    )
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append((row["text"], row["kind"]))
    return {name: tuple(tasks) for name, tasks in found.items()}


def past_tasks(db: Database, limit: int, longest: int) -> tuple[PastTask, ...]:
    """Return the newest sessions' first words that are short and came without files.

    The example's do not count.
    """
    rows = db.rows(
        """
        SELECT session.ulid, round.text, session.kind FROM session
        JOIN round ON round.session = session.id AND round.number = 1
        WHERE session.deleted_at IS NULL AND session.example IS NULL
          AND round.deleted_at IS NULL AND round.kind = 'task'
          AND length(round.text) <= ?
          AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.round = round.id)
        ORDER BY session.touched DESC LIMIT ?
        """,
        (longest, limit),
    )
    return tuple(PastTask(SessionId(r["ulid"]), r["text"], r["kind"]) for r in rows)


def pace_of(db: Database, assistant_id: AssistantId) -> AnswerPace:
    """Return the mean of an assistant's twenty newest complete answers."""
    row = db.row(
        """
        SELECT avg(seconds_total) AS seconds,
          avg(CASE WHEN json_valid(usage) THEN json_extract(usage, '$.output_total') END) AS tokens
        FROM (SELECT seconds_total, usage FROM answer
          WHERE assistant = (SELECT id FROM assistant WHERE ulid = ?) AND status = 'complete'
          ORDER BY id DESC LIMIT 20)
        """,
        (assistant_id,),
    )
    return AnswerPace(None, None) if row is None else AnswerPace(row["seconds"], row["tokens"])

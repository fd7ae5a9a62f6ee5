"""Keep what finished tasks say about versions of guidance, in the order they were finished."""

import json
from collections.abc import Mapping
from sqlite3 import Row

from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.ids import AssistantId, GuidanceId, RoundId, TrialTaskId
from conductor.store.database import Database
from conductor.store.encoding import table_from, value_of
from conductor.store.evidence.guidance import VERSION_KEY

_SELECT = """
SELECT outcome.*, guidance.ulid AS guidance_ulid, guidance_version.hash,
  trial_task.ulid AS trial_task_ulid, round.ulid AS round_ulid
FROM outcome JOIN guidance_version ON guidance_version.id = outcome.version
JOIN guidance ON guidance.id = guidance_version.guidance
LEFT JOIN trial_task ON trial_task.id = outcome.trial_task
LEFT JOIN draw ON draw.id = outcome.draw
LEFT JOIN round ON round.id = draw.round
"""


def add_outcome(db: Database, outcome: TaskOutcome) -> None:
    """Add what a task says; a task that counts already for the version stays as it was."""
    db.write(
        f"""
        INSERT INTO outcome (version, task_key, source, sign, kind, trial_task, draw, models,
          cells, created)
        VALUES ({VERSION_KEY}, ?, ?, ?, ?, (SELECT id FROM trial_task WHERE ulid = ?),
          (SELECT draw.id FROM draw JOIN round ON round.id = draw.round WHERE round.ulid = ?),
          ?, ?, ?)
        ON CONFLICT (version, task_key) DO NOTHING
        """,
        (
            outcome.guidance_id,
            outcome.version,
            outcome.task_key,
            outcome.source,
            outcome.sign,
            outcome.kind,
            outcome.trial_task,
            outcome.round_id,
            _to_json(outcome.models),
            _to_json(outcome.cells),
            outcome.created,
        ),
    )


def all_outcomes(db: Database) -> tuple[TaskOutcome, ...]:
    """Return every outcome but the example's, in the order in which they were counted."""
    rows = db.rows(f"{_SELECT} WHERE NOT guidance.example ORDER BY outcome.id")
    return tuple(_outcome(row) for row in rows if row["sign"] in set(Sign))


def outcomes_of(db: Database, guidance_id: GuidanceId) -> tuple[TaskOutcome, ...]:
    """Return the outcomes of all versions of a piece of guidance, in order."""
    rows = db.rows(f"{_SELECT} WHERE guidance.ulid = ? ORDER BY outcome.id", (guidance_id,))
    return tuple(_outcome(row) for row in rows if row["sign"] in set(Sign))


def tested_keys(db: Database, guidance_id: GuidanceId, version: str) -> frozenset[str]:
    """Return the tasks that were or are being compared for a version, by key.

    Those of draws that were given up, and of trial tasks that were given up before anything
    of them was judged, may be used again.
    """
    rows = db.rows(
        """
        WITH tested(id) AS (
          SELECT guidance_version.id FROM guidance_version
          JOIN guidance ON guidance.id = guidance_version.guidance
          WHERE guidance.ulid = ? AND guidance_version.hash = ?)
        SELECT task_key FROM outcome WHERE version IN tested
        UNION SELECT task_key FROM draw WHERE version IN tested AND state <> 'not-counted'
        UNION SELECT task_key FROM trial_task JOIN trial ON trial.id = trial_task.trial
          WHERE trial.version IN tested AND (trial_task.state <> 'abandoned' OR EXISTS
            (SELECT 1 FROM trial_pair WHERE task = trial_task.id AND choice IS NOT NULL))
        """,
        (guidance_id, version),
    )
    return frozenset(row["task_key"] for row in rows)


def models_now(db: Database) -> dict[AssistantId, str]:
    """Return the model that each assistant reported last, in sessions or in trials."""
    rows = db.rows(
        """
        SELECT assistant.ulid,
          (SELECT coalesce(reported_model, model) || char(31) || ended FROM answer
           WHERE answer.assistant = assistant.id AND status = 'complete' ORDER BY id DESC LIMIT 1)
            AS said,
          (SELECT coalesce(reported_model, model) || char(31) || ended FROM trial_answer
           JOIN trial_pair ON trial_pair.id = trial_answer.pair
           WHERE trial_pair.assistant = assistant.id AND status = 'complete'
           ORDER BY trial_answer.id DESC LIMIT 1) AS tried
        FROM assistant WHERE deleted_at IS NULL
        """
    )
    found = {}
    for row in rows:
        stamps = [s.split("\x1f") for s in (row["said"], row["tried"]) if s is not None]
        if stamps:
            found[AssistantId(row["ulid"])] = max(stamps, key=lambda stamp: stamp[1])[0]
    return found


def _to_json(values: Mapping[AssistantId, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False)


def _outcome(row: Row) -> TaskOutcome:
    models = table_from(row["models"])
    cells = table_from(row["cells"])
    return TaskOutcome(
        guidance_id=GuidanceId(row["guidance_ulid"]),
        version=row["hash"],
        task_key=row["task_key"],
        source=value_of(OutcomeSource, row["source"], OutcomeSource.LOTTERY),
        sign=Sign(row["sign"]),
        kind=row["kind"],
        models={AssistantId(who): model for who, model in models.items()},
        cells={AssistantId(who): Sign(s) for who, s in cells.items() if s in set(Sign)},
        trial_task=None if row["trial_task_ulid"] is None else TrialTaskId(row["trial_task_ulid"]),
        round_id=None if row["round_ulid"] is None else RoundId(row["round_ulid"]),
        created=row["created"],
    )

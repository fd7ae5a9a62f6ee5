"""Keep trials with their tasks and pairs, and what the person chose.

Rules: rows of a pair are written in the order of its sides, which a coin has decided; so no
order of rows or ids tells which answer had the guidance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from conductor.core.guidance.guidance import Guidance, GuidanceUse, GuidanceVersion
from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import (
    CouldTell,
    Pair,
    PairChoice,
    Side,
    TaskState,
    Trial,
    TrialState,
    TrialTask,
)
from conductor.core.ids import AssistantId, GuidanceId, PairId, TrialId, TrialTaskId
from conductor.store.database import Database
from conductor.store.encoding import member_of, side_from, value_of
from conductor.store.evidence.guidance import VERSION_KEY

_TRIALS = """
SELECT trial.*, guidance.ulid AS guidance_ulid, guidance_version.hash FROM trial
JOIN guidance_version ON guidance_version.id = trial.version
JOIN guidance ON guidance.id = guidance_version.guidance
WHERE trial.deleted_at IS NULL
"""
_TASKS = """
SELECT trial_task.*, trial.ulid AS trial_ulid FROM trial_task
JOIN trial ON trial.id = trial_task.trial
"""
_PAIRS = """
SELECT trial_pair.*, trial_task.ulid AS task_ulid, assistant.ulid AS assistant_ulid
FROM trial_pair JOIN trial_task ON trial_task.id = trial_pair.task
JOIN trial ON trial.id = trial_task.trial
JOIN assistant ON assistant.id = trial_pair.assistant
"""
_READY = """
  (SELECT count(DISTINCT side) FROM trial_answer
   WHERE trial_answer.pair = trial_pair.id AND side > 0 AND status = 'complete') = 2
"""
_OFFERED = f"""
  choice IS NULL AND trial_task.state = 'open' AND trial.state IN ('running', 'stopped')
  AND trial.deleted_at IS NULL AND {_READY}
"""
_OF_EXAMPLE = """
(SELECT guidance.example FROM guidance_version
 JOIN guidance ON guidance.id = guidance_version.guidance
 WHERE guidance_version.id = trial.version)
"""


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """A pair as it is fixed, with the other guidance that both its answers get."""

    pair: Pair
    attached: tuple[Guidance, ...]


def add_trial(
    db: Database, trial: Trial, tasks: Sequence[TrialTask], pairs: Sequence[PlannedPair]
) -> None:
    """Add a trial with everything that is fixed before the first answer is asked for."""
    key = db.write(
        f"""
        INSERT INTO trial (ulid, version, use, per_task, state, trouble, prediction, created)
        VALUES (?, {VERSION_KEY}, ?, ?, ?, '', ?, ?)
        """,
        (
            trial.id,
            trial.guidance_id,
            trial.version,
            trial.use,
            trial.per_task,
            trial.state,
            trial.prediction,
            trial.created,
        ),
    )
    db.write_many(
        """
        INSERT INTO trial_assistant (trial, position, assistant)
        VALUES (?, ?, (SELECT id FROM assistant WHERE ulid = ?))
        """,
        [(key, n, assistant) for n, assistant in enumerate(trial.assistants)],
    )
    db.write_many(
        """
        INSERT INTO trial_task (ulid, trial, position, text, task_key, kind, state, trouble)
        VALUES (?, ?, ?, ?, ?, ?, ?, '')
        """,
        [(t.id, key, t.position, t.text, t.task_key, t.kind, t.state) for t in tasks],
    )
    for planned in pairs:
        _add_pair(db, planned)


def _add_pair(db: Database, planned: PlannedPair) -> None:
    pair = planned.pair
    key = db.write(
        """
        INSERT INTO trial_pair (ulid, task, assistant, assistant_name, repeat, with_side, rank)
        VALUES (?, (SELECT id FROM trial_task WHERE ulid = ?),
          (SELECT id FROM assistant WHERE ulid = ?), ?, ?, ?, ?)
        """,
        (
            pair.id,
            pair.task_id,
            pair.assistant_id,
            pair.assistant,
            pair.repeat,
            pair.with_side,
            pair.rank,
        ),
    )
    db.write_many(
        f"INSERT INTO pair_attached (pair, position, version) VALUES (?, ?, {VERSION_KEY})",
        [(key, n, item.id, item.version) for n, item in enumerate(planned.attached)],
    )


def all_trials(db: Database) -> tuple[Trial, ...]:
    """Return the trials but the example's, newest first."""
    rows = db.rows(f"{_TRIALS} AND NOT guidance.example ORDER BY trial.id DESC")
    return tuple(_trial(db, row) for row in rows)


def trial_by_id(db: Database, trial_id: TrialId) -> Trial | None:
    """Return one trial, None if it is not there."""
    row = db.row(f"{_TRIALS} AND trial.ulid = ?", (trial_id,))
    return None if row is None else _trial(db, row)


def change_trial(db: Database, trial: Trial) -> None:
    """Write how a trial stands and what the person said of it."""
    db.write(
        """
        UPDATE trial SET state = ?, trouble = ?, prediction = ?, could_tell = ?, ended = ?
        WHERE ulid = ?
        """,
        (
            trial.state,
            trial.trouble,
            trial.prediction,
            trial.could_tell,
            trial.ended,
            trial.id,
        ),
    )


def tasks_of(db: Database, trial_id: TrialId) -> tuple[TrialTask, ...]:
    """Return a trial's tasks in order."""
    rows = db.rows(f"{_TASKS} WHERE trial.ulid = ? ORDER BY trial_task.position", (trial_id,))
    return tuple(_task(row) for row in rows)


def task_by_id(db: Database, task_id: TrialTaskId) -> TrialTask | None:
    """Return one task of a trial, None if it is not there."""
    row = db.row(f"{_TASKS} WHERE trial_task.ulid = ?", (task_id,))
    return None if row is None else _task(row)


def end_task(db: Database, task: TrialTask, when: str) -> None:
    """Note how a task ended."""
    db.write(
        "UPDATE trial_task SET state = ?, trouble = ?, sign = ?, ended = ? WHERE ulid = ?",
        (task.state, task.trouble, task.sign, when, task.id),
    )


def pairs_of_trial(db: Database, trial_id: TrialId) -> tuple[Pair, ...]:
    """Return all pairs of a trial in the order of its tasks."""
    rows = db.rows(
        f"{_PAIRS} WHERE trial.ulid = ? ORDER BY trial_task.position, trial_pair.rank",
        (trial_id,),
    )
    return tuple(_pair(row) for row in rows)


def pairs_of_task(db: Database, task_id: TrialTaskId) -> tuple[Pair, ...]:
    """Return the pairs of one task, in the order they were planned."""
    rows = db.rows(f"{_PAIRS} WHERE trial_task.ulid = ? ORDER BY trial_pair.id", (task_id,))
    return tuple(_pair(row) for row in rows)


def pair_by_id(db: Database, pair_id: PairId) -> Pair | None:
    """Return one pair, None if it is not there."""
    row = db.row(f"{_PAIRS} WHERE trial_pair.ulid = ?", (pair_id,))
    return None if row is None else _pair(row)


def ready_pairs(db: Database, trial_id: TrialId | None = None) -> tuple[Pair, ...]:
    """Return the pairs that wait to be judged, in the order that was drawn.

    Args:
        db: the library.
        trial_id: only those of one trial; None mixes those of all trials but the example's.
    """
    rows = db.rows(
        f"""
        {_PAIRS} WHERE {_OFFERED}
          AND CASE WHEN ? IS NULL THEN NOT {_OF_EXAMPLE} ELSE trial.ulid = ? END
        ORDER BY trial_pair.shown IS NULL, trial_pair.rank
        """,
        (trial_id, trial_id),
    )
    return tuple(_pair(row) for row in rows)


def progress_of(db: Database, trial_id: TrialId) -> tuple[int, int]:
    """Return how many pairs have both answers, and how many there are in all.

    Those of abandoned tasks are left out.
    """
    row = db.row(
        f"""
        SELECT coalesce(sum({_READY}), 0) AS ready, count(*) AS planned FROM trial_pair
        JOIN trial_task ON trial_task.id = trial_pair.task
        JOIN trial ON trial.id = trial_task.trial
        WHERE trial.ulid = ? AND trial_task.state <> 'abandoned'
        """,
        (trial_id,),
    )
    return (0, 0) if row is None else (row["ready"], row["planned"])


def ready_count(db: Database) -> int:
    """Return how many pairs wait to be judged."""
    row = db.row(
        f"""
        SELECT count(*) AS n FROM trial_pair JOIN trial_task ON trial_task.id = trial_pair.task
        JOIN trial ON trial.id = trial_task.trial WHERE {_OFFERED} AND NOT {_OF_EXAMPLE}
        """
    )
    return 0 if row is None else int(row["n"])


def attached_to_pair(db: Database, pair_id: PairId) -> tuple[GuidanceVersion, ...]:
    """Return the other guidance that both answers of a pair get, strongest first."""
    rows = db.rows(
        """
        SELECT guidance_version.*, guidance.ulid FROM pair_attached
        JOIN trial_pair ON trial_pair.id = pair_attached.pair
        JOIN guidance_version ON guidance_version.id = pair_attached.version
        JOIN guidance ON guidance.id = guidance_version.guidance
        WHERE trial_pair.ulid = ? ORDER BY pair_attached.position
        """,
        (pair_id,),
    )
    return tuple(
        GuidanceVersion(
            GuidanceId(row["ulid"]), row["hash"], row["number"], row["text"], row["created"]
        )
        for row in rows
    )


def show_pair(db: Database, pair_id: PairId, when: str) -> None:
    """Note when a pair was shown first."""
    db.write("UPDATE trial_pair SET shown = coalesce(shown, ?) WHERE ulid = ?", (when, pair_id))


def judge_pair(db: Database, pair: Pair, when: str) -> None:
    """Note what the person chose, once."""
    db.write(
        """
        UPDATE trial_pair SET choice = ?, seconds = ?, confidence = ?, guess = ?, judged = ?
        WHERE ulid = ? AND choice IS NULL
        """,
        (pair.choice, pair.seconds, pair.confidence, pair.guess, when, pair.id),
    )


def judged_count(db: Database) -> int:
    """Return how many pairs were ever judged, without the example's."""
    row = db.row(
        f"""
        SELECT count(*) AS n FROM trial_pair JOIN trial_task ON trial_task.id = trial_pair.task
        JOIN trial ON trial.id = trial_task.trial
        WHERE choice IS NOT NULL AND NOT {_OF_EXAMPLE}
        """
    )
    return 0 if row is None else int(row["n"])


def recover_trials(db: Database) -> None:
    """Note that what was being generated when the program ended waits to be resumed."""
    live = db.row(
        "SELECT 1 FROM trial_answer WHERE status IN ('queued', 'streaming') LIMIT 1"
    ) or db.row("SELECT 1 FROM trial WHERE state = 'running' LIMIT 1")
    if live is None:
        return
    with db.atomic():
        db.write(
            "UPDATE trial_answer SET status = 'interrupted' WHERE status IN ('queued', 'streaming')"
        )
        db.write(
            f"""
            UPDATE trial SET state = 'stopped' WHERE state = 'running' AND EXISTS
              (SELECT 1 FROM trial_pair JOIN trial_task ON trial_task.id = trial_pair.task
               WHERE trial_task.trial = trial.id AND trial_task.state = 'open' AND NOT {_READY})
            """
        )


def _trial(db: Database, row: Row) -> Trial:
    assistants = db.rows(
        """
        SELECT assistant.ulid FROM trial_assistant
        JOIN assistant ON assistant.id = trial_assistant.assistant
        WHERE trial_assistant.trial = ? ORDER BY position
        """,
        (row["id"],),
    )
    return Trial(
        id=TrialId(row["ulid"]),
        guidance_id=GuidanceId(row["guidance_ulid"]),
        version=row["hash"],
        use=value_of(GuidanceUse, row["use"], GuidanceUse.ATTACHED),
        assistants=tuple(AssistantId(item["ulid"]) for item in assistants),
        per_task=row["per_task"],
        created=row["created"],
        state=value_of(TrialState, row["state"], TrialState.CLOSED),
        trouble=row["trouble"],
        prediction=row["prediction"],
        could_tell=member_of(CouldTell, row["could_tell"]),
        ended=row["ended"],
    )


def _task(row: Row) -> TrialTask:
    return TrialTask(
        id=TrialTaskId(row["ulid"]),
        trial_id=TrialId(row["trial_ulid"]),
        position=row["position"],
        text=row["text"],
        task_key=row["task_key"],
        kind=row["kind"],
        state=value_of(TaskState, row["state"], TaskState.ABANDONED),
        trouble=row["trouble"],
        sign=member_of(Sign, row["sign"]),
    )


def _pair(row: Row) -> Pair:
    return Pair(
        id=PairId(row["ulid"]),
        task_id=TrialTaskId(row["task_ulid"]),
        assistant_id=AssistantId(row["assistant_ulid"]),
        assistant=row["assistant_name"],
        repeat=row["repeat"],
        with_side=side_from(row["with_side"]) or Side.LEFT,
        rank=row["rank"],
        choice=member_of(PairChoice, row["choice"]),
        shown=row["shown"],
        seconds=row["seconds"],
        confidence=row["confidence"],
        guess=side_from(row["guess"]),
    )

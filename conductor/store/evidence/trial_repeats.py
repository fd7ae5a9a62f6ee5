"""Keep pairs that are shown a second time with their sides swapped, to check on the person.

Rules: only pairs of complete tasks are repeated, and what is chosen weighs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.guidance.trial import PairChoice
from conductor.core.ids import PairId
from conductor.store.database import Database
from conductor.store.encoding import member_of, value_of

_SELECT = """
SELECT trial_repeat.*, trial_pair.ulid AS pair_ulid, trial_pair.choice AS first_choice
FROM trial_repeat JOIN trial_pair ON trial_pair.id = trial_repeat.pair
JOIN trial_task ON trial_task.id = trial_pair.task JOIN trial ON trial.id = trial_task.trial
JOIN guidance_version ON guidance_version.id = trial.version
JOIN guidance ON guidance.id = guidance_version.guidance
WHERE NOT guidance.example
"""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A second look at a pair, under an id of its own.

    Attributes:
        first_choice: what was chosen the first time.
        choice: what was chosen with the sides swapped; None while it waits.
    """

    id: PairId
    pair_id: PairId
    rank: int
    first_choice: PairChoice | None = None
    choice: PairChoice | None = None
    shown: str | None = None


def add_repeats(db: Database, repeats: Sequence[Repeat]) -> None:
    """Plan second looks."""
    db.write_many(
        """
        INSERT INTO trial_repeat (ulid, pair, rank)
        VALUES (?, (SELECT id FROM trial_pair WHERE ulid = ?), ?)
        """,
        [(item.id, item.pair_id, item.rank) for item in repeats],
    )


def all_repeats(db: Database) -> tuple[Repeat, ...]:
    """Return all second looks but the example's, in the order that was drawn."""
    return tuple(
        Repeat(
            id=PairId(row["ulid"]),
            pair_id=PairId(row["pair_ulid"]),
            rank=row["rank"],
            first_choice=value_of(PairChoice, row["first_choice"], PairChoice.NONE),
            choice=member_of(PairChoice, row["choice"]),
            shown=row["shown"],
        )
        for row in db.rows(f"{_SELECT} ORDER BY trial_repeat.rank")
    )


def show_repeat(db: Database, repeat_id: PairId, when: str) -> None:
    """Note when a second look was shown first."""
    db.write("UPDATE trial_repeat SET shown = coalesce(shown, ?) WHERE ulid = ?", (when, repeat_id))


def judge_repeat(
    db: Database, repeat_id: PairId, choice: PairChoice, seconds: float | None, when: str
) -> None:
    """Note what was chosen the second time, once."""
    db.write(
        """
        UPDATE trial_repeat SET choice = ?, seconds = ?, judged = ?
        WHERE ulid = ? AND choice IS NULL
        """,
        (choice, seconds, when, repeat_id),
    )

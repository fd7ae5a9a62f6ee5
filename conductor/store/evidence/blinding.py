"""Keep which sessions and rounds are blind, and in which order a blind round is shown."""

from dataclasses import dataclass
from sqlite3 import Row

from conductor.core.ids import RoundId, SessionId
from conductor.store.database import Database

_JUDGED = """
EXISTS (SELECT 1 FROM judgement WHERE judgement.round = {round}.id
  AND judgement.revision IS NULL AND judgement.deleted_at IS NULL)
"""
_COMPARABLE = """
({round}.kind = 'merge' OR {round}.kind <> 'review'
  AND (SELECT count(*) FROM answer AS one WHERE one.round = {round}.id
    AND one.deleted_at IS NULL) > 1)
"""
_SELECT = f"""
SELECT round.ulid, round.blind, round.peeked, round.seed,
  {_JUDGED.format(round="round")} AS judged,
  {_COMPARABLE.format(round="round")} AS comparable,
  (round.kind = 'review' AND EXISTS (
    SELECT 1 FROM handover JOIN answer ON answer.id = handover.answer
    JOIN round AS source ON source.id = answer.round
    WHERE handover.round = round.id AND source.blind
      AND {_COMPARABLE.format(round="source")} AND NOT {_JUDGED.format(round="source")}
  )) AS of_hidden
FROM round
"""


@dataclass(frozen=True, slots=True)
class Blindness:
    """How one round stands.

    Attributes:
        blind: whether it hides who wrote what until it is judged.
        peeked: whether the names were shown before it was judged.
        judged: whether it was judged.
        comparable: whether it has more than one answer to compare; never of a review.
        of_hidden: whether it is a review of answers whose names must not be seen: who
            reviews all but one of them tells which one is its own.
        seed: what its shuffled order is made of.
    """

    round_id: RoundId
    blind: bool
    peeked: bool
    judged: bool
    comparable: bool
    of_hidden: bool
    seed: str

    @property
    def is_hidden(self) -> bool:
        """Whether names must not be seen now."""
        return self.of_hidden or (self.blind and self.comparable and not self.judged)


def blindness_of_round(db: Database, round_id: RoundId) -> Blindness | None:
    """Return how a round stands, None if it is not there."""
    row = db.row(f"{_SELECT} WHERE round.ulid = ? AND round.deleted_at IS NULL", (round_id,))
    return None if row is None else _blindness(row)


def blindness_of_session(db: Database, session_id: SessionId) -> tuple[Blindness, ...]:
    """Return how the rounds of a session stand, in order."""
    rows = db.rows(
        f"""
        {_SELECT} JOIN session ON session.id = round.session
        WHERE session.ulid = ? AND round.deleted_at IS NULL ORDER BY round.number
        """,
        (session_id,),
    )
    return tuple(_blindness(row) for row in rows)


def set_session_blind(db: Database, session_id: SessionId, *, blind: bool) -> None:
    """Say whether the new rounds of a session are blind."""
    db.write("UPDATE session SET blind = ? WHERE ulid = ?", (blind, session_id))


def set_round_blind(db: Database, round_id: RoundId, *, blind: bool, peeked: bool) -> None:
    """Say whether a round is blind, and whether its names were seen."""
    db.write(
        "UPDATE round SET blind = ?, peeked = max(peeked, ?) WHERE ulid = ?",
        (blind, peeked, round_id),
    )


def _blindness(row: Row) -> Blindness:
    return Blindness(
        round_id=RoundId(row["ulid"]),
        blind=bool(row["blind"]),
        peeked=bool(row["peeked"]),
        judged=bool(row["judged"]),
        comparable=bool(row["comparable"]),
        of_hidden=bool(row["of_hidden"]),
        seed=row["seed"],
    )

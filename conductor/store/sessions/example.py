"""Keep what the example brings apart from what is the person's own, and delete it for good.

Rules: its session, guidance and connection carry a mark, everything else hangs on these. Its
assistants are marked as removed from the start, so nobody can ask them. Whatever refers to a
part of it goes with it; a table that is made later and does so has its line in `PARTS`.
Nothing is ever sent from it, so neither the ledger nor a proposal refers to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conductor.core.entities import Assistant, Connection
from conductor.core.ids import GuidanceId, SessionId, TrialId
from conductor.store.connections import folded
from conductor.store.database import Database
from conductor.store.encoding import to_json
from conductor.store.sessions.bin import files_of, is_used

_SESSION = "SELECT id FROM session WHERE example IS NOT NULL"
_ROUND = f"SELECT id FROM round WHERE session IN ({_SESSION})"
_ANSWER = f"SELECT id FROM answer WHERE round IN ({_ROUND})"
_JUDGEMENT = f"SELECT id FROM judgement WHERE round IN ({_ROUND})"
_CONNECTION = "SELECT id FROM connection WHERE example"
_GUIDANCE = "SELECT id FROM guidance WHERE example"
_VERSION = f"SELECT id FROM guidance_version WHERE guidance IN ({_GUIDANCE})"
_TRIAL = f"SELECT id FROM trial WHERE version IN ({_VERSION})"
_TASK = f"SELECT id FROM trial_task WHERE trial IN ({_TRIAL})"
_PAIR = f"SELECT id FROM trial_pair WHERE task IN ({_TASK})"
PARTS = {
    "outcome": f"version IN ({_VERSION})",
    "trial_repeat": f"pair IN ({_PAIR})",
    "trial_answer": f"pair IN ({_PAIR})",
    "pair_attached": f"pair IN ({_PAIR})",
    "trial_pair": f"task IN ({_TASK})",
    "trial_task": f"trial IN ({_TRIAL})",
    "trial_assistant": f"trial IN ({_TRIAL})",
    "trial": f"version IN ({_VERSION})",
    "draw_column": f"answer IN ({_ANSWER})",
    "draw": f"round IN ({_ROUND})",
    "attached": f"answer IN ({_ANSWER})",
    "said": f"round IN ({_ROUND})",
    "guidance_version": f"guidance IN ({_GUIDANCE})",
    "guidance": "example",
    "judged_answer": f"judgement IN ({_JUDGEMENT})",
    "judgement_tag": f"judgement IN ({_JUDGEMENT})",
    "judgement": f"round IN ({_ROUND})",
    "note": f"session IN ({_SESSION})",
    "manuscript_piece": f"session IN ({_SESSION})",
    "manuscript_version": f"session IN ({_SESSION})",
    "manuscript": f"session IN ({_SESSION})",
    "handover": f"session IN ({_SESSION})",
    "told": f"answer IN ({_ANSWER})",
    "attempt": f"answer IN ({_ANSWER})",
    "answer_chunk": f"answer IN ({_ANSWER})",
    "answer": f"round IN ({_ROUND})",
    "attachment": f"round IN ({_ROUND})",
    "round": f"session IN ({_SESSION})",
    "session_tag": f"session IN ({_SESSION})",
    "draft": (
        "EXISTS (SELECT 1 FROM session"
        " WHERE session.example IS NOT NULL AND place GLOB session.ulid || '*')"
    ),
    "session": "example IS NOT NULL",
    "assistant": f"connection IN ({_CONNECTION})",
    "connection": "example",
}
"""The tables in which the example has rows, and which; parts come first."""


@dataclass(frozen=True, slots=True)
class OpenExample:
    """The example as it is in the library.

    Attributes:
        language: the language it is written in.
        guidance: its pieces of guidance, oldest first.
        trials: its trials, oldest first.
    """

    session_id: SessionId
    language: str
    guidance: tuple[GuidanceId, ...]
    trials: tuple[TrialId, ...]


def open_example(db: Database) -> OpenExample | None:
    """Return the example, None if it is not there."""
    row = db.row(
        """
        SELECT ulid, example FROM session
        WHERE example IS NOT NULL AND deleted_at IS NULL ORDER BY id DESC LIMIT 1
        """
    )
    if row is None:
        return None
    guidance = db.rows(f"SELECT ulid FROM guidance WHERE id IN ({_GUIDANCE}) ORDER BY id")
    trials = db.rows(f"SELECT ulid FROM trial WHERE id IN ({_TRIAL}) ORDER BY id")
    return OpenExample(
        SessionId(row["ulid"]),
        row["example"],
        tuple(GuidanceId(each["ulid"]) for each in guidance),
        tuple(TrialId(each["ulid"]) for each in trials),
    )


def add_cast(
    db: Database, connection: Connection, assistants: Sequence[Assistant], when: str
) -> None:
    """Add the example's assistants, where nobody can ask them and no name is taken."""
    key = db.write(
        """
        INSERT INTO connection (ulid, name, folded, kind, base_url, parallel, created,
          deleted_at, example)
        VALUES (?, ?, ?, ?, '', ?, ?, ?, 1)
        """,
        (
            connection.id,
            connection.name,
            folded(connection.name),
            connection.kind,
            connection.parallel,
            when,
            when,
        ),
    )
    db.write_many(
        """
        INSERT INTO assistant (ulid, name, folded, connection, model, role, settings, colour,
          created, deleted_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                who.id,
                who.name,
                folded(who.name),
                key,
                who.model,
                who.role,
                to_json(who.settings),
                who.colour,
                when,
                when,
            )
            for who in assistants
        ],
    )


def is_example(db: Database, session_id: SessionId) -> bool:
    """Whether a session is the example, also in the bin."""
    row = db.row("SELECT example FROM session WHERE ulid = ?", (session_id,))
    return row is not None and row["example"] is not None


def delete_example(db: Database) -> tuple[str, ...]:
    """Delete everything that the example brought and that was written into it since.

    Returns:
        The hashes of the attached files that nothing refers to any more.
    """
    sessions = db.rows("SELECT ulid FROM session WHERE example IS NOT NULL")
    files = [sha256 for row in sessions for sha256 in files_of(db, SessionId(row["ulid"]))]
    db.write("PRAGMA defer_foreign_keys = 1")  # some of it refers to one another both ways
    for table, which in PARTS.items():
        db.write(f"DELETE FROM {table} WHERE {which}")
    return tuple(sha256 for sha256 in files if not is_used(db, sha256))

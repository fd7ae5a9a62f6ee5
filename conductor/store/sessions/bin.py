"""Put sessions into the bin with everything that is theirs, take them out, or delete them for good.

Rules: whatever hangs on a session is marked with the same time, and restored by it. What was
deleted for good leaves rows without content behind, because the ledger, which says what left
this computer, refers to them, and so does the evidence for guidance: which version was compared
on a task of which key, in which columns, with what outcome. Such a session is told by
`touched = 0`.
"""

import json
from collections.abc import Callable, Sequence
from enum import Enum, auto
from sqlite3 import Row

from conductor.core.ids import SessionId
from conductor.store.database import Database

_SESSION = "session = ?"
_ROUND = f"round IN (SELECT id FROM round WHERE {_SESSION})"
_ANSWER = f"answer IN (SELECT id FROM answer WHERE {_ROUND})"
_JUDGEMENT = f"judgement IN (SELECT id FROM judgement WHERE {_ROUND})"
PARTS = {
    "judged_answer": _JUDGEMENT,
    "judgement_tag": _JUDGEMENT,
    "judgement": _ROUND,
    "note": _SESSION,
    "manuscript_piece": _SESSION,
    "manuscript_version": _SESSION,
    "manuscript": _SESSION,
    "handover": _SESSION,
    "told": _ANSWER,
    "attached": _ANSWER,
    "said": _ROUND,
    "attempt": _ANSWER,
    "answer_chunk": _ANSWER,
    "attachment": _ROUND,
    "session_tag": _SESSION,
    "answer": _ROUND,
    "round": _SESSION,
}
"""What goes into the bin with a session: the table, and which of its rows; parts come first."""

_REMOVED_ALONE = ("session", "note", "session_tag", "handover", "judgement")
"""What a person can throw away: a session, and parts of one that stays."""

EMPTIED = frozenset({"answer", "round"})
"""Tables whose rows stay, without their content, when a session is deleted for good."""

STAYING = frozenset(
    {
        "ledger",
        "guidance",
        "guidance_version",
        "draw",
        "draw_column",
        "outcome",
        "proposal",
        "pair_attached",
        "trial",
        "trial_answer",
        "trial_assistant",
        "trial_pair",
        "trial_repeat",
        "trial_task",
    }
)
"""Tables that refer to a session's parts and stay: what was sent to whom, and guidance with
the evidence for it, which is not the session's alone."""


class Whereabouts(Enum):
    """Where a session is; deleted for good, it is nowhere."""

    LIBRARY = auto()
    BIN = auto()
    NOWHERE = auto()


def places_of(db: Database, ids: Sequence[SessionId]) -> tuple[Whereabouts, ...]:
    """Return where each of these sessions is."""
    rows = db.rows(
        """
        SELECT ulid, deleted_at, touched FROM json_each(?) AS wanted
        JOIN session ON session.ulid = wanted.value
        """,
        (json.dumps(ids),),
    )
    found = {row["ulid"]: _place(row) for row in rows}
    return tuple(found.get(one, Whereabouts.NOWHERE) for one in ids)


def _place(row: Row) -> Whereabouts:
    if row["deleted_at"] is None:
        return Whereabouts.LIBRARY
    return Whereabouts.BIN if row["touched"] else Whereabouts.NOWHERE


INDEPENDENT = frozenset(
    {
        *("assistant", "connection", "ensemble", "ensemble_member", "setting"),
        *("task_set", "task_set_item"),
        "draft",  # known by its place; a session's goes with it
    }
)
"""Tables that do not refer to a session's parts."""

DERIVED: dict[str, str] = {}
"""Tables made of a session's words without referring to it, as an index of words is: which of
their rows are deleted with it. A table that SQLite keeps beside one begins with its name."""


def time_of_binning(db: Database, now: str) -> str:
    """Return `now`, or if the clock was set back, a time after all that was thrown away before.

    Which session went into the bin last, and what of it went with it, is told by this time.
    """
    thrown = " UNION ALL ".join(f"SELECT max(deleted_at) AS at FROM {t}" for t in _REMOVED_ALONE)
    row = db.row(
        f"SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(at), '+0.001 seconds') AS later FROM ({thrown})"
    )
    later: str | None = None if row is None else row["later"]
    return now if later is None else max(now, later)


def put_into_bin(db: Database, session_id: SessionId, when: str) -> None:
    """Mark a session and all its parts; `when` comes from `time_of_binning`."""
    key = _key(db, session_id)
    db.write("UPDATE session SET deleted_at = ? WHERE id = ?", (when, key))
    for table, where in PARTS.items():
        db.write(
            f"UPDATE {table} SET deleted_at = ? WHERE {where} AND deleted_at IS NULL",
            (when, key),
        )


def take_out_of_bin(db: Database, session_id: SessionId) -> None:
    """Give back a session with everything that went into the bin with it."""
    key = _key(db, session_id)
    row = db.row("SELECT deleted_at FROM session WHERE id = ?", (key,))
    when = None if row is None else row["deleted_at"]
    for table, where in PARTS.items():
        db.write(
            f"UPDATE {table} SET deleted_at = NULL WHERE {where} AND deleted_at = ?",
            (key, when),
        )
    db.write("UPDATE session SET deleted_at = NULL WHERE id = ?", (key,))


def delete_for_good(
    db: Database, session_id: SessionId, key_of: Callable[[str], str]
) -> tuple[str, ...]:
    """Delete what the person wrote and received in a session of the bin.

    With it go the words of guidance that was said only there and is not kept as reusable, and
    what models proposed from it.

    Args:
        db: the library.
        session_id: the session.
        key_of: names a task without its words, so that evidence still knows it.

    Returns:
        The hashes of the attached files that nothing refers to any more.
    """
    key = _key(db, session_id)
    files = files_of(db, session_id)
    said = [row["id"] for row in db.rows(_SAID_THERE, (key, key))]
    _keep_origin_keys(db, key, key_of)
    _forget_proposals(db, session_id)
    for table, where in DERIVED.items():
        db.write(f"DELETE FROM {table} WHERE {where}", (key,))
    for table, where in PARTS.items():
        if table not in EMPTIED:
            db.write(f"DELETE FROM {table} WHERE {where}", (key,))
    _forget_guidance(db, said)
    db.write(
        f"""
        UPDATE answer SET text = '', reasoning = '', words = NULL, error = NULL, notices = '[]',
          sent = '{{"role": "", "turns": [], "left_out": 0}}' WHERE {_ROUND}
        """,
        (key,),
    )
    db.write("UPDATE round SET text = '' WHERE session = ?", (key,))
    db.write("DELETE FROM draft WHERE place GLOB ?", (f"{session_id}*",))
    db.write("UPDATE session SET title = '', kind = NULL, touched = 0 WHERE id = ?", (key,))
    return tuple(sha256 for sha256 in files if not is_used(db, sha256))


def _keep_origin_keys(db: Database, key: int, key_of: Callable[[str], str]) -> None:
    """Keep the keys of the tasks on which reusable guidance was invented: they never count."""
    rows = db.rows(
        "SELECT text FROM round WHERE session = ? AND kind IN ('task', 'follow-up')", (key,)
    )
    keys = " ".join(key_of(row["text"]) for row in rows if row["text"])
    db.write(
        f"""
        UPDATE guidance SET origin_keys = trim(origin_keys || ' ' || ?)
        WHERE origin IN (SELECT id FROM round WHERE {_SESSION})
        """,
        (keys, key),
    )


def _forget_proposals(db: Database, session_id: SessionId) -> None:
    """Empty what was shown of a session to models that propose guidance, and their replies.

    Of proposals from before this was noted, all that can have been made of it are emptied.
    """
    db.write(
        """
        UPDATE proposal SET messages = '[]', text = '', error = NULL,
          deleted_at = coalesce(deleted_at, created)
        WHERE instr(sessions, ?) OR (sessions IS NULL AND source IN ('choices', 'edits')
          AND created >= (SELECT created FROM session WHERE ulid = ?))
        """,
        (session_id, session_id),
    )


_SAID_THERE = f"""
  SELECT guidance.id FROM guidance WHERE NOT reusable AND NOT example
    AND (origin IN (SELECT id FROM round WHERE {_SESSION}) OR id IN (
      SELECT version.guidance FROM said JOIN guidance_version AS version
      ON version.id = said.version WHERE said.{_ROUND}))
"""
_IS_USED = """
  SELECT 1 FROM guidance_version AS version WHERE guidance = ? AND (
    EXISTS (SELECT 1 FROM said WHERE said.version = version.id)
    OR EXISTS (SELECT 1 FROM attached WHERE attached.version = version.id)
    OR EXISTS (SELECT 1 FROM pair_attached WHERE pair_attached.version = version.id)
    OR EXISTS (SELECT 1 FROM trial WHERE trial.version = version.id))
"""
_EVIDENCE = """
  SELECT guidance FROM guidance_version WHERE id IN (SELECT version FROM outcome)
    OR id IN (SELECT version FROM draw)
  UNION SELECT guidance FROM proposal WHERE guidance IS NOT NULL
"""


def _forget_guidance(db: Database, said: Sequence[int]) -> None:
    """Delete guidance that nothing says any more; where evidence refers to it, its words."""
    for guidance in said:
        if db.row(_IS_USED, (guidance,)) is not None:
            continue
        ulid = db.rows("SELECT ulid FROM guidance WHERE id = ?", (guidance,))[0]["ulid"]
        db.write("DELETE FROM draft WHERE place GLOB ?", (f"*{ulid}*",))
        db.write(
            "UPDATE proposal SET messages = '[]', text = '', error = NULL WHERE guidance = ?",
            (guidance,),
        )
        if db.row(f"SELECT 1 FROM ({_EVIDENCE}) WHERE guidance = ?", (guidance,)) is None:
            db.write("DELETE FROM guidance_version WHERE guidance = ?", (guidance,))
            db.write("DELETE FROM guidance WHERE id = ?", (guidance,))
        else:
            db.write("UPDATE guidance_version SET text = '' WHERE guidance = ?", (guidance,))
            db.write(
                """
                UPDATE guidance SET question = '', kinds = '[]',
                  deleted_at = coalesce(deleted_at, created) WHERE id = ?
                """,
                (guidance,),
            )


def files_of(db: Database, session_id: SessionId) -> tuple[str, ...]:
    """Return the hashes of the files that were given in a session, or are to be sent next."""
    rows = db.rows(
        f"""
        SELECT sha256 FROM attachment WHERE {_ROUND}
        UNION SELECT json_extract(file.value, '$[1]') FROM draft,
          json_each(CASE WHEN json_valid(draft.text) THEN draft.text ELSE '[]' END) AS file
        WHERE draft.place GLOB ? AND draft.text != ''
        """,
        (_key(db, session_id), f"{session_id}*/files"),
    )
    return tuple(row["sha256"] for row in rows)


def is_used(db: Database, sha256: str) -> bool:
    """Whether an attached file belongs to any round or draft."""
    row = db.row(
        """
        SELECT 1 FROM attachment WHERE sha256 = ?
        UNION ALL SELECT 1 FROM draft WHERE instr(text, ?)
        """,
        (sha256, sha256),
    )
    return row is not None


def _key(db: Database, session_id: SessionId) -> int:
    row = db.row("SELECT id FROM session WHERE ulid = ?", (session_id,))
    if row is None:
        raise AssertionError("a session that is not there")
    key: int = row["id"]
    return key

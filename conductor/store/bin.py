"""Put sessions into the bin with everything that is theirs, take them out, or delete them for good.

Rules: whatever hangs on a session is marked with the same time, and restored by it. What was
deleted for good leaves rows without content behind, because the ledger, which says what left
this computer, refers to them; such a session is told by `touched = 0`.
"""

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

_REMOVED_ALONE = ("session", "note", "session_tag", "handover")
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


def delete_for_good(db: Database, session_id: SessionId) -> tuple[str, ...]:
    """Delete what the person wrote and received in a session of the bin.

    Returns:
        The hashes of the attached files that nothing refers to any more.
    """
    key = _key(db, session_id)
    files = files_of(db, session_id)
    for table, where in PARTS.items():
        if table not in EMPTIED:
            db.write(f"DELETE FROM {table} WHERE {where}", (key,))
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

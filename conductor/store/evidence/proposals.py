"""Keep what models were asked to propose as guidance, and their replies."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from conductor.core.entities import AnswerStatus
from conductor.core.guidance.guidance import GuidanceSource
from conductor.core.guidance.proposal import Proposal
from conductor.core.ids import AssistantId, GuidanceId, ProposalId, SessionId
from conductor.core.request import Message
from conductor.core.text.visible import well_formed
from conductor.store.database import Database
from conductor.store.encoding import (
    error_from,
    to_json,
    value_of,
)

_SELECT = """
SELECT proposal.*, guidance.ulid AS guidance_ulid, assistant.ulid AS assistant_ulid
FROM proposal JOIN assistant ON assistant.id = proposal.assistant
LEFT JOIN guidance ON guidance.id = proposal.guidance
WHERE proposal.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Preference:
    """A choice between two answers to a task of a session."""

    session_id: SessionId
    task: str
    preferred: str
    other: str


def add_proposal(
    db: Database,
    proposal: Proposal,
    messages: Sequence[Message],
    sessions: Sequence[SessionId] = (),
) -> None:
    """Add a request that is about to go out, made of words of these sessions."""
    db.write(
        """
        INSERT INTO proposal (ulid, source, guidance, assistant, assistant_name, connection_name,
          model, messages, status, text, created, sessions)
        VALUES (?, ?, (SELECT id FROM guidance WHERE ulid = ?),
          (SELECT id FROM assistant WHERE ulid = ?), ?, ?, ?, ?, ?, '', ?, ?)
        """,
        (
            proposal.id,
            proposal.source,
            proposal.guidance_id,
            proposal.assistant_id,
            proposal.assistant,
            proposal.connection,
            proposal.model,
            json.dumps([(m.role, m.text) for m in messages], ensure_ascii=False),
            proposal.status,
            proposal.created,
            " ".join(dict.fromkeys(sessions)),
        ),
    )


def end_proposal(db: Database, proposal: Proposal, when: str) -> None:
    """Write what came."""
    db.write(
        """
        UPDATE proposal SET status = ?, text = ?, error = ?, cost_usd = ?, ended = ?
        WHERE ulid = ?
        """,
        (
            proposal.status,
            well_formed(proposal.text),
            to_json(proposal.error),
            proposal.cost_usd,
            when,
            proposal.id,
        ),
    )


def all_proposals(db: Database) -> tuple[Proposal, ...]:
    """Return the proposals, newest first."""
    return tuple(_proposal(row) for row in db.rows(f"{_SELECT} ORDER BY proposal.id DESC"))


def dismiss(db: Database, proposal_id: ProposalId, when: str) -> None:
    """Put a proposal away."""
    db.write("UPDATE proposal SET deleted_at = ? WHERE ulid = ?", (when, proposal_id))


def recover_proposals(db: Database) -> None:
    """Mark as interrupted what was on its way when the program ended."""
    if db.row("SELECT 1 FROM proposal WHERE status = 'queued'") is not None:
        with db.atomic():
            db.write("UPDATE proposal SET status = 'interrupted' WHERE status = 'queued'")


def newest_preferences(db: Database, limit: int) -> tuple[Preference, ...]:
    """Return the newest choices of one best answer of a round over another one.

    The example's do not count.
    """
    rows = db.rows(
        """
        SELECT session.ulid AS session_ulid, round.text AS task, best.text AS preferred,
          min(other.text) AS other
        FROM judgement JOIN round ON round.id = judgement.round
        JOIN session ON session.id = round.session AND session.example IS NULL
        JOIN judged_answer AS top ON top.judgement = judgement.id AND top.place = 1
        JOIN answer AS best ON best.id = top.answer
        JOIN judged_answer AS rest ON rest.judgement = judgement.id
          AND (rest.place IS NULL OR rest.place > 1)
        JOIN answer AS other ON other.id = rest.answer
        WHERE judgement.revision IS NULL AND judgement.deleted_at IS NULL
          AND judgement.kind IN ('best', 'ranking')
        GROUP BY judgement.id ORDER BY judgement.id DESC LIMIT ?
        """,
        (limit,),
    )
    return tuple(
        Preference(SessionId(row["session_ulid"]), row["task"], row["preferred"], row["other"])
        for row in rows
    )


def sessions_with_pieces(db: Database, limit: int) -> tuple[SessionId, ...]:
    """Return the person's newest sessions in whose draft words of answers were used."""
    rows = db.rows(
        """
        SELECT session.ulid FROM session WHERE session.deleted_at IS NULL
          AND session.example IS NULL
          AND EXISTS (SELECT 1 FROM manuscript_piece WHERE manuscript_piece.session = session.id)
        ORDER BY session.touched DESC LIMIT ?
        """,
        (limit,),
    )
    return tuple(SessionId(row["ulid"]) for row in rows)


def _proposal(row: Row) -> Proposal:
    return Proposal(
        id=ProposalId(row["ulid"]),
        source=value_of(GuidanceSource, row["source"], GuidanceSource.CHOICES),
        assistant_id=AssistantId(row["assistant_ulid"]),
        assistant=row["assistant_name"],
        connection=row["connection_name"],
        model=row["model"],
        created=row["created"],
        guidance_id=None if row["guidance_ulid"] is None else GuidanceId(row["guidance_ulid"]),
        status=value_of(AnswerStatus, row["status"], AnswerStatus.INTERRUPTED),
        text=row["text"],
        error=error_from(row["error"]),
        cost_usd=row["cost_usd"],
    )

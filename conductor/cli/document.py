"""Make the JSON documents of the command line."""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from conductor.core.entities import Answer, AnswerStatus, Round, Session
from conductor.core.errors import ConductorError
from conductor.core.handover import Handover
from conductor.core.ids import AnswerId, RoundId
from conductor.core.judgement import Judgement
from conductor.core.manuscript import DraftVersion, MyDraft, PlacedPiece
from conductor.core.note import Note, PlacedNote
from conductor.i18n import _
from conductor.workspace.sessions.sessions import RoundView
from conductor.workspace.workspace import Workspace

Document = dict[str, Any]
# C1 controls, marks of direction, separators of lines, tags; JSON escapes C0 by itself.
_STEERS = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)


def print_json(document: Document | list[Document]) -> None:
    """Print one JSON document to standard output, UTF-8 whatever the locale says.

    What steers a terminal or turns text around is written as an escape: a program that reads
    it gets the same words, a person who looks at it is not fooled.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2)
    print_line(_STEERS.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def print_line(text: str) -> None:
    """Print text to standard output, UTF-8 whatever the locale says.

    Raises:
        ConductorError: the disk or the program behind standard output does not take it.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sentence = _("The output could not be written ({reason}). It is in the library.")
        raise ConductorError(sentence.format(reason=error.strerror)) from error


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def answer_document(answer: Answer) -> Document:
    """Return one answer as `ask --json` gives it."""
    usage: Document | None = None
    if answer.usage is not None:
        usage = {**asdict(answer.usage), "cost_usd": answer.cost_usd}
    error: Document | None = None
    if answer.error is not None and answer.status is AnswerStatus.FAILED:
        error = {
            "kind": str(answer.error.kind),
            "message": answer.error.message,
            "detail": answer.error.detail,
        }
    document: Document = {
        "answer": answer.id,
        "assistant": answer.assistant,
        "status": str(answer.status),
        "finish": None if answer.finish is None else str(answer.finish),
        "text": answer.text,
        "reasoning": answer.reasoning,
        "usage": usage,
        "seconds": {"first": _ms(answer.seconds_first), "total": _ms(answer.seconds_total)},
        "error": error,
        "model": answer.reported_model or answer.model,
        "connection": answer.connection,
        "attempt": answer.attempt,
        "empty": answer.is_empty,
        "notices": list(answer.notices),
    }
    if answer.revises is not None:
        document["revises"] = answer.revises
    if answer.words is not None:
        document["told"] = answer.words
    return document


def round_document(session: Session, item: Round, answers: Sequence[Answer]) -> Document:
    """Return one round as `ask --json` gives it."""
    return {
        "session": session.id,
        "round": item.id,
        "answers": [answer_document(answer) for answer in answers],
    }


def session_row(session: Session) -> Document:
    """Return one session as `sessions --json` lists it; the example says that it is one."""
    row: Document = {
        "session": session.id,
        "title": session.title,
        "kind": session.kind,
        "tags": list(session.tags),
        "created": session.created,
        "updated": session.updated,
        "rounds": session.rounds,
    }
    return {**row, "example": True} if session.is_example else row


def judgement_document(
    judgement: Judgement, name_of: Callable[[AnswerId], str], *, counts: bool
) -> Document:
    """Return one judgement.

    Args:
        judgement: the judgement.
        name_of: who wrote an answer, or its number while that must not be seen.
        counts: whether it is the one that counts now, the latest.
    """
    return {
        "judgement": judgement.id,
        "round": judgement.round_id,
        "revision": judgement.revision,
        "kind": str(judgement.kind),
        "ranking": [list(tied) for tied in judgement.ranking],
        "shown": [
            {
                "answer": item.answer_id,
                "assistant": name_of(item.answer_id),
                "attempt": item.attempt,
                "place": item.place,
            }
            for item in judgement.shown
        ],
        "blind": judgement.blind,
        "seconds": _ms(judgement.seconds),
        "reason": judgement.reason,
        "tags": list(judgement.tags),
        "created": judgement.created,
        "counts": counts,
    }


def note_document(note: Note) -> Document:
    """Return one note as it was written."""
    return {
        "note": note.id,
        "session": note.session_id,
        "round": note.round_id,
        "answer": note.answer_id,
        "attempt": note.attempt,
        "start": note.span.start if note.span else None,
        "end": note.span.end if note.span else None,
        "quote": note.quote,
        "text": note.text,
        "created": note.created,
        "updated": note.updated,
    }


def placed_note_document(placed: PlacedNote) -> Document:
    """Return one note with its place in the answer that was asked about."""
    return {
        **note_document(placed.note),
        "start": placed.span.start if placed.span else None,
        "end": placed.span.end if placed.span else None,
        "fits": placed.fits,
        "inherited": placed.is_inherited,
    }


def draft_document(
    draft: MyDraft, pieces: Sequence[PlacedPiece], versions: Sequence[DraftVersion]
) -> Document:
    """Return the person's own draft of a session with its pieces and earlier texts."""
    return {
        "session": draft.session_id,
        "text": draft.text,
        "updated": draft.updated or None,
        "pieces": [
            {
                "answer": placed.piece.answer_id,
                "attempt": placed.piece.attempt,
                "source": [placed.piece.source.start, placed.piece.source.end],
                "quote": placed.piece.quote,
                "at": [placed.span.start, placed.span.end] if placed.span else None,
            }
            for placed in pieces
        ],
        "versions": [{"created": each.created, "text": each.text} for each in versions],
    }


def adoption_document(adopted: Handover) -> Document:
    """Return which answer goes on in whose thread, and whether it was sent there yet."""
    return {
        "answer": adopted.answer_id,
        "attempt": adopted.attempt,
        "into": adopted.into_name,
        "after": adopted.after,
        "sent_with": adopted.given,
        "created": adopted.created,
    }


def session_document(workspace: Workspace, session: Session) -> Document:
    """Return a whole session as `show --json` gives it, earlier attempts included.

    A round that is hidden has numbers for names, in the order in which it is shown, and
    nothing that tells who wrote what.
    """
    judgements = workspace.judging.of_session(session.id)
    notes = workspace.notes.of_session(session.id)
    hidden = workspace.blinding.hidden_rounds(session.id)
    return {
        **session_row(session),
        "blind": session.blind,
        "rounds": [
            {
                "round": view.round.id,
                "number": view.round.number,
                "kind": str(view.round.kind),
                "text": view.round.text,
                "created": view.round.created,
                "hidden": view.round.id in hidden,
                "answers": _answers(workspace, view, is_hidden=view.round.id in hidden),
                "judgements": _judgements(workspace, view.round.id, judgements),
                "notes": [note_document(n) for n in notes if n.round_id == view.round.id],
                **_guidance_of(workspace, view.round.id),
            }
            for view in workspace.sessions.rounds(session.id)
        ],
        "notes": [note_document(n) for n in notes if n.round_id is None],
        "adoptions": [
            adoption_document(each) for each in workspace.adopting.of_session(session.id)
        ],
    }


def _guidance_of(workspace: Workspace, round_id: RoundId) -> Document:
    """Return the guidance a round said, and of a draw what may be known of it."""
    document: Document = {}
    said = workspace.guidance.of_round(round_id)
    if said is not None:
        document["guidance"] = said[0].guidance_id
        document["control"] = str(said[1])
    mark = workspace.lottery.mark(round_id)
    if mark is not None:
        document["draw"] = {"open": mark.is_open, "pair": mark.is_pair}
    drawn = workspace.lottery.revealed(round_id)
    if drawn is not None:
        with_it = [column.answer_id for column in drawn.columns if column.has]
        document["draw"] |= {"guidance": drawn.guidance_id, "with": with_it}
    return document


def _answers(workspace: Workspace, view: RoundView, *, is_hidden: bool) -> list[Document]:
    if is_hidden:
        shown = workspace.blinding.visible_round(view).answers
        return [answer_document(answer) for answer in shown]
    return [_with_attempts(workspace, answer) for answer in view.answers]


def _with_attempts(workspace: Workspace, answer: Answer) -> Document:
    if answer.attempt == 1:
        return answer_document(answer)
    earlier = [answer_document(attempt) for attempt in workspace.sessions.attempts(answer)]
    return {**answer_document(answer), "earlier_attempts": earlier}


def _judgements(
    workspace: Workspace, round_id: RoundId, judgements: Sequence[Judgement]
) -> list[Document]:
    own = [each for each in judgements if each.round_id == round_id]
    latest = {each.revision: each.id for each in own}
    return [
        judgement_document(
            each, workspace.blinding.name_of, counts=latest[each.revision] == each.id
        )
        for each in own
    ]

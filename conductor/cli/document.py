"""Make the JSON documents of the command line."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from conductor.core.entities import Answer, AnswerStatus, Round, Session
from conductor.core.errors import ConductorError
from conductor.i18n import _
from conductor.workspace.sessions import RoundView

Document = dict[str, Any]


def print_json(document: Document | list[Document]) -> None:
    """Print one JSON document to standard output, UTF-8 whatever the locale says."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    print_line(text)


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
    return document


def round_document(session: Session, item: Round, answers: Sequence[Answer]) -> Document:
    """Return one round as `ask --json` gives it."""
    return {
        "session": session.id,
        "round": item.id,
        "answers": [answer_document(answer) for answer in answers],
    }


def session_row(session: Session) -> Document:
    """Return one session as `sessions --json` lists it."""
    return {
        "session": session.id,
        "title": session.title,
        "kind": session.kind,
        "tags": list(session.tags),
        "created": session.created,
        "updated": session.updated,
        "rounds": session.rounds,
    }


def _with_attempts(answer: Answer, attempts: Callable[[Answer], Sequence[Answer]]) -> Document:
    if answer.attempt == 1:
        return answer_document(answer)
    earlier = [answer_document(attempt) for attempt in attempts(answer)]
    return {**answer_document(answer), "earlier_attempts": earlier}


def session_document(
    session: Session,
    rounds: Sequence[RoundView],
    attempts: Callable[[Answer], Sequence[Answer]],
) -> Document:
    """Return a whole session as `show --json` gives it, earlier attempts included."""
    return {
        **session_row(session),
        "rounds": [
            {
                "round": view.round.id,
                "number": view.round.number,
                "kind": str(view.round.kind),
                "text": view.round.text,
                "created": view.round.created,
                "answers": [_with_attempts(answer, attempts) for answer in view.answers],
                "judgements": [],
                "notes": [],
            }
            for view in rounds
        ],
        "notes": [],
    }

"""Put what the library could not take into a file elsewhere, before the program ends."""

import json
import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from conductor.core.entities import Answer
from conductor.core.text.visible import well_formed
from conductor.i18n import _

log = logging.getLogger(__name__)


def put_aside(answers: Sequence[Answer]) -> str:
    """Write the answers to a file that only the person can read; return a sentence about it."""
    rows = [
        {"answer": a.id, "assistant": a.assistant, "text": a.text, "reasoning": a.reasoning}
        for a in answers
    ]
    path = _written("conductor-answers-", rows)
    if path is None:
        log.error("%d answers could not be saved anywhere.", len(answers))
        return _("{n} answers could not be saved anywhere: no disk has room.").format(
            n=len(answers)
        )
    log.error("%d answers could not be saved and were put aside.", len(answers))
    sentence = _("The library could not take {n} answers. Their text was put into {path}.")
    return sentence.format(n=len(answers), path=path)


def put_words_aside(words: Mapping[str, str]) -> str:
    """Write what the person typed to a file that only they can read; return a sentence about it.

    Args:
        words: the texts, by where they were typed.
    """
    path = _written("conductor-words-", _rows(words))
    if path is None:
        log.error("What was typed could not be saved anywhere.")
        return _("What you typed could not be saved anywhere: no disk has room.")
    log.error("What was typed could not be saved and was put aside.")
    return _("The library could not take what you typed. It was put into {path}.").format(path=path)


def put_unread_aside(words: Mapping[str, str]) -> str | None:
    """Write what was left in forms and cannot be read to a file that only the person can read.

    Args:
        words: the texts, by where they were typed.

    Returns:
        A sentence about it; None if there is no room for it anywhere.
    """
    path = _written("conductor-words-", _rows(words))
    if path is None:
        return None
    return _(
        "What was left in a form could not be filled in again. It was put into {path}."
    ).format(path=path)


def _rows(words: Mapping[str, str]) -> list[dict[str, str | None]]:
    return [{"place": place, "text": text} for place, text in words.items()]


def _written(prefix: str, rows: Sequence[Mapping[str, str | None]]) -> str | None:
    """Write rows into a file of their own; return its path, None if there is no room anywhere."""
    text = well_formed(json.dumps(rows, ensure_ascii=False, indent=2))
    for place in (tempfile.gettempdir(), Path.home()):
        try:
            descriptor, path = tempfile.mkstemp(".json", prefix, place, text=True)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None

"""Put answers that the library could not take into a file elsewhere, before the program ends."""

import json
import logging
import os
import tempfile
from collections.abc import Sequence
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
    text = well_formed(json.dumps(rows, ensure_ascii=False, indent=2))
    for place in (tempfile.gettempdir(), Path.home()):
        try:
            descriptor, path = tempfile.mkstemp(".json", "conductor-answers-", place, text=True)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        log.error("%d answers could not be saved and were put aside.", len(answers))
        sentence = _("The library could not take {n} answers. Their text was put into {path}.")
        return sentence.format(n=len(answers), path=path)
    log.error("%d answers could not be saved anywhere.", len(answers))
    return _("{n} answers could not be saved anywhere: no disk has room.").format(n=len(answers))

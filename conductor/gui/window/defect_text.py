"""Put an exception into text that can be passed on: without keys, and without the person's words.

Rules: what an exception says may quote what was being worked on, so its message is a thing
apart; where it came from are our own files and lines, never values.
"""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conductor.core.errors import StoreError
from conductor.secrets import Redactor

MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class DefectReport:
    """Something that went wrong and that nobody on the way could deal with.

    Attributes:
        place: kinds of exception, files and lines; nothing else.
        words: what the exceptions said, which may hold what the person was working on.
        sentence: what to tell the person, if the world is to blame (a disk that fails while
            the window reads); empty if the program is.
    """

    place: str
    words: str = ""
    sentence: str = ""


def report_of(defect: BaseException, redactor: Redactor) -> DefectReport:
    """Return what can be told of an exception and of those that led to it."""
    chain = tuple(_chain(defect))
    place = "\n".join(f"{_frames(one)}{_kind(one)}" for one in chain)
    words = "\n".join(f"{_kind(one)}: {one}" for one in chain)
    sentence = str(defect) if isinstance(defect, StoreError) else ""
    return DefectReport(*(_passable(text, redactor) for text in (place, words, sentence)))


def _chain(defect: BaseException) -> Iterator[BaseException]:
    """Yield the exceptions behind this one, the first that happened first."""
    seen: list[BaseException] = []
    one: BaseException | None = defect
    while one is not None and one not in seen:
        seen.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    yield from reversed(seen)


def _frames(defect: BaseException) -> str:
    return "".join(traceback.format_tb(defect.__traceback__))


def _kind(defect: BaseException) -> str:
    kind = type(defect)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"


def _passable(text: str, redactor: Redactor) -> str:
    text = redactor.everything(text.replace(str(Path.home()), "~"))
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"

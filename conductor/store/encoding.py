"""Write values as JSON columns and read them back; unknown fields of old rows are ignored.

Rules: a column whose bytes turned bad is no reason to show nothing of the rest; it is read as
if it said the least that it can say.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, TypeVar

from conductor.core.entities import AssistantSettings, SentThread, Usage
from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.guidance.trial import Side
from conductor.core.ids import AnswerId

E = TypeVar("E", bound=StrEnum)


def to_json(value: Usage | AssistantSettings | AnswerError | None) -> str | None:
    """Return a small value as JSON; None stays None, fields without a value are left out."""
    if value is None:
        return None
    kept = {name: item for name, item in asdict(value).items() if item is not None}
    return json.dumps(kept, ensure_ascii=False)


def value_of(kind: type[E], text: object, otherwise: E) -> E:
    """Return the member of an enumeration that a column names, `otherwise` if it names none."""
    try:
        return kind(str(text))
    except ValueError:
        return otherwise


def member_of(kind: type[E], text: object) -> E | None:
    """Return the member of an enumeration that a column names, None if it names none."""
    try:
        return kind(str(text))
    except ValueError:
        return None


def side_from(number: object) -> Side | None:
    """Return the side that a column names, None if it names none."""
    return next((side for side in Side if side == number), None)


def list_from(text: object) -> list[Any]:
    """Read a list; an empty one if it cannot be read."""
    found = _loaded(text)
    return found if isinstance(found, list) else []


def table_from(text: object) -> Mapping[str, str]:
    """Read words by name; none if they cannot be read."""
    found = _loaded(text)
    return found if isinstance(found, dict) and all(map(_is_word, found.values())) else {}


def is_readable(text: object) -> bool:
    """Whether a column with JSON in it can be read."""
    return text is None or _loaded(text) is not None


def _loaded(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _is_word(value: object) -> bool:
    return isinstance(value, str)


def _fields_of(kind: type[Any], text: object) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    found = _loaded(text)
    if not isinstance(found, dict):
        return {}
    return {name: item for name, item in found.items() if name in names}


def usage_from(text: str | None) -> Usage | None:
    """Read token counts."""
    if text is None:
        return None
    found = _fields_of(Usage, text)
    return Usage(**{name: item for name, item in found.items() if _is_count(item)})


def _is_count(item: object) -> bool:
    return item is None or (isinstance(item, int) and not isinstance(item, bool))


def settings_from(text: str) -> AssistantSettings:
    """Read an assistant's settings."""
    return AssistantSettings(**_fields_of(AssistantSettings, text))


def error_from(text: str | None) -> AnswerError | None:
    """Read what went wrong with an answer."""
    if text is None:
        return None
    found = _fields_of(AnswerError, text)
    kind = value_of(ErrorKind, found.get("kind"), ErrorKind.INTERNAL)
    return AnswerError(**{"message": "", **found, "kind": kind})


def sent_to_json(sent: SentThread) -> str:
    """Return what was sent, by reference, as JSON."""
    found: dict[str, Any] = {"role": sent.role, "turns": sent.turns, "left_out": sent.left_out}
    if sent.replaced:
        found["replaced"] = sent.replaced
    return json.dumps(found, ensure_ascii=False)


def sent_from(text: str) -> SentThread:
    """Read what was sent, by reference."""
    found = _loaded(text)
    try:
        if not isinstance(found, dict):
            return SentThread()
        turns = tuple((AnswerId(answer), int(attempt)) for answer, attempt in found["turns"])
        replaced = tuple(int(number) for number in found.get("replaced", ()))
        return SentThread(str(found["role"]), turns, int(found["left_out"]), replaced)
    except (ValueError, TypeError, KeyError):
        return SentThread()

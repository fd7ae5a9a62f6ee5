"""Write values as JSON columns and read them back; unknown fields of old rows are ignored."""

import json
from dataclasses import asdict, fields
from typing import Any

from conductor.core.entities import AssistantSettings, SentThread, Usage
from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.ids import AnswerId


def to_json(value: Usage | AssistantSettings | AnswerError | None) -> str | None:
    """Return a small value as JSON; None stays None, fields without a value are left out."""
    if value is None:
        return None
    kept = {name: item for name, item in asdict(value).items() if item is not None}
    return json.dumps(kept, ensure_ascii=False)


def _fields_of(kind: type[Any], text: str) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: item for name, item in json.loads(text).items() if name in names}


def usage_from(text: str | None) -> Usage | None:
    """Read token counts."""
    return None if text is None else Usage(**_fields_of(Usage, text))


def settings_from(text: str) -> AssistantSettings:
    """Read an assistant's settings."""
    return AssistantSettings(**_fields_of(AssistantSettings, text))


def error_from(text: str | None) -> AnswerError | None:
    """Read what went wrong with an answer."""
    if text is None:
        return None
    found = _fields_of(AnswerError, text)
    return AnswerError(**{**found, "kind": ErrorKind(found["kind"])})


def sent_to_json(sent: SentThread) -> str:
    """Return what was sent, by reference, as JSON."""
    found: dict[str, Any] = {"role": sent.role, "turns": sent.turns, "left_out": sent.left_out}
    if sent.replaced:
        found["replaced"] = sent.replaced
    return json.dumps(found, ensure_ascii=False)


def sent_from(text: str) -> SentThread:
    """Read what was sent, by reference."""
    found = json.loads(text)
    turns = tuple((AnswerId(answer), int(attempt)) for answer, attempt in found["turns"])
    replaced = tuple(int(number) for number in found.get("replaced", ()))
    return SentThread(found["role"], turns, found["left_out"], replaced)

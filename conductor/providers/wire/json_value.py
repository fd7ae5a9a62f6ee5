"""Take values out of JSON that may hold anything, without believing its types."""

import json
from typing import Any

_COUNT_LIMIT = 10**12


def json_of(text: str) -> Any:
    """Return the value that a text is the JSON of; None if it is none, or `null`."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def object_of(value: Any) -> dict[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """Return the value if it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def count_of(value: Any) -> int | None:
    """Return a number of things, also from `12.0` and `"12"`; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return int(number) if 0 <= number <= _COUNT_LIMIT else None

"""Read how long a service asks to wait, and disbelieve what cannot be meant.

Rules: no clock; a date is measured against the response's own `Date`.
"""

import math
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from conductor.i18n import _

LONGEST_WAIT_S = 120.0  # longer ones are told to the person, not waited for
_DAY_S = 86_400.0
_SPAN = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,4})m(?!s))?(?:(\d{1,6}(?:\.\d{1,9})?)(m?)s)?")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait, at most one day; None if none, or none that makes sense."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return min(milliseconds / 1000, _DAY_S)
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is None:
        seconds = _seconds_until(value, headers.get("date"))
    if seconds is None:
        seconds = _until_room(headers)
    return None if seconds is None else min(seconds, _DAY_S)


def wait_in_words(wait_s: float) -> str:
    """Return the sentence that says when the service will take requests again."""
    if wait_s >= _DAY_S:
        return _("It will not take requests for a day or longer.")
    if wait_s >= 2 * 3600:
        return _("It will take requests again in about {n} hours.").format(n=round(wait_s / 3600))
    return _("It will take requests again in about {n} minutes.").format(n=math.ceil(wait_s / 60))


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if number >= 0 else None  # also drops nan


def _seconds_until(value: str | None, date: str | None) -> float | None:
    try:
        span = parsedate_to_datetime(value or "") - parsedate_to_datetime(date or "")
    except (ValueError, TypeError, OverflowError):  # no date, or only one with a time zone
        return None
    return span.total_seconds() if span.total_seconds() >= 0 else None


def _until_room(headers: Mapping[str, str]) -> float | None:
    """Return the seconds until a used-up limit has room again, as OpenAI and Groq tell them."""
    waits = [
        _span_s(headers.get(f"x-ratelimit-reset-{what}", "").strip())
        for what in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{what}", "").strip() == "0"
    ]
    return max((wait_s for wait_s in waits if wait_s is not None), default=None)


def _span_s(text: str) -> float | None:
    """Read a span such as `6m0s`, `2m59.56s` or `20ms`."""
    span = _SPAN.fullmatch(text)
    if span is None or not text:
        return None
    hours, minutes, number, milli = span.groups()
    seconds = float(number or 0) / (1000 if milli else 1)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds

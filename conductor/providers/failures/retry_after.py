"""Read how long a service asks to wait, and disbelieve what cannot be meant.

Rules: no clock; a date is measured against the response's own `Date`.
"""

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from conductor.i18n import _

LONGEST_WAIT_S = 120.0  # longer ones are told to the person, not waited for
_DAY_S = 86_400.0


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait, at most one day; None if none, or none that makes sense."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return min(milliseconds / 1000, _DAY_S)
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is None:
        seconds = _seconds_until(value, headers.get("date"))
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

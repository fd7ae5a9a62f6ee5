"""Decide whether a failed request is made again by itself, and after how long.

Rules: pure; nothing is repeated once text or reasoning has come, since the service would
bill it twice. Whether a failure can pass at all is the provider's word (`retryable`).
"""

import math

from conductor.core.errors import AnswerFailed, ErrorKind

RETRIES = 2
LONGEST_WAIT_S = 120.0
_FIRST_WAIT_S = 0.5
_LONGEST_BACKOFF_S = 8.0
_JITTER = 0.25


def wait_before_retry(
    failure: AnswerFailed, *, retries: int, has_text: bool, chance: float
) -> float | None:
    """Return how many seconds to wait before asking again, None to give up.

    Args:
        failure: what went wrong.
        retries: how many times this attempt was already repeated.
        has_text: whether text, reasoning or a refusal has come.
        chance: a random number from 0 to 1 that spreads the waits.
    """
    if has_text or not failure.retryable or retries >= RETRIES:
        return None
    asked_s = failure.retry_after_s
    if asked_s is None or math.isnan(asked_s) or asked_s < 0:
        return backoff_s(retries, chance)
    return asked_s if asked_s <= LONGEST_WAIT_S else None


def wait_of_all_s(failure: AnswerFailed) -> float | None:
    """Return how many seconds the service asked everybody with this key to wait, None if not.

    A failure without a named wait, or with too long a one, speaks of its own request only.
    """
    asked_s = failure.retry_after_s
    if failure.error.kind is not ErrorKind.RATE or not failure.retryable or asked_s is None:
        return None
    return asked_s if 0 < asked_s <= LONGEST_WAIT_S else None


def backoff_s(retries: int, chance: float) -> float:
    """Return the seconds to wait when the service names none: doubling, capped, spread."""
    longest_s = min(_FIRST_WAIT_S * 2.0 ** min(retries, 16), _LONGEST_BACKOFF_S)
    return longest_s * (1.0 - _JITTER * chance)

"""The retry policy, for every failure there can be."""

import math

from hypothesis import given
from hypothesis import strategies as st

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.engine.attempts.retry import LONGEST_WAIT_S, RETRIES, backoff_s, wait_before_retry

chances = st.floats(0, 1, exclude_max=True)
asked = st.none() | st.floats()
kinds = st.sampled_from(ErrorKind)


def failed(
    *,
    kind: ErrorKind = ErrorKind.SERVER,
    retryable: bool = True,
    retry_after_s: float | None = None,
) -> AnswerFailed:
    error = AnswerError(kind, "It failed.")
    return AnswerFailed(error, retryable=retryable, retry_after_s=retry_after_s)


@given(kinds, asked, st.integers(0, 5), chances)
def test_nothing_is_asked_again_once_text_has_come(
    kind: ErrorKind, asked_s: float | None, retries: int, chance: float
) -> None:
    failure = failed(kind=kind, retry_after_s=asked_s)

    assert wait_before_retry(failure, retries=retries, has_text=True, chance=chance) is None


@given(kinds, asked, st.integers(0, 5), chances)
def test_what_cannot_pass_is_not_asked_again(
    kind: ErrorKind, asked_s: float | None, retries: int, chance: float
) -> None:
    failure = failed(kind=kind, retryable=False, retry_after_s=asked_s)

    assert wait_before_retry(failure, retries=retries, has_text=False, chance=chance) is None


@given(asked, st.integers(RETRIES, 1000), chances)
def test_there_are_two_retries(asked_s: float | None, retries: int, chance: float) -> None:
    failure = failed(retry_after_s=asked_s)

    assert wait_before_retry(failure, retries=retries, has_text=False, chance=chance) is None


@given(st.floats(0, LONGEST_WAIT_S), st.integers(0, RETRIES - 1), chances)
def test_a_named_wait_is_kept_exactly(asked_s: float, retries: int, chance: float) -> None:
    failure = failed(kind=ErrorKind.RATE, retry_after_s=asked_s)

    waited_s = wait_before_retry(failure, retries=retries, has_text=False, chance=chance)

    assert waited_s == asked_s


@given(st.floats(LONGEST_WAIT_S, exclude_min=True), st.integers(0, 1), chances)
def test_nobody_waits_longer_than_two_minutes(asked_s: float, retries: int, chance: float) -> None:
    failure = failed(kind=ErrorKind.RATE, retry_after_s=asked_s)

    assert wait_before_retry(failure, retries=retries, has_text=False, chance=chance) is None


@given(asked, st.integers(0, 1), chances)
def test_every_wait_is_a_sane_number(asked_s: float | None, retries: int, chance: float) -> None:
    failure = failed(retry_after_s=asked_s)

    wait_s = wait_before_retry(failure, retries=retries, has_text=False, chance=chance)

    assert wait_s is None or (math.isfinite(wait_s) and 0 <= wait_s <= LONGEST_WAIT_S)


@given(st.sampled_from([None, math.nan, -1.0, -math.inf]), chances)
def test_a_wait_that_makes_no_sense_is_as_none(asked_s: float | None, chance: float) -> None:
    failure = failed(retry_after_s=asked_s)

    wait_s = wait_before_retry(failure, retries=1, has_text=False, chance=chance)

    assert wait_s == backoff_s(1, chance)


@given(st.integers(0, 10_000), chances)
def test_backoff_doubles_to_a_cap_and_is_spread_downwards(retries: int, chance: float) -> None:
    wait_s = backoff_s(retries, chance)

    full_s = 8.0 if retries >= 4 else 0.5 * 2**retries
    assert full_s * 0.75 <= wait_s <= full_s
    assert backoff_s(retries, 0.0) == full_s

"""How long a service asks to wait, and what of it is believed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.providers.failures.retry_after import retry_after_s, wait_in_words

NOW = "Sun, 22 Nov 2026 10:00:00 GMT"
DAY_S = 86_400
USED_UP = {"x-ratelimit-remaining-requests": "0"}


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "Sun, 22 Nov 2026 10:01:30 GMT", "date": NOW}, 90.0),
        ({"retry-after": "Sun, 22 Nov 2026 10:01:30 GMT"}, None),
        ({"retry-after": "Sun, 22 Nov 2026 09:00:00 GMT", "date": NOW}, None),
        ({"retry-after": "Fri, 31 Dec 2099 23:59:59 GMT", "date": NOW}, DAY_S),
        ({"retry-after": "Fri, 99 Foo 2099 23:59:59 GMT", "date": NOW}, None),
        ({"retry-after": "Sun, 22 Nov 2026 10:01:30", "date": NOW}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "-inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e308"}, DAY_S),
        ({"retry-after": "inf"}, DAY_S),
        ({"retry-after": "9" * 5000}, DAY_S),
        ({"retry-after-ms": "1e308"}, DAY_S),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": "1, 2"}, None),
        ({**USED_UP, "x-ratelimit-reset-requests": "1s"}, 1.0),
        ({**USED_UP, "x-ratelimit-reset-requests": "6m0s"}, 360.0),
        ({**USED_UP, "x-ratelimit-reset-requests": "2m59.56s"}, 179.56),
        ({**USED_UP, "x-ratelimit-reset-requests": "1h0m0s"}, 3600.0),
        ({**USED_UP, "x-ratelimit-reset-requests": "20ms"}, 0.02),
        ({**USED_UP, "x-ratelimit-reset-requests": "6m"}, 360.0),
        ({**USED_UP, "x-ratelimit-reset-requests": "soon"}, None),
        ({**USED_UP, "x-ratelimit-reset-requests": ""}, None),
        ({**USED_UP, "x-ratelimit-reset-requests": "9s", "retry-after": "2"}, 2.0),
        (USED_UP, None),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "9s"}, None),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "9s"}, 9.0),
    ],
)
def test_only_a_wait_that_makes_sense_is_believed(
    headers: dict[str, str], wait_s: float | None
) -> None:
    assert retry_after_s(headers) == wait_s


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_header_breaks_it(seconds: str, milliseconds: str, date: str) -> None:
    wait_s = retry_after_s({"retry-after": seconds, "retry-after-ms": milliseconds, "date": date})

    assert wait_s is None or 0 <= wait_s <= DAY_S


@pytest.mark.parametrize(
    ("wait_s", "words"),
    [
        (121, "about 3 minutes"),
        (3600, "about 60 minutes"),
        (7200, "about 2 hours"),
        (DAY_S, "for a day or longer"),
    ],
)
def test_a_long_wait_is_told_in_words(wait_s: float, words: str) -> None:
    assert words in wait_in_words(wait_s)

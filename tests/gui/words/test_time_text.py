"""Saying when something was."""

from datetime import UTC, datetime, timedelta

import pytest

from conductor.gui.words.time_text import when_text

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def iso(**before: int) -> str:
    return (NOW - timedelta(**before)).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (iso(minutes=5), ":"),
        (iso(days=1), "yesterday "),
        (iso(days=3), "Sun "),
        (iso(days=400), "25"),
    ],
)
def test_the_nearer_the_more_exact(time: str, words: str) -> None:
    assert words in when_text(time, NOW)


def test_a_time_that_is_still_to_come_by_a_wrong_clock_is_shown_as_a_date() -> None:
    assert when_text(iso(days=-3), NOW)

"""No answer holds the window up, in whatever view; `hostile_views` prints the table."""

import pytest

from tests.security.hostile_answers import HOSTILE
from tests.security.hostile_views import LONGEST_S, Suffered, figures, suffer

pytestmark = pytest.mark.gate

ALWAYS = ("what is short of everything", "66,000 spaces between letters")


def test_there_are_about_seventy_hostile_answers() -> None:
    assert len(HOSTILE) >= 65
    assert len(set(HOSTILE.values())) == len(HOSTILE)


@pytest.mark.parametrize("name", ALWAYS)
def test_an_answer_that_hurts_is_shown_everywhere(name: str) -> None:
    done = suffer(name, ("64",))

    assert (done.end, done.notes) == ("", {})
    assert len(done.views) > 60
    assert max(done.views.values()) < LONGEST_S


def test_the_figures_name_the_longest_turn_and_count_what_was_too_much() -> None:
    good = Suffered({"read": 0.2, "find": 0.9}, {}, "")
    bad = Suffered({"read": 1.5}, {"read": ["broken off"]}, "ended with -24 after read: ")

    assert figures({"one": good, "two": bad}) == (
        "2 answers in 2 views, 3 shown: longest turn 1.50 s (two, read); 1 of 1 s or more, "
        "1 with a defect or not quiet, 1 frozen or crashed"
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_turn_of_the_window_is_long_in_any_view(name: str) -> None:
    done = suffer(name)

    assert (done.end, done.notes) == ("", {})
    assert done.slow == {}

"""No answer holds the window up, in whatever view; `hostile_views` prints the table."""

import pytest

from tests.security.hostile_answers import HOSTILE
from tests.security.hostile_views import LONGEST_S, suffer

ALWAYS = "what is short of everything"


def test_there_are_about_seventy_hostile_answers() -> None:
    assert len(HOSTILE) >= 65
    assert len(set(HOSTILE.values())) == len(HOSTILE)


def test_an_answer_with_something_of_everything_is_shown_everywhere() -> None:
    done = suffer(ALWAYS, ("64",))

    assert (done.end, done.notes) == ("", {})
    assert len(done.views) > 60
    assert max(done.views.values()) < LONGEST_S


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_turn_of_the_window_is_long_in_any_view(name: str) -> None:
    done = suffer(name)

    assert (done.end, done.notes) == ("", {})
    assert done.slow == {}

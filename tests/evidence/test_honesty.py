"""What is said of a whole playbook: expected errors and strict stars."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.evidence.honesty import expected_false, expected_false_sentence, stars

WEALTHS = (56.78, 31.88, 23.92, 10.5, 2.33, 0.12)


@pytest.mark.parametrize(("alpha", "count"), [(5, 0), (10, 3), (20, 4)])
def test_the_published_stars(alpha: int, count: int) -> None:
    found = stars(WEALTHS, Fraction(alpha, 100))

    assert found == (True,) * count + (False,) * (6 - count)


def test_stars_stay_with_their_guidance_in_any_order() -> None:
    assert stars(tuple(reversed(WEALTHS))) == tuple(reversed(stars(WEALTHS)))


@given(st.lists(st.floats(0, 500), max_size=30))
def test_every_star_has_at_least_the_wealth_that_bounds_false_ones(wealths: list[float]) -> None:
    found = stars(wealths)
    starred = [wealth for wealth, star in zip(wealths, found, strict=True) if star]

    assert all(wealth >= len(wealths) * 10 / len(starred) for wealth in starred)
    unstarred = [wealth for wealth, star in zip(wealths, found, strict=True) if not star]
    assert not starred or max(unstarred, default=-1) < min(starred)


def test_nothing_tested_means_no_star() -> None:
    assert stars(()) == ()


def test_the_expected_number_of_false_entries() -> None:
    assert expected_false([0.964151, 0.968672, 0.95]) == pytest.approx(0.117177)
    assert expected_false_sentence([0.97] * 7) == (
        "Of 7 entries marked “helps”, expect 0.2 to be wrong."
    )

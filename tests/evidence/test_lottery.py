"""The draw among columns, and what the pick then says."""

import random
from collections import Counter
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.guidance.outcome import Sign
from conductor.evidence.judged import Judged, best, no_difference, none_usable, ranking
from conductor.evidence.lottery import draw, draw_probability, is_drawn, round_outcome

COLUMNS = frozenset("ABC")


def tiers(order: str) -> Judged[str]:
    return ranking(*(frozenset(tier.split("=")) for tier in order.split(">")))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_set_that_is_neither_empty_nor_full_is_as_likely(count: int) -> None:
    source = random.Random(count)
    sets = 2**count - 2
    drawn = Counter(draw(range(count), source) for _ in range(1000 * sets))

    every = chain.from_iterable(combinations(range(count), size) for size in range(1, count))
    assert set(drawn) == {frozenset(one) for one in every}
    assert all(abs(number - 1000) < 140 for number in drawn.values())


def test_one_column_is_no_lottery() -> None:
    with pytest.raises(ValueError, match="two columns"):
        draw("A", random.Random(1))


@pytest.mark.parametrize(
    ("drawn", "judged", "outcome"),
    [
        ("A", best("A", COLUMNS), Sign.WIN),
        ("AC", best("B", COLUMNS), Sign.LOSS),
        ("A", tiers("A>B=C"), Sign.WIN),
        ("A", tiers("B=C>A"), Sign.LOSS),
        ("A", tiers("A=B>C"), Sign.TIE),
        ("AB", tiers("A=B>C"), Sign.WIN),
        ("A", tiers("A=B=C"), Sign.TIE),
        ("A", no_difference(COLUMNS), Sign.TIE),
        ("A", none_usable(COLUMNS), Sign.TIE),
        ("A", None, None),
        ("A", best("merged", COLUMNS), None),
        ("A", tiers("A=merged>B>C"), None),
        ("A", tiers("A>merged>B>C"), Sign.WIN),
        ("A", ranking(), None),
    ],
)
def test_what_a_round_says(drawn: str, judged: Judged[str] | None, outcome: Sign | None) -> None:
    assert round_outcome(frozenset(drawn), COLUMNS, judged) is outcome


@given(st.sets(st.sampled_from("ABCDE"), min_size=1, max_size=4), st.sampled_from("ABCDE"))
def test_the_complement_of_a_draw_says_the_opposite(drawn: set[str], chosen: str) -> None:
    columns = frozenset("ABCDE")
    judged = best(chosen, columns)

    found = {round_outcome(part, columns, judged) for part in (drawn, columns - drawn)}

    assert found == {Sign.WIN, Sign.LOSS}


def test_how_often_a_status_is_drawn() -> None:
    assert draw_probability(GuidanceStatus.TESTING) == Fraction(1, 2)
    assert draw_probability(GuidanceStatus.PROMISING) == Fraction(1, 5)
    assert draw_probability(GuidanceStatus.PROVEN) == Fraction(1, 10)
    assert draw_probability(GuidanceStatus.WATCH) == draw_probability(GuidanceStatus.RETIRED) == 0


@pytest.mark.parametrize("status", list(GuidanceStatus))
def test_it_is_drawn_that_often(status: GuidanceStatus) -> None:
    source = random.Random(5)
    drawn = sum(is_drawn(status, source) for _ in range(5000))

    assert abs(drawn - 5000 * draw_probability(status)) < 150

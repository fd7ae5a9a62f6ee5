"""The size that is displayed, and its two intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from conductor.evidence.statistics.size import interval90, sequence90, size

FEW = st.integers(0, 60)


def test_the_size_leans_to_half_while_there_is_little() -> None:
    assert size(0, 0) == 0.5
    assert size(8, 2) == 0.75


@given(FEW, FEW)
def test_the_interval_leaves_five_percent_on_each_side(wins: int, losses: int) -> None:
    found = interval90(wins, losses)
    beta = stats.beta(1 + wins, 1 + losses)

    assert (found.low, found.high) == pytest.approx(beta.ppf([0.05, 0.95]), abs=1e-10)


@given(FEW, FEW)
def test_the_strict_interval_is_the_wider_one(wins: int, losses: int) -> None:
    strict, plain = sequence90(wins, losses), interval90(wins, losses)

    assert strict.low <= plain.low < plain.high <= strict.high


@given(FEW.filter(bool), FEW.filter(bool))
def test_at_the_ends_of_the_strict_interval_the_bet_against_them_stands_at_ten(
    wins: int, losses: int
) -> None:
    for share in (sequence90(wins, losses).low, sequence90(wins, losses).high):
        log_wealth = special.betaln(wins + 1, losses + 1)
        log_wealth -= wins * math.log(share) + losses * math.log1p(-share)

        assert log_wealth == pytest.approx(math.log(10), abs=1e-9)


def test_without_losses_the_strict_interval_reaches_one() -> None:
    assert sequence90(5, 0).high == 1.0
    assert sequence90(5, 0).low == pytest.approx((1 / 60) ** (1 / 5))
    assert sequence90(0, 0) == interval90(0, 0).__class__(0.0, 1.0)

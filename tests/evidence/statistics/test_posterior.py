"""Wealth and probabilities, against the published figures, other ways to compute them, and laws."""

import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special

from conductor.evidence.statistics.posterior import (
    EVEN_PRIOR,
    SCEPTICAL_PRIOR,
    as_float,
    posterior,
    wealth,
)

FEW = st.integers(0, 60)
PRIORS = st.fractions(0, 1)


@pytest.mark.parametrize(
    ("wins", "losses", "expected"),
    [
        (0, 0, Fraction(1)),
        (5, 0, Fraction(21, 2)),
        (8, 0, Fraction(511, 9)),
        (7, 1, Fraction(251, 36)),
        (8, 1, Fraction(1013, 90)),
        (9, 2, Fraction(1339, 220)),
        (13, 2, Fraction(65399, 1680)),
        (14, 2, Fraction(65459, 1020)),
        (5, 5, Fraction(256, 693)),
        (0, 8, Fraction(1, 9)),
    ],
)
def test_the_wealth_is_exact(wins: int, losses: int, expected: Fraction) -> None:
    assert wealth(wins, losses) == expected


@pytest.mark.parametrize("wins", range(0, 15, 2))
@pytest.mark.parametrize("losses", range(0, 15, 2))
def test_the_wealth_is_the_integral_it_stands_for(wins: int, losses: int) -> None:
    area, _error = integrate.quad(lambda x: (1 + x) ** wins * (1 - x) ** losses, 0, 1)

    assert float(wealth(wins, losses)) == pytest.approx(area, rel=1e-9)


@given(FEW, FEW)
def test_the_wealth_is_an_incomplete_beta_function(wins: int, losses: int) -> None:
    above_half = special.betaincc(wins + 1, losses + 1, 0.5) * special.beta(wins + 1, losses + 1)

    assert float(wealth(wins, losses)) == pytest.approx(
        2.0 ** (wins + losses + 1) * above_half, rel=1e-9
    )


@given(FEW, FEW)
def test_a_bet_is_fair_when_the_guidance_does_nothing(wins: int, losses: int) -> None:
    after = wealth(wins + 1, losses) + wealth(wins, losses + 1)

    assert after == 2 * wealth(wins, losses)


@given(FEW, FEW, PRIORS)
def test_the_probabilities_sum_to_one(wins: int, losses: int, prior: Fraction) -> None:
    found = posterior(wins, losses, prior)

    assert found.helps + found.none + found.hurts == 1


@given(FEW, FEW, PRIORS)
def test_helping_and_hurting_are_mirror_images(wins: int, losses: int, prior: Fraction) -> None:
    found, mirrored = posterior(wins, losses, prior), posterior(losses, wins, prior)

    assert (found.helps, found.none, found.hurts) == (
        mirrored.hurts,
        mirrored.none,
        mirrored.helps,
    )


@given(FEW, FEW)
def test_a_win_speaks_for_the_guidance_and_a_loss_against_it(wins: int, losses: int) -> None:
    now = posterior(wins, losses)

    assert posterior(wins + 1, losses).helps > now.helps > posterior(wins, losses + 1).helps
    assert posterior(wins + 1, losses).hurts < now.hurts < posterior(wins, losses + 1).hurts


@given(FEW, FEW)
def test_a_probable_help_needs_the_wealth_that_bounds_false_claims(wins: int, losses: int) -> None:
    helps = posterior(wins, losses).helps

    assert helps < Fraction(80, 100) or wealth(wins, losses) >= 8
    assert helps < Fraction(95, 100) or wealth(wins, losses) >= 38


def test_a_sceptic_needs_more() -> None:
    assert float(posterior(8, 0, EVEN_PRIOR).helps) == pytest.approx(0.964151, abs=1e-6)
    assert float(posterior(8, 0, SCEPTICAL_PRIOR).helps) == pytest.approx(0.875, abs=1e-3)


def test_a_starting_assumption_is_a_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        posterior(1, 0, Fraction(11, 10))


def test_a_wealth_beyond_all_numbers_is_shown_as_the_largest() -> None:
    assert as_float(wealth(2000, 0)) == sys.float_info.max
    assert as_float(Fraction(1, 4)) == 0.25

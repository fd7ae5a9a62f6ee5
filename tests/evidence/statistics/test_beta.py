"""The beta distribution, checked against SciPy."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from conductor.evidence.statistics.beta import beta_probability, beta_quantile

SHAPES = st.one_of(st.integers(1, 600).map(float), st.floats(0.5, 600.0))


@given(SHAPES, SHAPES, st.floats(0.0, 1.0))
def test_the_probability_agrees_with_scipy(a: float, b: float, x: float) -> None:
    assert beta_probability(x, a, b) == pytest.approx(expected_probability(x, a, b), abs=1e-11)


def expected_probability(x: float, a: float, b: float) -> float:
    """Ask SciPy from the nearer end: within 1e-11 of 1 its own tail is off by up to 3e-9."""
    if x <= 0.5:
        return float(special.betainc(a, b, x))
    return 1.0 - float(special.betainc(b, a, 1.0 - x))


@pytest.mark.parametrize("x", [0.5, 0.9, 1 - 1e-9, 1 - 1e-12, 1 - 2**-53])
def test_the_far_end_agrees_with_the_arc_sine_law(x: float) -> None:
    expected = 1 - 2 / math.pi * math.asin(math.sqrt(1 - x))

    assert beta_probability(x, 0.5, 0.5) == pytest.approx(expected, abs=1e-14)


@given(SHAPES, SHAPES, st.floats(0.001, 0.999))
def test_the_quantile_agrees_with_scipy(a: float, b: float, probability: float) -> None:
    expected = special.betaincinv(a, b, probability)

    assert beta_quantile(probability, a, b) == pytest.approx(expected, abs=1e-10)


def test_the_quantile_undoes_the_probability() -> None:
    source = random.Random(7)
    for _ in range(200):
        a, b, p = source.randint(1, 400), source.randint(1, 400), source.uniform(1e-6, 1 - 1e-6)

        assert beta_probability(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-10)


def test_nothing_lies_outside_zero_and_one() -> None:
    assert beta_probability(-0.1, 2, 3) == beta_probability(0.0, 2, 3) == 0.0
    assert beta_probability(1.0, 2, 3) == beta_probability(7.0, 2, 3) == 1.0
    assert (beta_quantile(0.0, 2, 3), beta_quantile(1.0, 2, 3)) == (0.0, 1.0)

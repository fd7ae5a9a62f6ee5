"""How probable a small difference is, against quadrature and the published figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.difference import probability_of_little


def by_quadrature(counts: Counts) -> float:
    """P(|Δ| < ¼) over the decided share d, as it is defined."""
    decided = stats.beta(2 + counts.decided, 1 + counts.ties)
    a, b = 1 + counts.wins, 1 + counts.losses

    def part(d: float) -> float:
        h = min(1.0, 0.25 / d)
        inside = special.betainc(a, b, (1 + h) / 2) - special.betainc(a, b, (1 - h) / 2)
        return float(decided.pdf(d) * inside)

    points = sorted({0.25, float(decided.mean())})
    area, _error = integrate.quad(part, 1e-12, 1.0, points=points, limit=400, epsabs=1e-11)
    return area


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0), 0.437500),
        ((5, 0, 0), 0.072359),
        ((8, 0, 0), 0.018079),
        ((7, 1, 0), 0.107307),
        ((8, 1, 0), 0.074277),
        ((9, 2, 3), 0.184973),
        ((13, 2, 0), 0.033811),
        ((14, 2, 0), 0.023732),
        ((5, 5, 10), 0.909517),
        ((0, 8, 0), 0.018079),
    ],
)
def test_the_published_figures(counts: tuple[int, int, int], expected: float) -> None:
    assert float(probability_of_little(Counts(*counts))) == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_closed_form_agrees_with_quadrature(wins: int, losses: int, ties: int) -> None:
    counts = Counts(wins, losses, ties)

    assert float(probability_of_little(counts)) == pytest.approx(by_quadrature(counts), abs=1e-8)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_it_does_not_care_which_side_is_which(wins: int, losses: int, ties: int) -> None:
    counts = Counts(wins, losses, ties)

    assert probability_of_little(counts) == probability_of_little(counts.swapped())
    assert 0 < probability_of_little(counts) < 1


@given(st.integers(0, 30), st.integers(0, 60))
def test_a_tie_speaks_for_little_difference(decided: int, ties: int) -> None:
    now = probability_of_little(Counts(decided, decided, ties))

    assert probability_of_little(Counts(decided, decided, ties + 1)) > now

"""Strengths with ties, against SciPy's optimisation and the published figures."""

import math
import random
from itertools import combinations

import numpy as np
import pytest
from scipy import optimize

from conductor.evidence.statistics.davidson import Duel, chances, fit
from conductor.evidence.statistics.linear import inverse, solve


def random_duels(source: random.Random) -> tuple[list[int], list[Duel[int]]]:
    items = list(range(source.randint(2, 6)))
    most = source.choice([1, 4, 30])
    duels = [
        Duel(i, j, *(source.randint(0, most) * source.choice([1, 0.5, 2 / 3]) for _ in range(3)))
        for i, j in combinations(items, 2)
        if source.random() < 0.8
    ]
    return items, duels


def by_scipy(items: list[int], duels: list[Duel[int]]) -> np.ndarray:
    def loss(x: np.ndarray) -> float:
        total = float(x @ x) / 2
        for d in duels:
            p, q = math.exp(x[d.first]), math.exp(x[d.second])
            tie = math.exp(x[-1]) * math.sqrt(p * q)
            whole = p + q + tie
            total -= d.won * math.log(p / whole) + d.lost * math.log(q / whole)
            total -= d.tied * math.log(tie / whole)
        return total

    start = np.zeros(len(items) + 1)
    return optimize.minimize(loss, start, method="BFGS", options={"gtol": 1e-7}).x


def test_two_hundred_sets_of_duels_agree_with_scipy() -> None:
    source = random.Random(19)
    for _ in range(200):
        items, duels = random_duels(source)

        found = fit(items, duels)

        expected = by_scipy(items, duels)
        assert (*found.strengths, found.log_tie) == pytest.approx(tuple(expected), abs=1e-4)


def test_duels_that_lead_a_full_step_astray_agree_with_scipy_too() -> None:
    duels = [
        Duel(0, 1, 0, 6318),
        Duel(0, 3, 5246, 53),
        Duel(1, 2, 2232, 1),
        Duel(1, 4, 1526, 1),
        Duel(2, 3, 0, 4331),
        Duel(2, 4, 33, 0),
    ]

    found = fit(range(5), duels)

    expected = by_scipy(list(range(5)), duels)
    assert (*found.strengths, found.log_tie) == pytest.approx(tuple(expected), abs=1e-4)


def test_the_covariance_is_that_of_the_curvature_at_the_peak() -> None:
    items, duels = [0, 1, 2], [Duel(0, 1, 5, 2, 3), Duel(1, 2, 4, 1, 0), Duel(0, 2, 1, 1, 1)]
    found = fit(items, duels)
    point, step = [*found.strengths, found.log_tie], 1e-4

    def loss(x: list[float]) -> float:
        total = sum(value * value for value in x) / 2
        for d in duels:
            p = chances(x[d.first], x[d.second], x[-1])
            total -= d.won * math.log(p.win) + d.lost * math.log(p.lose) + d.tied * math.log(p.tie)
        return total

    def moved(*changes: tuple[int, float]) -> float:
        x = list(point)
        for index, by in changes:
            x[index] += by
        return loss(x)

    curvature = [
        [
            (
                moved((i, step), (j, step))
                - moved((i, step), (j, -step))
                - moved((i, -step), (j, step))
                + moved((i, -step), (j, -step))
            )
            / (4 * step * step)
            for j in range(4)
        ]
        for i in range(4)
    ]
    assert np.array(found.covariance) == pytest.approx(np.linalg.inv(curvature), abs=1e-5)


def test_the_published_figures_for_two_items() -> None:
    modelled = chances(math.log(3), 0.0, math.log(0.769800))

    assert (modelled.win, modelled.lose, modelled.tie) == pytest.approx(
        (0.5625, 0.1875, 0.25), abs=1e-6
    )


def test_a_gap_is_clear_only_when_its_interval_excludes_nothing() -> None:
    few = fit("AB", [Duel("A", "B", 3, 1)]).gap("A", "B")
    many = fit("AB", [Duel("A", "B", 30, 5, 5)]).gap("A", "B")

    assert few.low < 0 < few.estimate < few.high
    assert not few.is_clear
    assert many.is_clear
    assert fit("AB", [Duel("A", "B", 30, 5, 5)]).gap("B", "A").high == pytest.approx(-many.low)


def test_without_comparisons_all_are_equal() -> None:
    found = fit("ABC", [])

    assert found.strengths == (0.0, 0.0, 0.0)
    assert found.gap("A", "B").high == pytest.approx(1.6448536 * math.sqrt(2))


def test_a_thousand_wins_to_nothing_stay_finite() -> None:
    found = fit("AB", [Duel("A", "B", 1e6)])

    assert math.isfinite(found.gap("A", "B").estimate)
    assert found.gap("A", "B").is_clear


def test_a_duel_with_a_stranger_is_refused() -> None:
    with pytest.raises(ValueError, match="not ranked"):
        fit("AB", [Duel("A", "Z", 1)])


def test_equations_are_solved() -> None:
    source = np.random.default_rng(3)
    square = source.normal(size=(6, 6))
    matrix = square @ square.T + np.eye(6)
    right = source.normal(size=6)

    assert solve(matrix.tolist(), right.tolist()) == pytest.approx(
        np.linalg.solve(matrix, right).tolist(), abs=1e-9
    )
    assert np.array(inverse(matrix.tolist())) == pytest.approx(np.linalg.inv(matrix), abs=1e-9)


def test_a_matrix_that_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        inverse([[1.0, 2.0], [2.0, 1.0]])

"""Estimates for one assistant or kind of task."""

import pytest

from conductor.evidence.counts import Counts
from conductor.evidence.statistics.shrinkage import Tally, cell, overall, overall90, tally


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ((14, 4), (5, 1), 0.785714),
        ((14, 4), (0, 2), 0.600000),
        ((3, 1), (3, 0), 0.757576),
    ],
)
def test_the_published_cells(
    whole: tuple[int, int], part: tuple[int, int], expected: float
) -> None:
    assert cell(Tally(*whole), Tally(*part)).share == pytest.approx(expected, abs=1e-6)


def test_a_cell_with_fewer_than_five_tasks_is_grey() -> None:
    whole = Tally(14, 4)

    assert cell(whole, Tally(4, 0)).is_grey
    assert not cell(whole, Tally(4, 1)).is_grey


def test_an_empty_cell_shows_the_whole() -> None:
    whole = Tally(14, 4)

    assert cell(whole, Tally(0, 0)).share == pytest.approx(overall(whole))
    assert overall(whole) == pytest.approx(0.75)


def test_older_epochs_weigh_half() -> None:
    counted = tally([Counts(6, 2, 5), Counts(4, 1), Counts(3, 0, 9)])

    assert (counted.wins, counted.losses) == (8.0, 1.5)
    assert tally([]) == Tally(0, 0)
    assert overall90(counted).low < overall(counted) < overall90(counted).high

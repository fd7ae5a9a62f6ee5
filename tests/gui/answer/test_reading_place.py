"""The matching place in another answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.gui.answer.reading_place import matching_px


@pytest.mark.parametrize(
    ("value", "own", "other", "wanted"),
    [
        (50, [0, 100], [0, 1000], 500),
        (0, [0, 100], [0, 1000], 0),
        (150, [0, 100, 200], [0, 10, 20], 15),
        (100, [0, 100, 200], [0, 700, 1000], 700),
        (50, [0, 20, 100], [0, 1000], 500),
        (500, [0, 100], [0, 1000], 1000),
        (0, [0, 0], [0, 1000], 0),
    ],
)
def test_headings_match_else_the_share_does(
    value: float, own: list[float], other: list[float], wanted: float
) -> None:
    assert matching_px(value, own, other) == wanted


marks = st.lists(st.floats(1, 5_000), min_size=1, max_size=6).map(lambda v: [0.0, *sorted(v)])


@given(st.floats(0, 5_000), marks, marks)
def test_the_place_is_always_in_the_answer(
    value: float, own: list[float], other: list[float]
) -> None:
    assert other[0] <= matching_px(value, own, other) <= other[-1]

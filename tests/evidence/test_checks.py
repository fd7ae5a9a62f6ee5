"""The checks on the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from conductor.evidence.checks import (
    Prediction,
    blinding_check,
    blinding_words,
    brier,
    calibration,
    consistency_words,
    fair_coin_p,
    side_check,
)


@pytest.mark.parametrize(
    ("hits", "out_of", "published", "digits"),
    [(21, 30, 0.043, 3), (18, 30, 0.36, 2), (14, 20, 0.115, 3), (15, 20, 0.041, 3)],
)
def test_the_published_figures(hits: int, out_of: int, published: float, digits: int) -> None:
    assert round(fair_coin_p(hits, out_of), digits) == published


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_two_sided_test_agrees_with_scipy(hits: int, misses: int) -> None:
    if hits + misses:
        expected = stats.binomtest(hits, hits + misses).pvalue

        assert fair_coin_p(hits, hits + misses) == pytest.approx(expected, abs=1e-9)


def test_a_person_who_likes_the_left_is_told_and_others_are_not() -> None:
    assert side_check(21, 9).is_notable
    assert side_check(9, 21).is_notable
    assert not side_check(18, 12).is_notable
    assert not side_check(0, 0).is_notable


def test_a_test_that_could_be_seen_through_is_labelled() -> None:
    assert blinding_words(blinding_check(14, 20)) == ""
    assert blinding_words(blinding_check(15, 20)) == "not really blind"


def test_more_hits_than_tosses_are_refused() -> None:
    with pytest.raises(ValueError, match="more hits"):
        fair_coin_p(4, 3)


def test_agreement_is_said_in_a_sentence() -> None:
    assert consistency_words(9, 11) == "You agreed with yourself 9 of 11 times."


def test_the_published_brier_score() -> None:
    sure, came = (0.8, 0.6, 0.9, 0.7), (True, False, True, True)
    predictions = [Prediction(*pair) for pair in zip(sure, came, strict=True)]

    assert brier(predictions) == pytest.approx(0.125)
    assert brier([]) is None


def test_calibration_waits_for_twenty_predictions_and_sorts_them_into_bars() -> None:
    predictions = [Prediction(0.55, k % 2 == 0) for k in range(10)]
    predictions += [Prediction(0.7, came_true=True), Prediction(0.99, came_true=True)] * 5

    assert calibration(predictions[:19]) == ()
    bars = calibration(predictions)
    assert [(bar.low_percent, bar.high_percent, bar.predictions) for bar in bars] == [
        (50, 60, 10),
        (70, 80, 5),
        (90, 100, 5),
    ]
    assert [bar.share_true for bar in bars] == [0.5, 1.0, 1.0]
    assert bars[0].mean_sure == pytest.approx(0.55)


@given(st.lists(st.builds(Prediction, st.floats(0, 1), st.booleans()), min_size=20, max_size=60))
def test_every_prediction_is_in_its_bar(predictions: list[Prediction]) -> None:
    bars = calibration(predictions)

    assert sum(bar.predictions for bar in bars) == len(predictions)
    for bar in bars:
        assert bar.low_percent - 1e-6 <= 100 * bar.mean_sure <= bar.high_percent + 1e-6

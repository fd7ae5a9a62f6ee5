"""What one task says."""

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import PairChoice, Side
from conductor.evidence.protocol import BlindChoice, fair_side, task_outcome
from conductor.evidence.statistics.chance import below

WON = BlindChoice(Side.LEFT, PairChoice.LEFT)
WON_TOO = BlindChoice(Side.RIGHT, PairChoice.RIGHT)
LOST = BlindChoice(Side.RIGHT, PairChoice.LEFT)
SAME = BlindChoice(Side.LEFT, PairChoice.TIE)
UNUSABLE = BlindChoice(Side.RIGHT, PairChoice.NONE)
OPEN = BlindChoice(Side.LEFT)


@pytest.mark.parametrize(
    ("comparisons", "outcome"),
    [
        ([WON], Sign.WIN),
        ([WON_TOO], Sign.WIN),
        ([LOST], Sign.LOSS),
        ([SAME], Sign.TIE),
        ([UNUSABLE], Sign.TIE),
        ([WON, LOST, SAME], Sign.TIE),
        ([WON, SAME, UNUSABLE], Sign.WIN),
        ([LOST, LOST, WON], Sign.LOSS),
    ],
)
def test_a_task_says_the_sign_of_wins_less_losses(
    comparisons: list[BlindChoice], outcome: Sign
) -> None:
    assert task_outcome(comparisons, planned=len(comparisons)) is outcome


def test_a_task_says_nothing_before_its_last_comparison() -> None:
    assert task_outcome([], planned=3) is None
    assert task_outcome([WON, WON], planned=3) is None
    assert task_outcome([WON, WON, OPEN], planned=3) is None


@pytest.mark.parametrize(("comparisons", "planned"), [([WON, LOST], 1), ([], 0)])
def test_one_more_try_is_refused(comparisons: list[BlindChoice], planned: int) -> None:
    with pytest.raises(ValueError, match="fixed"):
        task_outcome(comparisons, planned)


@given(st.lists(st.sampled_from([WON, LOST, SAME, UNUSABLE]), min_size=1, max_size=7))
def test_swapping_the_guidance_swaps_the_outcome(comparisons: list[BlindChoice]) -> None:
    other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
    swapped = [BlindChoice(other[one.with_guidance], one.choice) for one in comparisons]
    mirror = {Sign.WIN: Sign.LOSS, Sign.LOSS: Sign.WIN, Sign.TIE: Sign.TIE}

    found = task_outcome(comparisons, planned=len(comparisons))

    assert found is not None
    assert task_outcome(swapped, planned=len(swapped)) is mirror[found]


def test_the_side_is_tossed_fairly() -> None:
    source = random.Random(11)
    left = sum(fair_side(source) is Side.LEFT for _ in range(10_000))

    assert abs(left - 5_000) < 200  # four standard deviations
    assert fair_side(secrets.SystemRandom()) in Side


def test_a_person_who_always_takes_the_left_card_says_nothing() -> None:
    source = random.Random(12)
    wins = sum(
        task_outcome([BlindChoice(fair_side(source), PairChoice.LEFT)], 1) is Sign.WIN
        for _ in range(10_000)
    )

    assert abs(wins - 5_000) < 200


def test_every_number_below_a_limit_is_as_likely() -> None:
    source = random.Random(13)
    drawn = [below(6, source) for _ in range(12_000)]

    assert all(abs(drawn.count(number) - 2_000) < 180 for number in range(6))
    assert below(1, source) == 0
    with pytest.raises(ValueError, match="nothing to choose"):
        below(0, source)

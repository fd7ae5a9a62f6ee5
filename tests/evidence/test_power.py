"""How often a verdict is reached, right or wrong, computed along every path of outcomes."""

from itertools import product

import pytest

from conductor.evidence.statistics.beta import beta_probability
from tests.evidence.statistics.exact import helps, median_tasks, probably_helps, reached_by

USELESS = 0.5
TIES = 0.2


@pytest.mark.parametrize(
    ("rule", "within_30", "within_150", "bound"),
    [(probably_helps, 0.065, 0.084, 1 / 8), (helps, 0.009, 0.015, 1 / 38)],
)
def test_useless_guidance_is_seldom_believed_however_often_one_looks(
    rule: object, within_30: float, within_150: float, bound: float
) -> None:
    reached = reached_by(rule, USELESS, 150)  # type: ignore[arg-type]

    assert reached[30] == pytest.approx(within_30, abs=5e-4)
    assert reached[150] == pytest.approx(within_150, abs=5e-4)
    assert reached[150] <= bound


@pytest.mark.parametrize(
    ("win", "probable", "certain"),
    [
        (0.50, (0.035, 0.046, 0.053, 0.061), (0.003, 0.006, 0.009, 0.012)),
        (0.65, (0.136, 0.204, 0.261, 0.344), (0.022, 0.069, 0.120, 0.273)),
        (0.75, (0.283, 0.432, 0.548, 0.702), (0.068, 0.231, 0.410, 0.784)),
        (0.80, (0.389, 0.579, 0.712, 0.859), (0.114, 0.377, 0.624, 0.944)),
        (0.85, (0.518, 0.733, 0.856, 0.956), (0.185, 0.567, 0.825, 0.994)),
        (0.90, (0.668, 0.871, 0.952, 0.993), (0.292, 0.771, 0.954, 1.0)),
    ],
)
def test_the_published_table_of_power(
    win: float, probable: tuple[float, ...], certain: tuple[float, ...]
) -> None:
    probably = reached_by(probably_helps, win, 30, tie=TIES)
    surely = reached_by(helps, win, 60, tie=TIES)

    assert [probably[n] for n in (10, 15, 20, 30)] == pytest.approx(probable, abs=5.1e-4)
    assert [surely[n] for n in (10, 20, 30, 60)] == pytest.approx(certain, abs=5.1e-4)


@pytest.mark.parametrize(
    ("win", "probable", "certain"),
    [(0.70, 24, 47), (0.75, 15, 28), (0.80, 12, 19), (0.85, 9, 16), (0.90, 5, 12)],
)
def test_half_of_all_guidance_has_its_verdict_after_so_many_decided_tasks(
    win: float, probable: int, certain: int
) -> None:
    assert median_tasks(probably_helps, win) == probable
    assert median_tasks(helps, win) == certain


def majority(win: float) -> tuple[float, float]:
    """The chance that three comparisons win a decided task, and that they tie."""
    chances = {1: (1 - TIES) * win, -1: (1 - TIES) * (1 - win), 0: TIES}
    won = lost = 0.0
    for one, two, three in product(chances, repeat=3):
        chance = chances[one] * chances[two] * chances[three]
        won += chance * (one + two + three > 0)
        lost += chance * (one + two + three < 0)
    return won / (won + lost), 1 - won - lost


def test_three_assistants_see_more_in_a_task_than_one() -> None:
    published = {0.65: 0.725, 0.70: 0.791, 0.75: 0.849, 0.80: 0.899}
    for win, expected in published.items():
        assert majority(win)[0] == pytest.approx(expected, abs=5e-4)

    one = reached_by(helps, 0.75, 20, tie=TIES)[20]
    three = reached_by(helps, majority(0.75)[0], 20, tie=majority(0.75)[1])[20]
    assert (round(one, 2), round(three, 2)) == (0.23, 0.60)


def test_counting_the_discovery_would_make_useless_guidance_believed_more_often() -> None:
    one, two = (reached_by(probably_helps, USELESS, 30, start=(won, 0))[30] for won in (1, 2))

    assert one == pytest.approx(0.111, abs=5e-4)
    assert two == pytest.approx(0.192, abs=5e-4)


def test_looking_after_every_comparison_breaks_the_usual_rule() -> None:
    def usual(wins: int, losses: int) -> bool:
        return beta_probability(0.5, 1 + wins, 1 + losses) < 0.05

    reached = reached_by(usual, USELESS, 40, tie=TIES)

    assert (round(reached[20], 2), round(reached[40], 2)) == (0.15, 0.20)


@pytest.mark.parametrize("first", [0.1, 0.9])
def test_tasks_that_help_and_hurt_in_turn_stay_within_the_bounds(first: float) -> None:
    def alternating(wins: int, losses: int) -> float:
        return first if (wins + losses) % 2 == 0 else 1 - first

    assert reached_by(probably_helps, alternating, 60)[60] <= 1 / 8
    assert reached_by(helps, alternating, 60)[60] <= 1 / 38


def test_a_person_who_slackens_when_behind_stays_within_the_bounds() -> None:
    def adversary(wins: int, losses: int) -> float:
        return 0.45 if wins < losses else 0.5

    assert reached_by(probably_helps, adversary, 60)[60] == pytest.approx(0.072, abs=5e-4)
    assert reached_by(helps, adversary, 60)[60] == pytest.approx(0.012, abs=5e-4)


def test_one_more_try_when_it_lost_would_bias_the_task() -> None:
    won = 0.0
    for tries in product((1, -1), repeat=3):
        ahead = (sum(tries[: k + 1]) > 0 for k in range(3))
        won += any(ahead) / 8

    assert won == 0.625

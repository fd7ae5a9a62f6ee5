"""Play whole libraries of guidance, most of it useless, and see how often a verdict is wrong."""

import random
from collections import Counter
from functools import partial

import pytest

from conductor.core.guidance.outcome import Sign
from conductor.core.guidance.trial import PairChoice, Side
from conductor.evidence.protocol import BlindChoice, task_outcome
from tests.evidence.simulation import (
    badge,
    before_and_after,
    blinded,
    clustered,
    libraries,
    lottery_round,
)
from tests.evidence.statistics.exact import helps, probably_helps

RULES = {"badge": badge, "probably": probably_helps, "helps": helps}
SEED = 20241122
ASSISTANTS = (1.5, 0.0, -0.5)
TASTE = (0.0, 1.0, 0.0)


def play_blinded(count: int) -> None:
    claims = libraries(blinded, RULES, count=count, tasks=20, useless=0.5, seed=SEED)

    assert claims["helps"].false_share < 0.05
    assert claims["probably"].false_share < 0.18
    assert claims["helps"].useless_claimed <= claims["helps"].useless / 38
    assert claims["probably"].useless_claimed <= claims["probably"].useless / 8
    assert claims["helps"].real_claimed > 0.25 * claims["helps"].real
    assert claims["badge"].false_share > 0.40


def play_before_and_after(count: int) -> None:
    claims = libraries(before_and_after, RULES, count=count, tasks=20, useless=0.5, seed=SEED)

    assert claims["badge"].false_share > 0.45
    assert claims["helps"].false_share > 0.20


def test_blinded_comparisons_are_seldom_wrong() -> None:
    play_blinded(60)


def test_before_and_after_is_wrong_most_of_the_time() -> None:
    play_before_and_after(60)


@pytest.mark.slow
def test_blinded_comparisons_are_seldom_wrong_in_five_hundred_libraries() -> None:
    play_blinded(500)


@pytest.mark.slow
def test_before_and_after_is_wrong_most_of_the_time_in_five_hundred_libraries() -> None:
    play_before_and_after(500)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("compare", "useless", "tasks", "published"),
    [
        (before_and_after, 0.5, 20, {"badge": 0.611, "helps": 0.330}),
        (before_and_after, 0.8, 20, {"badge": 0.845, "helps": 0.655}),
        (blinded, 0.5, 10, {"badge": 0.482, "probably": 0.118, "helps": 0.026}),
        (blinded, 0.5, 20, {"badge": 0.485, "probably": 0.109, "helps": 0.022}),
        (blinded, 0.5, 40, {"badge": 0.484, "probably": 0.105, "helps": 0.021}),
        (blinded, 0.8, 20, {"badge": 0.774, "probably": 0.321, "helps": 0.088}),
    ],
)
def test_the_published_shares_of_false_claims(
    compare: object, useless: float, tasks: int, published: dict[str, float]
) -> None:
    claims = libraries(
        compare,  # type: ignore[arg-type]
        RULES,
        count=500,
        tasks=tasks,
        useless=useless,
        seed=SEED,
    )

    found = {name: claims[name].false_share for name in published}
    assert found == pytest.approx(published, abs=0.025)


def play_clusters(trials: int) -> None:
    """One unit per task against one per comparison, where guidance helps nothing on average."""
    source = random.Random(SEED)
    by_task: Counter[str] = Counter()
    by_comparison: Counter[str] = Counter()
    for _ in range(trials):
        tasks = clustered(source, tasks=20, per_task=6)
        by_task.update(_claims([_outcome_of(task) for task in tasks]))
        by_comparison.update(_claims([outcome for task in tasks for outcome in task]))

    assert by_task["probably"] < 0.10 * trials
    assert by_task["helps"] < 0.02 * trials
    assert by_comparison["probably"] > 0.30 * trials


def _outcome_of(task: list[Sign]) -> Sign:
    choices = {
        Sign.WIN: PairChoice.LEFT,
        Sign.LOSS: PairChoice.RIGHT,
        Sign.TIE: PairChoice.TIE,
    }
    outcome = task_outcome([BlindChoice(Side.LEFT, choices[one]) for one in task], len(task))
    assert outcome is not None
    return outcome


def _claims(outcomes: list[Sign]) -> set[str]:
    wins = losses = 0
    claimed: set[str] = set()
    for outcome in outcomes:
        wins += outcome is Sign.WIN
        losses += outcome is Sign.LOSS
        if probably_helps(wins, losses):
            claimed.add("probably")
        if helps(wins, losses):
            claimed.add("helps")
    return claimed


def test_repeats_of_a_task_are_no_new_tasks() -> None:
    play_clusters(400)


@pytest.mark.slow
def test_repeats_of_a_task_are_no_new_tasks_in_five_thousand_trials() -> None:
    play_clusters(5000)


@pytest.mark.slow
def test_tasks_that_help_or_hurt_at_random_keep_to_the_bounds() -> None:
    source = random.Random(SEED)
    claimed: Counter[str] = Counter()
    for _ in range(20_000):
        chances = (source.choice((0.1, 0.9)) for _ in range(60))
        claimed.update(_claims([Sign.WIN if source.random() < p else Sign.LOSS for p in chances]))

    assert claimed["probably"] / 20_000 == pytest.approx(0.075, abs=0.008)
    assert claimed["helps"] / 20_000 == pytest.approx(0.012, abs=0.004)


def win_share(play: "partial[Sign | None]", rounds: int) -> float:
    outcomes = Counter(play() for _ in range(rounds))
    return outcomes[Sign.WIN] / (outcomes[Sign.WIN] + outcomes[Sign.LOSS])


def play_fair_lottery(rounds: int, guidances: int) -> None:
    """Useless guidance, assistants far apart, and a person with a taste for one of them."""
    source = random.Random(SEED)
    play = partial(lottery_round, source, source, ASSISTANTS, taste=TASTE)

    assert win_share(play, rounds) == pytest.approx(0.5, abs=2.5 / rounds**0.5)
    claimed: Counter[str] = Counter()
    for _ in range(guidances):
        claimed.update(_claims([outcome for outcome in (play() for _ in range(40)) if outcome]))
    assert claimed["probably"] <= guidances / 8
    assert claimed["helps"] <= guidances / 38


def play_lottery_with_effect(rounds: int) -> None:
    source = random.Random(SEED)
    play = partial(lottery_round, source, source, (1.0, 0.0, -1.0))

    more_varied = win_share(partial(play, spread=1.5), rounds)
    better = win_share(partial(play, effect=1.0), rounds)
    assert 0.5 < more_varied < 0.58
    assert 0.66 < better < 0.77  # pairs of one assistant win .77 of theirs


def test_a_lottery_is_fair_whatever_the_assistants_and_the_taste() -> None:
    play_fair_lottery(rounds=4000, guidances=300)


def test_a_lottery_sees_an_effect_and_mistakes_variety_for_a_small_one() -> None:
    play_lottery_with_effect(4000)


@pytest.mark.slow
def test_a_lottery_is_fair_in_a_hundred_thousand_rounds() -> None:
    play_fair_lottery(rounds=100_000, guidances=4000)


@pytest.mark.slow
def test_a_lottery_sees_an_effect_in_a_hundred_thousand_rounds() -> None:
    play_lottery_with_effect(100_000)

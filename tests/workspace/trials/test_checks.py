"""Gentle checks on the person, from complete tasks only."""

from conductor.core.guidance.trial import PairChoice, Side
from conductor.store.evidence import trials as store
from tests.workspace.conftest import Stage
from tests.workspace.trials.test_trials import TASKS, answer_for_guidance, guidance, trial


def test_a_person_who_always_takes_the_left_card_is_told(stage: Stage) -> None:
    trial(stage, tasks=tuple(f"Task {n}" for n in range(8)))
    for _turn in range(8):
        pair = stage.workspace.trial_queue.next().pair
        assert pair is not None
        stage.workspace.trial_queue.answer(pair.id, PairChoice.LEFT)

    check = stage.workspace.checks.sides()

    assert (check.hits, check.out_of, check.is_notable) == (8, 8, True)


def test_guesses_that_are_always_right_say_that_it_was_not_blind(stage: Stage) -> None:
    item = guidance(stage)
    trial(stage, tasks=tuple(f"Task {n}" for n in range(8)), tested=item)
    for turn in range(8):
        pair = stage.workspace.trial_queue.next().pair
        assert pair is not None
        kept = store.pair_by_id(stage.workspace.desk.db, pair.id)
        assert kept is not None
        stage.workspace.trial_queue.answer(pair.id, PairChoice.TIE, guess=kept.with_side)
        assert stage.workspace.checks.blinding(item.id).out_of == turn + 1

    assert stage.workspace.checks.blinding_words(item.id) == "not really blind"
    assert stage.workspace.checks.blinding_words(guidance(stage, "Other.").id) == ""


def test_nothing_of_an_open_task_is_looked_at(stage: Stage) -> None:
    trial(stage, tasks=TASKS[:1], per_task=2)
    pair = stage.workspace.trial_queue.next().pair
    assert pair is not None

    stage.workspace.trial_queue.answer(pair.id, PairChoice.LEFT, guess=Side.LEFT)

    assert stage.workspace.checks.sides().out_of == 0
    assert stage.workspace.checks.blinding().out_of == 0


def test_predictions_are_scored_when_the_trial_has_ended(stage: Stage) -> None:
    trial(stage, tasks=TASKS[:2], prediction=80)
    answer_for_guidance(stage)
    assert stage.workspace.checks.predictions().made == 0
    answer_for_guidance(stage)

    found = stage.workspace.checks.predictions()

    assert (found.made, found.brier, found.bars) == (1, (0.8 - 1) ** 2, ())
    assert stage.workspace.checks.agreement_words() == ""

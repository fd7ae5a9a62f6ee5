"""What may and may not be concluded, in plain words."""

import pytest

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.settings import Assumption
from conductor.workspace.what_works.conclusions import conclusion, prior_none, status_words
from tests.workspace.conftest import Stage
from tests.workspace.guidance.test_playbook import count
from tests.workspace.what_works.test_what_works import add


@pytest.mark.parametrize(
    ("signs", "said", "not_said"),
    [
        ("", "nothing can be concluded", "%"),
        ("w" * 14 + "llttt", "You may conclude that it helps you on tasks like these", "luck"),
        ("w" * 8 + "l", "luck is not ruled out", "You may conclude"),
        ("l" * 8, "makes answers worse", "helps"),
        ("l" * 5, "speaks against", "You may conclude"),
        ("wl" * 5 + "t" * 10, "seldom decides", "You may conclude"),
        ("wwl", "no sign that the guidance is useless", "You may conclude"),
    ],
)
def test_the_sentence_claims_what_the_verdict_claims(
    stage: Stage, signs: str, said: str, not_said: str
) -> None:
    item = count(stage, add(stage), signs) if signs else add(stage)

    sentence = conclusion(stage.workspace.what_works.row(item.id))

    assert said in sentence
    assert not_said not in sentence
    if signs:
        assert f"on {signs.count('w')} tasks" in sentence


def test_what_earlier_models_earned_is_not_said_of_those_of_today(stage: Stage) -> None:
    astra = stage.assistant("Astra")
    stage.asked("Write", (astra.id,))  # the model of today reports itself
    item = add(stage)
    evidence = stage.workspace._measuring.evidence
    with stage.workspace.desk.db.atomic():
        for number in range(8):
            evidence.count(
                TaskOutcome(
                    item.id, item.version, str(number), OutcomeSource.HOLDOUT, Sign.WIN,
                    None, {astra.id: "an-older-one"}, {}, created="2026-11-25T10:00:00.000Z",
                )
            )  # fmt: skip

    assert "earlier models" in conclusion(stage.workspace.what_works.row(item.id))


def test_the_starting_assumption_is_even_or_sceptical() -> None:
    assert float(prior_none(Assumption.EVEN)) == 0.5
    assert float(prior_none(Assumption.SCEPTICAL)) == 0.8


def test_every_status_has_a_word() -> None:
    assert [status_words(status) for status in GuidanceStatus] == [
        "candidate",
        "testing",
        "promising",
        "proven",
        "watched",
        "retired",
    ]

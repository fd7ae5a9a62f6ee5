"""How a guidance moves from candidate to proven, and out again."""

import pytest

from conductor.evidence.epochs import Badge
from conductor.evidence.status import (
    Question,
    Status,
    Step,
    after_evidence,
    after_keeping,
    after_restoring,
    earned,
    when_tested,
)
from conductor.evidence.verdict import Verdict

OLDER = Badge(Verdict.HELPS, is_older=True)


@pytest.mark.parametrize(
    ("status", "verdict", "step"),
    [
        (Status.TESTING, Verdict.NOT_ENOUGH, Step(Status.TESTING)),
        (Status.TESTING, Verdict.PROBABLY_HELPS, Step(Status.PROMISING)),
        (Status.TESTING, Verdict.HELPS, Step(Status.PROVEN)),
        (Status.PROMISING, Verdict.HELPS, Step(Status.PROVEN)),
        (Status.PROVEN, Verdict.PROBABLY_HELPS, Step(Status.PROMISING)),
        (Status.PROMISING, Verdict.NOT_ENOUGH, Step(Status.TESTING)),
        (Status.TESTING, Verdict.PROBABLY_HURTS, Step(Status.TESTING)),
        (Status.TESTING, Verdict.HURTS, Step(Status.TESTING, Question.RETIRE)),
        (Status.TESTING, Verdict.LITTLE_DIFFERENCE, Step(Status.TESTING, Question.RETIRE)),
        (Status.PROVEN, Verdict.LITTLE_DIFFERENCE, Step(Status.WATCH, Question.RETIRE)),
        (Status.PROVEN, Verdict.PROBABLY_HURTS, Step(Status.WATCH, Question.DETACH)),
        (Status.WATCH, Verdict.NOT_ENOUGH, Step(Status.WATCH)),
        (Status.WATCH, Verdict.HELPS, Step(Status.PROVEN)),
        (Status.WATCH, Verdict.HURTS, Step(Status.WATCH, Question.RETIRE)),
        (Status.CANDIDATE, Verdict.NOT_ENOUGH, Step(Status.CANDIDATE)),
        (Status.RETIRED, Verdict.HELPS, Step(Status.RETIRED)),
    ],
)
def test_evidence_moves_the_status_and_asks_before_retiring(
    status: Status, verdict: Verdict, step: Step
) -> None:
    assert after_evidence(status, Badge(verdict)) == step


@pytest.mark.parametrize("status", [Status.PROVEN, Status.PROMISING])
def test_attached_guidance_that_hurts_lately_is_watched(status: Status) -> None:
    step = after_evidence(status, Badge(Verdict.HELPS), hurts_lately=True)

    assert step == Step(Status.WATCH, Question.DETACH)
    assert after_evidence(Status.WATCH, Badge(Verdict.HELPS), hurts_lately=True) == Step(
        Status.WATCH
    )


def test_a_new_model_opens_what_was_proven_again() -> None:
    assert after_evidence(Status.PROVEN, OLDER) == Step(Status.PROMISING)
    assert after_evidence(Status.PROVEN, Badge(Verdict.HURTS, is_older=True)).question is None


def test_the_first_test_makes_a_candidate_one_under_test() -> None:
    assert when_tested(Status.CANDIDATE) is Status.TESTING
    assert when_tested(Status.PROVEN) is Status.PROVEN
    assert when_tested(Status.RETIRED) is Status.RETIRED


def test_the_person_may_keep_and_take_back() -> None:
    assert after_keeping(Badge(Verdict.HELPS)) is Status.PROVEN
    assert after_keeping(Badge(Verdict.PROBABLY_HURTS)) is Status.TESTING
    assert after_restoring() is Status.CANDIDATE
    assert earned(OLDER) is Status.PROMISING


def test_every_status_has_a_word() -> None:
    assert [status.words for status in Status] == [
        "candidate",
        "testing",
        "promising",
        "proven",
        "watched",
        "retired",
    ]

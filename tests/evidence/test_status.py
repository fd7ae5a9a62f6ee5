"""How a guidance moves from candidate to proven, and out again."""

import pytest

from conductor.core.guidance.guidance import GuidanceStatus
from conductor.evidence.epochs import Badge
from conductor.evidence.status import (
    Question,
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
        (GuidanceStatus.TESTING, Verdict.NOT_ENOUGH, Step(GuidanceStatus.TESTING)),
        (GuidanceStatus.TESTING, Verdict.PROBABLY_HELPS, Step(GuidanceStatus.PROMISING)),
        (GuidanceStatus.TESTING, Verdict.HELPS, Step(GuidanceStatus.PROVEN)),
        (GuidanceStatus.PROMISING, Verdict.HELPS, Step(GuidanceStatus.PROVEN)),
        (GuidanceStatus.PROVEN, Verdict.PROBABLY_HELPS, Step(GuidanceStatus.PROMISING)),
        (GuidanceStatus.PROMISING, Verdict.NOT_ENOUGH, Step(GuidanceStatus.TESTING)),
        (GuidanceStatus.TESTING, Verdict.PROBABLY_HURTS, Step(GuidanceStatus.TESTING)),
        (GuidanceStatus.TESTING, Verdict.HURTS, Step(GuidanceStatus.TESTING, Question.RETIRE)),
        (
            GuidanceStatus.TESTING,
            Verdict.LITTLE_DIFFERENCE,
            Step(GuidanceStatus.TESTING, Question.RETIRE),
        ),
        (
            GuidanceStatus.PROVEN,
            Verdict.LITTLE_DIFFERENCE,
            Step(GuidanceStatus.WATCH, Question.RETIRE),
        ),
        (
            GuidanceStatus.PROVEN,
            Verdict.PROBABLY_HURTS,
            Step(GuidanceStatus.WATCH, Question.DETACH),
        ),
        (GuidanceStatus.WATCH, Verdict.NOT_ENOUGH, Step(GuidanceStatus.WATCH)),
        (GuidanceStatus.WATCH, Verdict.HELPS, Step(GuidanceStatus.PROVEN)),
        (GuidanceStatus.WATCH, Verdict.HURTS, Step(GuidanceStatus.WATCH, Question.RETIRE)),
        (GuidanceStatus.CANDIDATE, Verdict.NOT_ENOUGH, Step(GuidanceStatus.CANDIDATE)),
        (GuidanceStatus.RETIRED, Verdict.HELPS, Step(GuidanceStatus.RETIRED)),
    ],
)
def test_evidence_moves_the_status_and_asks_before_retiring(
    status: GuidanceStatus, verdict: Verdict, step: Step
) -> None:
    assert after_evidence(status, Badge(verdict)) == step


@pytest.mark.parametrize("status", [GuidanceStatus.PROVEN, GuidanceStatus.PROMISING])
def test_attached_guidance_that_hurts_lately_is_watched(status: GuidanceStatus) -> None:
    step = after_evidence(status, Badge(Verdict.HELPS), hurts_lately=True)

    assert step == Step(GuidanceStatus.WATCH, Question.DETACH)
    assert after_evidence(GuidanceStatus.WATCH, Badge(Verdict.HELPS), hurts_lately=True) == Step(
        GuidanceStatus.WATCH
    )


def test_a_new_model_opens_what_was_proven_again() -> None:
    assert after_evidence(GuidanceStatus.PROVEN, OLDER) == Step(GuidanceStatus.PROMISING)
    assert (
        after_evidence(GuidanceStatus.PROVEN, Badge(Verdict.HURTS, is_older=True)).question is None
    )


def test_the_first_test_makes_a_candidate_one_under_test() -> None:
    assert when_tested(GuidanceStatus.CANDIDATE) is GuidanceStatus.TESTING
    assert when_tested(GuidanceStatus.PROVEN) is GuidanceStatus.PROVEN
    assert when_tested(GuidanceStatus.RETIRED) is GuidanceStatus.RETIRED


def test_the_person_may_keep_and_take_back() -> None:
    assert after_keeping(Badge(Verdict.HELPS)) is GuidanceStatus.PROVEN
    assert after_keeping(Badge(Verdict.PROBABLY_HURTS)) is GuidanceStatus.TESTING
    assert after_restoring() is GuidanceStatus.CANDIDATE
    assert earned(OLDER) is GuidanceStatus.PROMISING

"""The rows of What works, and everything behind them."""

from fractions import Fraction
from pathlib import Path

import pytest

from conductor.core.guidance.guidance import Control, Guidance
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.judgement import JudgementKind
from conductor.evidence.counts import Counts
from conductor.evidence.verdict import Verdict
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence
from conductor.workspace.rounds.guiding import Guide
from tests.fakes import words
from tests.workspace.conftest import Stage
from tests.workspace.guidance.test_lottery import FirstOnly, asked
from tests.workspace.guidance.test_playbook import count
from tests.workspace.trials.test_trials import TASKS, answer_for_guidance, trial

SHORTER = "Make it shorter."


def add(stage: Stage, text: str = SHORTER) -> Guidance:
    return stage.workspace.guidance.add(text)


def counted(stage: Stage, item: Guidance, source: OutcomeSource, signs: str) -> None:
    meaning = {"w": Sign.WIN, "l": Sign.LOSS, "t": Sign.TIE}
    evidence = GuidanceEvidence(stage.workspace.desk)
    with stage.workspace.desk.db.atomic():
        for number, sign in enumerate(signs):
            evidence.count(
                TaskOutcome(
                    item.id, item.version, f"{source}{number}", source, meaning[sign],
                    None, {}, {}, created="2026-11-25T10:00:00.000Z",
                )
            )  # fmt: skip


def test_untested_guidance_says_that_nothing_is_known(stage: Stage) -> None:
    add(stage)

    (row,) = stage.workspace.what_works.rows()

    assert (row.verdict, row.assessment.p_helps) == (Verdict.NOT_ENOUGH, 0.25)
    assert (row.takes.probably_helps.wins, row.takes.helps.wins) == (5, 8)
    assert not row.has_star


@pytest.mark.parametrize(
    ("pairs", "lottery", "p_helps", "verdict"),
    [
        ("w" * 5, "w" * 6 + "l", 0.961665, Verdict.HELPS),
        ("w" * 2, "w" * 9 + "l", 0.961665, Verdict.PROBABLY_HELPS),
    ],
)
def test_pooled_evidence_proves_only_together_with_pairs(
    stage: Stage, pairs: str, lottery: str, p_helps: float, verdict: Verdict
) -> None:
    item = add(stage)
    counted(stage, item, OutcomeSource.HOLDOUT, pairs)
    counted(stage, item, OutcomeSource.LOTTERY, lottery)

    row = stage.workspace.what_works.row(item.id)

    assert row.assessment.p_helps == pytest.approx(p_helps, abs=1e-6)
    assert row.verdict is verdict
    assert (row.holdout.wins, row.pairs.wins, row.trials.wins) == (len(pairs), len(pairs), 0)
    assert (row.lottery.wins, row.lottery.losses) == (lottery.count("w"), 1)


def test_revisions_stand_beside_the_evidence_and_never_move_it(stage: Stage) -> None:
    team = stage.team("Astra", "Opus", "Local")
    session_id = stage.asked("Write", team).round.session_id
    wanted = Guide(session_id, SHORTER, team[:2], reusable=True, control=Control.RETRY)
    guided = stage.workspace.guiding.guide(wanted)
    revised = stage.ended(stage.workspace.sessions.round(guided.round.id)).answers
    judging = stage.workspace.judging
    judging.judge_revision(revised[0].id, JudgementKind.WORSE)
    judging.judge_revision(revised[0].id, JudgementKind.BETTER)
    judging.judge_revision(revised[1].id, JudgementKind.SAME)
    judging.judge_revision(revised[2].id, JudgementKind.BETTER)  # the control

    row = stage.workspace.what_works.row(guided.guidance.id)

    assert (row.revisions.better, row.revisions.same, row.revisions.worse) == (1, 1, 0)
    assert row.assessment.pooled == Counts()
    assert row.times_said == 1


def test_the_starting_assumption_can_be_more_sceptical(stage: Stage) -> None:
    item = count(stage, add(stage), "w" * 8)

    usual = stage.workspace.what_works.row(item.id)
    sceptical = stage.workspace.what_works.row(item.id, prior_none=Fraction(4, 5))

    assert usual.assessment.p_helps == pytest.approx(0.964151, abs=1e-6)
    assert sceptical.assessment.p_helps == pytest.approx(0.875, abs=1e-3)
    assert (usual.verdict, sceptical.verdict) == (Verdict.HELPS, Verdict.PROBABLY_HELPS)


def test_the_whole_library_says_how_many_entries_are_expected_to_be_wrong(stage: Stage) -> None:
    for number in range(3):
        count(stage, add(stage, f"Proven {number}."), "w" * 8)
    count(stage, add(stage, "Not proven."), "wl")

    honesty = stage.workspace.what_works.honesty()

    assert honesty.proven == 3
    assert honesty.expected_false == pytest.approx(3 * (1 - 0.964151), abs=1e-4)
    assert honesty.sentence == "Of 3 entries marked “helps”, expect 0.1 to be wrong."


def test_a_star_is_earned_among_all_versions_ever_tested(stage: Stage) -> None:
    lone = count(stage, add(stage), "w" * 8)
    assert stage.workspace.what_works.row(lone.id).has_star

    for number in range(20):
        count(stage, add(stage, f"Useless {number}."), "l")

    assert not stage.workspace.what_works.row(lone.id).has_star


def test_a_version_that_was_given_up_still_counts_among_those_tested(stage: Stage) -> None:
    item = count(stage, add(stage), "w" * 8)
    assert stage.workspace.what_works.row(item.id).has_star

    other = add(stage, "Useless.")
    for number in range(20):
        count(stage, stage.workspace.guidance.edit(other.id, f"Useless, wording {number}."), "l")

    assert not stage.workspace.what_works.row(item.id).has_star


def test_the_detail_shows_every_pair_with_both_answers_and_who_won(stage: Stage) -> None:
    stage.provider.script("Astra", words("one"))
    stage.provider.script("Astra", words("two"))
    item = add(stage)
    trial(stage, tasks=TASKS[:1], tested=item)
    assert stage.workspace.what_works.detail(item.id).behind == ()

    answer_for_guidance(stage)
    detail = stage.workspace.what_works.detail(item.id)

    (behind,) = detail.behind
    (pair,) = behind.pairs
    assert (behind.task, behind.outcome.sign, pair.sign) == (TASKS[0], Sign.WIN, Sign.WIN)
    texts = {pair.with_guidance.answer.text, pair.without_guidance.answer.text}
    assert texts == {"one", "two"}
    (point,) = detail.over_time
    assert (point.epoch, point.outcome.sign) == (1, Sign.WIN)
    (cell,) = detail.by_assistant
    assert (cell.name, cell.counts, cell.cell.is_grey) == ("Astra", Counts(1, 0, 0), True)


def test_the_detail_of_a_draw_shows_which_answers_had_the_guidance(folder: Path) -> None:
    stage = Stage(folder, FirstOnly())
    item = add(stage)
    view = asked(stage, "Write", stage.team("Astra", "Opus"), task_kind="email")
    assert stage.workspace.what_works.detail(item.id).behind == ()
    stage.workspace.judging.best(view.round.id, view.answers[0].id)

    detail = stage.workspace.what_works.detail(item.id)

    (behind,) = detail.behind
    assert [(a.assistant, a.had_guidance) for a in behind.answers] == [
        ("Astra", True),
        ("Opus", False),
    ]
    assert [(c.name, c.counts) for c in detail.by_kind] == [("email", Counts(1, 0, 0))]
    assert detail.by_assistant == ()
    stage.workspace.close()


def test_earlier_guidance_is_offered_with_what_is_known_of_it(stage: Stage) -> None:
    count(stage, add(stage), "w" * 8)

    (offer,) = stage.workspace.what_works.offered("make it short")

    assert (offer.row.guidance.text, offer.row.verdict) == (SHORTER, Verdict.HELPS)

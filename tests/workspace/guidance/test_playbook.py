"""What is attached to a new task, and that it is exactly what the assistant sees."""

import pytest

from conductor.core.guidance.guidance import Guidance, GuidanceKind, GuidanceStatus, Scope
from conductor.core.guidance.outcome import OutcomeSource, Sign, TaskOutcome
from conductor.core.ids import AssistantId
from conductor.core.thread import GUIDANCE_HEADING, about_tokens
from conductor.store.evidence import guidance as guidance_store
from conductor.workspace.guidance.guidance_evidence import GuidanceEvidence, question_words
from conductor.workspace.guidance.playbook import WhyAttached
from conductor.workspace.rounds.rounds import NewRound
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


def add(stage: Stage, text: str = SHORTER, scope: Scope | None = None) -> Guidance:
    return stage.workspace.guidance.add(text, GuidanceKind.OTHER, scope or Scope())


def count(
    stage: Stage,
    item: Guidance,
    signs: str,
    *,
    models: dict[AssistantId, str] | None = None,
    start: int = 0,
) -> Guidance:
    """Count finished tasks for guidance: `w` a win, `l` a loss, `t` a tie."""
    evidence = GuidanceEvidence(stage.workspace.desk)
    meaning = {"w": Sign.WIN, "l": Sign.LOSS, "t": Sign.TIE}
    with stage.workspace.desk.db.atomic():
        for number, sign in enumerate(signs, start=start):
            evidence.count(
                TaskOutcome(
                    guidance_id=item.id,
                    version=item.version,
                    task_key=f"{item.version}{number}",
                    source=OutcomeSource.TRIAL,
                    sign=meaning[sign],
                    kind=None,
                    models=models or {},
                    cells={},
                    created=f"2026-11-25T10:00:{number:02}.000Z",
                )
            )
    return stage.workspace.guidance.get(item.id)


def test_only_proven_guidance_is_attached_by_itself(stage: Stage) -> None:
    team = stage.team("Astra")
    proven = count(stage, add(stage), "w" * 8)
    promising = count(stage, add(stage, "Name your sources."), "w" * 5)
    add(stage, "Be kind.")

    by_itself = stage.workspace.playbook.proposal("Write", team)
    with_more = stage.workspace.playbook.proposal("Write", team, promising_too=True)

    assert [(item.guidance, item.why, item.to) for item in by_itself] == [
        (proven, WhyAttached.PROVEN, team)
    ]
    assert [(item.guidance, item.why) for item in with_more] == [
        (proven, WhyAttached.PROVEN),
        (promising, WhyAttached.PROMISING),
    ]


def test_pinned_guidance_is_attached_unproven_and_marked_so(stage: Stage) -> None:
    pinned = stage.workspace.guidance.pin(add(stage).id)

    (item,) = stage.workspace.playbook.proposal("Write", stage.team("Astra"))

    assert (item.guidance, item.why) == (pinned, WhyAttached.PINNED)
    assert pinned.status is GuidanceStatus.CANDIDATE


def test_the_strongest_comes_first_and_never_more_than_eight(stage: Stage) -> None:
    weaker = count(stage, add(stage, "Weaker but proven."), "w" * 8)
    stronger = count(stage, add(stage, "Stronger."), "w" * 12)
    for number in range(9):
        stage.workspace.guidance.pin(add(stage, f"Pinned {number}.").id)

    found = [i.guidance for i in stage.workspace.playbook.proposal("Write", stage.team("Astra"))]

    assert len(found) == 8
    assert stronger not in found  # what is pinned takes its room first
    for number in range(9):
        item = stage.workspace.guidance.find(found[0].id)
        assert item.pinned, number
    for item in stage.workspace.guidance.all():
        stage.workspace.guidance.pin(item.id, pinned=False)
    found = [i.guidance for i in stage.workspace.playbook.proposal("Write", stage.team("Opus"))]
    assert [item.id for item in found] == [stronger.id, weaker.id]


def test_what_is_attached_stays_within_six_hundred_tokens(stage: Stage) -> None:
    for number in range(5):
        stage.workspace.guidance.pin(add(stage, f"{number} " + "word " * 200).id)

    found = stage.workspace.playbook.proposal("Write", stage.team("Astra"))

    assert len(found) == 2
    assert sum(about_tokens(item.guidance.text) for item in found) <= 600


def test_scope_decides_by_kind_and_by_assistant(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    mail = stage.workspace.guidance.pin(add(stage, "For mails.", Scope(("email",))).id)
    opus = stage.workspace.guidance.pin(add(stage, "For Opus.", Scope((), team[1:])).id)

    to_mail = stage.workspace.playbook.proposal("Write", team, kind="Email")
    to_summary = stage.workspace.playbook.proposal("Write", team, kind="summary")

    assert {item.guidance.id: item.to for item in to_mail} == {
        mail.id: team,
        opus.id: team[1:],
    }
    assert [item.guidance.id for item in to_summary] == [opus.id]


def test_what_the_assistant_sees_is_the_playbook_byte_for_byte(stage: Stage) -> None:
    astra = stage.assistant("Astra", role="Be useful.").id
    texts = ("Numbers first.", "두 문장만.", "- no bullets\n- never")
    for text in texts:
        stage.workspace.guidance.pin(add(stage, text).id)
    proposed = [i.guidance.text for i in stage.workspace.playbook.proposal("Write", (astra,))]

    view = stage.asked("Write", (astra,))

    expected = "\n".join([GUIDANCE_HEADING, *(f"- {text}" for text in proposed)])
    shown = stage.workspace.sessions.thread(view.answers[0])
    assert shown[0].text == f"Be useful.\n\n{expected}"
    assert stage.provider.calls[-1].request.messages == shown
    assert sorted(proposed) == sorted(texts)


def test_an_item_can_be_left_out_of_a_task(stage: Stage) -> None:
    kept = stage.workspace.guidance.pin(add(stage, "Numbers first.").id)
    left_out = stage.workspace.guidance.pin(add(stage).id)
    team = stage.team("Astra")

    stage.workspace.rounds.ask(NewRound("One", team, left_out=(left_out.id,)))
    stage.workspace.rounds.ask(NewRound("Two", team, attach_guidance=False))

    stage.until(lambda: not stage.workspace.live.is_busy)
    first, second = (call.request.messages for call in stage.provider.calls)
    assert first[0].text == f"{GUIDANCE_HEADING}\n- {kept.text}"
    assert [m.text for m in second] == ["Two"]


def test_a_session_keeps_what_was_attached_to_its_task(stage: Stage) -> None:
    item = stage.workspace.guidance.pin(add(stage).id)
    team = stage.team("Astra")
    view = stage.asked("Write", team)

    stage.workspace.guidance.edit(item.id, "Quite another text.")
    later = stage.asked("More", team, view.round.session_id)

    system = stage.workspace.sessions.thread(later.answers[0])[0].text
    assert system == f"{GUIDANCE_HEADING}\n- {SHORTER}"


def test_attached_guidance_that_does_harm_comes_off_and_the_person_is_asked(stage: Stage) -> None:
    item = count(stage, add(stage), "w" * 60)
    assert item.status is GuidanceStatus.PROVEN

    watched = count(stage, item, "l" * 20, start=60)

    assert watched.status is GuidanceStatus.WATCH
    assert "Keep it, or retire it?" in question_words(watched)
    assert stage.workspace.playbook.proposal("Write", stage.team("Astra")) == ()


def test_what_the_person_keeps_is_asked_about_again_only_after_new_evidence(stage: Stage) -> None:
    item = count(stage, add(stage), "w" * 60 + "l" * 20)

    kept = stage.workspace.guidance.keep(item.id)
    with stage.workspace.desk.db.atomic():
        GuidanceEvidence(stage.workspace.desk).refresh(item.id)
    still = stage.workspace.guidance.get(item.id)
    one_more = count(stage, item, "l", start=80)
    many_more = count(stage, item, "l" * 6, start=81)

    assert [item.question for item in (kept, still, one_more)] == [""] * 3
    assert many_more.question != ""


def test_pinned_guidance_that_does_harm_comes_off_too(stage: Stage) -> None:
    item = count(stage, stage.workspace.guidance.pin(add(stage).id), "l" * 4)
    assert len(stage.workspace.playbook.proposal("Write", stage.team("Astra"))) == 1

    watched = count(stage, item, "l", start=4)

    assert watched.status is GuidanceStatus.WATCH
    assert stage.workspace.playbook.proposal("Write", stage.team("Opus")) == ()
    stage.workspace.guidance.keep(item.id)
    assert len(stage.workspace.playbook.proposal("Write", stage.team("Local"))) == 1


def test_the_question_stays_until_it_is_answered(stage: Stage) -> None:
    item = count(stage, add(stage), "w" * 60 + "l" * 20)

    later = count(stage, item, "tt", start=80)

    assert (later.status, later.question) == (GuidanceStatus.WATCH, item.question)
    assert stage.workspace.guidance.retire(item.id).question == ""


def test_retired_guidance_stays_retired_whatever_comes_in(stage: Stage) -> None:
    item = stage.workspace.guidance.retire(add(stage).id)

    assert count(stage, item, "w" * 9).status is GuidanceStatus.RETIRED


def test_a_new_model_opens_a_new_epoch_and_proven_guidance_has_to_prove_itself_again(
    stage: Stage,
) -> None:
    team = stage.team("Astra")
    item = count(stage, add(stage), "w" * 8, models={team[0]: "model-0"})
    assert item.status is GuidanceStatus.PROVEN

    stage.asked("Anything", team)  # answered by model-1
    row = stage.workspace.what_works.row(item.id)

    assert (row.badge.verdict, row.badge.is_older) == ("helps", True)
    assert row.badge.words == "helps (older version)"
    assert (row.assessment.pooled.total, row.earlier.wins) == (0, 8)
    assert stage.workspace.guidance.get(item.id).status is GuidanceStatus.PROMISING
    assert stage.workspace.playbook.proposal("Write", team) == ()
    again = count(stage, item, "w" * 5, models={team[0]: "model-1"}, start=8)
    assert again.status is GuidanceStatus.PROMISING
    assert stage.workspace.what_works.row(item.id).badge.words == "probably helps"


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_task_gets_nothing_strange(stage: Stage, text: str) -> None:
    stage.workspace.guidance.pin(add(stage).id)

    assert len(stage.workspace.playbook.proposal(text, stage.team("Astra"))) == 1
    assert guidance_store.all_guidance(stage.workspace.desk.db)

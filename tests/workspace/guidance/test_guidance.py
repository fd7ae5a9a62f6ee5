"""Saying, keeping, editing and retiring guidance."""

import pytest

from conductor.core.entities import RoundKind
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import (
    Control,
    Guidance,
    GuidanceKind,
    GuidanceStatus,
    Scope,
    version_of,
)
from conductor.core.thread import RETRY_WORDS
from conductor.workspace.guidance.guidance import Guide
from conductor.workspace.guidance.guidance_text import joined
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


def add(stage: Stage, text: str = SHORTER) -> Guidance:
    return stage.workspace.guidance.add(text)


def test_guidance_is_said_to_everybody_and_each_revises_its_own_answer(stage: Stage) -> None:
    first = stage.asked("Write a mail", stage.team("Astra", "Opus"))

    guided = stage.workspace.guidance.guide(Guide(first.round.session_id, SHORTER))

    view = stage.ended(stage.workspace.sessions.round(guided.round.id))
    assert (view.round.kind, view.round.text) == (RoundKind.GUIDANCE, SHORTER)
    assert [a.revises for a in view.answers] == [a.id for a in first.answers]
    assert guided.guidance.origin == view.round.id
    assert guided.guidance.version == version_of(SHORTER)
    assert not guided.guidance.reusable
    found = stage.workspace.guidance.of_round(view.round.id)
    assert found is not None
    assert (found[0].text, found[1]) == (SHORTER, Control.NONE)
    assert [m.text for m in stage.workspace.sessions.thread(view.answers[0])][-1] == SHORTER


def test_guidance_to_some_leaves_the_others_alone(stage: Stage) -> None:
    team = stage.team("Astra", "Opus", "Local")
    first = stage.asked("Write a mail", team)

    guided = stage.workspace.guidance.guide(Guide(first.round.session_id, SHORTER, team[1:2]))

    view = stage.ended(stage.workspace.sessions.round(guided.round.id))
    assert [a.assistant for a in view.answers] == ["Opus"]


def test_the_others_of_a_control_are_plainly_asked_to_revise(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("Write a mail", team)
    wanted = Guide(first.round.session_id, SHORTER, team[:1], control=Control.RETRY)

    guided = stage.workspace.guidance.guide(wanted)

    view = stage.ended(stage.workspace.sessions.round(guided.round.id))
    assert [(a.assistant, a.words) for a in view.answers] == [
        ("Astra", None),
        ("Opus", RETRY_WORDS),
    ]
    for call, answer in zip(stage.provider.calls[-2:], view.answers, strict=True):
        shown = stage.workspace.sessions.thread(answer)
        assert call.request.model == answer.assistant
        assert call.request.messages == shown
    assert stage.workspace.sessions.thread(view.answers[1])[-1].text == RETRY_WORDS


def test_what_the_control_was_told_stays_in_its_thread(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("Write a mail", team)
    session_id = first.round.session_id
    guided = stage.workspace.guidance.guide(
        Guide(session_id, SHORTER, team[:1], control=Control.RETRY)
    )
    stage.ended(stage.workspace.sessions.round(guided.round.id))

    later = stage.asked("Thanks", team, session_id)

    seen = [[m.text for m in stage.workspace.sessions.thread(a)] for a in later.answers]
    assert [texts[2] for texts in seen] == [SHORTER, RETRY_WORDS]


def test_guidance_without_an_answer_to_revise_is_refused(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("Write a mail", team[:1])

    with pytest.raises(InvalidInput, match="no answer of Opus"):
        stage.workspace.guidance.guide(Guide(first.round.session_id, SHORTER, team[1:]))
    with pytest.raises(InvalidInput, match="what should change"):
        stage.workspace.guidance.guide(Guide(first.round.session_id, "  "))
    assert stage.workspace.guidance.all() == ()


def test_the_same_words_again_are_the_same_guidance_and_a_star_is_offered(stage: Stage) -> None:
    first = stage.asked("Write a mail", stage.team("Astra"))
    session_id = first.round.session_id

    once = stage.workspace.guidance.guide(Guide(session_id, SHORTER))
    stage.ended(stage.workspace.sessions.round(once.round.id))
    again = stage.workspace.guidance.guide(Guide(session_id, SHORTER))

    assert once.star is None
    assert again.guidance.id == once.guidance.id
    assert again.star == again.guidance
    assert stage.workspace.guidance.times_said() == {once.guidance.id: 2}


def test_a_star_is_offered_when_much_the_same_is_said_in_other_words(stage: Stage) -> None:
    session_id = stage.asked("메일을 써 줘", stage.team("Astra")).round.session_id
    said = [
        stage.workspace.guidance.guide(Guide(session_id, text))
        for text in ("더 짧게 써 주세요.", "숫자를 먼저 말해 주세요.", "조금 더 짧게 써 주세요!")
    ]

    assert [guided.star for guided in said] == [None, None, said[0].guidance]


def test_a_starred_guidance_is_reusable_at_once(stage: Stage) -> None:
    session_id = stage.asked("Write a mail", stage.team("Astra")).round.session_id

    guided = stage.workspace.guidance.guide(Guide(session_id, SHORTER, reusable=True))

    assert guided.guidance.reusable
    assert guided.star is None
    assert stage.workspace.guidance.all(reusable_only=True) == (guided.guidance,)


def test_earlier_guidance_is_found_while_typing(stage: Stage) -> None:
    for text in (SHORTER, "Name your sources.", "숫자를 먼저 말해 주세요."):
        add(stage, text)
    retired = add(stage, "Make it shorter still.")
    stage.workspace.guidance.retire(retired.id)

    def found(typed: str) -> list[str]:
        return [item.guidance.text for item in stage.workspace.guidance.matching(typed)]

    assert found("short") == [SHORTER]
    assert found("please make it shorter") == [SHORTER]
    assert found("숫자를 먼저") == ["숫자를 먼저 말해 주세요."]
    assert found("Be kind to the reader") == []
    assert found("") == []


def test_an_edit_starts_a_new_version_and_the_old_text_brings_the_old_one_back(
    stage: Stage,
) -> None:
    first = add(stage)

    second = stage.workspace.guidance.edit(first.id, "Make it much shorter.")
    third = stage.workspace.guidance.edit(first.id, SHORTER)

    assert second.version == version_of("Make it much shorter.")
    assert third == first
    texts = [(v.number, v.text) for v in stage.workspace.guidance.versions(first.id)]
    assert texts == [(1, SHORTER), (2, "Make it much shorter.")]


def test_two_pieces_of_guidance_cannot_have_the_same_text(stage: Stage) -> None:
    add(stage)
    other = add(stage, "Name your sources.")

    with pytest.raises(InvalidInput, match="there already"):
        add(stage)
    with pytest.raises(InvalidInput, match="this text already"):
        stage.workspace.guidance.edit(other.id, SHORTER)


def test_kind_and_scope_are_kept(stage: Stage) -> None:
    (astra,) = stage.team("Astra")
    item = add(stage)

    stage.workspace.guidance.describe(
        item.id, GuidanceKind.LENGTH, Scope((" E-Mail", "e-mail"), (astra,))
    )

    kept = stage.workspace.guidance.get(item.id)
    assert (kept.kind, kept.scope) == (GuidanceKind.LENGTH, Scope(("e-mail",), (astra,)))


def test_retired_guidance_can_be_taken_back(stage: Stage) -> None:
    item = stage.workspace.guidance.pin(add(stage).id)

    retired = stage.workspace.guidance.retire(item.id)
    restored = stage.workspace.guidance.restore(item.id)

    assert (retired.status, retired.pinned) == (GuidanceStatus.RETIRED, False)
    assert restored.status is GuidanceStatus.CANDIDATE


def test_guidance_is_found_by_the_beginning_of_its_id(stage: Stage) -> None:
    item = add(stage)

    assert stage.workspace.guidance.find(item.id.lower()[:20]).id == item.id
    with pytest.raises(NotFound, match="no guidance"):
        stage.workspace.guidance.find("nothing")


def test_notes_on_several_spans_become_one_guidance() -> None:
    assert joined(["  Too long. "]) == "Too long."
    assert joined(["Too long.", "", "Wrong figure."]) == "- Too long.\n- Wrong figure."

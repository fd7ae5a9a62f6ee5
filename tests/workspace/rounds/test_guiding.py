"""Guidance that is said in a round, and the star that is offered for it."""

import pytest

from conductor.core.entities import RoundKind
from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import Control, version_of
from conductor.core.thread import RETRY_WORDS
from conductor.workspace.rounds.guiding import Guide
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


def test_guidance_is_said_to_everybody_and_each_revises_its_own_answer(stage: Stage) -> None:
    first = stage.asked("Write a mail", stage.team("Astra", "Opus"))

    guided = stage.workspace.guiding.guide(Guide(first.round.session_id, SHORTER))

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

    guided = stage.workspace.guiding.guide(Guide(first.round.session_id, SHORTER, team[1:2]))

    view = stage.ended(stage.workspace.sessions.round(guided.round.id))
    assert [a.assistant for a in view.answers] == ["Opus"]


def test_the_others_of_a_control_are_plainly_asked_to_revise(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("Write a mail", team)
    wanted = Guide(first.round.session_id, SHORTER, team[:1], control=Control.RETRY)

    guided = stage.workspace.guiding.guide(wanted)

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
    guided = stage.workspace.guiding.guide(
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
        stage.workspace.guiding.guide(Guide(first.round.session_id, SHORTER, team[1:]))
    with pytest.raises(InvalidInput, match="what should change"):
        stage.workspace.guiding.guide(Guide(first.round.session_id, "  "))
    assert stage.workspace.guidance.all() == ()


def test_the_same_words_again_are_the_same_guidance_and_a_star_is_offered(stage: Stage) -> None:
    first = stage.asked("Write a mail", stage.team("Astra"))
    session_id = first.round.session_id

    once = stage.workspace.guiding.guide(Guide(session_id, SHORTER))
    stage.ended(stage.workspace.sessions.round(once.round.id))
    again = stage.workspace.guiding.guide(Guide(session_id, SHORTER))

    assert once.star is None
    assert again.guidance.id == once.guidance.id
    assert again.star == again.guidance
    assert stage.workspace.guidance.times_said() == {once.guidance.id: 2}


def test_a_star_is_offered_when_much_the_same_is_said_in_other_words(stage: Stage) -> None:
    session_id = stage.asked("메일을 써 줘", stage.team("Astra")).round.session_id
    said = [
        stage.workspace.guiding.guide(Guide(session_id, text))
        for text in ("더 짧게 써 주세요.", "숫자를 먼저 말해 주세요.", "조금 더 짧게 써 주세요!")
    ]

    assert [guided.star for guided in said] == [None, None, said[0].guidance]


def test_a_starred_guidance_is_reusable_at_once(stage: Stage) -> None:
    session_id = stage.asked("Write a mail", stage.team("Astra")).round.session_id

    guided = stage.workspace.guiding.guide(Guide(session_id, SHORTER, reusable=True))

    assert guided.guidance.reusable
    assert guided.star is None
    assert stage.workspace.guidance.all(reusable_only=True) == (guided.guidance,)

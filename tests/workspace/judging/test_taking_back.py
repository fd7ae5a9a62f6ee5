"""A judgement taken back: the session shows it no longer, what it was evidence for stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.core.guidance.draw import DrawState
from conductor.core.judgement import JudgementKind
from conductor.store.evidence import draws
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import RoundView
from tests.workspace.conftest import Stage
from tests.workspace.guidance.test_lottery import FirstOnly, outcomes
from tests.workspace.judging.test_judging import asked_blind
from tests.workspace.rounds.teamwork import asked_three


@pytest.fixture
def drawing(folder: Path) -> Iterator[Stage]:
    """A stage on which every task that can be drawn is, for its first column."""
    opened = Stage(folder, FirstOnly())
    yield opened
    opened.workspace.close()


def drawn(stage: Stage, *names: str) -> RoundView:
    stage.workspace.guidance.add("Make it shorter.")
    item = stage.workspace.rounds.ask(NewRound("Write", stage.team(*names), may_draw=True))
    return stage.ended(stage.workspace.sessions.round(item.id))


def test_a_change_of_mind_is_taken_back_to_what_was_said_before(stage: Stage) -> None:
    view = asked_three(stage)
    judging = stage.workspace.judging
    first = judging.best(view.round.id, view.answers[0].id)
    second = judging.no_difference(view.round.id)

    assert stage.workspace.undo.back() == "Undone: judgement of round 1."
    assert judging.of_round(view.round.id) == (first,)
    stage.workspace.undo.forward()
    assert judging.of_round(view.round.id) == (first, second)


def test_the_reason_is_one_step_however_often_it_was_written(stage: Stage) -> None:
    view = asked_three(stage)
    judging = stage.workspace.judging
    said = judging.best(view.round.id, view.answers[0].id)
    for reason in ("cl", "clear", "clear and short"):
        judging.say_why(said.id, reason, ("short",))

    stage.workspace.undo.back()
    now = judging.current(view.round.id)
    assert now is not None
    assert (now.reason, now.tags) == ("", ())

    stage.workspace.undo.forward()
    now = judging.current(view.round.id)
    assert now is not None
    assert (now.reason, now.tags) == ("clear and short", ("short",))


def test_a_revision_is_judged_and_taken_back_without_any_word_of_the_round(stage: Stage) -> None:
    view = asked_three(stage)
    revised = stage.ended(
        stage.workspace.sessions.round(
            stage.workspace.rounds.retry(view.round.session_id, (view.answers[0].assistant_id,)).id
        )
    )
    answer = revised.answers[0]
    stage.workspace.judging.judge_revision(answer.id, JudgementKind.BETTER)

    assert stage.workspace.undo.back() == f"Undone: judgement of round {revised.round.number}."
    assert stage.workspace.judging.of_revision(answer.id) == ()
    stage.workspace.undo.forward()
    assert len(stage.workspace.judging.of_revision(answer.id)) == 1


def test_names_that_were_seen_are_hidden_again_and_the_next_judgement_is_not_blind(
    stage: Stage,
) -> None:
    view = asked_blind(stage, "Astra", "Opus")
    judging, blinding = stage.workspace.judging, stage.workspace.blinding
    first = judging.best(view.round.id, view.answers[0].id)
    assert first.blind

    said = stage.workspace.undo.back()

    assert "judging again is not blind" in said
    assert blinding.is_hidden(view.round.id)
    assert not judging.best(view.round.id, view.answers[1].id).blind


def test_the_same_judgement_done_again_is_blind_as_it_was_made(stage: Stage) -> None:
    view = asked_blind(stage, "Astra", "Opus")
    first = stage.workspace.judging.best(view.round.id, view.answers[0].id)

    stage.workspace.undo.back()
    stage.workspace.undo.forward()

    assert stage.workspace.judging.current(view.round.id) == first
    assert not stage.workspace.blinding.is_hidden(view.round.id)


@pytest.mark.parametrize(("names", "kept"), [(("Astra", "Opus"), 0), (("Astra",), 1)])
def test_after_the_arms_were_seen_the_first_pick_stays_the_outcome(
    drawing: Stage, names: tuple[str, ...], kept: int
) -> None:
    view = drawn(drawing, *names)
    workspace, item = drawing.workspace, view.round.id
    first, second = view.answers
    workspace.judging.best(item, view.answers[kept].id)
    counted, found = outcomes(drawing), draws.draw_of_round(workspace.desk.db, item)
    assert len(counted) == 1

    said = workspace.undo.back()

    assert "what came of the draw stays" in said
    assert workspace.judging.of_round(item) == ()
    assert workspace.lottery.revealed(item) == found  # what was seen is not hidden again
    assert not workspace.sessions.hides(view.round.session_id)
    other = workspace.judging.best(item, (second if kept == 0 else first).id)
    assert workspace.judging.current(item) == other
    assert outcomes(drawing) == counted
    assert draws.draw_of_round(workspace.desk.db, item) == found
    workspace.undo.back()
    workspace.undo.back()
    assert outcomes(drawing) == counted


def test_a_draw_that_did_not_count_does_not_count_later_either(drawing: Stage) -> None:
    view = drawn(drawing, "Astra", "Opus", "Local")
    workspace, item = drawing.workspace, view.round.id
    workspace.judging.rank(item, [[view.answers[1].id], [view.answers[2].id]])
    found = draws.draw_of_round(workspace.desk.db, item)
    assert found is not None
    assert found.state is not DrawState.OPEN
    counted = outcomes(drawing)

    workspace.undo.back()
    workspace.judging.best(item, view.answers[0].id)

    assert outcomes(drawing) == counted
    assert draws.draw_of_round(workspace.desk.db, item) == found


def test_names_are_hidden_and_shown_by_steps_and_seeing_is_not_taken_back(stage: Stage) -> None:
    view = asked_three(stage)
    workspace, item = stage.workspace, view.round.id
    workspace.blinding.set_blind(view.round.session_id, blind=True)
    assert workspace.blinding.was_blind(item)

    assert workspace.undo.back() == "Undone: names hidden."
    assert not workspace.blinding.is_hidden(item)
    assert workspace.undo.forward() == "Done again: names hidden."

    assert workspace.blinding.is_hidden(item)
    assert not workspace.blinding.was_blind(item)


def test_a_round_judged_meanwhile_keeps_its_names_when_hiding_is_taken_back(stage: Stage) -> None:
    view = asked_three(stage)
    workspace, item = stage.workspace, view.round.id
    workspace.blinding.set_blind(view.round.session_id, blind=True)
    hiding = workspace.undo.last
    workspace.judging.best(item, view.answers[0].id)

    assert hiding is not None
    hiding.take_back()

    assert not workspace.blinding.is_blind(view.round.session_id)
    assert workspace.sessions.round(item).round.blind

"""What is done to guidance goes back; its evidence and what was said with it stay."""

import pytest

from conductor.core.errors import InvalidInput
from conductor.core.guidance.guidance import GuidanceStatus
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.undo import Changed
from tests.workspace.conftest import Stage


def test_a_text_comes_back_with_where_it_stood(stage: Stage) -> None:
    area = stage.workspace.guidance
    item = area.retire(area.add("Be brief.").id)
    area.edit(item.id, "Be very brief.")
    assert area.get(item.id).status is GuidanceStatus.CANDIDATE

    stage.workspace.undo.back()
    assert area.get(item.id) == item
    stage.workspace.undo.forward()
    assert area.get(item.id).text == "Be very brief."


def test_edits_of_one_text_are_one_step(stage: Stage) -> None:
    area = stage.workspace.guidance
    item = area.add("Be brief.")
    for text in ("Be very brief.", "Be short."):
        area.edit(item.id, text)

    assert stage.workspace.undo.back() == "Undone: guidance “Be short.” edited."

    assert area.get(item.id) == item


def test_guidance_that_was_said_meanwhile_stays(stage: Stage) -> None:
    workspace = stage.workspace
    item = workspace.guidance.add("Be brief.")
    adding = workspace.undo.last
    view = stage.asked("Go", stage.team("Astra"))
    guided = workspace.guiding.guide(Guide(view.round.session_id, "Be brief."))
    stage.ended(workspace.sessions.round(guided.round.id))

    assert adding is not None
    with pytest.raises(Changed, match="used meanwhile"):
        adding.take_back()

    assert workspace.guidance.get(item.id).text == "Be brief."
    assert not adding.is_done


def test_what_evidence_changed_meanwhile_is_not_overwritten(stage: Stage) -> None:
    workspace = stage.workspace
    item = workspace.guidance.retire(workspace.guidance.add("Be brief.").id)
    retiring = workspace.undo.last
    workspace.guidance.restore(item.id)

    assert retiring is not None
    with pytest.raises(Changed):
        retiring.take_back()


def test_no_two_pieces_get_one_text_by_going_back(stage: Stage) -> None:
    workspace = stage.workspace
    item = workspace.guidance.add("Be brief.")
    workspace.guidance.edit(item.id, "Be short.")
    editing = workspace.undo.last
    workspace.guidance.add("Be brief.")

    assert editing is not None
    with pytest.raises(InvalidInput, match="already"):
        editing.take_back()

    workspace.undo.back()
    workspace.undo.back()
    assert workspace.guidance.all() == (item,)

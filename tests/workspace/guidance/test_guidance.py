"""Saying, keeping, editing and retiring guidance."""

import pytest

from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import (
    Guidance,
    GuidanceKind,
    GuidanceStatus,
    Scope,
    version_of,
)
from conductor.workspace.guidance.guidance_text import joined
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


def add(stage: Stage, text: str = SHORTER) -> Guidance:
    return stage.workspace.guidance.add(text)


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

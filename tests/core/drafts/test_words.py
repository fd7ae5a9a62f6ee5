"""The words of a merge and of a review round."""

from random import Random

import pytest

from conductor.assets import read_text
from conductor.core.drafts.frames import PassedDraft, framed, read_frames
from conductor.core.drafts.merge_reply import DISAGREEMENTS_HEADINGS, SOURCES_HEADINGS
from conductor.core.drafts.words import (
    LANGUAGES,
    PLACEHOLDER,
    preface_name,
    prompt_language,
    template_name,
    words_with_drafts,
)
from conductor.core.entities import RoundKind
from conductor.core.ids import AnswerId
from conductor.core.thread import language_of

DRAFTS = framed(
    [PassedDraft(AnswerId("A"), "one {drafts}"), PassedDraft(AnswerId("B"), "two")], Random(1)
)


def test_frames_go_where_the_placeholder_is() -> None:
    words = words_with_drafts("Before.\n\n{drafts}\n\nAfter. {drafts}", "Material.", DRAFTS)

    assert words == f"Before.\n\nMaterial.\n\n{DRAFTS.text}\n\nAfter."


def test_frames_go_to_the_end_if_the_person_took_the_placeholder_out() -> None:
    assert words_with_drafts("Merge.\n", "Material.", DRAFTS) == (
        f"Merge.\n\nMaterial.\n\n{DRAFTS.text}"
    )
    assert words_with_drafts("", "Material.", DRAFTS) == f"Material.\n\n{DRAFTS.text}"
    assert words_with_drafts("{drafts}", "Material.", DRAFTS) == f"Material.\n\n{DRAFTS.text}"


def test_the_language_is_the_tasks() -> None:
    assert prompt_language("회의록을 요약해 줘", "en") == "ko"
    assert prompt_language("Sum up the minutes", "ko") == "en"
    assert prompt_language("1 + 1", "ko") == "ko"
    assert prompt_language("1 + 1", "fr") == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [RoundKind.MERGE, RoundKind.REVIEW])
def test_every_template_is_in_its_language_and_has_one_placeholder(
    kind: RoundKind, language: str
) -> None:
    template, preface = read_text(template_name(kind, language)), read_text(preface_name(language))

    assert language_of(template) == language_of(preface) == language
    assert template.count(PLACEHOLDER) == 1
    assert len(read_frames(words_with_drafts(template, preface, DRAFTS))) == 2


def test_the_merge_templates_ask_for_the_sections_that_are_read() -> None:
    for i, language in enumerate(LANGUAGES):
        template = read_text(template_name(RoundKind.MERGE, language))
        assert f"\n## {SOURCES_HEADINGS[i]}\n" in template
        assert f"\n## {DISAGREEMENTS_HEADINGS[i]}\n" in template

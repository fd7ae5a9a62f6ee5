"""Kinds of task are shown in the person's language, and what they type is the same kind."""

import pytest

from conductor.core.guidance.task_kind import TASK_KINDS
from conductor.gui.words.kind_names import task_kind_called, task_kind_name
from conductor.i18n import LANGUAGES, use_language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TASK_KINDS)
def test_a_kind_is_known_by_the_name_it_is_shown_by(language: str, kind: str) -> None:
    use_language(language)

    assert task_kind_called(f" {task_kind_name(kind).upper()} ") == kind


def test_a_word_of_ones_own_stays_as_it_is() -> None:
    use_language("ko")

    assert task_kind_called("이사회 자료") == "이사회 자료"
    assert task_kind_name("이사회 자료") == "이사회 자료"

"""By what a task is known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.evidence.task_key import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summarise this", " summarise\n\tthis  "),
        ("Ｗｒｉｔｅ １", "write 1"),
        ("요약해 줘", "요약해\u00a0줘"),
        ("요약", "요약"),
        ("STRASSE", "Straße"),
    ],
)
def test_case_width_and_spaces_make_no_other_task(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_other_words_are_another_task() -> None:
    assert normalised("Summarise this.") != normalised("Summarise that.")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)

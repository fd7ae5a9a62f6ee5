"""How typed letters find names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.text.matching import fit


def best(typed: str, *names: str) -> str:
    return max(names, key=lambda name: fit(typed, name))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "Anything"),
        ("new", "New session"),
        ("SESSION", "New session"),
        ("ses new", "New session"),
        ("nsess", "New session"),
        ("ㅅㅈ", "설정"),
        ("ㅈㅇㄷ", "작업대"),
        ("ㅅ ㅈㅇ", "새 작업"),
        ("설", "설정"),
        ("설정", "설정"),
        ("작업", "새 작업"),
    ],
)
def test_typed_letters_find_a_name(typed: str, name: str) -> None:
    assert fit(typed, name) > 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [("x", "New session"), ("new y", "New session"), ("noisses", "session"), ("ㅎㄱ", "설정")],
)
def test_other_letters_do_not(typed: str, name: str) -> None:
    assert fit(typed, name) == 0


def test_the_better_fit_comes_first() -> None:
    assert best("set", "Text size reset", "Settings", "Some extra thing") == "Settings"
    assert best("session", "Obsession", "New session") == "New session"
    assert best("round", "Round before the last", "Round") == "Round"


@given(st.text())
def test_every_name_fits_itself_and_its_words_in_any_order(name: str) -> None:
    words = name.split()

    assert fit(name, name) > 0
    assert fit(" ".join(reversed(words)), name) > 0


@given(st.text(), st.text())
def test_nothing_typed_is_ever_an_error(typed: str, name: str) -> None:
    assert fit(typed, name) >= 0

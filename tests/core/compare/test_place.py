"""The reader's place in another answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.compare import place as module
from conductor.core.compare.grams import features_of
from conductor.core.compare.place import matching_place
from tests.core.compare.test_claims import KOREAN, A, B, C
from tests.core.compare.texts import texts


def found(text_a: str, words: str, text_b: str) -> str:
    place = matching_place(text_a, text_a.index(words), text_b)
    assert place is not None
    return place.of(text_b)


def test_the_paragraph_that_says_the_same_is_found() -> None:
    assert found(A, "budget", B).startswith("A budget of 42")
    assert found(A, "Back up", B) == "Before upgrading, back up all your data."
    assert found(B, "Start with", C).startswith("Pilot first")
    assert found(B, "late delivery", A).startswith("The main risk")


def test_korean_paragraphs_are_found_too() -> None:
    a, b = KOREAN[0].replace(". ", ".\n\n"), KOREAN[2].replace(". ", ".\n\n")

    assert found(a, "이사회는", b).startswith("이사회가")
    assert found(a, "공휴일", b).startswith("회의는")


def test_without_a_match_of_its_own_a_paragraph_goes_by_its_neighbour() -> None:
    assert found(A, "Sleep well", B).startswith("The biggest risk")


def test_texts_with_nothing_in_common_go_by_proportion() -> None:
    here = "\n\n".join(f"Alpha {letter}" for letter in "abcdefghij")
    there = "\n\n".join("가나다라마바사아자차")

    assert found(here, "Alpha a", there) == "가"
    assert found(here, "Alpha j", there) == "차"


def test_there_is_no_place_in_an_answer_that_says_nothing() -> None:
    assert matching_place(A, 0, " \n") is None


@settings(max_examples=150)
@given(texts, st.floats(0, 1), texts)
def test_a_place_is_always_within_the_text(text_a: str, share: float, text_b: str) -> None:
    place = matching_place(text_a, int(share * len(text_a)), text_b)

    assert place is None or 0 <= place.start < place.end <= len(text_b)


def test_very_long_answers_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(module, "features_of", lambda text: read.append(text) or features_of(text))

    for text in ("x" * 1_000_000, "a\n\n" * 100_000):
        place = matching_place(text, len(text) // 2, text)
        assert place is not None
        assert abs(place.start - len(text) // 2) < 1_000

    assert read == []

"""Sentences in two languages, and Korean particles that fit what stands before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.i18n import _Sentence, particle_after


@pytest.mark.parametrize(
    ("word", "fits"),
    [
        ("한마디", "를"),
        ("선장", "을"),
        ("Claude", "를"),
        ("Opus", "를"),
        ("Critic", "을"),
        ("Local", "을"),
        ("GPT-4", "를"),
        ("qwen3", "을"),
        ("gemma:27b", "을"),
        ("model.gguf", "를"),
        ("“선장”", "을"),
        ("“한마디”", "를"),
        ("", "를"),
        ("🙂", "를"),
    ],
)
def test_the_particle_fits_the_word_before_it(word: str, fits: str) -> None:
    assert particle_after(word, "을", "를") == fits


@pytest.mark.parametrize(
    ("word", "fits"), [("서울", "로"), ("집", "으로"), ("바다", "로"), ("1", "로")]
)
def test_the_particle_of_direction_takes_rieul_as_a_vowel(word: str, fits: str) -> None:
    assert particle_after(word, "으로", "로") == fits


def test_a_sentence_takes_its_particles_from_its_values() -> None:
    sentence = _Sentence("{one}[이/가] “{two}”[을/를] {n}[으로/로] 바꿨습니다.")

    assert sentence.format(one="선장", two="나무", n=3) == "선장이 “나무”를 3으로 바꿨습니다."
    assert sentence.format(one="비서", two="돌", n=7) == "비서가 “돌”을 7로 바꿨습니다."


def test_what_a_value_says_is_never_taken_for_a_particle() -> None:
    sentence = _Sentence("{name}[은/는] 여기 있습니다.")

    assert sentence.format(name="a[을/를]") == "a[을/를]은 여기 있습니다."


@given(st.text())
def test_any_word_has_a_particle(word: str) -> None:
    assert particle_after(word, "은", "는") in ("은", "는")

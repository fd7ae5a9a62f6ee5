"""Several answers on one page."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.compare import alike as alike_module
from conductor.core.compare import claims as module
from conductor.core.compare.alike import ALIKE, CANDIDATES_LIMIT, alike, candidates
from conductor.core.compare.claims import Claim, Claims, claims_of
from conductor.core.compare.grams import Weights, features_of
from conductor.core.compare.spans import NotCompared, Obstacle
from conductor.core.compare.units import units_of
from tests.core.compare.pairs import DIFFERENT, SAME
from tests.core.compare.texts import texts

A = """\
# Advice

The board approved the budget of 42 million won. Start with a small pilot before rolling it out.

- Back up your data before you upgrade.
- The main risk is that the supplier delivers late.

Sleep well.
"""
B = """\
A budget of 42 million won was approved by the board.

1. Before upgrading, back up all your data.
2. Start with a small pilot and roll it out later.
3. The biggest risk is late delivery by the supplier.
"""
C = """\
The board approved a budget of 45 million won. You should not back up your data before you upgrade.

Pilot first: start with a small pilot before you roll it out.
"""
KOREAN = (
    "이사회는 4,200만 원의 예산을 승인했다. 회의는 공휴일 때문에 화요일로 옮겨졌다.",
    "4,200만 원 예산이 이사회에서 승인되었습니다. 먼저 데이터를 백업하세요.",
    "회의는 공휴일로 인해 화요일로 옮겨졌습니다. 이사회가 4,200만 원의 예산을 승인했습니다.",
)


def page(*answers: str) -> Claims:
    found = claims_of(answers)
    assert isinstance(found, Claims)
    return found


def words(claim: Claim, *answers: str) -> str:
    return claim.central.place.of(answers[claim.central.answer])


def test_what_all_some_and_one_say() -> None:
    found = page(A, B, C)

    assert [words(claim, A, B, C)[:24] for claim in found.by_all] == ["Start with a small pilot"]
    assert [(words(claim, A, B, C)[:20], claim.answers) for claim in found.by_several] == [
        ("The board approved t", (0, 1)),
        ("Back up your data be", (0, 1)),
        ("The main risk is tha", (0, 1)),
    ]
    assert [(words(claim, A, B, C)[:11], claim.answers) for claim in found.by_one] == [
        ("Advice", (0,)),
        ("Sleep well.", (0,)),
        ("The board a", (2,)),
        ("You should ", (2,)),
    ]


def test_another_number_or_a_not_is_a_contradiction_not_the_same() -> None:
    found = page(A, B, C)

    assert {(one.answers, other.answers) for one, other in found.contradictions} == {
        ((0, 1), (2,)),
    }
    assert {words(other, A, B, C)[:9] for _one, other in found.contradictions} == {
        "The board",
        "You shoul",
    }


def test_korean_answers_share_what_they_say() -> None:
    found = page(*KOREAN)

    assert [claim.answers for claim in found.by_all] == [(0, 1, 2)]
    assert [claim.answers for claim in found.by_several] == [(0, 2)]
    assert [words(claim, *KOREAN) for claim in found.by_one] == ["먼저 데이터를 백업하세요."]


def test_places_lead_back_into_every_answer() -> None:
    (claim,) = page(A, B, C).by_all

    assert [(said.answer, said.place.of((A, B, C)[said.answer])[:5]) for said in claim.said] == [
        (0, "Start"),
        (1, "Start"),
        (2, "Pilot"),
    ]


def test_an_answer_that_says_nothing_does_not_count() -> None:
    assert [claim.answers for claim in page("Same words here.", "", "Same words here.").by_all] == [
        (0, 2)
    ]
    assert page("", "") == Claims((), (), ())
    assert page() == Claims((), (), ())


def test_a_repeated_sentence_is_one_claim_with_every_place() -> None:
    found = page("Say it twice now. Say it twice now.", "Other words entirely.")

    assert len(found.by_one[0].said) == 2


def test_headings_and_code_are_like_their_own_kind_only() -> None:
    found = page("# Back up your data\n", "Back up your data.", "```\nBack up your data\n```")

    assert not found.by_all
    assert not found.by_several


def test_different_languages_and_too_long_answers_have_their_reasons() -> None:
    assert claims_of([A, KOREAN[0]]) == NotCompared(Obstacle.LANGUAGES)
    assert claims_of(["x" * 1_000_000, A]) == NotCompared(Obstacle.TOO_LONG)
    many = "Go on now. " * (module.UNITS_LIMIT + 1)
    assert claims_of([many, A]) == NotCompared(Obstacle.TOO_LONG)


@settings(max_examples=100)
@given(st.lists(texts, max_size=4))
def test_everything_said_is_in_exactly_one_claim(answers: list[str]) -> None:
    found = claims_of(answers)
    if isinstance(found, NotCompared):
        return

    said = [
        s for part in (found.by_all, found.by_several, found.by_one) for c in part for s in c.said
    ]
    assert len(said) == len(set(said))
    assert set(said) == {
        module.Mention(i, unit.place) for i, text in enumerate(answers) for unit in units_of(text)
    }


@settings(max_examples=50)
@given(st.permutations([A, B, C]))
def test_the_order_of_the_answers_does_not_matter(answers: list[str]) -> None:
    def spoken(found: Claims, order: list[str]) -> set[frozenset[str]]:
        claims = (*found.by_all, *found.by_several, *found.by_one)
        return {frozenset(s.place.of(order[s.answer]) for s in claim.said) for claim in claims}

    assert spoken(page(*answers), answers) == spoken(page(A, B, C), [A, B, C])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_threshold_tells_the_same_from_the_like(language: str) -> None:
    same, different = SAME[language], DIFFERENT[language]
    sentences = [features_of(text) for pair in (*same, *different) for text in pair]
    weights = Weights(sentences)

    def hits(pairs: list[tuple[str, str]]) -> int:
        return sum(weights.likeness(*map(features_of, pair)) >= ALIKE for pair in pairs)

    assert hits(same) == len(same) - 1
    assert hits(different) == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_index_finds_what_comparing_all_finds(language: str) -> None:
    pairs = (*SAME[language], *DIFFERENT[language])
    sentences = [features_of(text) for pair in pairs for text in pair]
    weights = Weights(sentences)

    found = {(i, j) for i, j, _likeness in alike(sentences)}

    assert found == {
        (i, j)
        for i in range(len(sentences))
        for j in range(i)
        if weights.likeness(sentences[i], sentences[j]) >= ALIKE
    }


def test_eight_long_answers_are_compared_with_bounded_work() -> None:
    chance = random.Random(1)
    vocabulary = [f"{a}{b}" for a in ("bud", "sup", "pla", "ris", "mee") for b in "abcdefgh"]
    sentences = [
        features_of(" ".join(chance.choices(vocabulary, k=12))) for _ in range(8 * 5_000 // 12)
    ]

    pairs = list(candidates(sentences, Weights(sentences)))

    assert len(pairs) == len(set(pairs))
    assert len(pairs) <= len(sentences) * CANDIDATES_LIMIT
    assert alike_module._HOLDERS_LIMIT * alike_module._RAREST < 1_000

"""What is attached to a new task."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.guidance.guidance import GuidanceStatus, Scope
from conductor.core.ids import AssistantId
from conductor.evidence.playbook import (
    MOST_ITEMS,
    MOST_TOKENS,
    LeftOut,
    PlaybookItem,
    Task,
    attach,
    likeness,
)
from conductor.evidence.similarity import similarity

ASTRA, OPUS = AssistantId("astra"), AssistantId("opus")
EVERYWHERE = Scope()
EMAIL = Task("Write an e-mail to the supplier", "email")


def item(
    name: str = "g",
    text: str = "Be brief.",
    status: GuidanceStatus = GuidanceStatus.PROVEN,
    p_helps: float = 0.96,
    scope: Scope = EVERYWHERE,
    examples: tuple[str, ...] = (),
) -> PlaybookItem:
    return PlaybookItem(name, text, status, scope, p_helps, examples)


def names(
    items: list[PlaybookItem], task: Task = EMAIL, *, promising_too: bool = False
) -> list[str]:
    attached = attach(items, task, ASTRA, promising_too=promising_too)
    return [one.id for one in attached.items]


@pytest.mark.parametrize("status", [s for s in GuidanceStatus if s is not GuidanceStatus.PROVEN])
def test_only_proven_guidance_is_attached(status: GuidanceStatus) -> None:
    assert names([item(status=status)]) == []


def test_promising_guidance_comes_if_the_person_allows_it_and_after_the_proven() -> None:
    items = [item("p", status=GuidanceStatus.PROMISING, p_helps=0.99), item("q", p_helps=0.95)]

    assert names(items) == ["q"]
    assert names(items, promising_too=True) == ["q", "p"]


def test_the_strongest_comes_first_and_its_words_stay_as_they_are() -> None:
    items = [item("weak", p_helps=0.951), item("strong", " Numbers\nfirst ", p_helps=0.99)]

    attached = attach(items, EMAIL, ASTRA)

    assert [one.text for one in attached.items] == [" Numbers\nfirst ", "Be brief."]


def test_the_kind_decides_where_both_name_one() -> None:
    email = item(scope=Scope(kinds=("email",)), examples=("Compare the two offers",))

    assert names([email]) == ["g"]
    assert names([email], Task("Compare the two offers", "analysis")) == []
    assert names([item()], Task("anything", "analysis")) == ["g"]


def test_a_task_without_a_kind_is_known_by_its_resemblance() -> None:
    email = item(scope=Scope(kinds=("email",)), examples=("Write an e-mail to our customer",))

    assert names([email], Task("Please write an e-mail to a supplier")) == ["g"]
    assert names([email], Task("Fix the failing unit test")) == []
    assert likeness(item(), Task("anything")) == 0.0


def test_guidance_for_one_assistant_stays_with_it() -> None:
    only = item(scope=Scope(assistants=(OPUS,)))

    assert attach([only], EMAIL, ASTRA).items == ()
    assert attach([only], EMAIL, OPUS).items == (only,)


def test_at_most_eight_items_and_the_others_are_named() -> None:
    items = [item(str(k), p_helps=0.99 - k / 1000) for k in range(10)]

    attached = attach(items, EMAIL, ASTRA)

    assert [one.id for one in attached.items] == [str(k) for k in range(8)]
    assert [(one.id, why) for one, why in attached.left_out] == [
        ("8", LeftOut.TOO_MANY),
        ("9", LeftOut.TOO_MANY),
    ]


def test_one_that_is_too_long_does_not_keep_a_shorter_one_out() -> None:
    long_one = item("long", "word " * 600, p_helps=0.99)

    attached = attach([long_one, item("short")], EMAIL, ASTRA)

    assert [one.id for one in attached.items] == ["short"]
    assert attached.left_out == ((long_one, LeftOut.TOO_LONG),)


@given(st.lists(st.tuples(st.integers(1, 1500), st.floats(0.95, 1.0)), max_size=20))
def test_the_limits_hold_whatever_there_is(sizes: list[tuple[int, float]]) -> None:
    items = [item(str(k), "가" * size, p_helps=p) for k, (size, p) in enumerate(sizes)]

    attached = attach(items, EMAIL, ASTRA)

    assert len(attached.items) <= MOST_ITEMS
    assert attached.tokens == sum(len(one.text) for one in attached.items) <= MOST_TOKENS
    assert len(attached.items) + len(attached.left_out) == len(items)


def test_korean_texts_are_alike_in_spite_of_particles() -> None:
    one = "이 이메일을 짧게 요약해 줘"

    near = similarity(one, "이메일 요약을 부탁해요")
    far = similarity(one, "파이썬 함수의 오류를 고쳐 줘")

    assert near > 0.15 > far


@given(st.text(max_size=80), st.text(max_size=80))
def test_similarity_is_mutual_and_between_zero_and_one(one: str, other: str) -> None:
    assert similarity(one, other) == pytest.approx(similarity(other, one))
    assert 0.0 <= similarity(one, other) <= 1.0 + 1e-12


def test_a_text_is_most_like_itself_and_an_empty_one_like_nothing() -> None:
    assert similarity("Be brief, please", "be BRIEF — please!") == pytest.approx(1.0)
    assert similarity("", "") == 0.0

"""What came from which, and where the drafts disagree."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.drafts.frames import PassedDraft, framed
from conductor.core.drafts.merge_reply import Disagreement, Merged, Source, merged
from conductor.core.ids import AnswerId

A, B, C = AnswerId("A"), AnswerId("B"), AnswerId("C")
DRAFTS = framed([PassedDraft(A, "one"), PassedDraft(B, "two"), PassedDraft(C, "three")], Random(3))
IDS = {frame.answer: frame.id for frame in DRAFTS.frames}
a, b, c = IDS[A], IDS[B], IDS[C]


def test_a_reply_in_the_form_asked_for() -> None:
    reply = (
        f"The budget is 42.\n\nMore.\n\n---\n\n## What came from which\n- {a}: the budget\n"
        f"- {b}: the dates\n  and places\n\n## Where the drafts disagree\n"
        f"- {a}, {c}: {a} says 42, {c} says 45; I followed {a}.\n"
    )

    assert merged(reply, DRAFTS) == Merged(
        "The budget is 42.\n\nMore.",
        (Source((A,), "the budget"), Source((B,), "the dates and places")),
        (Disagreement((A, C), f"{a}, {c}: {a} says 42, {c} says 45; I followed {a}."),),
    )


def test_a_korean_reply() -> None:
    reply = (
        f"예산은 42이다.\n\n## 어느 초안에서 왔는가\n- {a}: 예산\n- 초안 {b}: 일정\n\n"
        "## 초안들이 서로 다른 점\n- 없음\n"
    )

    assert merged(reply, DRAFTS) == Merged(
        "예산은 42이다.", (Source((A,), "예산"), Source((B,), "일정"))
    )


@pytest.mark.parametrize(
    "section",
    [
        f"**What came from which:**\n* **{a.upper()}** – the budget\n* Draft [{b}]: the dates",
        f"### Sources\n1. `{a}`: the budget\n2. answer {b}: the dates",
        f"What came from which:\n- {a}: the budget\n- {b}: the dates",
        f"## What came from which\n| {a} | the budget |\n| {b} | the dates |",
        f"## What came from which\n\n- ({a}) the budget\n\n- ({b}) the dates",
        f"## What came from which\n{a}: the budget\n\n{b}: the dates",
    ],
)
def test_other_forms_are_read_too(section: str) -> None:
    found = merged(f"Body.\n\n{section}", DRAFTS)

    assert found == Merged("Body.", (Source((A,), "the budget"), Source((B,), "the dates")))


def test_items_under_an_item_belong_to_it() -> None:
    reply = f"Body.\n\n## Where the drafts disagree\n- Budget:\n  - {a}: 42\n  - {b}: 45\n- Style\n"

    assert merged(reply, DRAFTS).disagreements == (
        Disagreement((A, B), f"Budget: {a}: 42 {b}: 45"),
        Disagreement((), "Style"),
    )


def test_a_farewell_is_no_disagreement() -> None:
    reply = f"Body.\n\n## Where the drafts disagree\n- {a}, {b}: the cost\n\nDo you want more?"

    assert len(merged(reply, DRAFTS).disagreements) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "Only an answer.",
        "",
        "Text\n\n## Sources\n- A book, 2020\n- https://e.com\n",
        "## How they differ\n- cats purr\n- dogs bark\n",
        "## What came from which\n- beef1: what was never sent\n",
    ],
)
def test_what_cannot_be_read_stays_text(reply: str) -> None:
    assert merged(reply, DRAFTS) == Merged(reply)


def test_sections_of_the_answer_itself_stay_in_it() -> None:
    reply = (
        "Text.\n\n## How they differ\n- cats purr\n\n## Sources\n- A book\n\n"
        f"## What came from which\n- {a}: all\n"
    )

    found = merged(reply, DRAFTS)

    assert found.body == "Text.\n\n## How they differ\n- cats purr\n\n## Sources\n- A book"
    assert found.disagreements == ()


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                *("## What came from which\n", "## Where the drafts disagree\n", "- ", a, b),
                *(": x", "\n", "\n\n", "text", "| ", "**", "없음", "---", "  "),
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_word_of_any_reply_is_lost(reply: str) -> None:
    found = merged(reply, DRAFTS)

    assert found.body.strip() in reply or "##" in reply
    if not found.sources and not found.disagreements:
        assert found.body == reply
    assert all(source.answers for source in found.sources)

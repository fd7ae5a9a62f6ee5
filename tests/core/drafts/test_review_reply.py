"""Which words of which draft are wrong, and why."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.compare.spans import Range
from conductor.core.drafts.frames import PassedDraft, framed
from conductor.core.drafts.review_reply import Finding, findings_of, place_of
from conductor.core.ids import AnswerId

A, B = AnswerId("A"), AnswerId("B")
TEXTS = {A: "The budget is **42** million.", B: "예산은 45만 원이다."}
DRAFTS = framed([PassedDraft(answer, text) for answer, text in TEXTS.items()], Random(3))
IDS = {frame.answer: frame.id for frame in DRAFTS.frames}
a, b = IDS[A], IDS[B]


@pytest.mark.parametrize(
    "line",
    [
        f'- {a} | "is 42 million" | It is 45.',
        f"* **{a.upper()}** | “is 42 million” | It is 45.",
        f'1. Draft {a}: "is 42 million" – It is 45.',
        f"| {a} | is 42 million | It is 45 |",
        f"{a}: `is 42 million`: It is 45",
        f"### {a}\n- “is 42 million”: It is 45.",
        f"**{a}**\n\n- “is 42 million” | It is 45.",
    ],
)
def test_findings_are_read_in_many_forms(line: str) -> None:
    assert findings_of(f"Here is my review.\n\n{line}\n", DRAFTS, TEXTS) == (
        Finding(A, "is 42 million", "It is 45", Range(11, 28)),
    )


def test_quotations_may_hold_quotation_marks() -> None:
    (found,) = findings_of(f'- {a} | "he said "no" twice" | once', DRAFTS, TEXTS)

    assert (found.quote, found.problem) == ('he said "no" twice', "once")


def test_a_finding_about_korean_words() -> None:
    (found,) = findings_of(f"- {b} | 「45만 원」 | 42만 원이다", DRAFTS, TEXTS)

    assert found.place is not None
    assert found.place.of(TEXTS[B]) == "45만 원"


def test_words_that_are_not_in_the_draft_have_no_place() -> None:
    (found,) = findings_of(f'- {a} | "is 47 million" | wrong', DRAFTS, TEXTS)

    assert found.place is None


def test_a_finding_may_quote_nothing() -> None:
    assert findings_of(f"- {a}: The second question is not answered.", DRAFTS, TEXTS) == (
        Finding(A, "", "The second question is not answered", None),
    )


@pytest.mark.parametrize(
    "reply",
    [
        f"- {a} | none\n- {b} | 없음",
        f"- {a}: No errors found.",
        "I see no errors.",
        "- beef1 | “x” | y",
        "- “x” | y",
        "",
        f"- {a} | " + "x" * 5_000,
    ],
)
def test_what_is_no_finding_yields_nothing(reply: str) -> None:
    assert findings_of(reply, DRAFTS, TEXTS) == ()


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("is 42 million", "is **42** million"), ("the BUDGET", "The budget"), ("42 billion", None)],
)
def test_quoted_words_are_found_whatever_is_between_them(quote: str, expected: str | None) -> None:
    place = place_of(quote, TEXTS[A])

    assert (place and place.of(TEXTS[A])) == expected


@settings(max_examples=200)
@given(st.text(), st.text())
def test_a_place_is_within_the_text(quote: str, text: str) -> None:
    place = place_of(quote, text)

    assert place is None or 0 <= place.start < place.end <= len(text)


@settings(max_examples=200)
@given(st.lists(st.sampled_from([a, b, "- ", " | ", '"', "“", "”", "x y", "\n", ": ", "none"])))
def test_only_drafts_that_were_sent_are_found(pieces: list[str]) -> None:
    for found in findings_of("".join(pieces), DRAFTS, TEXTS):
        assert found.answer in TEXTS
        assert found.quote or found.problem

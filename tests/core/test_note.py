"""Finding quoted words again, and notes as words of guidance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.ids import NoteId, SessionId
from conductor.core.note import MAX_QUOTE, Note, words_for_guidance
from conductor.core.text.anchor import Span, find_quote


def note(text: str, quote: str = "", start: int | None = None) -> Note:
    span = None if start is None else Span(start, start + len(quote))
    return Note(NoteId("N"), SessionId("S"), text, "t", "t", span=span, quote=quote)


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_words_are_found_wherever_text_was_put_before_them(
    before: str, quote: str, after: str
) -> None:
    found = find_quote(quote, before + quote + after, len(before))

    if not quote.strip():
        assert found is None
    else:
        assert found == Span(len(before), len(before) + len(quote))


def test_of_several_places_the_nearest_is_taken() -> None:
    text = "the cost … the cost … the cost"

    assert find_quote("the cost", text, 12) == Span(11, 19)
    assert find_quote("the cost", text, 0) == Span(0, 8)


def test_a_new_line_break_inside_the_words_does_not_matter() -> None:
    assert find_quote("네 가지 이유", "첫째, 네\n가지 이유", 0) == Span(4, 11)


@pytest.mark.parametrize("text", ["", "the costs", "THE COST"])
def test_words_that_are_gone_are_not_found(text: str) -> None:
    assert find_quote("the cost of it", text) is None


def test_one_note_is_its_own_guidance_and_several_are_numbered_in_the_texts_order() -> None:
    late = note("숫자를 먼저", "마지막 문단", 90)
    early = note("too\nlong", "The opening", 3)
    whole = note("one page")

    assert words_for_guidance([early]) == "“The opening”: too long"
    assert words_for_guidance([late, whole, early]) == (
        "1. “The opening”: too long\n2. “마지막 문단”: 숫자를 먼저\n3. one page"
    )
    assert words_for_guidance([]) == ""


def test_a_long_quotation_is_shortened_in_its_middle() -> None:
    words = words_for_guidance([note("why?", "a" * 300 + "z" * 300, 0)])

    quote = words.split("”")[0][1:]
    assert len(quote) <= MAX_QUOTE
    assert quote.startswith("a")
    assert quote.endswith("z")
    assert " … " in quote

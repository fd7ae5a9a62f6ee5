"""Finding what is shown of an answer in its Markdown, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.text.anchor import Span
from conductor.core.text.rendered import matching_span, source_span

SOURCE = """# Title

The budget of **42 M** is approved; **spending** starts.

- one item
- two [link](http://x.y/zz) items.
- one item
"""
SHOWN = """Title
The budget of 42 M is approved; spending starts.
one item
two link items.
one item"""


def found(words: str, number: int = 1) -> str:
    at = -1
    for _time in range(number):
        at = SHOWN.index(words, at + 1)
    span = source_span(SHOWN, Span(at, at + len(words)), SOURCE)
    assert span is not None
    return SOURCE[span.start : span.end]


@pytest.mark.parametrize(
    ("words", "number", "expected"),
    [
        ("Title", 1, "# Title"),
        ("spending starts.", 1, "**spending** starts."),
        ("one item", 1, "- one item"),
        ("two link items.", 1, "- two [link](http://x.y/zz) items."),
        ("one item\ntwo link items.", 1, "- one item\n- two [link](http://x.y/zz) items."),
        ("pproved", 1, "pproved"),
    ],
)
def test_the_markdown_of_a_selection_is_found_with_its_marks(
    words: str, number: int, expected: str
) -> None:
    assert found(words, number) == expected


def test_the_place_with_the_same_number_among_its_like_is_taken() -> None:
    first, second = SOURCE.index("one item"), SOURCE.rindex("one item")
    at = SHOWN.rindex("one item")

    span = matching_span(SHOWN, Span(at, at + 8), SOURCE)

    assert span == Span(second, second + 8)
    assert span.start != first


def test_marks_alone_have_no_place() -> None:
    assert matching_span("a — b", Span(2, 3), "a — b") is None


def test_words_that_are_gone_have_no_place() -> None:
    assert matching_span("alpha beta", Span(0, 10), "quite another text") is None


@given(st.text(alphabet="ab 한글🙂\n.", max_size=60), st.data())
def test_a_stretch_of_a_text_is_found_in_the_text_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    letters = [at for at in range(start, end) if text[at].isalnum()]

    span = matching_span(text, Span(start, end), text)

    assert span == (Span(letters[0], letters[-1] + 1) if letters else None)


@given(st.text(max_size=80), st.text(max_size=80), st.data())
def test_whatever_is_found_lies_in_the_other_text(
    text: str, other: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    span = source_span(text, Span(start, end), other)

    assert span is None or 0 <= span.start < span.end <= len(other)

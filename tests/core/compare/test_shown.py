"""Places of an answer's source are found in what is shown of it, and the other way."""

from hypothesis import given

from conductor.core.compare.shown import aligned
from conductor.core.compare.spans import Range
from tests.core.compare.texts import texts

SOURCE = """# Plan

The **board** approved [it](https://x.example/y). Really.

1. first item
2. second item with `code`

| a | b |
|---|---|
| 11 | 22 |
"""
SHOWN = "Plan\nThe board approved it. Really.\nfirst item\nsecond item with code\na\nb\n11\n22"


def shown_for(words: str) -> str | None:
    start = SOURCE.index(words)
    found = aligned(SOURCE, SHOWN).to_shown(Range(start, start + len(words)))
    return found.of(SHOWN) if found else None


def test_a_sentence_is_found_without_its_marks_and_targets() -> None:
    assert shown_for("The **board** approved [it](https://x.example/y).") == (
        "The board approved it."
    )


def test_items_rows_and_single_words_are_found() -> None:
    assert shown_for("second item with `code`") == "second item with code"
    assert shown_for("| 11 | 22 |") == "11\n22"
    assert shown_for("Plan") == "Plan"


def test_what_is_not_shown_has_no_place() -> None:
    assert shown_for("|---|---|") is None


def test_a_place_that_is_shown_leads_back_to_its_source() -> None:
    at = aligned(SOURCE, SHOWN).to_source(SHOWN.index("second"))

    assert SOURCE[at:].startswith("second item with `code`")


def test_nothing_has_no_places() -> None:
    assert aligned("", "").to_source(3) == 0
    assert aligned("", "a").to_shown(Range(0, 1)) is None


@given(texts)
def test_every_word_of_a_text_that_is_shown_as_it_is_has_its_own_place(text: str) -> None:
    alignment = aligned(text, text)

    assert alignment.source == alignment.shown
    for word in alignment.source:
        assert alignment.to_shown(word) == word

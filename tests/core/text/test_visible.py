"""Hidden characters become visible, and every script stays as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.text.visible import visible, without_hidden

FAMILY = "👨‍👩‍👧‍👦"

UNTOUCHED = [
    "지휘자가 세 조수에게 묻는다.",
    "옛한글 ᄒᆞᆫ글",
    "مرحبا بالعالم",
    "می‌خواهم",  # Persian, with a zero width non-joiner
    "क्‍ष और श्री",  # Devanagari, with a zero width joiner
    "漢字とかな、中文。",
    "葛\U000e0100飾区",  # a Han variant
    FAMILY,
    "👩🏽‍💻 🏳️‍🌈 ❤️‍🔥 🙂‍↔️",
    "1️⃣ #️⃣ ©️ ☎︎",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
    "tab\tand\nline",
    "soft\u00adhyphen and no\u00a0break",
    "Donau\u00addampf\u00adschiff",
    "e\u0301\u00adtude",
]

HIDDEN = [
    ("\x1b[31mred", "␛[31mred"),
    ("bell\x07", "bell␇"),
    ("nul\x00", "nul␀"),
    ("back\x08", "back␈"),
    ("return\r", "return␍"),
    ("delete\x7f", "delete␡"),
    ("next\x85", "next⟦U+0085⟧"),
    ("csi\x9b31m", "csi⟦U+009B⟧31m"),
    ("\u202egnp.exe", "⟦U+202E⟧gnp.exe"),
    ("\u2066a\u2069", "⟦U+2066⟧a⟦U+2069⟧"),
    ("a\u200bb", "a⟦U+200B⟧b"),
    ("a\u200db", "a⟦U+200D⟧b"),
    ("a\u200cb", "a⟦U+200C⟧b"),
    ("a\u200eb\u200f", "a⟦U+200E⟧b⟦U+200F⟧"),
    ("\ufeffstart", "⟦U+FEFF⟧start"),
    ("\U000e0001\U000e0041", "⟦U+E0001⟧⟦U+E0041⟧"),
    ("\U0001f3f4\U000e0041\U000e007f", "\U0001f3f4⟦U+E0041⟧⟦U+E007F⟧"),
    ("line\u2028end\u2029", "line⟦U+2028⟧end⟦U+2029⟧"),
    ("word\u2060joiner", "word⟦U+2060⟧joiner"),
    ("filler\u3164", "filler⟦U+3164⟧"),
    ("frame\ufdd0", "frame⟦U+FDD0⟧"),
    ("object\ufffc", "object⟦U+FFFC⟧"),
    ("a\ufe0f", "a⟦U+FE0F⟧"),
    ("😀\ufe0f\ufe01\ufe02", "😀\ufe0f⟦U+FE01⟧⟦U+FE02⟧"),  # bytes smuggled as variants
    ("half\ud83d", "half⟦U+D83D⟧"),
    ("end\u00ad", "end⟦U+00AD⟧"),
    ("\u00adbegin 1\u00ad2", "⟦U+00AD⟧begin 1⟦U+00AD⟧2"),
    ("a\u00ad\u00adb", "a⟦U+00AD⟧⟦U+00AD⟧b"),
    ("a" + "\u00ad" * 100_000 + "b", "a⟦U+00AD ×100000⟧b"),
    ("a" + "\u200b\u200c" * 20 + "b", "a⟦U+200B… ×40⟧b"),
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_a_person_writes_stays(text: str) -> None:
    assert visible(text) == text


def test_a_clean_text_is_not_even_copied() -> None:
    text = "예산 4,200만 원 승인"

    assert visible(text) is text


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_what_hides_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_halves_of_a_character_that_came_separately_are_joined() -> None:
    assert visible("a\ud83d\ude00b") == "a😀b"


def test_every_tag_character_outside_of_flags_is_shown() -> None:
    tags = [chr(code) for code in range(0xE0000, 0xE0080)]

    shown = [visible(f"a{tag}") for tag in tags]

    assert shown == [f"a⟦U+{ord(tag):04X}⟧" for tag in tags]


def test_an_emoji_family_survives_between_letters() -> None:
    assert visible(f"가{FAMILY}a\u200b") == f"가{FAMILY}a⟦U+200B⟧"


@given(st.text())
def test_what_was_cleaned_is_clean(text: str) -> None:
    once = visible(text)

    assert visible(once) == once
    assert not any(0xD800 <= ord(character) <= 0xDFFF for character in once)


@given(
    st.text(
        alphabet=st.characters(
            categories=("L", "N", "P", "Z"),
            exclude_characters="\u2028\u2029\u115f\u1160\u3164\uffa0",
        )
    )
)
def test_letters_numbers_and_signs_are_never_changed(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", UNTOUCHED)
def test_taking_out_what_is_hidden_leaves_every_script_alone(text: str) -> None:
    assert without_hidden(text) is text


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_what_is_hidden_can_be_taken_out(text: str, shown: str) -> None:
    left = without_hidden(text)

    assert len(left) < len(text)
    assert visible(left) == left


@given(st.text())
def test_taking_out_what_is_hidden_twice_changes_nothing_more(text: str) -> None:
    assert without_hidden(without_hidden(text)) == without_hidden(text)

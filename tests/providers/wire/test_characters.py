"""Half characters: joined if the other half follows, else replaced, never passed on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.providers.wire.characters import WholeCharacters, whole_characters


def joined(pieces: list[str]) -> str:
    characters = WholeCharacters()
    return "".join(characters.feed(piece) for piece in pieces) + characters.close()


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["a", "b"], "ab"),
        (["안", "녕"], "안녕"),
        (["\ud83d", "\ude00"], "😀"),
        (["x\ud83d", "\ude00y"], "x😀y"),
        (["\ud83d", "", "\ude00"], "😀"),
        (["\ud83d", "a"], "�a"),
        (["\ude00"], "�"),
        (["a\ud83d"], "a�"),
        (["\ud83d", "\ud83d", "\ude00"], "�😀"),
    ],
)
def test_halves_are_joined_or_replaced(pieces: list[str], text: str) -> None:
    assert joined(pieces) == text


def test_a_whole_piece_is_not_held_back() -> None:
    assert WholeCharacters().feed("안녕 😀") == "안녕 😀"


@given(st.text(st.sampled_from("aㅎ\ud83d\ude00😀\udfff"), max_size=12))
@settings(max_examples=150, deadline=None)
def test_pieces_give_what_the_whole_gives_and_it_can_be_stored(text: str) -> None:
    result = joined(list(text))

    assert result == whole_characters(text)
    assert result.encode().decode() == result

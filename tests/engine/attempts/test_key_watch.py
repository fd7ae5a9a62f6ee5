"""A key that is cut between streams is masked in all of them."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.request import Secret
from conductor.engine.attempts.key_watch import KeyWatch
from conductor.secrets import MASK, Redactor

KEY = "sk-canary-one-4f9a8b7c6d5e"
MOST = 16  # fewer characters of a key in a row than this tell nothing
Shown = dict[str, str]


def watch(*keys: str) -> KeyWatch:
    redactor = Redactor()
    for key in keys or (KEY,):
        redactor.learn(Secret(key))
    return KeyWatch(redactor)


def told(pieces: list[tuple[str, str]], *keys: str) -> tuple[Shown, str]:
    """Return what each stream shows, and all of it in the order in which it was shown."""
    one = watch(*keys)
    runs = [run for stream, delta in pieces for run in one.feed(stream, delta)] + one.flush()
    shown = {"text": "", "reasoning": ""}
    for stream, delta in runs:
        shown[str(stream)] += delta
    return shown, "".join(delta for _stream, delta in runs)


def longest_piece(text: str, key: str = KEY) -> int:
    return max(
        (b - a for a in range(len(key)) for b in range(a, len(key) + 1) if key[a:b] in text),
        default=0,
    )


@pytest.mark.parametrize("first", ["text", "reasoning"])
@pytest.mark.parametrize("at", range(1, len(KEY)))
def test_the_halves_of_a_key_in_two_streams_are_both_gone(first: str, at: int) -> None:
    second = "reasoning" if first == "text" else "text"

    shown, _all = told([(first, "It is " + KEY[:at]), (second, KEY[at:] + " indeed.")])

    assert shown == {first: f"It is {MASK}", second: " indeed."}


@pytest.mark.parametrize("first", ["text", "reasoning"])
@pytest.mark.parametrize("at", range(1, len(KEY)))
def test_a_key_that_is_whole_only_when_read_is_gone_as_well(first: str, at: int) -> None:
    second = "reasoning" if first == "text" else "text"

    shown, _all = told([(first, KEY[at:] + " then"), (second, "and " + KEY[:at])])

    for together in (shown[first] + shown[second], shown[second] + shown[first]):
        assert KEY not in together
        assert longest_piece(together) < MOST


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, len(KEY)), max_size=12),
    st.lists(st.sampled_from(["text", "reasoning"]), min_size=14, max_size=14),
    st.text(string.ascii_letters + "sk-4f ", max_size=8),
    st.text(string.ascii_letters + "sk-4f ", max_size=8),
    st.sampled_from([KEY, KEY + KEY]),
)
def test_a_key_in_any_pieces_over_both_streams_is_read_nowhere(
    cuts: list[int], streams: list[str], before: str, after: str, middle: str
) -> None:
    borders = [0, *sorted(cuts), len(middle)]
    deltas = [middle[a:b] for a, b in pairwise(borders)]
    pieces = list(zip(streams, deltas, strict=False))

    shown, everything = told([("text", before), *pieces, ("text", after)])

    readings = [
        shown["text"],
        shown["reasoning"],
        shown["reasoning"] + shown["text"],
        shown["text"] + shown["reasoning"],
        everything,
    ]
    for reading in readings:
        assert KEY not in reading
        assert longest_piece(reading) < MOST


@given(st.lists(st.tuples(st.sampled_from(["text", "reasoning"]), st.text(max_size=9)), max_size=9))
def test_what_holds_no_key_comes_out_as_it_went_in(pieces: list[tuple[str, str]]) -> None:
    shown, _all = told(pieces)

    for stream, text in shown.items():
        assert text == "".join(delta for name, delta in pieces if name == stream)


@given(
    st.text("canary-one-4f9a8b ", max_size=40),
    st.lists(st.integers(0, 60), max_size=10),
    st.integers(0, 40),
)
def test_one_stream_is_masked_as_if_it_had_come_whole(
    around: str, cuts: list[int], at: int
) -> None:
    whole = around[:at] + KEY + around[at:]
    borders = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]

    shown, _all = told([("text", whole[a:b]) for a, b in pairwise(borders)])

    assert KEY not in shown["text"]
    assert longest_piece(shown["text"]) < MOST


def test_words_are_shown_as_they_come() -> None:
    one = watch()

    shown = [one.feed("text", word) for word in ("Hello ", "world", ", this is", " text.")]

    assert shown == [
        [("text", "Hello ")],
        [("text", "world")],
        [("text", ", this i")],
        [("text", "s text.")],
    ]


def test_a_megabyte_is_looked_through_in_linear_time() -> None:
    from time import process_time

    def seconds(size: int) -> float:
        one = watch("ab" * 500 + "c", KEY)
        began = process_time()
        one.feed("text", "ab" * (size // 2))
        one.feed("reasoning", "x" * size)
        one.flush()
        return process_time() - began

    seconds(10_000)
    assert seconds(1_000_000) < 40 * max(seconds(100_000), 0.005)

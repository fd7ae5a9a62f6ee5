"""Thinking in tags: found at the very beginning only, however the text is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor.core.events import Reasoning, Text
from conductor.providers.wire.thinking import ThinkSplitter


def split(pieces: list[str]) -> tuple[str, str]:
    splitter = ThinkSplitter()
    events = [event for piece in pieces for event in splitter.feed(piece)] + splitter.close()
    assert all(event.delta for event in events)
    thinking = "".join(e.delta for e in events if isinstance(e, Reasoning))
    return thinking, "".join(e.delta for e in events if isinstance(e, Text))


@pytest.mark.parametrize(
    ("text", "thinking", "answer"),
    [
        ("Hello", "", "Hello"),
        ("<think>a</think>b", "a", "b"),
        (" \n<think>a</think>\n\n b", "a", " b"),
        ("<think></think>b", "", "b"),
        ("<think>never closed", "never closed", ""),
        ("<think>a < b </thin", "a < b </thin", ""),
        ("a <think>b</think>", "", "a <think>b</think>"),
        ("<thinking>a</thinking>", "", "<thinking>a</thinking>"),
        ("<thin", "", "<thin"),
        ("  ", "", "  "),
        ("<think>a</think>b<think>c</think>", "a", "b<think>c</think>"),
        ("<think>a<<</</think>", "a<<</", ""),
        ("<think>a</think>\n", "a", ""),
    ],
)
def test_thinking_is_what_the_first_tags_enclose(text: str, thinking: str, answer: str) -> None:
    assert split([text]) == (thinking, answer)
    assert split(list(text)) == (thinking, answer)


def test_text_without_tags_is_handed_out_at_once() -> None:
    splitter = ThinkSplitter()

    assert splitter.feed("H") == [Text("H")]
    assert splitter.feed("<think>") == [Text("<think>")]


def test_endless_white_space_is_not_held_back() -> None:
    splitter = ThinkSplitter()

    assert splitter.feed(" " * 10_000) == [Text(" " * 10_000)]


def test_marked_reasoning_ends_the_search_for_tags() -> None:
    splitter = ThinkSplitter()

    held = splitter.feed(" <thi")
    stopped = splitter.stop()

    assert (held, stopped) == ([], [Text(" <thi")])
    assert splitter.feed("<think>") == [Text("<think>")]


def test_thinking_in_tags_goes_on_beside_marked_reasoning() -> None:
    splitter = ThinkSplitter()

    splitter.feed("<think>a")

    assert splitter.stop() == []
    assert splitter.feed("b</think>c") == [Reasoning("b"), Text("c")]


PARTS = st.lists(
    st.sampled_from(["<think>", "</think>", "<", "/", "think>", "</", " ", "\n", "a", "한", "<th"]),
    max_size=12,
)


@given(PARTS, st.lists(st.integers(0, 60), max_size=6))
@settings(max_examples=200, deadline=None)
def test_no_cut_changes_the_split(parts: list[str], places: list[int]) -> None:
    text = "".join(parts)
    borders = [0, *sorted(p for p in places if p <= len(text)), len(text)]

    pieces = [text[a:b] for a, b in itertools.pairwise(borders)]

    assert split(pieces) == split([text])


@given(st.text("<think/> \na", max_size=40))
@settings(max_examples=150, deadline=None)
def test_text_that_does_not_begin_with_the_tag_is_untouched(text: str) -> None:
    if not text.lstrip().startswith("<think>"):
        assert split(list(text)) == ("", text)

"""The decoder of server-sent events: any pieces, any line ends, any size, never twice."""

from __future__ import annotations

import itertools
import random
import time

import httpx
import httpx_sse
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai._streaming import SSEDecoder as OpenAIDecoder

from conductor.core.errors import AnswerFailed, ErrorKind
from conductor.providers.wire import sse
from conductor.providers.wire.sse import SseDecoder, SseEvent, StrayLine
from tests.providers.services import STREAMS, recording

CHUNKINGS = 20_000


def decode(pieces: list[bytes]) -> list[SseEvent | StrayLine]:
    decoder = SseDecoder()
    found = [item for piece in pieces for item in decoder.feed(piece)]
    return found + decoder.close()


def data_of(pieces: list[bytes]) -> list[tuple[str, str]]:
    return [(i.name, i.data) for i in decode(pieces) if isinstance(i, SseEvent) and i.data]


def cut(data: bytes, places: list[int]) -> list[bytes]:
    borders = [0, *sorted(places), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(borders)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    stream = f"event: a{end}data: 1{end}data: 2{end}{end}data:3{end}{end}".encode()

    assert decode([stream]) == [SseEvent("a", "1\n2"), SseEvent("", "3")]


def test_a_line_end_cut_in_two_is_one() -> None:
    pieces = [b"data: 1\r", b"\ndata: 2\r", b"\n\r", b"\n"]

    assert decode(pieces) == [SseEvent("", "1\n2")]


def test_an_event_is_handed_out_with_the_byte_that_completes_it() -> None:
    decoder = SseDecoder()

    assert decoder.feed(b"data: 1\n") == []
    assert decoder.feed(b"\n") == [SseEvent("", "1")]


def test_the_byte_order_mark_is_no_part_of_the_first_line() -> None:
    pieces = [b"\xef", b"\xbb", b"\xbfdata: 1\n\n\xef\xbb\xbfdata: 2\n\n"]

    assert decode(pieces) == [SseEvent("", "1"), StrayLine("\ufeffdata: 2")]


def test_comments_ids_and_retries_are_passed_over() -> None:
    stream = b": hello\n:\nid: 7\nretry: 10\n\ndata: 1\nid: 8\n\n\n\n"

    assert decode([stream]) == [SseEvent("", "1")]


def test_a_name_without_data_is_no_event_and_does_not_stick() -> None:
    assert decode([b"event: ping\n\ndata: 1\n\n"]) == [SseEvent("", "1")]


def test_a_value_loses_one_space_only() -> None:
    assert decode([b"data:  two\n\ndata:none\n\ndata\n\n"]) == [
        SseEvent("", " two"),
        SseEvent("", "none"),
        SseEvent("", ""),
    ]


def test_lines_that_are_no_fields_are_handed_out() -> None:
    stream = b'{"error": {\n  "code": 429}}\n\nnonsense\n'

    assert decode([stream]) == [
        StrayLine('{"error": {'),
        StrayLine('  "code": 429}}'),
        StrayLine("nonsense"),
    ]


def test_the_last_event_needs_no_blank_line() -> None:
    assert decode([b"event: e\ndata: last"]) == [SseEvent("e", "last")]


def test_bytes_that_are_no_utf8_are_replaced() -> None:
    assert decode([b"data: a\xff\xc3(\n\n"]) == [SseEvent("", "a\ufffd\ufffd(")]


def test_a_character_cut_in_the_middle_is_whole() -> None:
    stream = "data: 한글 👩‍👩‍👧\n\n".encode()

    assert decode([bytes([b]) for b in stream]) == [SseEvent("", "한글 👩‍👩‍👧")]


@pytest.mark.parametrize(
    ("pieces", "limit"),
    [
        ([b"data: " + b"x" * (5 * sse.MIB) + b"\n\n"], "4"),
        ([b"data: " + b"x" * sse.MIB] + [b"x" * sse.MIB] * 4, "4"),
        ([b"data: " + b"x" * (3 * sse.MIB) + b"\n"] * 3, "8"),
        ([b": " + b"x" * sse.MIB + b"\n"] * 65, "64"),
    ],
    ids=["line", "line in pieces", "event", "stream"],
)
def test_what_is_too_long_is_refused(pieces: list[bytes], limit: str) -> None:
    with pytest.raises(AnswerFailed, match=f"longer than {limit} MiB") as failed:
        decode(pieces)

    assert failed.value.error.kind is ErrorKind.PROTOCOL
    assert not failed.value.retryable


def test_20000_ways_to_cut_the_recordings_give_the_same_events() -> None:
    chance = random.Random(20_000)
    streams = {name: recording(name) for name in STREAMS}
    whole = {name: decode([data]) for name, data in streams.items()}

    for turn in range(CHUNKINGS):
        name = STREAMS[turn % len(STREAMS)]
        data = streams[name]
        count = chance.choice((1, 2, 3, 8, 30))
        pieces = cut(data, [chance.randrange(len(data)) for _cut in range(count)])
        assert decode(pieces) == whole[name], (turn, name)


def test_every_single_cut_and_single_bytes_give_the_same_events() -> None:
    data = recording("unicode_crlf")
    whole = decode([data])

    assert decode([bytes([b]) for b in data]) == whole
    for place in range(len(data)):
        assert decode(cut(data, [place])) == whole, place


FIELDS = [b"data: ", b"data:", b"data", b"event: e", b"event:", b"id: 1", b":"]
ENDS = [b"\n", b"\r", b"\r\n", b"\n\n"]
VALUES = [b" ", b"x", "한".encode(), "👧".encode(), b"\xff", b"\xc3", b"{", b"[DONE]"]
FRAGMENTS = st.sampled_from([*FIELDS, *ENDS, *VALUES])


@given(st.lists(FRAGMENTS, max_size=30), st.lists(st.integers(0, 120), max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_cut_changes_the_events_of_any_stream(parts: list[bytes], places: list[int]) -> None:
    data = b"".join(parts)

    assert decode(cut(data, [p for p in places if p <= len(data)])) == decode([data])


@given(st.lists(FRAGMENTS, max_size=30), st.lists(st.integers(0, 120), max_size=8))
@settings(max_examples=150, deadline=None)
def test_two_other_decoders_agree(parts: list[bytes], places: list[int]) -> None:
    # Both drop an event that has no blank line, and give empty ones after `id` or `event`.
    data = b"".join(parts).decode("utf-8", "replace").encode() + b"\n\n"
    pieces = cut(data, [p for p in places if p <= len(data)])

    ours = data_of(pieces)

    theirs = [(e.event or "", e.data) for e in OpenAIDecoder().iter_bytes(iter(pieces)) if e.data]
    response = httpx.Response(
        200, content=iter(pieces), headers={"content-type": "text/event-stream"}
    )
    other = [(e.event, e.data) for e in httpx_sse.EventSource(response).iter_sse() if e.data]
    assert ours == theirs
    # This one names an event without a name "message".
    assert [(name or "message", data) for name, data in ours] == other


def test_time_grows_with_the_bytes_only() -> None:
    def seconds_for(size: int) -> float:
        decoder, piece = SseDecoder(), b"x" * 64
        began = time.process_time()
        for _piece in range(size // 64):
            decoder.feed(piece)
        return time.process_time() - began

    seconds_for(64 * 1024)
    small = min(seconds_for(256 * 1024) for _run in range(3))
    large = min(seconds_for(2048 * 1024) for _run in range(3))

    assert large < small * 8 * 3

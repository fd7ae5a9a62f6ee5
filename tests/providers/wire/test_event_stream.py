"""Streams of two more shapes than Chat Completions has, cut anywhere: named events, JSON lines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.entities import Finish, Usage
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.events import (
    Finished,
    ProviderEvent,
    Reasoning,
    Started,
    Text,
    UsageReport,
)
from conductor.providers.failures.failure import truncated
from conductor.providers.wire.call import Call
from conductor.providers.wire.event_stream import EventStream
from conductor.providers.wire.json_value import json_of
from conductor.providers.wire.reader import Decoder, Reader
from conductor.providers.wire.sse import SseEvent, StrayLine
from tests.providers.services import Outcome, endpoint, gather

CALL = Call(endpoint(keep_alive=False), "/v1/messages", b"{}")


@dataclass
class NamedEvents:
    """Reads a protocol whose events have names and whose end mark is one of them."""

    is_whole: bool = False
    raw_finish: str | None = None

    @property
    def is_done(self) -> bool:
        return self.is_whole

    def read(self, event: SseEvent, *, is_cut: bool = False) -> list[ProviderEvent]:
        value = json_of(event.data)
        if value is None and is_cut:
            return []
        match event.name:
            case "message_start":
                return [Started(value["id"], value["model"])]
            case "content_block_delta" if "thinking" in value:
                return [Reasoning(value["thinking"])]
            case "content_block_delta":
                return [Text(value["text"])]
            case "message_delta":
                self.raw_finish = value["stop_reason"]
                return [UsageReport(Usage(output_total=value["output_tokens"]))]
            case "message_stop":
                self.is_whole = True
            case "error":
                raise AnswerFailed(AnswerError(ErrorKind.SERVER, value["message"]))
        return []

    def read_rest(self, lines: str, cut: AnswerFailed | None) -> list[ProviderEvent]:
        raise cut or truncated(lines)

    def held_back(self) -> list[ProviderEvent]:
        return []

    def finished(self) -> Finished:
        return Finished(Finish.STOP, self.raw_finish)


@dataclass
class JsonLines(NamedEvents):
    """Reads a protocol that sends one JSON object on each line, and has no names."""

    def read(self, event: SseEvent, *, is_cut: bool = False) -> list[ProviderEvent]:
        value = json_of(event.data)
        if value is None and is_cut:
            return []
        if value["done"]:
            self.is_whole, self.raw_finish = True, value["done_reason"]
            return [UsageReport(Usage(output_total=value["eval_count"]))]
        return [Text(value["content"])]


@dataclass
class Lines:
    """Takes each line for an event."""

    left: bytearray = field(default_factory=bytearray)

    def feed(self, piece: bytes) -> Sequence[SseEvent | StrayLine]:
        self.left += piece
        *lines, rest = bytes(self.left).split(b"\n")
        self.left = bytearray(rest)
        return [SseEvent("", line.decode()) for line in lines if line.strip()]

    def close(self) -> Sequence[SseEvent | StrayLine]:
        return [SseEvent("", self.left.decode("utf-8", "replace"))] if self.left else []


def named(name: str, **fields: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(fields, ensure_ascii=False)}\n\n".encode()


NAMED = b"".join(
    (
        named("message_start", id="msg_1", model="m"),
        named("ping"),
        named("content_block_delta", thinking="음…"),
        named("content_block_delta", text="Grüße, "),
        named("content_block_delta", text="😀."),
        named("message_delta", stop_reason="end_turn", output_tokens=5),
        named("message_stop"),
    )
)
LINES = b"".join(
    json.dumps(value, ensure_ascii=False).encode() + b"\n"
    for value in (
        {"done": False, "content": "안녕"},
        {"done": False, "content": ", 😀."},
        {"done": True, "done_reason": "stop", "eval_count": 4},
    )
)

Shape = tuple[bytes, Callable[[], Reader], Callable[[], Decoder | None], str]
SHAPES: dict[str, Shape] = {
    "named events": (NAMED, NamedEvents, lambda: None, "Grüße, 😀."),
    "JSON lines": (LINES, JsonLines, Lines, "안녕, 😀."),
}


def replay(shape: Shape, pieces: Iterable[bytes]) -> Outcome:
    async def feed() -> AsyncGenerator[bytes]:
        for piece in pieces:
            yield piece

    _stream, reader, decoder, _text = shape
    return asyncio.run(gather(EventStream(CALL, reader(), decoder()).events(feed())))


@pytest.mark.parametrize("name", SHAPES)
def test_a_stream_may_be_cut_at_every_byte(name: str) -> None:
    shape = SHAPES[name]
    stream, _reader, _decoder, text = shape
    whole = replay(shape, [stream])
    assert whole.text == text

    for at in range(1, len(stream)):
        assert replay(shape, [stream[:at], stream[at:]]).events == whole.events


@pytest.mark.parametrize("name", SHAPES)
@given(st.data())
def test_a_stream_may_come_in_any_pieces(name: str, data: st.DataObject) -> None:
    shape = SHAPES[name]
    stream = shape[0]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1))))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    assert replay(shape, pieces).events == replay(shape, [stream]).events


@pytest.mark.parametrize("name", SHAPES)
def test_a_stream_that_breaks_off_anywhere_is_a_failure_and_keeps_its_text(name: str) -> None:
    shape = SHAPES[name]
    stream, _reader, _decoder, text = shape
    told = 0

    for end in range(len(stream)):
        outcome = replay(shape, [stream[:end]])
        if outcome.failure is None:
            assert stream[end:].strip() == b"", "only the last line end is missing"
        else:
            assert outcome.error.kind is ErrorKind.TRUNCATED
        assert text.startswith(outcome.text)
        assert len(outcome.text) >= told
        told = len(outcome.text)

    assert told == len(text)


def test_an_error_among_named_events_keeps_what_came_before() -> None:
    stream = NAMED.partition(b"event: message_delta")[0] + named("error", message="overloaded")

    outcome = replay(SHAPES["named events"], [stream])

    assert outcome.text == "Grüße, 😀."
    assert outcome.error.kind is ErrorKind.SERVER

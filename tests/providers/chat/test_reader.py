"""One chunk at a time: every shape of text, every shape of error, every oddity."""

from __future__ import annotations

import pytest

from conductor.core.entities import Finish
from conductor.core.errors import ErrorKind
from conductor.core.events import Progress, Text
from conductor.providers.wire import answer_text
from tests.providers.services import DONE, END, KEY, chunk, delta, replay


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        (chunk(error={"message": "slow down", "code": "rate_limit_exceeded"}), ErrorKind.RATE),
        (chunk(error={"message": "x", "code": 429}), ErrorKind.RATE),
        (chunk(error="just words"), ErrorKind.SERVER),
        (chunk(error={}), ErrorKind.SERVER),
        (chunk(error={"message": "no", "type": "insufficient_quota"}), ErrorKind.CREDIT),
        (chunk(error={"code": "context_length_exceeded", "message": ""}), ErrorKind.CONTEXT),
        (chunk(object="error", message="m", code=404), ErrorKind.ADDRESS),
        (chunk(x_groq={"id": "r", "error": "over capacity"}), ErrorKind.SERVER),
        (chunk(choices=[{"index": 0, "error": {"code": 502, "message": "m"}}]), ErrorKind.SERVER),
        (b'event: error\ndata: {"message": "m", "code": 401}\n\n', ErrorKind.KEY),
        (b"event: error\ndata: plain words\n\n", ErrorKind.SERVER),
        (b'{"error": {\n"message": "bare lines",\n"code": 503}}\n', ErrorKind.SERVER),
        (b'[{"error": {"message": "in a list", "code": 429}}]', ErrorKind.RATE),
        (chunk(detail="Not allowed"), ErrorKind.SERVER),
    ],
)
def test_every_shape_of_error_in_a_stream_is_a_failure(stream: bytes, kind: ErrorKind) -> None:
    alone = replay([stream])
    later = replay([delta("Text. "), stream])

    assert alone.error.kind is kind
    assert later.error.kind is kind
    assert later.text == "Text. "


@pytest.mark.parametrize(
    "stream",
    [
        b"data: {not json}\n\n",
        b"data: [1, 2]\n\n",
        b'data: "text"\n\n',
        b"data: " + b"[" * 100_000 + b"\n\n",
        b'data: {"choices": {"0": {}}}\n\n',
        b'data: {"choices": ["x"]}\n\n',
        delta({"type": "text", "text": "lost"}),
        delta(17),
    ],
)
def test_what_is_not_understood_is_a_failure(stream: bytes) -> None:
    outcome = replay([delta("Before. "), stream, END])

    assert outcome.error.kind is ErrorKind.PROTOCOL
    assert outcome.text == "Before. "


def test_a_broken_chunk_is_not_passed_over() -> None:
    outcome = replay([delta("a"), b'data: {"choices": [{"del\n\n', delta("b"), END, DONE])

    assert outcome.error.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize(
    "odd",
    [
        b": ping\n\n",
        b"data:\n\n",
        b"event: ping\ndata:  \n\n",
        chunk(id="c", choices=[]),
        chunk(id="c", choices=None, object="x"),
        chunk(type="ping"),
        chunk(error=None, choices=[{"delta": {"content": None}}]),
        chunk(choices=[{"index": 1, "delta": {"content": "another choice"}}]),
        chunk(choices=[{"index": 0, "delta": None, "finish_reason": ""}]),
        chunk(choices=[{"index": 0, "delta": {"content": []}}]),
        chunk(choices=[{"index": 0, "delta": {"content": [{"type": "reference", "ids": [1]}]}}]),
        chunk(choices=[{"index": 0, "delta": {"content": ""}}], usage={}),
        chunk(choices=[{"index": 0, "delta": {"reasoning_details": "no list"}}], usage="none"),
        chunk(choices=[{"index": "0", "delta": {"tool_calls": [{"index": 0}]}}], prompt_progress=7),
    ],
)
def test_oddities_change_nothing(odd: bytes) -> None:
    outcome = replay([odd, delta("Te"), odd, delta("xt"), odd, END, odd, DONE])

    assert outcome.text == "Text"
    assert outcome.reasoning == ""
    assert outcome.usage is None
    assert outcome.finished.reason is Finish.STOP


def test_reasoning_comes_from_one_field_only() -> None:
    stream = delta(
        "", reasoning="once", reasoning_content="once", reasoning_details=[{"text": "1"}]
    )

    assert replay([stream, END]).reasoning == "once"


def test_reasoning_may_come_in_details_alone() -> None:
    details = [{"type": "reasoning.text", "text": "a"}, {"type": "reasoning.encrypted"}, 7]

    assert replay([delta("", reasoning_details=details), END]).reasoning == "a"


def test_tags_are_left_alone_where_reasoning_is_marked() -> None:
    outcome = replay([delta(None, reasoning="r"), delta("<think>a</think>b"), END])

    assert (outcome.reasoning, outcome.text) == ("r", "<think>a</think>b")


def test_thinking_that_is_never_closed_is_no_text() -> None:
    outcome = replay([delta("<think>On and on</th"), delta("", "length"), DONE])

    assert (outcome.reasoning, outcome.text) == ("On and on</th", "")
    assert outcome.finished.reason is Finish.LENGTH


@pytest.mark.parametrize(
    "progress",
    [{}, {"total": 5, "cache": 5, "processed": 5}, {"total": "x", "processed": -1}],
)
def test_progress_without_sense_has_no_fraction(progress: dict[str, object]) -> None:
    outcome = replay([chunk(choices=[], model="m", prompt_progress=progress), delta("x"), END])

    assert outcome.events[1] == Progress("Reading the prompt", None)


def test_the_message_that_repeats_the_whole_text_is_not_added_to_it() -> None:
    last = chunk(choices=[{"index": 0, "message": {"content": "ab"}, "finish_reason": "stop"}])

    assert replay([delta("a"), delta("b"), last]).text == "ab"


def test_an_answer_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_text, "TEXT_LIMIT_BYTES", 10)

    outcome = replay([delta("가가"), delta(None, reasoning="abcd"), delta("e"), END])

    assert outcome.error.kind is ErrorKind.PROTOCOL
    assert (outcome.text, outcome.reasoning) == ("가가", "abcd")


def test_names_from_outside_are_cleaned_and_masked() -> None:
    first = chunk(id="i\x00d", model=f"<b>m\n\u202e{'x' * 900}{KEY}", choices=[])
    second = delta("", f"{KEY}\x1b[31m")

    outcome = replay([first, second])

    started, finished = outcome.started, outcome.finished
    assert started.request_id == "id"
    assert started.model is not None
    assert started.model.startswith("<b>m xxx")
    assert len(started.model) == 200
    assert finished.raw_reason == "•••[31m"


def test_text_comes_with_the_piece_that_brings_it() -> None:
    outcome = replay([delta("one"), delta("two"), END])

    assert [e.delta for e in outcome.events if isinstance(e, Text)] == ["one", "two"]

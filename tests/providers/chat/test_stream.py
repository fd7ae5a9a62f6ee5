"""Recorded answers read to their end, cut off, cut up, and with failures inside."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass

import pytest

from conductor.core.entities import Finish, Usage
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.events import Finished, Progress, Reasoning, Started
from conductor.providers.wire.sse import SseDecoder, SseEvent
from tests.providers.services import DONE, END, STREAMS, Outcome, delta, recording, replay


@dataclass(frozen=True)
class Expected:
    text: str
    finish: Finish = Finish.STOP
    reasoning: str = ""
    refusal: str = ""
    usage: Usage | None = None
    model: str = "m"


WHOLE = {
    "azure": Expected(
        "Good morning.",
        usage=Usage(12, 0, None, 4, 0),
        model="gpt-5.6-2026-08-13",
    ),
    "deepseek": Expected(
        "Yes, 17 is prime.",
        reasoning="17 is prime.",
        usage=Usage(26, 64, None, 25, 12),
        model="deepseek-v4-pro",
    ),
    "filtered": Expected("Part", Finish.FILTERED),
    "groq": Expected(
        "Sure thing.",
        reasoning="Short reply needed.",
        usage=Usage(76, None, None, 23, 8),
        model="openai/gpt-oss-120b",
    ),
    "halves": Expected("A 😀 and �!"),
    "litellm": Expected(
        "Hello there.", Finish.LENGTH, usage=Usage(1, 30, None, 4, None), model="smol"
    ),
    "llamacpp": Expected(
        "A rainbow, a unicorn, and a unicambee, or something else entirely.",
        usage=Usage(23, 0, None, 19, None),
        model="smollm2-135m",
    ),
    "llamacpp_korean": Expected(
        "안녕하세요 😀 👩‍👩",
        Finish.LENGTH,
        usage=Usage(60, 3, None, 24, None),
        model="smollm2-135m",
    ),
    "llamacpp_progress": Expected(
        "I'm here", Finish.LENGTH, usage=Usage(507, 24, None, 3, None), model="smollm2-135m"
    ),
    "lmstudio_think": Expected(
        "One is less <think> than two.",
        reasoning="\nLet me see. 1 < 2 holds.\n",
        model="qwen3-4b",
    ),
    "mistral": Expected(
        "Paris it is.",
        Finish.LENGTH,
        reasoning="The capital is Paris.",
        usage=Usage(11, 0, None, 29, None),
        model="magistral-medium-latest",
    ),
    "odd_lines": Expected("multi line", usage=Usage(7, None, None, 2, None)),
    "openai": Expected(
        "Three colours: red, green and blue.",
        usage=Usage(152, 1024, 128, 73, 64),
        model="gpt-5.6-2026-08-13",
    ),
    "openai_refusal": Expected(
        "",
        Finish.REFUSED,
        refusal="I'm sorry, but I can't help with that.",
        usage=Usage(21, 0, None, 11, 0),
        model="gpt-5.6-2026-08-13",
    ),
    "openrouter": Expected(
        "Hello, you.",
        reasoning="The user wants a greeting.",
        usage=Usage(14, 0, 0, 39, 21),
        model="anthropic/claude-sonnet-5.5",
    ),
    "openrouter_summary": Expected(
        "Yes.", reasoning="**Weighing** the options", model="anthropic/claude-sonnet-5.5"
    ),
    "tool": Expected("", Finish.TOOL),
    "unicode_crlf": Expected("안녕하세요, 지휘자님! 👩‍👩‍👧 가족과 🇰🇷 한글은 ㅎ·하·한…\u2028끝\n"),
    "unknown_finish": Expected("Hm.", Finish.UNKNOWN),
    "vllm": Expected(
        "\n\nHi!",
        reasoning="Okay, the user greets me.",
        usage=Usage(9, None, None, 111, None),
        model="Qwen/Qwen3-8B",
    ),
    "xai": Expected("42", reasoning="Thinking... ", usage=Usage(26, 4, None, 309, 300)),
}
BROKEN = {"openai_error", "openrouter_error", "vllm_error"}


def as_expected(outcome: Outcome) -> Expected:
    return Expected(
        outcome.text,
        outcome.finished.reason,
        outcome.reasoning,
        outcome.refusal,
        outcome.usage,
        outcome.started.model or "",
    )


def test_every_recording_is_expected_to_be_something() -> None:
    assert set(STREAMS) == set(WHOLE) | BROKEN


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_recorded_answer_is_read_to_its_end(name: str) -> None:
    outcome = replay([recording(name)])

    assert as_expected(outcome) == WHOLE[name]
    assert [type(e) for e in outcome.events].count(Started) == 1
    assert [type(e) for e in outcome.events].count(Finished) == 1


def test_any_pieces_give_the_same_answer() -> None:
    chance = random.Random(7)

    for turn in range(1_000):
        name = sorted(WHOLE)[turn % len(WHOLE)]
        data = recording(name)
        places = sorted(chance.randrange(len(data)) for _cut in range(chance.choice((1, 4, 20))))
        borders = [0, *places, len(data)]
        pieces = [data[a:b] for a, b in itertools.pairwise(borders)]
        assert as_expected(replay(pieces)) == WHOLE[name], (turn, name)


@pytest.mark.parametrize("name", ["openai", "llamacpp_korean", "deepseek", "mistral"])
def test_an_answer_cut_before_its_end_mark_is_truncated_whatever_came(name: str) -> None:
    data = recording(name)
    end_mark = next(
        data.index(line) + len(line.rstrip())
        for line in data.splitlines(keepends=True)
        if b'"finish_reason":"' in line
    )

    for place in {*range(0, end_mark, 13), end_mark - 1}:
        outcome = replay([data[:place]])
        assert outcome.error.kind is ErrorKind.TRUNCATED, place
        assert WHOLE[name].text.startswith(outcome.text), place
    assert replay([data[:end_mark]]).finished.reason is WHOLE[name].finish


def test_text_that_came_before_a_break_is_handed_out_first() -> None:
    broken = AnswerFailed(AnswerError(ErrorKind.TRUNCATED, "gone"))

    outcome = replay([delta("Half an ans"), delta("\ud83d")], broken)

    assert outcome.failure is broken
    assert outcome.text == "Half an ans�"


def test_a_break_after_the_end_mark_is_no_failure() -> None:
    broken = AnswerFailed(AnswerError(ErrorKind.TRUNCATED, "gone"))

    outcome = replay([delta("All of it."), END], broken)

    assert outcome.text == "All of it."
    assert outcome.finished.reason is Finish.STOP


def test_done_without_a_finish_reason_is_truncated() -> None:
    outcome = replay([delta("Text"), DONE])

    assert outcome.error.kind is ErrorKind.TRUNCATED
    assert outcome.failure is not None
    assert outcome.failure.retryable


def test_an_empty_answer_without_end_mark_is_truncated() -> None:
    assert replay([]).error.kind is ErrorKind.TRUNCATED
    assert replay([DONE]).error.kind is ErrorKind.TRUNCATED


def test_what_follows_done_is_not_read() -> None:
    outcome = replay([delta("a"), END, DONE + delta("b") + b"data: garbage\n\n"])

    assert outcome.text == "a"
    assert outcome.finished.raw_reason == "stop"


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("openai_error", "The server had an error"),
        ("openrouter_error", "Provider returned error: upstream connect error"),
        ("vllm_error", "EngineCore encountered an issue"),
    ],
)
def test_an_error_inside_the_stream_is_a_failure_that_keeps_the_text(
    name: str, detail: str
) -> None:
    outcome = replay([recording(name)])

    assert outcome.error.kind is ErrorKind.SERVER
    assert outcome.error.detail.startswith(detail)
    assert outcome.text == {"openai_error": "The first", "openrouter_error": "Once upon a"}.get(
        name, ""
    )


def test_a_summary_of_reasoning_says_that_it_is_one() -> None:
    outcome = replay([recording("openrouter_summary")])

    assert Reasoning("**Weighing** the options", "summary") in outcome.events


def test_reading_the_prompt_is_told_as_a_fraction() -> None:
    outcome = replay([recording("llamacpp_progress")])

    fractions = [e.fraction for e in outcome.events if isinstance(e, Progress)]
    assert fractions[0] == 0.0
    assert fractions[-1] == 1.0
    assert fractions == sorted(fractions)  # type: ignore[type-var]
    assert len(fractions) > 5


def test_an_answer_that_came_whole_instead_of_streamed_is_accepted() -> None:
    message = {"role": "assistant", "content": "Whole.", "reasoning_content": "Thought."}
    answer = {
        "id": "c",
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "length"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2},
    }

    for body in (json.dumps(answer), "\n\n" + json.dumps(answer, indent=2)):
        outcome = replay([body.encode()])
        assert (outcome.text, outcome.reasoning) == ("Whole.", "Thought.")
        assert outcome.finished.reason is Finish.LENGTH
        assert outcome.usage == Usage(3, None, None, 2, None)


def test_a_whole_answer_that_is_cut_is_truncated() -> None:
    assert replay([b'{"choices": [{"message": {"content": "Who']).error.kind is ErrorKind.TRUNCATED


def test_a_document_after_a_part_of_an_answer_does_not_complete_it() -> None:
    document = b'{"choices":[{"message":{"content":"b"},"finish_reason":null}]}\n'

    outcome = replay([delta("a"), document])

    assert outcome.text == "a"
    assert outcome.error.kind is ErrorKind.TRUNCATED


def test_endless_lines_that_are_no_events_are_refused() -> None:
    outcome = replay([delta("a"), *[b"x" * 1_000_000 + b"\n"] * 5])

    assert outcome.text == "a"
    assert outcome.error.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize("body", [b'{"ok": true}', b"Hello, I am no service.", b"[]", b"17"])
def test_a_body_that_is_no_answer_is_a_failure(body: bytes) -> None:
    outcome = replay([body])

    assert outcome.error.kind is ErrorKind.PROTOCOL
    assert outcome.events == []


def test_a_web_page_without_its_type_is_known_as_one() -> None:
    outcome = replay([b"<!DOCTYPE html>\n<html><title>Sign in</title>\n"])

    assert outcome.error.kind is ErrorKind.ADDRESS
    assert outcome.error.detail == "Sign in"


def test_the_recordings_are_what_the_official_library_expects() -> None:
    from openai.types.chat import ChatCompletionChunk

    for name in ("openai", "openai_refusal", "groq", "deepseek", "vllm", "xai", "openrouter"):
        for item in SseDecoder().feed(recording(name)):
            if isinstance(item, SseEvent) and item.data != "[DONE]":
                ChatCompletionChunk.model_validate_json(item.data)

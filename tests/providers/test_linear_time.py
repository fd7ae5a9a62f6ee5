"""Whatever a service sends, reading it takes time in proportion to its length."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

import httpx
import pytest

from conductor.core.errors import AnswerFailed, InvalidInput
from conductor.core.events import Reasoning
from conductor.providers import model_list
from conductor.providers.chat.body import OPTIONAL_FIELDS
from conductor.providers.chat.delta import parts_of
from conductor.providers.chat.reader import ChatReader, complaint_in
from conductor.providers.chat.usage import usage_of
from conductor.providers.failures import complaint, retry_after, too_long
from conductor.providers.failures.diagnosis import diagnose
from conductor.providers.failures.failure import failure_of
from conductor.providers.wire import address, json_value
from conductor.providers.wire.answer_text import AnswerText
from conductor.providers.wire.call import Call
from conductor.providers.wire.characters import WholeCharacters, whole_characters
from conductor.providers.wire.plain_text import plain_text
from conductor.providers.wire.sse import SseDecoder, SseEvent
from conductor.providers.wire.thinking import ThinkSplitter
from tests.linear import (
    QUICK,
    RUNS,
    TELLING_RUNS,
    WHOLE,
    Probe,
    found_superlinear,
    text_functions,
    unregistered,
)
from tests.providers.services import KEY, endpoint

CALL = Call(endpoint(), "/chat/completions", b"{}", model="big-1", optional=OPTIONAL_FIELDS)
SECRET = CALL.endpoint.key


def in_pieces(text: str, size: int = 64) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def body(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def complained(text: str) -> complaint.Complaint:
    return complaint.read_complaint({"error": {"message": text, "code": text[:99]}}, SECRET)


def decoded(text: str) -> None:
    decoder = SseDecoder()
    with suppress(AnswerFailed):
        for piece in in_pieces(f"data: {text}\n\n{text}"):
            decoder.feed(body(piece))
        decoder.close()


def thought(text: str, opening: str = "") -> None:
    splitter = ThinkSplitter()
    for piece in in_pieces(opening + text):
        splitter.feed(piece)
    splitter.close()


def gathered(text: str) -> None:
    answer = AnswerText()
    for piece in in_pieces(text):
        answer.feed(piece)
        answer.feed_reasoning(Reasoning(piece))
        answer.take_apart(piece)
    answer.close()


def whole(text: str) -> None:
    characters = WholeCharacters()
    for piece in in_pieces(text, 1):
        characters.feed(piece)
    characters.close()


def read(text: str) -> None:
    reader = ChatReader(CALL, None)
    with suppress(AnswerFailed):
        for piece in in_pieces(text):
            delta = {"choices": [{"delta": {"content": piece}}]}
            reader.read(SseEvent("", json.dumps(delta)))
        reader.read(SseEvent("error", text))


def rest(text: str) -> None:
    with suppress(AnswerFailed):
        ChatReader(CALL, None).read_rest(text, None)


def read_chunk(text: str) -> None:
    with suppress(AnswerFailed):
        ChatReader(CALL, None).read_document({"choices": [{"message": {"content": text}}]})


def bomb(text: str) -> None:
    """Read JSON of a run, and of a run that nests."""
    with suppress(AnswerFailed):
        ChatReader(CALL, None).read(SseEvent("", text))
    complaint.read_body(body(text))


def checked(url: str) -> None:
    with suppress(InvalidInput):
        address.check_base_url(url)


def listed(text: str) -> None:
    model_list.models_in({"data": [{"id": word} for word in text.split()]})


PROBES: Mapping[str, Sequence[Probe]] = {
    "providers.wire.address.check_base_url": [
        checked,
        lambda t: checked(f"https://{t}"),
        lambda t: checked(f"https://a.b/{t}"),
    ],
    "providers.wire.answer_text.AnswerText.feed": [gathered],
    "providers.wire.answer_text.AnswerText.feed_reasoning": [gathered],
    "providers.wire.answer_text.AnswerText.take_apart": [gathered],
    "providers.wire.characters.WholeCharacters.feed": [whole],
    "providers.wire.characters.whole_characters": [whole_characters],
    "providers.chat.delta.parts_of": [lambda t: parts_of({"content": t, "reasoning": t})],
    "providers.chat.reader.ChatReader.read": [read, bomb],
    "providers.chat.reader.ChatReader.read_chunk": [read],
    "providers.chat.reader.ChatReader.read_document": [read_chunk],
    "providers.chat.reader.ChatReader.read_rest": [rest],
    "providers.wire.json_value.json_of": [json_value.json_of],
    "providers.chat.reader.complaint_in": [lambda t: complaint_in({"error": t})],
    "providers.chat.usage.usage_of": [lambda t: usage_of({"usage": {"prompt_tokens": t}})],
    "providers.failures.complaint.read_body": [
        bomb,
        lambda t: complaint.read_body(body(f"<html>{t}"), SECRET),
        lambda t: complaint.read_body(body(f'{{"error":"{t}"}}'), SECRET),
    ],
    "providers.failures.complaint.looks_like_html": [complaint.looks_like_html],
    "providers.failures.complaint.read_complaint": [
        complained,
        lambda t: complaint.read_complaint(
            {"detail": [{"loc": [t], "msg": t, "type": "extra"}]}, SECRET
        ),
    ],
    "providers.failures.diagnosis.diagnose": [lambda t: diagnose(complained(t), CALL, 400)],
    "providers.failures.failure.failure_of": [
        lambda t: failure_of(
            complained(t), CALL, status=429, headers=httpx.Headers({"retry-after": "1"})
        ),
    ],
    "providers.wire.json_value.count_of": [json_value.count_of],
    "providers.model_list.models_in": [listed],
    "providers.wire.plain_text.plain_text": [lambda t: plain_text(f"{t}{KEY}{t}", secret=SECRET)],
    "providers.wire.plain_text.plain_name": [lambda t: plain_text(t, secret=SECRET)],
    "providers.failures.retry_after.retry_after_s": [
        lambda t: retry_after.retry_after_s({"retry-after": t, "date": t}),
        lambda t: retry_after.retry_after_s({"retry-after-ms": t}),
        lambda t: retry_after.retry_after_s(
            {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": t}
        ),
    ],
    "providers.wire.sse.SseDecoder.feed": [decoded],
    "providers.wire.thinking.ThinkSplitter.feed": [thought, lambda t: thought(t, "<think>")],
    "providers.failures.too_long.is_too_long": [lambda t: too_long.is_too_long(complained(t), 400)],
    "providers.failures.too_long.token_counts": [lambda t: too_long.token_counts(complained(t))],
}

UNSEEN: Mapping[str, str] = {
    "providers.wire.address.is_on_this_machine": "sees checked addresses, 2,048 characters",
    "providers.chat.body.": "writes what goes out; looks for nothing in it",
    "providers.chat.delta.finish_of": "looks one word up",
    "providers.wire.event_stream.": "hands pieces to the decoder and the reader, measured above",
    "providers.failures.failure.": "makes sentences of complaints that are measured above",
    "providers.wire.json_value.": "looks at types",
    "providers.wire.reader.": "says what a protocol offers",
    "providers.chat.provider.": "hands each piece to the stream",
    "providers.protocol.": "has no code",
}


def test_every_text_function_of_the_providers_is_measured_or_has_a_reason_not_to_be() -> None:
    assert unregistered(text_functions("conductor.providers"), PROBES, UNSEEN) == []


@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_what_was_sent_and_not_faster(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, QUICK, TELLING_RUNS) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_what_was_sent_for_every_run_up_to_a_megabyte(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, WHOLE, RUNS) == []


@pytest.mark.parametrize("nesting", ["[", '{"a":', '{"error":[', '[{"choices":['])
def test_json_that_nests_without_end_is_refused_at_once(nesting: str) -> None:
    text = nesting * 100_000

    assert complaint.read_body(text.encode()).text.startswith(nesting[:1])
    with pytest.raises(AnswerFailed):
        ChatReader(CALL, None).read(SseEvent("", text))

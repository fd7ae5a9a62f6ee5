"""Request bodies: what OpenAI's own types allow, and what other servers take."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from pydantic import TypeAdapter

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.core.errors import AnswerFailed, ErrorKind
from conductor.core.request import DocumentPart, ImagePart, Message, ModelRequest, TextPart
from conductor.providers.chat.body import OPTIONAL_FIELDS, key_header
from conductor.providers.chat.provider import OpenAICompatible
from tests.providers.services import KEY, endpoint

OFFICIAL = "https://api.openai.com/v1"
OTHER = "https://api.example.com/v1"
THREAD = (
    Message.of("system", "Be brief."),
    Message.of("user", "안녕 👩‍👩‍👧"),
    Message.of("user", "Two in a row."),
    Message.of("assistant", 'Quotes " and \\ and\nlines.'),
    Message.of("user", "Go on."),
)
ALL = AssistantSettings(temperature=0.5, top_p=0.9, max_tokens=200, reasoning_effort="low")
ADAPTER = TypeAdapter(CompletionCreateParamsStreaming)


def body_of(
    base_url: str,
    settings: AssistantSettings = ALL,
    without: frozenset[str] = frozenset(),
    kind: ConnectionKind = ConnectionKind.OPENAI_COMPATIBLE,
) -> dict[str, Any]:
    to = endpoint(base_url, kind=kind)
    sent = OpenAICompatible().body(ModelRequest(to, "m-1", THREAD, settings), without)
    value = json.loads(sent)
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("settings", [ALL, AssistantSettings()])
@pytest.mark.parametrize("base_url", [OFFICIAL, "https://eu.api.openai.com/v1"])
def test_what_openai_gets_is_what_its_types_allow(
    base_url: str, settings: AssistantSettings
) -> None:
    body = body_of(base_url, settings, kind=ConnectionKind.OPENAI)

    ADAPTER.validate_python(body)
    assert set(body) <= set(CompletionCreateParamsStreaming.__annotations__)
    assert body["store"] is False
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True, "include_obfuscation": False}
    assert body["messages"][0] == {"role": "developer", "content": "Be brief."}
    assert "max_tokens" not in body


def test_other_servers_get_the_older_words() -> None:
    body = body_of(OTHER)

    ADAPTER.validate_python(body)
    assert body == {
        "model": "m-1",
        "messages": [{"role": m.role, "content": m.text} for m in THREAD],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 200,
        "reasoning_effort": "low",
    }


def test_a_look_alike_of_the_official_host_is_another_server() -> None:
    for base_url in ("https://api.openai.com.evil.com/v1", "https://xapi.openai.com/v1"):
        assert "store" not in body_of(base_url)


def test_what_is_not_set_is_not_sent() -> None:
    body = body_of(OTHER, AssistantSettings())

    assert set(body) == {"model", "messages", "stream", "stream_options"}


def test_zero_is_a_setting() -> None:
    assert body_of(OTHER, AssistantSettings(temperature=0.0))["temperature"] == 0.0


def test_the_local_server_tells_its_progress() -> None:
    body = body_of("", kind=ConnectionKind.LOCAL)

    assert body["return_progress"] is True
    assert "return_progress" not in body_of(OTHER)


@pytest.mark.parametrize("field", sorted(OPTIONAL_FIELDS))
@pytest.mark.parametrize("base_url", [OFFICIAL, OTHER])
def test_every_optional_field_can_be_left_out(base_url: str, field: str) -> None:
    whole = body_of(base_url, kind=ConnectionKind.LOCAL)

    body = body_of(base_url, without=frozenset({field}), kind=ConnectionKind.LOCAL)

    assert body == {name: value for name, value in whole.items() if name != field}


def test_one_option_of_the_stream_can_be_left_out() -> None:
    body = body_of(OFFICIAL, without=frozenset({"include_obfuscation"}))

    assert body["stream_options"] == {"include_usage": True}


def test_what_a_request_needs_cannot_be_left_out() -> None:
    assert body_of(OTHER, without=frozenset({"model", "messages", "stream"})) == body_of(OTHER)


def test_the_same_request_gives_the_same_compact_bytes() -> None:
    wanted = ModelRequest(endpoint(OTHER), "m", (Message.of("user", "안녕"),))

    body = OpenAICompatible().body(wanted)

    assert body == OpenAICompatible().body(wanted)
    assert body.decode() == (
        '{"model":"m","messages":[{"role":"user","content":"안녕"}],"stream":true,'
        '"stream_options":{"include_usage":true}}'
    )


def test_half_a_character_does_not_stop_a_request() -> None:
    wanted = ModelRequest(endpoint(OTHER), "m", (Message.of("user", "a\ud83d"),))

    assert json.loads(OpenAICompatible().body(wanted))["messages"][0]["content"] == "a?"


def test_the_key_is_no_part_of_the_body() -> None:
    assert KEY not in json.dumps(body_of(OFFICIAL))


def test_azure_has_its_own_header_for_the_key() -> None:
    assert key_header(endpoint("https://r.openai.azure.com/openai/v1")) == "api-key"
    assert key_header(endpoint(OTHER)) == "Authorization"


@pytest.mark.parametrize(
    ("base_url", "kind", "sha256"),
    [
        (
            OFFICIAL,
            ConnectionKind.OPENAI,
            "7688511dae71acb3f6d8394c199d029a4d800dddd3833248c628a6a1aa0448bb",
        ),
        (
            OTHER,
            ConnectionKind.OPENAI_COMPATIBLE,
            "778cd93b167e775a5697c2cc6e7717a8c3ae85eca047f4ff63c3b78295f106b4",
        ),
        (
            "http://127.0.0.1:1/v1",
            ConnectionKind.LOCAL,
            "65a9f0fb40e8c8a5d44cccec9355554d500a44f6bded43f3568c4323c8e79a2e",
        ),
    ],
)
def test_words_are_sent_byte_for_byte_as_they_always_were(
    base_url: str, kind: ConnectionKind, sha256: str
) -> None:
    """Else the ledger's sums of earlier requests could not be compared with new ones."""
    wanted = ModelRequest(endpoint(base_url, kind=kind), "m-1", THREAD, ALL)

    assert hashlib.sha256(OpenAICompatible().body(wanted)).hexdigest() == sha256


def test_parts_of_words_follow_one_another_in_one_text() -> None:
    message = Message("user", (TextPart("First."), TextPart("Second.")))
    wanted = ModelRequest(endpoint(OTHER), "m", (message,))

    (sent,) = json.loads(OpenAICompatible().body(wanted))["messages"]

    assert sent == {"role": "user", "content": "First.\n\nSecond."}


@pytest.mark.parametrize(
    "part",
    [
        ImagePart("chart.png", "image/png", b"\x89PNG"),
        DocumentPart("report.pdf", "application/pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_no_words_is_refused_by_its_name(part: ImagePart | DocumentPart) -> None:
    message = Message("user", (TextPart("What is this?"), part))
    assert message.text == "What is this?"
    assert message.enclosed == (part,)

    with pytest.raises(AnswerFailed) as refusal:
        OpenAICompatible().body(ModelRequest(endpoint(OTHER), "m", (message,)))

    assert refusal.value.error.kind is ErrorKind.REFUSED
    assert refusal.value.error.message.startswith(f"{part.name} cannot be sent")
    assert not refusal.value.retryable

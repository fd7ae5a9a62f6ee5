"""Which field is left out when a service refuses one by a name of its own."""

from __future__ import annotations

import json
import threading

import pytest

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.core.ids import ConnectionId
from conductor.core.request import Endpoint, Message, ModelRequest
from conductor.engine.attempts.repair import RefusedFields, field_to_drop, is_sent
from conductor.providers.chat.provider import OpenAICompatible
from tests.fakes import ScriptedProvider


class CarelessProvider(ScriptedProvider):
    """Leaves out whatever it is told to."""

    def body(self, request: ModelRequest, without: frozenset[str] = frozenset()) -> bytes:
        fields = {"model": request.model, "messages": ["hi"], "stream": True, "store": False}
        return json.dumps({k: v for k, v in fields.items() if k not in without}).encode()


def request_with(**settings: object) -> ModelRequest:
    endpoint = Endpoint(ConnectionKind.OPENAI_COMPATIBLE, "http://127.0.0.1:9/v1")
    return ModelRequest(
        endpoint,
        "m",
        (Message.of("user", "hi"),),
        AssistantSettings(**settings),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("parameter", "field"),
    [
        ("temperature", "temperature"),
        ("reasoning.effort", "reasoning_effort"),
        ("generationConfig.temperature", "temperature"),
        ("stream_options.include_usage", "include_usage"),
        ("top_p", None),
        ("messages", None),
        ("nothing.like.it", None),
        ("...", None),
        ("", None),
    ],
)
def test_the_field_is_found_by_the_services_name_for_it(parameter: str, field: str | None) -> None:
    request = request_with(temperature=0.5, reasoning_effort="low")

    assert field_to_drop(OpenAICompatible(), request, parameter) == field


@pytest.mark.parametrize("parameter", ["model", "messages", "stream", "messages.0.content"])
def test_what_makes_a_request_is_never_dropped(parameter: str) -> None:
    assert field_to_drop(CarelessProvider(), request_with(), parameter) is None
    assert field_to_drop(CarelessProvider(), request_with(), "store") == "store"


def test_a_field_that_is_left_out_anyway_is_found_again() -> None:
    request = request_with(temperature=0.5)
    without = frozenset({"temperature"})

    field = field_to_drop(OpenAICompatible(), request, "temperature", without=without)

    assert field == "temperature"


def test_a_field_is_sent_if_the_body_would_be_another_without_it() -> None:
    request = request_with(temperature=0.5)

    assert is_sent(OpenAICompatible(), request, "temperature", without=frozenset())
    assert not is_sent(OpenAICompatible(), request, "top_p", without=frozenset())


def test_refusals_are_remembered_for_one_model_of_one_connection() -> None:
    refused = RefusedFields()
    here, there = ConnectionId("here"), ConnectionId("there")

    refused.add(here, "m", "top_p")
    refused.add(here, "m", "temperature")

    assert refused.of(here, "m") == {"top_p", "temperature"}
    assert refused.of(here, "other") == refused.of(there, "m") == frozenset()


def test_refusals_from_many_threads_are_all_remembered() -> None:
    refused = RefusedFields()
    here = ConnectionId("here")
    names = [f"field_{number}" for number in range(64)]
    threads = [threading.Thread(target=refused.add, args=(here, "m", name)) for name in names]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused.of(here, "m") == set(names)

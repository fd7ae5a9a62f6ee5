"""Lists of models, and what answers in their place."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from conductor.core.errors import AnswerFailed, ErrorKind
from conductor.core.request import ModelInfo
from conductor.providers.chat.provider import OpenAICompatible
from conductor.providers.wire.client import make_client
from tests.providers.services import DATA, KEY, Received, Server, endpoint, response, says, serving

JSON = "application/json"


def models_of(
    body: bytes, status: str = "200 OK", content_type: str = JSON
) -> tuple[tuple[ModelInfo, ...], Received]:
    async def run() -> tuple[tuple[ModelInfo, ...], Server]:
        script = says(response(body, status, content_type))
        async with serving(script) as server, make_client() as client:
            return await OpenAICompatible().models(endpoint(server.base_url), client), server

    models, server = asyncio.run(run())
    return models, server.received[0]


def failure_of(body: bytes, status: str = "200 OK", content_type: str = JSON) -> AnswerFailed:
    with pytest.raises(AnswerFailed) as failed:
        models_of(body, status, content_type)
    return failed.value


def test_llamacpp_lists_its_model_with_the_size_of_a_slot() -> None:
    models, received = models_of((DATA / "llamacpp_models.json").read_bytes())

    assert models == (ModelInfo("smollm2-135m", 1024),)
    assert (received.method, received.path) == ("GET", "/v1/models")
    assert received.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("row", "context"),
    [
        ({}, None),
        ({"max_model_len": 4096}, 4096),
        ({"context_length": 131072}, 131072),
        ({"context_window": "8192"}, 8192),
        ({"max_context_length": 32768.0}, 32768),
        ({"meta": {"n_ctx": 2048, "n_ctx_train": 8192}}, 2048),
        ({"meta": None, "context_length": None}, None),
        ({"context_length": 0, "max_model_len": -1}, None),
        ({"context_length": [1]}, None),
    ],
)
def test_the_size_of_a_model_is_read_where_it_is_told(
    row: dict[str, Any], context: int | None
) -> None:
    body = json.dumps({"object": "list", "data": [{"id": "m", **row}]}).encode()

    assert models_of(body)[0] == (ModelInfo("m", context),)


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"object": "list", "data": [{"id": "b"}, {"id": "a"}, {"id": "b"}]}, ["b", "a"]),
        ([{"id": "together/a"}], ["together/a"]),
        ({"object": "list", "data": None}, []),
        ({"object": "list", "data": []}, []),
        (
            {"data": [{"id": "a"}, {"id": "line\nbreak"}, {"id": 7}, {}, 7, {"id": "x" * 900}]},
            ["a"],
        ),
    ],
)
def test_the_shapes_of_lists(document: Any, names: list[str]) -> None:
    models, _received = models_of(json.dumps(document).encode())

    assert [model.id for model in models] == names


@pytest.mark.parametrize(
    ("body", "status", "content_type", "kind"),
    [
        (b'{"error":"Unexpected endpoint or method. (GET /models)"}', "200 OK", JSON,
         ErrorKind.ADDRESS),
        (b"<html><title>Router</title></html>", "200 OK", "text/html", ErrorKind.ADDRESS),
        (b"<html><title>Router</title></html>", "200 OK", JSON, ErrorKind.ADDRESS),
        (b"<html><title>404</title></html>", "404 Not Found", "text/html", ErrorKind.ADDRESS),
        (b'{"error":{"message":"no model here"}}', "404 Not Found", JSON, ErrorKind.ADDRESS),
        (b'{"error":{"message":"Invalid API Key","code":401}}', "401 No", JSON, ErrorKind.KEY),
        (b'{"error":{"message":"slow","code":429}}', "200 OK", JSON, ErrorKind.RATE),
        (b'{"status":"ok"}', "200 OK", JSON, ErrorKind.PROTOCOL),
        (b'{"data":"none"}', "200 OK", JSON, ErrorKind.PROTOCOL),
        (b'{"data":[{"name":"x"}]}', "200 OK", JSON, ErrorKind.PROTOCOL),
        (b"17", "200 OK", JSON, ErrorKind.PROTOCOL),
        (b"", "200 OK", JSON, ErrorKind.PROTOCOL),
        (b"[" * 100_000, "200 OK", JSON, ErrorKind.PROTOCOL),
        (b'{"data":[' + b" " * (8 * 1024 * 1024), "200 OK", JSON, ErrorKind.PROTOCOL),
    ],
)  # fmt: skip
def test_what_is_no_list_is_a_failure(
    body: bytes, status: str, content_type: str, kind: ErrorKind
) -> None:
    assert failure_of(body, status, content_type).error.kind is kind

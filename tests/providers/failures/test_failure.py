"""What services complain of: which kind it is, what to do, whether to try again."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from conductor.core.errors import AnswerFailed, ErrorKind
from conductor.providers.chat.body import OPTIONAL_FIELDS
from conductor.providers.failures.complaint import read_body
from conductor.providers.failures.failure import failure_of
from conductor.providers.wire.call import Call
from tests.providers.services import DATA, KEY, ask_mock, endpoint

K = ErrorKind


def failed(
    status: int | None, body: Any = "", headers: dict[str, str] | None = None, **changes: Any
) -> AnswerFailed:
    to = endpoint(**changes)
    call = Call(to, "/chat/completions", b"{}", model="big-1", optional=OPTIONAL_FIELDS)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    complaint = read_body(raw, to.key)
    return failure_of(complaint, call, status=status, headers=httpx.Headers(headers or {}))


def error(message: str = "m", **fields: Any) -> dict[str, Any]:
    return {"error": {"message": message, **fields}}


@pytest.mark.parametrize(
    ("status", "kind", "is_retryable"),
    [
        (400, K.PROTOCOL, False),
        (401, K.KEY, False),
        (402, K.CREDIT, False),
        (403, K.KEY, False),
        (404, K.ADDRESS, False),
        (405, K.ADDRESS, False),
        (408, K.TIMEOUT, True),
        (409, K.SERVER, True),
        (413, K.CONTEXT, False),
        (422, K.PROTOCOL, False),
        (429, K.RATE, True),
        (451, K.REFUSED, False),
        (498, K.SERVER, True),
        (500, K.SERVER, True),
        (501, K.SERVER, False),
        (502, K.SERVER, True),
        (503, K.SERVER, True),
        (504, K.SERVER, True),
        (520, K.SERVER, True),
        (524, K.SERVER, True),
        (529, K.SERVER, True),
    ],
)
def test_a_status_alone_says_enough(status: int, kind: ErrorKind, is_retryable: bool) -> None:
    failure = failed(status)

    assert failure.error.kind is kind
    assert failure.retryable is is_retryable
    assert failure.error.http_status == status
    assert failure.error.message.endswith(".")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        # money that looks like speed
        (429, error(type="insufficient_quota", code="insufficient_quota"), K.CREDIT),
        (429, error(type="insufficient_quota", code="project_spend_limit_exceeded"), K.CREDIT),
        (429, error(details={"error_code": "enforced_spend_limit_reached"}), K.CREDIT),
        (429, {"code": "x", "error": "Your team has used all available credits."}, K.CREDIT),
        (400, error("Your credit balance is too low to access the API."), K.CREDIT),
        (402, error("Insufficient Balance"), K.CREDIT),
        (429, error(type="requests", code="rate_limit_exceeded"), K.RATE),
        # too long, in every dialect
        (400, error(code="context_length_exceeded"), K.CONTEXT),
        (400, error("This endpoint's maximum context length is 32768 tokens."), K.CONTEXT),
        (400, {"object": "error", "message": "max_model_len=9", "code": 400}, K.CONTEXT),
        (400, error("too large for a model with 8 maximum context length"), K.CONTEXT),
        (400, error("m", metadata={"error_type": "context_length_exceeded"}), K.CONTEXT),
        (413, error("Request too large for model", code="rate_limit_exceeded"), K.CONTEXT),
        (500, error("the request exceeds the available context size"), K.CONTEXT),
        (429, error("Tokens per minute for the context window reached"), K.RATE),
        # the model
        (404, error("The model `big-1` does not exist", code="model_not_found"), K.MODEL),
        (404, error("The model `x` does not exist.", type="NotFoundError", code=404), K.MODEL),
        (404, error('model "big-1" not found, try pulling it first'), K.MODEL),
        (404, error("No endpoints found for big-1."), K.MODEL),
        (404, error(code="DeploymentNotFound"), K.MODEL),
        (400, error("big-2 is not a valid model ID"), K.MODEL),
        (400, error("Model Not Exist", type="invalid_request_error"), K.MODEL),
        (400, {"object": "error", "message": "Invalid model: x", "type": "invalid_model"}, K.MODEL),
        (400, error("No models loaded. Please load a model."), K.MODEL),
        (400, error("This model does not support images"), K.PROTOCOL),
        # the address
        (404, error("File Not Found", type="not_found_error", code=404), K.ADDRESS),
        (404, {"detail": "Not Found"}, K.ADDRESS),
        (404, b"<html><title>404 Not Found: no model here</title>", K.ADDRESS),
        (404, b"", K.ADDRESS),
        (400, b"<html><title>400 The plain HTTP request was sent to HTTPS port", K.ADDRESS),
        (None, {"error": "Unexpected endpoint or method. (POST /chat/completions)"}, K.ADDRESS),
        # the key
        (401, error("Incorrect API key provided", code="invalid_api_key"), K.KEY),
        (400, error(status="INVALID_ARGUMENT", details=[{"reason": "API_KEY_INVALID"}]), K.KEY),
        (401, {"statusCode": 401, "message": "Unauthorized"}, K.KEY),
        (None, {"error": {"code": "401", "message": "Unauthorized"}}, K.KEY),
        # rules on content
        (400, error("m", code="content_filter", innererror={"code": "x"}), K.REFUSED),
        (403, error("Your chosen model requires moderation and your input was flagged"), K.REFUSED),
        # the rest
        (503, error("Loading model", type="unavailable_error", code=503), K.SERVER),
        (429, error(status="RESOURCE_EXHAUSTED", code=429), K.RATE),
        (422, {"detail": [{"loc": ["body", "messages"], "msg": "required"}]}, K.PROTOCOL),
        (None, error("m", type="server_error"), K.SERVER),
        (None, error("m", type="overloaded_error"), K.SERVER),
        (None, error("m", type="invalid_request_error"), K.PROTOCOL),
        (None, error("m", code=529), K.SERVER),
    ],
)  # fmt: skip
def test_the_most_telling_sign_decides(status: int | None, body: Any, kind: ErrorKind) -> None:
    failure = failed(status, body)

    assert failure.error.kind is kind
    if kind not in (K.RATE, K.SERVER):
        assert not failure.retryable


@pytest.mark.parametrize(
    ("message", "prompt", "context"),
    [
        ("This model's maximum context length is 8192 tokens. However, your messages resulted in "
         "9001 tokens.", 9001, 8192),
        ("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens "
         "(4900 in the messages, 100 in the completion).", 4900, 4096),
        ("This endpoint's maximum context length is 32768 tokens. However, you requested about "
         "60000 tokens (59000 of text input).", 60000, 32768),
        ("The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
         5000, 4096),
        ("This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
         537812, 131072),
        ("Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
         40000, 32768),
        ("Please reduce the length of the messages or completion.", None, None),
        ("context length is 99999999999999999999", None, None),
    ],
)  # fmt: skip
def test_the_size_of_what_is_too_long_is_read(
    message: str, prompt: int | None, context: int | None
) -> None:
    answer = failed(400, error(message)).error

    assert answer.kind is K.CONTEXT
    assert (answer.prompt_tokens, answer.context_tokens) == (prompt, context)
    if prompt and context:
        assert f"{prompt:,} tokens" in answer.message
        assert f"{context:,}" in answer.message


def test_llamacpp_names_the_sizes_in_fields() -> None:
    answer = failed(400, (DATA / "llamacpp_context.json").read_bytes()).error

    assert answer.kind is K.CONTEXT
    assert answer.code == "exceed_context_size_error"
    assert (answer.prompt_tokens, answer.context_tokens) == (2731, 1024)


def test_llamacpp_refuses_a_key() -> None:
    answer = failed(401, (DATA / "llamacpp_key.json").read_bytes()).error

    assert (answer.kind, answer.code, answer.detail) == (
        K.KEY,
        "authentication_error",
        "Invalid API Key",
    )


@pytest.mark.parametrize(
    ("status", "body", "parameter"),
    [
        (400, error("Unsupported value: 'temperature' does not support 0.2 with this model.",
                    type="invalid_request_error", param="temperature", code="unsupported_value"),
         "temperature"),
        (400, error("Unsupported value", param="reasoning.effort", code="unsupported_value"),
         "reasoning.effort"),
        (400, error("Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                    "'max_completion_tokens' instead.", param="max_tokens",
                    code="unsupported_parameter"), "max_tokens"),
        (400, error("'max_tokens' is not supported. Use 'max_completion_tokens'."), "max_tokens"),
        (400, error("Unrecognized request argument supplied: reasoning_effort"),
         "reasoning_effort"),
        (400, {"code": "x", "error": "Argument not supported on this model: top_p"}, "top_p"),
        (422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options"],
                           "msg": "Extra inputs are not permitted"}]}, "stream_options"),
        (422, {"object": "error", "message": {"detail": [
            {"type": "extra_forbidden", "loc": ["body", "stream_options"],
             "msg": "Extra inputs are not permitted"}]}}, "stream_options"),
        (400, error("Invalid 'temperature': above the maximum of 2.", param="temperature"), None),
        (400, error("Unknown trouble"), None),
        (400, error("Unsupported value", param="x" * 400, code="unsupported_value"), None),
        (400, error("Unsupported value", param={"a": 1}, code="unsupported_value"), None),
        (500, error("temperature is not supported"), None),
        (401, error("m", param="temperature", code="unsupported_value"), None),
    ],
)  # fmt: skip
def test_a_field_that_is_not_accepted_is_named(
    status: int, body: Any, parameter: str | None
) -> None:
    failure = failed(status, body)

    assert failure.parameter == parameter
    if parameter is not None:
        assert f"“{parameter}”" in failure.error.message


@pytest.mark.parametrize(
    ("status", "headers", "is_retryable", "wait_s"),
    [
        (429, {"retry-after": "7"}, True, 7.0),
        (429, {"retry-after-ms": "250"}, True, 0.25),
        (429, {"retry-after": "120"}, True, 120.0),
        (429, {"retry-after": "121"}, False, 121.0),
        (429, {"retry-after": "1e308"}, False, 86_400.0),
        (429, {"retry-after": "-1"}, True, None),
        (503, {"retry-after": "3"}, True, 3.0),
        (500, {"x-should-retry": "false"}, False, None),
        (501, {"x-should-retry": "true"}, True, None),
        (400, {"x-should-retry": "true"}, True, None),
        (429, {"x-should-retry": "true", "retry-after": "900"}, False, 900.0),
        (401, {"x-should-retry": "true", "retry-after": "1"}, False, None),
        (402, {"x-should-retry": "true"}, False, None),
    ],
)
def test_the_service_says_whether_and_when_to_try_again(
    status: int, headers: dict[str, str], is_retryable: bool, wait_s: float | None
) -> None:
    failure = failed(status, headers=headers)

    assert failure.retryable is is_retryable
    assert failure.retry_after_s == wait_s


def test_a_long_wait_is_told() -> None:
    assert "about 15 minutes" in failed(429, headers={"retry-after": "890"}).error.message
    assert "minutes" not in failed(429, headers={"retry-after": "60"}).error.message


def test_the_sentence_fits_the_case() -> None:
    assert "has none" in failed(401, key=None).error.message
    assert "still loading" in failed(503, error("Loading model")).error.message
    assert "“big-1”" in failed(404, error(code="model_not_found")).error.message
    assert "/v1 at its end" in failed(404, base_url="http://127.0.0.1:1").error.message
    assert "/v1 at its end" not in failed(404, base_url="http://127.0.0.1:1/v1").error.message
    assert "127.0.0.1:1" in failed(404, base_url="http://127.0.0.1:1").error.message


@pytest.mark.parametrize(
    "body",
    [
        error(f"Incorrect API key provided: {KEY}."),
        error("x" * 290 + KEY),
        error("\u200b".join(KEY)),
        error("m", code=KEY, type=f"a {KEY}"),
        error("m", param=KEY, code="unsupported_value"),
        {"message": {"detail": [{"loc": [KEY], "msg": KEY, "type": "extra"}]}},
        f"<title>{KEY}</title>".encode(),
        KEY.encode(),
        [error("m", metadata={"raw": KEY})],
    ],
)
@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_no_failure_repeats_the_key(status: int, body: Any) -> None:
    failure = failed(status, body, {"retry-after": KEY, "x-should-retry": KEY})

    shown = repr(failure.error) + repr(failure.args) + str(failure.parameter)
    assert KEY not in shown
    assert KEY[:20] not in shown


def test_a_status_reaches_the_caller_of_a_provider() -> None:
    outcome = ask_mock(json.dumps(error("slow")).encode(), 429, {"retry-after": "2"})

    assert outcome.events == []
    assert outcome.error.kind is K.RATE
    assert outcome.failure is not None
    assert outcome.failure.retry_after_s == 2.0

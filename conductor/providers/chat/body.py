"""Write the body of a Chat Completions request.

Rules: the same request gives the same bytes, so what the ledger hashes is what is sent, and
a service's cache of long beginnings is hit. OpenAI itself wants other words than the many
servers that speak its protocol.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from conductor.core.request import Endpoint, Message, ModelRequest, TextPart
from conductor.core.service import service_of
from conductor.providers.failures.failure import not_taken

OPTIONAL_FIELDS = frozenset(
    {"stream_options", "temperature", "top_p", "max_tokens", "max_completion_tokens"}
    | {"reasoning_effort", "store", "return_progress"}
)
_OPENAI_HOST = "api.openai.com"  # and us., eu., … in front of it
_AZURE_HOSTS = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")


def chat_body(request: ModelRequest, without: frozenset[str] = frozenset()) -> bytes:
    """Return the body as compact JSON, without the named optional fields.

    Raises:
        AnswerFailed: a message brings what cannot be written into it.
    """
    official = is_openai(request.endpoint)
    fields: dict[str, Any] = {
        "model": request.model,
        "messages": [_turn(message, is_official=official) for message in request.messages],
        "stream": True,
        "stream_options": _stream_options(without, is_official=official),
        **_settings(request, is_official=official),
    }
    if official:
        fields["store"] = False
    if service_of(request.endpoint.kind).is_built_in:
        fields["return_progress"] = True
    left_out = without & OPTIONAL_FIELDS
    sent = {name: v for name, v in fields.items() if name not in left_out and v not in (None, {})}
    text = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def is_openai(endpoint: Endpoint) -> bool:
    """Return whether OpenAI itself answers there."""
    host = urlsplit(endpoint.base_url).hostname or ""
    return host == _OPENAI_HOST or host.endswith(f".{_OPENAI_HOST}")


def key_header(endpoint: Endpoint) -> str:
    """Return the name of the header that carries the key."""
    host = urlsplit(endpoint.base_url).hostname or ""
    return "api-key" if host.endswith(_AZURE_HOSTS) else "Authorization"


def _turn(message: Message, *, is_official: bool) -> dict[str, str]:
    match message.parts:
        case (TextPart(text),):  # by far most: a long thread has thousands
            pass
        case _:
            text = message.text
            if message.enclosed:
                raise not_taken(message.enclosed[0].name)
    role = "developer" if is_official and message.role == "system" else message.role
    return {"role": role, "content": text}


def _stream_options(without: frozenset[str], *, is_official: bool) -> dict[str, bool]:
    options = {"include_usage": True}
    if is_official:
        options["include_obfuscation"] = False
    return {name: value for name, value in options.items() if name not in without}


def _settings(request: ModelRequest, *, is_official: bool) -> dict[str, Any]:
    settings = request.settings
    limit = "max_completion_tokens" if is_official else "max_tokens"
    return {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        limit: settings.max_tokens,
        "reasoning_effort": settings.reasoning_effort,
    }

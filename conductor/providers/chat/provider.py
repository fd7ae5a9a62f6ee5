"""Speak Chat Completions: OpenAI, and the many servers that follow its protocol."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import httpx

from conductor.core.events import ProviderEvent
from conductor.core.request import Endpoint, ModelInfo, ModelRequest
from conductor.providers.chat.body import OPTIONAL_FIELDS, chat_body, key_header
from conductor.providers.chat.reader import ChatReader, complaint_in
from conductor.providers.exchange import exchange, fetch_json
from conductor.providers.failures.complaint import read_complaint
from conductor.providers.failures.failure import failure_of, not_understood
from conductor.providers.model_list import LIST_LIMIT_BYTES, models_in
from conductor.providers.wire.call import EVENT_STREAM, Call
from conductor.providers.wire.event_stream import EventStream
from conductor.providers.wire.json_value import object_of

_LIST_LIMIT_S = 30.0


class OpenAICompatible:
    """The provider for the kinds openai, openai-compatible and local."""

    def body(self, request: ModelRequest, without: frozenset[str] = frozenset()) -> bytes:
        """Return the request's body, without the named optional fields."""
        return chat_body(request, without)

    async def stream(
        self, request: ModelRequest, client: httpx.AsyncClient, body: bytes
    ) -> AsyncGenerator[ProviderEvent]:
        """Ask, and yield what comes: `Started` first, `Finished` last.

        Raises:
            AnswerFailed: in every other case, the missing end mark included.
        """
        call = Call(
            request.endpoint,
            "/chat/completions",
            body,
            accept=EVENT_STREAM,
            key_header=key_header(request.endpoint),
            model=request.model,
            optional=OPTIONAL_FIELDS,
            read_limit_s=request.read_limit_s,
        )
        async with exchange(client, call) as reply, aclosing(reply.pieces()) as pieces:
            answer = EventStream(call, ChatReader(call, reply.request_id))
            async with aclosing(answer.events(pieces)) as events:
                async for event in events:
                    yield event

    async def models(self, endpoint: Endpoint, client: httpx.AsyncClient) -> tuple[ModelInfo, ...]:
        """List the service's models, in its order.

        Raises:
            AnswerFailed: the service is not there, refuses, or answers something else.
        """
        call = Call(
            endpoint, "/models", key_header=key_header(endpoint), read_limit_s=_LIST_LIMIT_S
        )
        document = await fetch_json(client, call, LIST_LIMIT_BYTES)
        models = models_in(document)
        if models is not None:
            return models
        complaint = complaint_in(object_of(document))
        if complaint is None:
            raise not_understood()
        raise failure_of(read_complaint(complaint, endpoint.key), call)

"""Say what every service's file offers, so that a new service is one more file."""

from collections.abc import AsyncIterator
from typing import Protocol

import httpx

from conductor.core.events import ProviderEvent
from conductor.core.request import Endpoint, ModelInfo, ModelRequest


class Provider(Protocol):
    """One service: from a request to its events.

    Rules: no retry, no log of content, no clock; the caller decides what a failure means.
    """

    def body(self, request: ModelRequest, without: frozenset[str] = frozenset()) -> bytes:
        """Return the request's body, byte for byte as `stream` will send it.

        Args:
            request: what to ask.
            without: names of optional fields (of the wire format) to leave out, because
                the service refused them before.

        Raises:
            AnswerFailed: a message brings what this service cannot take.
        """
        ...

    def stream(
        self, request: ModelRequest, client: httpx.AsyncClient, body: bytes
    ) -> AsyncIterator[ProviderEvent]:
        """Ask, and yield what comes: `Started` first, `Finished` last.

        Raises:
            AnswerFailed: in every other case, the missing end mark included.
        """
        ...

    async def models(self, endpoint: Endpoint, client: httpx.AsyncClient) -> tuple[ModelInfo, ...]:
        """List the service's models.

        Raises:
            AnswerFailed: the service is not there, refuses, or answers something else.
        """
        ...

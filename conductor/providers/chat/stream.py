"""Read a Chat Completions answer from its first byte to its end, streamed or not.

Rules: what came is handed out before a failure is raised. An answer that ends without its
end mark is a failure; one that breaks off after its end mark is none.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from typing import Any

from conductor.core.errors import AnswerFailed
from conductor.core.events import ProviderEvent
from conductor.providers.chat.reader import DONE, ChatReader
from conductor.providers.failures.complaint import read_body
from conductor.providers.failures.failure import not_understood, truncated, web_page
from conductor.providers.wire.call import Call
from conductor.providers.wire.sse import LINE_LIMIT_BYTES, SseDecoder, SseEvent, StrayLine

_LATE_USAGE_S = 5.0  # after the finish reason, for servers that do not close
_LAST_BYTES_S = 0.05  # after the end


class ChatStream:
    """One answer on its way: bytes in, events out."""

    def __init__(self, call: Call, request_id: str | None) -> None:
        self._call = call
        self._reader = ChatReader(call, request_id)
        self._decoder = SseDecoder()
        self._stray: list[str] = []
        self._stray_size = 0
        self._cut: AnswerFailed | None = None

    async def events(self, pieces: AsyncGenerator[bytes]) -> AsyncGenerator[ProviderEvent]:
        """Yield the answer's events, `Finished` last.

        Raises:
            AnswerFailed: the service failed, or the answer is not whole.
        """
        try:
            while not self._reader.is_done and (piece := await self._next(pieces)) is not None:
                for event in self._feed(piece):
                    yield event
            for event in self._last():
                yield event
        except AnswerFailed:
            for event in self._reader.rest():
                yield event
            raise
        for event in self._reader.rest():
            yield event
        if self._reader.is_done and self._call.endpoint.keep_alive:
            await _drain(pieces)
        yield self._reader.finished()

    async def _next(self, pieces: AsyncGenerator[bytes]) -> bytes | None:
        try:
            if not self._reader.is_whole:
                return await anext(pieces, None)
            async with asyncio.timeout(_LATE_USAGE_S):
                return await anext(pieces, None)
        except TimeoutError:
            return None
        except AnswerFailed as failure:
            self._cut = failure
            return None

    def _feed(self, piece: bytes) -> Iterator[ProviderEvent]:
        for item in self._decoder.feed(piece):
            if isinstance(item, StrayLine):
                self._keep(item)
            elif not self._reader.is_done:
                yield from self._reader.read(item)

    def _keep(self, line: StrayLine) -> None:
        self._stray_size += len(line.text) + 1
        if self._stray_size > LINE_LIMIT_BYTES:
            raise not_understood()
        self._stray.append(line.text)

    def _last(self) -> Iterator[ProviderEvent]:
        """Yield what the end of the bytes leaves, and fail if the answer is not whole."""
        if not self._reader.is_done:
            for item in self._decoder.close():
                if isinstance(item, StrayLine):
                    self._keep(item)
                elif _is_uncut(item):
                    yield from self._reader.read(item)
        if not self._reader.is_whole:
            yield from self._document()

    def _document(self) -> Iterator[ProviderEvent]:
        """Read the lines that were no events: one document, an error, or nothing useful."""
        text = "\n".join(self._stray).strip()
        value = _json_of(text)
        if value is not None:
            yield from self._reader.read_document(value)
            return
        if self._cut is not None:
            raise self._cut
        if self._reader.has_started or not text or text.startswith(("{", "[")):
            raise truncated()
        complaint = read_body(text.encode(), self._call.endpoint.key)
        raise (
            web_page(self._call, complaint) if complaint.is_html else not_understood(complaint.text)
        )


def _is_uncut(event: SseEvent) -> bool:
    """Return whether an event that had no end is whole all the same."""
    return event.data.strip() == DONE or _json_of(event.data) is not None


def _json_of(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


async def _drain(pieces: AsyncGenerator[bytes]) -> None:
    """Read the little that follows the end, so that the connection can be used again."""
    with suppress(AnswerFailed, TimeoutError):
        async with asyncio.timeout(_LAST_BYTES_S):
            async for _piece in pieces:
                pass

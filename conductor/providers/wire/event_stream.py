"""Read an answer from its first byte to its end, whatever the protocol, streamed or not.

Rules: what came is handed out before a failure is raised. An answer that ends without its
end mark is a failure; one that breaks off after its end mark is none.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress

from conductor.core.errors import AnswerFailed
from conductor.core.events import ProviderEvent
from conductor.providers.wire.call import Call
from conductor.providers.wire.reader import Decoder, Reader
from conductor.providers.wire.sse import LINE_LIMIT_BYTES, SseDecoder, StrayLine, line_too_long

_LATE_USAGE_S = 5.0  # after the end mark, for servers that do not close
_LAST_BYTES_S = 0.05  # after the end


class EventStream:
    """One answer on its way: bytes in, events out."""

    def __init__(self, call: Call, reader: Reader, decoder: Decoder | None = None) -> None:
        """Prepare to read an answer.

        Args:
            call: what it answers.
            reader: knows the protocol.
            decoder: knows how events stand in the bytes; None: as server-sent events.
        """
        self._call = call
        self._reader = reader
        self._decoder = decoder or SseDecoder()
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
            for event in self._reader.held_back():
                yield event
            raise
        for event in self._reader.held_back():
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
            raise line_too_long()
        self._stray.append(line.text)

    def _last(self) -> Iterator[ProviderEvent]:
        """Yield what the end of the bytes leaves, and fail if the answer is not whole."""
        if not self._reader.is_done:
            for item in self._decoder.close():
                if isinstance(item, StrayLine):
                    self._keep(item)
                else:
                    yield from self._reader.read(item, is_cut=True)
        if not self._reader.is_whole:
            yield from self._reader.read_rest("\n".join(self._stray).strip(), self._cut)


async def _drain(pieces: AsyncGenerator[bytes]) -> None:
    """Read the little that follows the end, so that the connection can be used again."""
    with suppress(AnswerFailed, TimeoutError):
        async with asyncio.timeout(_LAST_BYTES_S):
            async for _piece in pieces:
                pass

"""Say what a protocol must tell of one answer, so that its stream is read like all others."""

from collections.abc import Sequence
from typing import Protocol

from conductor.core.errors import AnswerFailed
from conductor.core.events import Finished, ProviderEvent
from conductor.providers.wire.sse import SseEvent, StrayLine


class Decoder(Protocol):
    """Turns the pieces of one stream into events, wherever they are cut."""

    def feed(self, piece: bytes) -> Sequence[SseEvent | StrayLine]:
        """Return what became complete with this piece.

        Raises:
            AnswerFailed: something is longer than allowed.
        """
        ...

    def close(self) -> Sequence[SseEvent | StrayLine]:
        """Return what the stream left without its proper end."""
        ...


class Reader(Protocol):
    """Reads one answer of one protocol; it holds nothing that belongs to the connection."""

    @property
    def is_whole(self) -> bool:
        """Whether the protocol's own end mark was seen."""
        ...

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to come, so that the rest need not be waited for."""
        ...

    def read(self, event: SseEvent, *, is_cut: bool = False) -> list[ProviderEvent]:
        """Return what an event of the stream says.

        Args:
            event: the event.
            is_cut: whether the stream ended inside it: then it counts only if it is all there.

        Raises:
            AnswerFailed: it is an error, or not understood.
        """
        ...

    def read_rest(self, lines: str, cut: AnswerFailed | None) -> list[ProviderEvent]:
        """Return what the lines say that were no events; only for an answer that is not whole.

        Args:
            lines: a document, an error in plain words, a page for people, or nothing.
            cut: why the connection broke, if it did.

        Raises:
            AnswerFailed: they do not make the answer whole; the failure says why.
        """
        ...

    def held_back(self) -> list[ProviderEvent]:
        """Return the text that was held back, once nothing more will come."""
        ...

    def finished(self) -> Finished:
        """Return the end of a whole answer."""
        ...

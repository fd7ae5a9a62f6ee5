"""Gather the text of one answer: whole characters, thinking apart, never endless."""

from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.events import Reasoning, Text
from conductor.i18n import _
from conductor.providers.wire.characters import WholeCharacters, whole_characters
from conductor.providers.wire.sse import MIB
from conductor.providers.wire.thinking import ThinkSplitter

TEXT_LIMIT_BYTES = 32 * MIB


class AnswerText:
    """The text and the reasoning of one answer as they come.

    Rules: `<think>` is looked for only until the service marks reasoning itself.
    """

    def __init__(self) -> None:
        self._size_bytes = 0
        self._splitter = ThinkSplitter()
        self._text = WholeCharacters()
        self._reasoning = WholeCharacters()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come yet."""
        return self._size_bytes == 0

    def feed(self, delta: str) -> list[Text | Reasoning]:
        """Return what a piece of text adds.

        Raises:
            AnswerFailed: the answer is longer than allowed.
        """
        whole = self._text.feed(delta)
        self._count(whole)
        return self._splitter.feed(whole)

    def feed_reasoning(self, part: Reasoning) -> list[Text | Reasoning]:
        """Return what a piece of marked reasoning adds.

        Raises:
            AnswerFailed: the answer is longer than allowed.
        """
        before = self._splitter.stop()
        whole = self._reasoning.feed(part.delta)
        self._count(whole)
        return [*before, Reasoning(whole, part.kind)] if whole else before

    def take_apart(self, delta: str) -> str:
        """Return a piece that is neither text nor reasoning, counted with them.

        Raises:
            AnswerFailed: the answer is longer than allowed.
        """
        whole = whole_characters(delta)
        self._count(whole)
        return whole

    def close(self) -> list[Text | Reasoning]:
        """Return what was held back, once nothing more will come."""
        thought = self._reasoning.close()
        text = self._splitter.feed(self._text.close()) + self._splitter.close()
        return [Reasoning(thought), *text] if thought else text

    def _count(self, whole: str) -> None:
        self._size_bytes += len(whole) if whole.isascii() else len(whole.encode())
        if self._size_bytes > TEXT_LIMIT_BYTES:
            sentence = _("The answer is longer than {limit} MiB and was stopped.")
            raise AnswerFailed(AnswerError(ErrorKind.PROTOCOL, sentence.format(limit=32)))

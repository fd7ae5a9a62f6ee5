"""Tell a model's thinking from its answer where the service sends both as one text.

Rules: only a `<think>` at the very beginning counts, after white space at most; one that is
never closed makes everything thinking. Tags may be cut anywhere between two pieces.
"""

from enum import Enum, auto

from conductor.core.events import Reasoning, Text

_OPEN = "<think>"
_CLOSE = "</think>"
_SPACE_LIMIT = 256  # characters of leading white space held back, not more


class _Place(Enum):
    BEFORE = auto()
    THINKING = auto()
    AFTER_TAG = auto()
    ANSWER = auto()


class ThinkSplitter:
    """Splits one text, piece by piece; `close` at the end hands out what was held back."""

    def __init__(self) -> None:
        self._place = _Place.BEFORE
        self._held = ""

    def feed(self, piece: str) -> list[Text | Reasoning]:
        """Return what can be told apart by now; joined, nothing but the tags is lost."""
        if self._place is _Place.ANSWER:
            return [Text(piece)] if piece else []
        text, self._held = self._held + piece, ""
        match self._place:
            case _Place.BEFORE:
                return self._begin(text)
            case _Place.THINKING:
                return self._think(text)
            case _:
                return self._skip_line_ends(text)

    def stop(self) -> list[Text | Reasoning]:
        """Take everything from here on as answer: the service marks the thinking itself."""
        if self._place is _Place.THINKING:
            return []
        left = self.close()
        self._place = _Place.ANSWER
        return left

    def close(self) -> list[Text | Reasoning]:
        """Return what was held back, once nothing more will come."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [Reasoning(held) if self._place is _Place.THINKING else Text(held)]

    def _begin(self, text: str) -> list[Text | Reasoning]:
        begun = text.lstrip()
        if begun.startswith(_OPEN):
            self._place = _Place.THINKING
            return self._think(begun.removeprefix(_OPEN))
        if _OPEN.startswith(begun) and len(text) <= _SPACE_LIMIT:
            self._held = text
            return []
        self._place = _Place.ANSWER
        return [Text(text)]

    def _think(self, text: str) -> list[Text | Reasoning]:
        thought, tag, answer = text.partition(_CLOSE)
        if not tag:
            cut = len(text) - _beginning_of_close(text)
            self._held = text[cut:]
            return [Reasoning(text[:cut])] if cut else []
        self._place = _Place.AFTER_TAG
        thinking: list[Text | Reasoning] = [Reasoning(thought)] if thought else []
        return thinking + self._skip_line_ends(answer)

    def _skip_line_ends(self, text: str) -> list[Text | Reasoning]:
        """Drop the blank lines that models write between their thinking and their answer."""
        answer = text.lstrip("\r\n")
        if not answer:
            return []
        self._place = _Place.ANSWER
        return [Text(answer)]


def _beginning_of_close(text: str) -> int:
    """Return how many last characters could be the beginning of the closing tag."""
    start = text.rfind("<", max(0, len(text) - len(_CLOSE) + 1))
    return len(text) - start if start >= 0 and _CLOSE.startswith(text[start:]) else 0

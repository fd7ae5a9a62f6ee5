"""Remember the colours of lines of code, and what must not be asked for again.

A line is known by what it says and all that its block says before it, so the same block in
another view, or in the same one after a change of theme, has its colours at once.
Rules: no Qt; bounded. Thread: GUI.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conductor.colouring.words import Spans, State

_LINES = 40_000
_BLOCKS = 4_000
_STRIKES = 3
"""How often a language may have to be stopped before it is left alone."""
_NO_COLOURS = frozenset({"", "text", "txt", "plain", "plaintext", "none", "output"})
_LONGEST_NAME = 40

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """A dictionary that forgets what it was told first when it is full."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return what is kept under a key, None if nothing is."""
        return self._values.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep a value."""
        self._values[key] = value
        if len(self._values) > self._limit:
            del self._values[next(iter(self._values))]

    def __contains__(self, key: Key) -> bool:
        return key in self._values


@dataclass(frozen=True, slots=True)
class Colours:
    """What is known of a line.

    Attributes:
        spans: its words.
        state: what the next line starts in; None if only its block as a whole was read.
    """

    spans: Spans
    state: State | None


def first_key(language: str) -> int:
    """Return what the key of a block's first line is made of."""
    return hash(("code", language))


def next_key(key: int, line: str) -> int:
    """Return the key of a line, from that of the line before."""
    return hash((key, line))


class CodeMemory:
    """What this run of the program knows of code.

    Attributes:
        lines: the colours of lines.
        wholes: blocks that were read as a whole, by their last line; or need not be any more.
        poison: lines at which a lexer had to be stopped.
    """

    def __init__(self) -> None:
        self.lines: Bounded[int, Colours] = Bounded(_LINES)
        self.wholes: Bounded[int, None] = Bounded(_BLOCKS)
        self.poison: Bounded[int, None] = Bounded(_BLOCKS)
        self._strikes: dict[str, int] = {}
        self._unknown: Bounded[str, None] = Bounded(_BLOCKS)

    def may_ask(self, language: str) -> bool:
        """Return whether a language has colours as far as one knows, and ends as a rule."""
        if language in _NO_COLOURS or len(language) > _LONGEST_NAME:
            return False
        return language not in self._unknown and self._strikes.get(language, 0) < _STRIKES

    def note_unknown(self, language: str) -> None:
        """Remember that there is no such language."""
        self._unknown.put(language, None)

    def note_stopped(self, language: str) -> None:
        """Remember that a language had to be stopped."""
        self._strikes[language] = self._strikes.get(language, 0) + 1

    def learn_line(self, key: int, spans: Spans, state: State) -> None:
        """Keep the colours of a line; what its block as a whole said of it holds more."""
        known = self.lines.get(key)
        self.lines.put(key, Colours(known.spans if known else spans, state))

    def learn_whole(self, keys: Sequence[int], lines: Sequence[Spans]) -> None:
        """Keep the colours of all lines of a block."""
        for key, spans in zip(keys, lines, strict=True):
            known = self.lines.get(key)
            self.lines.put(key, Colours(spans, known.state if known else None))

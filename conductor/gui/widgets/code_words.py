"""Name the words of code that have a colour of their own."""

from dataclasses import dataclass
from enum import Enum, auto

State = tuple[str, ...]
"""What a line of code starts in: a string, a comment, nothing in particular."""
START: State = ("root",)


class Word(Enum):
    """Kinds of words."""

    KEYWORD = auto()
    NAME = auto()
    STRING = auto()
    NUMBER = auto()
    COMMENT = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A coloured word: where it starts in its line, and how long it is."""

    start: int
    length: int
    word: Word

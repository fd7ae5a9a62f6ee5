"""Name the words of code that have a colour of their own.

Rules: no Pygments, so that the window can import it.
"""

from enum import Enum

State = tuple[str, ...]
"""What a line of code starts in: a string, a comment, nothing in particular."""
START: State = ("root",)

Spans = tuple[int, ...]
"""The coloured words of a line: start, length and the word's value, one after the other.

Both are counted in UTF-16 units, as Qt does.
"""

LINE_LIMIT = 2_000
"""Characters of a line that is still coloured."""
LINE_BUDGET_S = 0.3
"""Processor seconds that one line may take."""
WHOLE_BUDGET_S = 1.0
"""Processor seconds that a whole block of code may take."""
KILL_AFTER_S = 1.0
"""Processor seconds after which what does not even look at its budget is killed."""


class Word(Enum):
    """Kinds of words."""

    KEYWORD = 1
    NAME = 2
    STRING = 3
    NUMBER = 4
    COMMENT = 5

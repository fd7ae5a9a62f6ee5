"""Follow a fenced block of code line by line, so that a long one is never read twice."""

import re
from dataclasses import dataclass
from typing import Self

from conductor.core.markup.parser import language_of
from conductor.core.text.visible import visible

_OPENING = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Fence:
    """An open fence.

    Attributes:
        mark: the backticks or tildes that opened it.
        indent: how many spaces stood before them.
        language: the language named after them; may be empty.
    """

    mark: str
    indent: int
    language: str

    @classmethod
    def opened_by(cls, line: str) -> Self | None:
        """Return the fence that a line outside of code opens, None if it opens none."""
        match = _OPENING.match(line)
        if match is None:
            return None
        return cls(match[2], len(match[1]), language_of(match[3]))

    def is_closed_by(self, line: str) -> bool:
        """Return whether a line ends the code."""
        found = line.lstrip(" ")
        mark = found.rstrip(" \t")
        is_indented = len(line) - len(found) >= 4
        return not is_indented and len(mark) >= len(self.mark) and set(mark) == {self.mark[0]}

    def content_of(self, line: str) -> str:
        """Return a line of the code, without the indent that the fence itself has."""
        width = end = 0
        while width < self.indent and line[end : end + 1] in (" ", "\t"):
            width += 4 - width % 4 if line[end] == "\t" else 1
            end += 1
        return visible(" " * (width - self.indent) + line[end:])

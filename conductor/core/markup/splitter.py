"""Cut a growing text into blocks that never change again and an open rest.

Only the open rest is read again when more comes, so the cost of a stream is linear in its
length. Rules: whatever the slices, the blocks of a finished stream, joined
(`blocks.joined`), are those of the whole text, as long as no line is longer than
`LINE_LIMIT`, and no block than `BLOCK_LIMIT` or `BLOCK_LINES_LIMIT` in a text longer than
`RESTART_LIMIT` or `RESTART_LINES_LIMIT`; such are cut.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conductor.core.markup.blocks import (
    Block,
    Code,
    List,
    Paragraph,
    StyledText,
    Table,
)
from conductor.core.markup.cutting import ListGoesOn, TableGoesOn, finished_part, first_open
from conductor.core.markup.fence import Fence
from conductor.core.markup.parser import MarkupReader, Placed, parse, with_line_feeds
from conductor.core.text.patience import go_on
from conductor.core.text.visible import visible

BLOCK_LIMIT = 32_768
"""Characters of a block that a stream reads as one."""
BLOCK_LINES_LIMIT = 1_000
"""Lines of a block that a stream reads as one."""
LINE_LIMIT = 16_384
"""Characters of a line that a stream reads as Markdown; a longer line stays as it stands."""
RESTART_LIMIT = 65_536
"""Characters of a text that is read again at its end, if what came late asks for it."""
RESTART_LINES_LIMIT = 4_000
"""Lines of such a text, for all of it is read and shown at once."""

_SLICE = 8_192  # characters taken in at a time
# What could become a link once its target comes, or is such a target.
_REFERENCE = re.compile(r"\[(?!\^)[^\[\]]{1,999}\](?!\()")


@dataclass(frozen=True, slots=True)
class SplitStep:
    """What more text changed.

    Attributes:
        frozen: the blocks that will not change again, after those of earlier steps.
        tail: the open rest, in place of the earlier tail.
        restart: forget the blocks of all earlier steps; `frozen` has them anew.
    """

    frozen: tuple[Block, ...] = ()
    tail: tuple[Block, ...] = ()
    restart: bool = False


@dataclass(frozen=True, slots=True)
class _LineGoesOn:
    """The rest is more of a line too long to be read; `started` if some of it is frozen."""

    started: bool = False


class Splitter:
    """Takes a text slice by slice and says which blocks are done."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = self._lines = 0
        self._reader = MarkupReader()
        self._rest = ""  # what is not frozen
        self._state: Fence | ListGoesOn | TableGoesOn | _LineGoesOn | None = None
        self._tail: tuple[Block, ...] = ()
        self._has_returned = False  # a carriage return came last, its line feed may follow
        self._has_open_references = False
        self._needs_restart = False

    @property
    def source(self) -> str:
        """All text taken so far, as it came."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def feed(self, delta: str) -> SplitStep:
        """Take more text."""
        self._pieces.append(delta)
        self._length += len(delta)
        self._lines += delta.count("\n") + delta.count("\r")
        if self._has_returned:
            delta = "\r" + delta
        self._has_returned = delta.endswith("\r")
        return self._take(with_line_feeds(delta[:-1] if self._has_returned else delta))

    def finish(self) -> SplitStep:
        """Freeze the rest, because nothing more will come.

        Links whose target came after them, and blocks that were too long to be read as one,
        get right only now: then all is read again.
        """
        frozen = self._take("\n" if self._has_returned else "").frozen + self._tail
        self._forget(sys.maxsize, 0)
        self._rest, self._tail, self._state = "", (), None
        self._has_returned = False
        is_short = self._length <= RESTART_LIMIT and self._lines <= RESTART_LINES_LIMIT
        if self._needs_restart and is_short:
            self._needs_restart = self._has_open_references = False
            return SplitStep(parse(self.source), restart=True)
        return SplitStep(frozen)

    def _take(self, text: str) -> SplitStep:
        frozen: list[Block] = []
        for start in range(0, len(text), _SLICE):
            go_on()
            self._rest += text[start : start + _SLICE]
            frozen += self._advance()
        return SplitStep(tuple(frozen), self._tail)

    def _advance(self) -> list[Block]:
        """Freeze what is done, and set the tail to the blocks of what is left."""
        if isinstance(self._state, Fence):
            return self._advance_code(self._state)
        if isinstance(self._state, _LineGoesOn):
            return self._advance_line(self._state)
        frozen = self._advance_blocks()
        line_start = self._rest.rfind("\n") + 1
        if len(self._rest) - line_start > LINE_LIMIT:
            return frozen + self._cut_at(line_start, _LineGoesOn())
        if len(self._rest) > BLOCK_LIMIT or self._rest.count("\n") > BLOCK_LINES_LIMIT:
            self._needs_restart = True  # what is cut off has lost its list or quote
            return frozen + self._cut_at(line_start, None)
        return frozen

    def _advance_blocks(self) -> list[Block]:
        head = self._state.head if isinstance(self._state, TableGoesOn) else ""
        placed = self._read(head)
        if not placed:
            self._rest = self._rest.rpartition("\n")[2]
            self._tail = ()
            return []
        above = head.count("\n")
        complete = self._rest.count("\n") + above
        first = first_open(placed, complete)
        frozen = [entry.block for entry in placed[:first]]
        end, tail = placed[first].start, tuple(entry.block for entry in placed[first:])
        if first:
            self._state = None
        part = finished_part(placed[first], complete) if len(tail) == 1 else None
        if part:
            frozen.append(part.frozen)
            end, tail, self._state = part.end, part.tail, part.state
        has_new_targets = self._forget(end, above)
        self._tail = _without_empty(tail)
        if isinstance(self._state, Fence):
            frozen += self._advance_code(self._state)
        elif has_new_targets:
            frozen += self._advance_blocks()
        return list(_without_empty(frozen))

    def _read(self, head: str) -> list[Placed]:
        """Read the rest; a first block that goes on from a frozen part says so."""
        placed = self._reader.read(head + self._rest)
        if not placed or self._state is None:
            return placed
        block = placed[0].block
        if isinstance(block, List) and isinstance(self._state, ListGoesOn):
            block = replace(block, start=self._state.number, continues=True)
        elif isinstance(block, Table) and isinstance(self._state, TableGoesOn):
            block = replace(block, continues=True)
        placed[0] = replace(placed[0], block=block)
        return placed

    def _forget(self, end: int, above: int) -> bool:
        """Drop the rest's lines up to `end`, counted as they were read, `above` in front.

        Returns:
            whether there were link targets in them, which what is left may use.
        """
        done, self._rest = _cut_lines(self._rest, end - above)
        targets = self._reader.targets_above(end)
        if len(_REFERENCE.findall(done)) > targets:
            self._has_open_references = True
        is_new = self._reader.keep_references(end)
        self._needs_restart |= is_new and self._has_open_references
        return is_new

    def _cut_at(self, position: int, state: _LineGoesOn | None) -> list[Block]:
        """Freeze the rest up to a position whatever it is, and go on after it afresh."""
        following = self._rest[position:]
        self._rest = self._rest[:position]
        head = self._state.head if isinstance(self._state, TableGoesOn) else ""
        frozen = [entry.block for entry in self._read(head)]
        self._forget(self._rest.count("\n") + head.count("\n"), head.count("\n"))
        self._rest, self._state = following, state
        return [*_without_empty(frozen), *self._advance()]

    def _advance_code(self, fence: Fence) -> list[Block]:
        lines = self._rest.split("\n")
        code: list[str] = []
        for number, line in enumerate(lines[:-1]):
            if fence.is_closed_by(line):
                self._rest, self._state = "\n".join(lines[number + 1 :]), None
                return [*_more_code(fence, code), *self._advance()]
            code.append(fence.content_of(line))
        last = lines[-1]
        while len(last) > LINE_LIMIT:
            code.append(fence.content_of(last[:LINE_LIMIT]))
            last = last[LINE_LIMIT:]
        self._rest = last
        is_code = last.strip(" \t") and not fence.is_closed_by(last)
        self._tail = _more_code(fence, [fence.content_of(last)] if is_code else [])
        return list(_more_code(fence, code))

    def _advance_line(self, state: _LineGoesOn) -> list[Block]:
        line, ended, following = self._rest.partition("\n")
        frozen: list[Block] = []
        started = state.started
        while len(line) > _SLICE or (ended and line):
            cut = line.rfind(" ", 0, _SLICE) + 1 if len(line) > _SLICE else len(line)
            cut = cut or _SLICE
            frozen.append(Paragraph((StyledText(visible(line[:cut])),), continues=started))
            line, started = line[cut:], True
        if ended:
            self._rest, self._state = following, None
            return frozen + self._advance()
        self._rest, self._state = line, _LineGoesOn(started)
        self._tail = (Paragraph((StyledText(visible(line)),), continues=started),) if line else ()
        return frozen


def _more_code(fence: Fence, lines: list[str]) -> tuple[Block, ...]:
    return (Code(fence.language, tuple(lines), continues=True),) if lines else ()


def _without_empty(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Leave out tables that only repeat their header."""
    return tuple(
        block
        for block in blocks
        if not (isinstance(block, Table) and block.continues and not block.rows)
    )


def _cut_lines(text: str, count: int) -> tuple[str, str]:
    position = 0
    for _ in range(count):
        position = text.find("\n", position) + 1
        if not position:
            return text, ""
    return text[:position], text[position:]

"""Say which blocks of a text that still grows are done, and how the rest goes on."""

from dataclasses import dataclass, replace

from conductor.core.markup.blocks import (
    Block,
    Code,
    Definition,
    Heading,
    List,
    Paragraph,
    Table,
)
from conductor.core.markup.fence import Fence
from conductor.core.markup.parser import Placed

_HEAD_LINES = 2  # of a table


@dataclass(frozen=True, slots=True)
class ListGoesOn:
    """The rest begins with a further item of a list; `number` is None for bullets."""

    number: int | None


@dataclass(frozen=True, slots=True)
class TableGoesOn:
    """The rest begins with a further row; `head` is what makes it one when it is read."""

    head: str


@dataclass(frozen=True, slots=True)
class CutPart:
    """The finished part of an open block, up to line `end`, and how it goes on."""

    frozen: Block
    tail: tuple[Block, ...]
    end: int
    state: Fence | ListGoesOn | TableGoesOn


def first_open(placed: list[Placed], complete: int) -> int:
    """Return the number of the last block that no further text can give to the one before.

    All blocks before it are done. The first line makes a block what it is, the first two a
    table; without an empty line before it the two decide too, because they could have been
    the head of a table. A line right after a link's target may still become its title.
    """
    for number in range(len(placed) - 1, 0, -1):
        entry, before = placed[number], placed[number - 1]
        touches = before.end == entry.start
        is_text = isinstance(entry.block, Paragraph | Heading)
        lines = _HEAD_LINES if touches or isinstance(entry.block, Table) else 1
        is_title = touches and is_text and isinstance(before.block, Definition)
        if entry.start + lines <= complete and not is_title:
            return number
    return 0


def finished_part(entry: Placed, complete: int) -> CutPart | None:
    """Return what of an open block is done, None if nothing is.

    Args:
        entry: the block.
        complete: how many lines have come to their end.
    """
    if entry.start >= complete:
        return None
    match entry.block:
        case List() as block:
            return _finished_items(block, entry, complete)
        case Table() as block:
            return _finished_rows(block, entry, complete)
        case Code() as block:
            return _opened_fence(block, entry)
    return None


def _finished_items(block: List, entry: Placed, complete: int) -> CutPart | None:
    done = sum(start < complete for start in entry.parts) - 1
    if done < 1:
        return None
    number = None if block.start is None else block.start + done
    return CutPart(
        replace(block, items=block.items[:done]),
        (List(block.items[done:], number, continues=True),),
        entry.parts[done],
        ListGoesOn(number),
    )


def _finished_rows(block: Table, entry: Placed, complete: int) -> CutPart | None:
    if entry.start + _HEAD_LINES > complete:
        return None
    done = sum(start < complete for start in entry.parts)
    tail = replace(block, rows=block.rows[done:], continues=True)
    return CutPart(
        replace(block, rows=block.rows[:done]),
        (tail,) if tail.rows else (),
        entry.parts[done - 1] + 1 if done else entry.start + _HEAD_LINES,
        TableGoesOn(entry.head),
    )


def _opened_fence(block: Code, entry: Placed) -> CutPart | None:
    fence = Fence.opened_by(entry.head.partition("\n")[0])
    if fence is None:
        return None
    return CutPart(Code(block.language, ()), (), entry.start + 1, fence)

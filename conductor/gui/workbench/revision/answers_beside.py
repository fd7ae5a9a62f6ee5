"""Lay two answers out beside each other, with what differs marked in both.

Rules: pure, no Qt; like `answer_changes`, it compares what is shown. Thread: any.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor.core.compare.differences import PieceKind
from conductor.core.compare.spans import Comparison, NotCompared, Range, SpanKind, Stretch
from conductor.core.markup.blocks import Inlines
from conductor.core.text.patience import go_on
from conductor.gui.answer.document.rows import DocumentRow
from conductor.gui.workbench.revision.changes import Shown, changed_runs, compared, marked_row


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ.

    Attributes:
        left: the row of the left answer where they begin, or where they are missing.
        right: the same of the right one.
        only_left: the words that only the left answer has there.
        only_right: those that only the right one has.
    """

    left: int
    right: int
    only_left: str
    only_right: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Two answers beside each other.

    Attributes:
        left: the rows of the first.
        right: the rows of the second.
        matches: rows of both that have words in common, rising in both.
        kept_share: how much of the texts is the same, from 0 to 1.
    """

    left: tuple[DocumentRow, ...]
    right: tuple[DocumentRow, ...]
    matches: tuple[tuple[int, int], ...]
    differences: tuple[Difference, ...]
    kept_share: float


def beside(left_source: str, right_source: str) -> Beside | NotCompared:
    """Lay two answers out; or say why they are not compared."""
    sides = compared(left_source, right_source)
    if isinstance(sides, NotCompared):
        return sides
    left, right, comparison = sides.old, sides.new, sides.comparison
    changed = [s for s in comparison.spans if s.kind is not SpanKind.EQUAL and not s.blank]
    return Beside(
        tuple(_rows(left, [span.old for span in changed], PieceKind.DELETED)),
        tuple(_rows(right, [span.new for span in changed], PieceKind.INSERTED)),
        tuple(_matches(left, right, comparison)),
        tuple(_difference(left, right, span) for span in changed),
        comparison.kept_share,
    )


def _rows(shown: Shown, changed: Sequence[Range], kind: PieceKind) -> Iterator[DocumentRow]:
    """Yield the rows of a text with the changed stretches marked."""
    waiting = [place for place in reversed(changed) if place]
    for number, row in enumerate(shown.rows):
        go_on()
        start = shown.starts[number]
        end = shown.end_of(number)
        parts: list[tuple[int, Inlines]] = []
        at = start
        while waiting and waiting[-1].start < end:
            place = waiting.pop()
            first, last = max(place.start, start), min(place.end, end)
            parts += shown.cells(at, first) if first > at else ()
            parts += [(n, tuple(changed_runs(c, kind))) for n, c in shown.cells(first, last)]
            at = last
            if place.end > end:
                waiting.append(Range(end, place.end))
                break
        if at == start and not parts:
            yield row
            continue
        parts += shown.cells(at, end) if end > at else ()
        yield marked_row(row, parts)


def _matches(left: Shown, right: Shown, comparison: Comparison) -> Iterator[tuple[int, int]]:
    """Yield the rows that have words in common, each row once at the most."""
    before = (-1, -1)
    for span in comparison.spans:
        if span.kind is not SpanKind.EQUAL or not span.old.of(left.text).strip():
            continue
        for number in range(left.row_at(span.old.start), left.row_at(span.old.end - 1) + 1):
            offset = max(left.starts[number] - span.old.start, 0)
            other = right.row_at(span.new.start + offset)
            if number > before[0] and other > before[1]:
                before = (number, other)
                yield before


def _difference(left: Shown, right: Shown, span: Stretch) -> Difference:
    return Difference(
        left.row_at(span.old.start),
        right.row_at(span.new.start),
        " ".join(span.old.of(left.text).split()),
        " ".join(span.new.of(right.text).split()),
    )

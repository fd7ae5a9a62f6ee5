"""Lay a revised answer out as rows in which what was added and what was taken out is marked.

Rules: pure, no Qt. What is compared is what is shown, not its Markdown: a changed word is
marked in its heading, item, cell or line of code. Thread: any.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from conductor.core.compare.differences import PieceKind, ShownPiece, compare, pieces
from conductor.core.compare.spans import Comparison, NotCompared, Obstacle, languages_differ
from conductor.core.markup.blocks import Inline, Inlines
from conductor.core.markup.splitter import Splitter
from conductor.core.text.patience import go_on
from conductor.gui.answer.document.layout import RowLayout
from conductor.gui.answer.document.row_words import words_of
from conductor.gui.answer.document.rows import ChangedText, DocumentRow, RowKind, plain_run

CHARACTERS_LIMIT = 400_000
"""Characters of an answer that is compared."""
ROWS_LIMIT = 10_000
"""Rows of an answer that is compared."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that were changed as one.

    Attributes:
        row: the row where it begins.
        deleted: the words that were taken out.
        inserted: the words that were added.
    """

    row: int
    deleted: str
    inserted: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of an answer, to be shown in one text.

    Attributes:
        kept_share: how much of the texts is the same, from 0 to 1.
    """

    rows: tuple[DocumentRow, ...]
    changes: tuple[WordChange, ...]
    kept_share: float


@dataclass(frozen=True, slots=True)
class _Laid:
    """The runs of one cell with the words of each, where each begins, and their length."""

    runs: Inlines
    words: tuple[str, ...]
    starts: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, content: Inlines) -> "_Laid":
        words = tuple(map(words_of, content))
        *starts, length = accumulate(map(len, words), initial=0)
        return cls(content, words, tuple(starts), length)

    def cut(self, start: int, end: int) -> Iterator[Inline]:
        """Yield what stands between two places of the cell."""
        first = max(0, bisect_right(self.starts, start) - 1)
        for number in range(first, bisect_left(self.starts, end)):
            words, at = self.words[number], self.starts[number]
            begin, stop = max(start - at, 0), min(end - at, len(words))
            if begin >= stop:
                continue
            inline = self.runs[number]
            is_whole = begin == 0 and stop == len(words)
            yield inline if is_whole else plain_run(inline, words[begin:stop])


class Shown:
    """An answer's rows, and the same as one text with a line for each row."""

    def __init__(self, source: str) -> None:
        splitter, layout = Splitter(), RowLayout()
        rows: list[DocumentRow] = []
        for step in (splitter.feed(source), splitter.finish()):
            if step.restart:
                layout, rows = RowLayout(), []
            rows += layout.rows(step.frozen)
        self.rows = tuple(rows)
        lines = ["\t".join(_flat(run) for run in _runs(row)) for row in rows]
        self.text = "".join(f"{line}\n" for line in lines)
        self.starts: list[int] = []
        at = 0
        for line in lines:
            self.starts.append(at)
            at += len(line) + 1
        self._laid: tuple[int, tuple[_Laid, ...]] = (-1, ())

    def row_at(self, at: int) -> int:
        """Return the number of the row that a place in the text belongs to."""
        return max(0, min(bisect_right(self.starts, at), len(self.rows)) - 1)

    def end_of(self, number: int) -> int:
        """Return where the text of a row ends."""
        following = number + 1
        return (self.starts[following] if following < len(self.rows) else len(self.text)) - 1

    def cells(self, start: int, end: int) -> Iterator[tuple[int, Inlines]]:
        """Yield what stands between two places of one row, cell by cell, by their numbers."""
        number = self.row_at(start)
        at = self.starts[number]
        if self._laid[0] != number:  # many pieces of one row follow each other
            self._laid = number, tuple(map(_Laid.of, _runs(self.rows[number])))
        for cell, laid in enumerate(self._laid[1]):
            cut = tuple(laid.cut(max(0, start - at), end - at))
            if cut or (start <= at + laid.length < end):
                yield cell, cut
            at += laid.length + 1


def changes_of(old_source: str, new_source: str) -> Changes | NotCompared:
    """Show in one text what became of an answer; or the reason why it is not compared."""
    sides = compared(old_source, new_source)
    if isinstance(sides, NotCompared):
        return sides
    writer = _Writer(sides.old, sides.new)
    for piece in pieces(sides.comparison, sides.old.text, sides.new.text):
        go_on()
        writer.put(piece)
    return Changes(tuple(writer.rows), writer.changes, sides.comparison.kept_share)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two answers as they are shown, and how what is shown differs."""

    old: Shown
    new: Shown
    comparison: Comparison


def compared(old_source: str, new_source: str) -> Sides | NotCompared:
    """Compare what two answers show; or say why they are not compared."""
    if max(len(old_source), len(new_source)) > CHARACTERS_LIMIT:
        return NotCompared(Obstacle.TOO_LONG)
    if languages_differ(old_source, new_source):
        return NotCompared(Obstacle.LANGUAGES)
    old, new = Shown(old_source), Shown(new_source)
    if max(len(old.rows), len(new.rows)) > ROWS_LIMIT:
        return NotCompared(Obstacle.TOO_LONG)
    comparison = compare(old.text, new.text)
    return comparison if isinstance(comparison, NotCompared) else Sides(old, new, comparison)


@dataclass(slots=True)
class _Gathered:
    """A change whose words still come."""

    row: int
    deleted: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)


class _Writer:
    """Puts the pieces of two texts together again as rows."""

    def __init__(self, old: Shown, new: Shown) -> None:
        self.rows: list[DocumentRow] = []
        self._changes: list[_Gathered] = []
        self._sides = {PieceKind.KEPT: new, PieceKind.INSERTED: new, PieceKind.DELETED: old}
        self._fragments: list[tuple[PieceKind, int, int]] = []
        self._is_changing = False

    @property
    def changes(self) -> tuple[WordChange, ...]:
        """What was changed so far."""
        return tuple(
            WordChange(each.row, "".join(each.deleted), "".join(each.inserted))
            for each in self._changes
        )

    def put(self, piece: ShownPiece) -> None:
        """Take the next piece."""
        self._note(piece)
        at = piece.place.start
        for is_end, characters in groupby(piece.text, key="\n".__eq__):
            size = len(list(characters))
            if not is_end:
                self._fragments.append((piece.kind, at, at + size))
            for end in range(at, at + size) if is_end else ():
                self._end_row(piece.kind, end)
            at += size

    def _note(self, piece: ShownPiece) -> None:
        """Gather what was changed as one."""
        if piece.kind is PieceKind.KEPT:
            self._is_changing = False
            return
        if not self._is_changing:
            self._changes.append(_Gathered(len(self.rows)))
            self._is_changing = True
        last = self._changes[-1]
        words = piece.text.replace("\t", " ").replace("\n", " ")
        (last.deleted if piece.kind is PieceKind.DELETED else last.inserted).append(words)

    def _end_row(self, kind: PieceKind, end: int) -> None:
        is_deleted = all(each is PieceKind.DELETED for each, _start, _end in self._fragments)
        if kind is PieceKind.DELETED and not is_deleted:
            return  # two lines became one: the row goes on
        side = self._sides[kind]
        self.rows.append(marked_row(side.rows[side.row_at(end)], self._parts(side)))
        self._fragments = []

    def _parts(self, side: Shown) -> Iterator[tuple[int, Inlines]]:
        """Yield the fragments of a row, each with the number of its cell."""
        cell = 0
        for kind, start, end in self._fragments:
            own = self._sides[kind]
            is_table = own.rows[own.row_at(start)].kind is RowKind.CELLS
            for number, content in own.cells(start, end):
                cell = number if own is side or is_table else cell
                yield cell, tuple(changed_runs(content, kind))


def marked_row(row: DocumentRow, parts: Iterable[tuple[int, Inlines]]) -> DocumentRow:
    """Return a row with other content in its cells, or in all of it."""
    if row.kind is not RowKind.CELLS:
        content = tuple(inline for _cell, part in parts for inline in part)
        return replace(row, content=content, cells=())
    cells: list[list[Inline]] = [[] for _cell in row.cells]
    for cell, part in parts:
        cells[min(cell, len(cells) - 1)] += part
    return replace(row, cells=tuple(map(tuple, cells)))


def changed_runs(content: Inlines, kind: PieceKind) -> Iterator[Inline]:
    """Yield runs marked as what happened to them."""
    for inline in content:
        if kind is PieceKind.KEPT:
            yield inline
        else:
            yield ChangedText.of(inline, words_of(inline), is_deleted=kind is PieceKind.DELETED)


def _runs(row: DocumentRow) -> Sequence[Inlines]:
    return row.cells if row.kind is RowKind.CELLS else (row.content,)


def _flat(content: Inlines) -> str:
    """Return the words of a run, without what separates rows and cells."""
    return "".join(map(words_of, content)).translate({9: " ", 10: " ", 13: " "})

"""Find the rows of every table in the pages of a library, also where a tree of pages is broken.

A table's rows stand in the leaves of its tree. Where a page of the tree cannot be read, what
was below it is found among the pages that belong to nothing else, by the shape of their rows.

Thread: any.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from conductor.store.rescue.raw_pages import (
    INDEX_INTERIOR,
    INDEX_LEAF,
    LEAVES,
    TABLE_INTERIOR,
    TABLE_LEAF,
    RawPages,
    RawRecord,
    Value,
)

_SCHEMA_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class TableShape:
    """How rows of a table look.

    Attributes:
        kinds: for each column "INTEGER", "REAL" or "TEXT".
        required: whether each column always has a value.
        has_key: whether the first column is the row's key, which is not in the record itself.
        least: how many columns the oldest rows have.
    """

    kinds: tuple[str, ...]
    required: tuple[bool, ...]
    has_key: bool
    least: int

    def fits(self, row: RawRecord) -> bool:
        """Whether a record can be a row of this table."""
        values = row.values
        if not self.least <= len(values) <= len(self.kinds):
            return False
        if self.has_key and (values[0] is not None or row.key <= 0):
            return False
        return all(
            _fits(value, kind, is_required=is_required and row.is_whole)
            for value, kind, is_required in list(
                zip(values, self.kinds, self.required, strict=False)
            )[int(self.has_key) :]
        )

    def complete(self, row: RawRecord) -> tuple[Value, ...]:
        """Return the values of a row with its key among them."""
        return (row.key, *row.values[1:]) if self.has_key else row.values


@dataclass(slots=True)
class FoundRows:
    """The rows found of one table: whole ones first; `missed` others seem to have been there."""

    rows: list[tuple[Value, ...]] = field(default_factory=list)
    missed: int = 0
    is_complete: bool = True
    in_part: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of the tables, and the entries of the indexes, each ending with its row's key."""

    tables: dict[str, FoundRows]
    indexes: dict[str, list[tuple[Value, ...]]]


def find_rows(pages: RawPages, shapes: Mapping[str, TableShape], indexes: Collection[str]) -> Found:
    """Return the rows of every table that can be found in a library.

    Args:
        pages: the library.
        shapes: how the rows of each table look.
        indexes: the indexes whose entries are wanted as well.
    """
    roots = _roots(pages)
    found = {name: FoundRows() for name in shapes}
    entries: dict[str, list[tuple[Value, ...]]] = {name: [] for name in indexes}
    for name in sorted(roots, key=lambda one: one not in shapes):
        if name in shapes:
            shape = shapes[name]
            leaf = TABLE_LEAF if shape.has_key else INDEX_LEAF
            _walk(pages, roots[name], leaf, found[name], shape)
        else:  # of an index, or of a table of the migrations: its pages are nobody else's
            of_index = FoundRows()
            is_table = pages.kind(roots[name]) in (TABLE_LEAF, TABLE_INTERIOR)
            leaf = TABLE_LEAF if is_table and name not in indexes else INDEX_LEAF
            _walk(pages, roots[name], leaf, of_index, None)
            if name in entries:
                entries[name] = of_index.rows
    for name, of_table in found.items():
        of_table.is_complete = of_table.is_complete and name in roots
    # Always: an inner page that has lost its count of cells looks whole.
    _adopt_orphans(pages, shapes, found)
    return Found(found, entries)


def version_of(pages: RawPages, known: int) -> int:
    """Return the schema version that the library says to have, `known` if that cannot be."""
    page = pages.page(1)
    version = int.from_bytes(page[60:64], "big")
    return version if page.startswith(b"SQLite format 3\0") and 1 <= version <= known else known


def _roots(pages: RawPages) -> dict[str, int]:
    """Return where the trees of tables and indexes begin, by name."""
    found = FoundRows()
    _walk(pages, 1, TABLE_LEAF, found, None)
    rows = found.rows
    if not found.is_complete:  # the first page is gone: its leaves are somewhere
        free = pages.free_pages()
        for number in range(2, pages.count + 1):
            if number in free or pages.kind(number) != TABLE_LEAF:
                continue
            used = set(pages.used)
            rows += [row.values for row in pages.leaf(number, TABLE_LEAF).rows]
            pages.used = used
    roots: dict[str, int] = {}
    for values in rows:
        if len(values) != _SCHEMA_COLUMNS or values[0] not in ("table", "index"):
            continue
        name, root = values[1], values[3]
        if isinstance(name, str) and isinstance(root, int) and 1 < root <= pages.count:
            roots.setdefault(name, root)
    return roots


def _walk(
    pages: RawPages, root: int, leaf: int, found: FoundRows, shape: TableShape | None
) -> None:
    """Read a tree from its root, and note where it is broken."""
    inner = TABLE_INTERIOR if leaf == TABLE_LEAF else INDEX_INTERIOR
    waiting, seen = [root], set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen or (number in pages.used and number != root):
            found.is_complete = False
            continue
        seen.add(number)
        kind = pages.kind(number)
        if kind == inner:
            below, is_all = pages.children(number)
            waiting += reversed(below)
            found.is_complete = found.is_complete and is_all
            if inner == INDEX_INTERIOR:
                _take(pages, number, INDEX_INTERIOR, found, shape)
        else:
            fit, others = _take(pages, number, leaf, found, shape)
            is_ours = kind == leaf and (fit > 0 or others == 0)
            if not is_ours:
                found.is_complete = False
                if not fit:  # it is another table's, which is still to find it
                    seen.discard(number)
    pages.used |= seen


def _take(
    pages: RawPages, number: int, kind: int, found: FoundRows, shape: TableShape | None
) -> tuple[int, int]:
    """Read the rows of a page; return how many fit, and how many others it seems to have."""
    read = pages.leaf(number, kind)
    fit = [row for row in read.rows if shape is None or shape.fits(row)]
    others = read.unreadable + len(read.rows) - len(fit)
    if pages.kind(number) == kind and fit:  # of any other page nothing can be said
        found.missed += others
    found.in_part += sum(not row.is_whole for row in fit)
    found.is_complete = found.is_complete and not read.unreadable
    found.rows += [row.values if shape is None else shape.complete(row) for row in fit]
    return len(fit), others


def _adopt_orphans(
    pages: RawPages, shapes: Mapping[str, TableShape], found: dict[str, FoundRows]
) -> None:
    """Give rows of pages that nothing leads to any more to the table they fit.

    That is one known to be broken if it fits as well as any.
    """
    free = pages.free_pages() if pages.kind(1) in (TABLE_LEAF, TABLE_INTERIOR) else set()
    broken = {name for name in shapes if not found[name].is_complete}
    for number in range(2, pages.count + 1):
        kind = pages.kind(number)
        if number in pages.used or number in free or kind not in (*LEAVES, INDEX_INTERIOR):
            continue
        fitting = {n: s for n, s in shapes.items() if s.has_key == (kind == TABLE_LEAF)}
        rows = pages.leaf(number, kind).rows
        owner = _owner_of(rows, fitting, broken)
        if owner is not None:
            pages.used.add(number)
            fit = [row for row in rows if fitting[owner].fits(row)]
            found[owner].in_part += sum(not row.is_whole for row in fit)
            found[owner].rows += [fitting[owner].complete(row) for row in fit]


def _owner_of(
    rows: list[RawRecord], shapes: Mapping[str, TableShape], broken: Collection[str]
) -> str | None:
    """Return the table that the most rows of a page fit, the one with most columns of equals."""
    scores = [
        (sum(map(shape.fits, rows)), name in broken, shape.least, name)
        for name, shape in shapes.items()
    ]
    best = max(scores, default=(0, False, 0, ""))
    return best[3] if best[0] else None


def _fits(value: Value, kind: str, *, is_required: bool) -> bool:
    if value is None:
        return not is_required
    if kind == "INTEGER":
        return isinstance(value, int)
    return isinstance(value, (int, float)) if kind == "REAL" else isinstance(value, str)

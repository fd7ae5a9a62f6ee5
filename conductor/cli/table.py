"""Lay out rows of text in columns, where a Korean character takes two places."""

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return each row as one line, its cells under one another.

    Args:
        rows: the cells; every row has as many.
        right: the columns whose cells end under one another, for numbers.
    """
    from rich.cells import cell_len

    if not rows:
        return []
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]

    def padded(place: int, cell: str) -> str:
        space = " " * (widths[place] - cell_len(cell))
        return space + cell if place in right else cell + space

    return ["  ".join(padded(n, cell) for n, cell in enumerate(row)).rstrip() for row in rows]

"""Make what the first answers need while nothing else is to be done, a little at a time.

Thread: GUI.
"""

from collections.abc import Iterator

from conductor.gui.workbench.columns.answer_columns import AnswerColumns
from conductor.gui.workbench.columns.column_plan import nothing_planned

MOST = 8
"""Columns that are made before they are needed; a round may have more."""


def getting_ready(columns: AnswerColumns, count: int) -> Iterator[None]:
    """Load what columns are made of, then make them, a part up to each `yield`.

    Args:
        columns: where they will stand.
        count: how many answers the next round will have.
    """
    import conductor.gui.workbench.columns.answer_deeds
    import conductor.gui.workbench.columns.reasoning_fold

    yield
    import conductor.gui.workbench.columns.answer_column  # noqa: F401

    yield
    wanted = min(count, MOST)
    is_ready = len(columns.ordered) >= wanted
    while not is_ready:
        is_ready = columns.make_ready(nothing_planned(), wanted)
        yield

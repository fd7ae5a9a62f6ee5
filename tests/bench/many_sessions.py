"""Fill a library with very many sessions, in seconds: one is made as the program does, then copied.

Each has one round with an answer of every assistant; the newest was touched last.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from conductor.core.entities import AnswerStatus
from conductor.store.library import open_library
from conductor.workspace.workspace import open_workspace
from tests.store.rows import add_answer, add_round, add_session

TEXT = "The answer to it, in a few lines.\n\n- one\n- two\n\n마지막 문장은 한국어다.\n"
COUNT = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :count) "
CHANGED = {
    "session": {
        "id": "row.id + n",
        "title": "'Stored work ' || n",
        "touched": "row.touched + n",
    },
    "round": {"id": "row.id + n", "session": "row.session + n"},
    "answer": {"id": "row.id + n * :each", "round": "row.round + n"},
}
"""Of each table, what a copy has of its own; `n` is its number."""


def fill(folder: Path, sessions: int) -> None:
    """Add so many sessions to a library that has assistants and no session yet."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    team = workspace.connections.assistants()
    workspace.close()
    library = open_library(folder, must_write=True)
    item = add_round(library.db, add_session(library.db, "Stored work 0"))
    for assistant in team:
        add_answer(library.db, item, assistant)
    with library.db.atomic():
        library.db.write(
            "UPDATE answer SET text = ?, status = ?", (TEXT * 4, AnswerStatus.COMPLETE)
        )
    library.close()
    with closing(sqlite3.connect(folder / "conductor.db")) as db, db:
        for table, changed in CHANGED.items():
            _copy(db, table, changed, sessions - 1)


def _copy(db: sqlite3.Connection, table: str, changed: dict[str, str], count: int) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    own = {**changed, "ulid": "substr(row.ulid, 1, 16) || printf('%010d', row.id * 1000000 + n)"}
    (each,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    values = ", ".join(own.get(column, f"row.{column}") for column in columns)
    db.execute(
        f"{COUNT} INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {values} FROM n, (SELECT * FROM {table}) AS row",
        {"count": count, "each": each},
    )

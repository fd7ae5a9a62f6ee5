"""Fill a library with very many messages, quickly."""

from pathlib import Path

from conductor.core.entities import AnswerStatus, Assistant
from conductor.store.library import Library, open_library
from conductor.workspace.workspace import open_workspace
from tests.store.rows import add_answer, add_round, add_session

ROUNDS = 3
ANSWERS = 6
PER_SESSION = ROUNDS * (1 + ANSWERS)
_TEXT = "The answer to it, in a few lines.\n\n- one\n- two\n\n마지막 문장은 한국어다.\n"


def fill(folder: Path, messages: int) -> None:
    """Add sessions until a library with assistants holds so many more messages."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    team = workspace.connections.assistants()
    workspace.close()
    library = open_library(folder, must_write=True)
    for first in range(0, messages // PER_SESSION, 100):
        with library.db.atomic():
            for number in range(first, min(first + 100, messages // PER_SESSION)):
                _add(library, team, number)
    with library.db.atomic():
        library.db.write(
            "UPDATE answer SET text = ?, status = ? WHERE status = ?",
            (_TEXT * 4, AnswerStatus.COMPLETE, AnswerStatus.QUEUED),
        )
    library.close()


def _add(library: Library, team: "tuple[Assistant, ...] | list[Assistant]", number: int) -> None:
    session = add_session(library.db, f"Stored work {number}")
    for count in range(ROUNDS):
        item = add_round(library.db, session, count + 1, f"Task {number}, round {count + 1}")
        for place in range(ANSWERS):
            add_answer(library.db, item, team[place % len(team)])

"""Do one kind of work on a library, each commit marked, until done or ended from outside.

Run as `python -m tests.reliability.processes.work FOLDER MARKS WHAT [CARELESSNESS]`; it prints
"ready" when the work begins. With a carelessness it works as a program would that does not sync, so
that a test can show that it would be found out.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from conductor.core.guidance.trial import PairChoice
from conductor.core.judgement import JudgementKind
from conductor.store import database
from conductor.store.backups.backup import back_up_today
from conductor.workspace.judging.judging import Why
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from tests.fakes import Pause, words
from tests.reliability.rig.marks import Marks, digest_of, mark_commits
from tests.workspace.conftest import Stage

PIECE = "Ein Stück Text, 글 한 조각. " * 40


def prepare(folder: Path) -> None:
    """Make a library with something of everything in it."""
    stage = Stage(folder)
    begin(stage)
    stage.workspace.close()


def begin(stage: Stage) -> None:
    """Make a team, two judged sessions with files, guidance and a draft."""
    workspace = stage.workspace
    team = stage.team("Astra", "Opus")
    for number in range(2):
        file = workspace.folder.with_name(f"file-{number}.txt")
        file.write_text(f"attached {number} " + PIECE, encoding="utf-8")
        wanted = NewRound(f"Task {number}", team, attach=(file,), title=f"Before {number}")
        view = stage.ended(workspace.sessions.round(workspace.rounds.ask(wanted).id))
        workspace.judging.best(view.round.id, view.answers[0].id, Why("clear"))
        workspace.notes.on_answer(view.answers[0].id, "A note that stays.")
    workspace.guidance.add("Be brief.")
    workspace.sessions.keep_draft("new", "half a thought")


def write(stage: Stage) -> None:
    """Ask and ask on, with files, while text streams in."""
    team = tuple(a.id for a in stage.workspace.connections.assistants())
    file = stage.workspace.folder.with_name("new.txt")
    session_id = None
    for number in range(3):
        for assistant in stage.workspace.connections.assistants():
            pieces = (Pause(0.08), *words(PIECE, f"{number}"))
            stage.provider.script(assistant.model, words(PIECE)[0], *pieces[:2], *pieces * 2)
        file.write_text(f"file {number} " + PIECE * 4, encoding="utf-8")
        asked = stage.workspace.rounds.ask(
            NewRound(f"Write {number} " + PIECE, team, session_id, attach=(file,))
        )
        stage.ended(stage.workspace.sessions.round(asked.id))
        session_id = asked.session_id


def edit(stage: Stage) -> None:
    """Change titles, tags, drafts, notes, judgements and words that were sent."""
    workspace = stage.workspace
    for number, session in enumerate(workspace.sessions.all()):
        (view, *_rest) = workspace.sessions.rounds(session.id)
        workspace.sessions.rename(session.id, f"Renamed {number}")
        workspace.sessions.add_tag(session.id, "tagged")
        workspace.sessions.keep_draft(str(session.id), PIECE * 3)
        workspace.drafts.keep(session.id, PIECE * 5)
        workspace.notes.on_round(view.round.id, "Another note " + PIECE)
        workspace.judging.none_usable(view.round.id, Why("changed my mind"))
        workspace.adopting.adopt(view.answers[0].id)
        team = tuple(a.assistant_id for a in view.answers)
        again = NewRound("Edited " + PIECE, team, session.id, edits=view.round.id)
        asked = stage.ended(workspace.sessions.round(workspace.rounds.ask(again).id))
        revised = stage.ended(workspace.sessions.round(workspace.rounds.retry(session.id).id))
        workspace.judging.judge_revision(revised.answers[0].id, JudgementKind.BETTER)
        workspace.judging.best(asked.round.id, asked.answers[1].id)


def delete(stage: Stage) -> None:
    """Put sessions into the bin, take one back, and delete for good."""
    workspace = stage.workspace
    ids = [session.id for session in workspace.sessions.all()]
    workspace.bin.put(ids)
    workspace.bin.restore(ids[:1])
    workspace.bin.delete_for_good(ids[1:])
    workspace.guidance.retire(workspace.guidance.all()[0].id)
    workspace.bin.put(ids[:1])
    workspace.bin.delete_for_good(ids[:1])


def back_up(stage: Stage) -> None:
    """Copy the library, today's and those of later days, while it changes."""
    first = date(2026, 11, 1)
    for day in range(0, 60, 5):
        stage.workspace.sessions.keep_draft("new", f"on day {day} " + PIECE)
        back_up_today(stage.workspace.desk.library.file, first + timedelta(days=day))
    stage.workspace.back_up(threading.Event())


def try_out(stage: Stage) -> None:
    """Have a trial's answers written, and judge its pairs."""
    workspace = stage.workspace
    tasks = tuple(TaskText(f"Trial task {n} " + PIECE) for n in range(3))
    team = tuple(a.id for a in workspace.connections.assistants())
    workspace.trials.new(NewTrial(workspace.guidance.all()[0].id, tasks, team))
    stage.until(lambda: not workspace.trials.is_busy)
    while (pair := workspace.trial_queue.next().pair) is not None:
        workspace.trial_queue.answer(pair.id, PairChoice.LEFT)


def nothing(_stage: Stage) -> None:
    """Only open the library, which migrates and recovers it, and close it."""


WORK: dict[str, Callable[[Stage], None]] = {
    "begin": begin,
    "write": write,
    "edit": edit,
    "delete": delete,
    "backup": back_up,
    "trial": try_out,
    "open": nothing,
}


class _Unsynced(sqlite3.Connection):
    """A connection that never has anything synced."""

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Run a statement, but turn syncing off where it is turned on."""
        if sql.startswith("PRAGMA synchronous ="):
            sql = "PRAGMA synchronous = 0"
        return super().execute(sql, *values)  # type: ignore[arg-type]


def _be_careless(how: str) -> None:
    if how == "database":
        database._PRAGMAS = (("synchronous", 0), *database._PRAGMAS[1:])
        sqlite3.connect = partial(sqlite3.connect, factory=_Unsynced)
    else:
        os.fsync = lambda _descriptor: None


def main(folder: Path, marks_file: Path, what: str, *careless: str) -> None:
    """Open the library, mark what it is, do the work, close it."""
    for how in careless:
        _be_careless(how)
    marks: Marks = mark_commits(marks_file)
    stage = Stage(folder)
    marks.put("did", digest_of(stage.workspace.desk.db.raw), synced=True)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    WORK[what](stage)
    stage.workspace.close()
    marks.put("end", "", synced=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])

"""A library that an earlier program left behind is opened, and everything in it is found."""

import gzip
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus, RoundKind
from conductor.core.guidance.draw import DrawState
from conductor.core.judgement import JudgementKind
from conductor.store.database import SCHEMA_VERSION
from conductor.store.library import FILE_NAME
from tests.workspace.conftest import Stage

LIBRARIES = Path(__file__).parents[1] / "store" / "libraries"
"""Written by the programs themselves: one per version of the library that was in use."""
ATTACHED = b"Words of a file."


def left_behind(folder: Path, version: int) -> Path:
    """Put the library that a program of an earlier version wrote into the data folder."""
    folder.mkdir(parents=True)
    path = folder / FILE_NAME
    packed = LIBRARIES / f"version-{version}.db.gz"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    attachments = folder / "attachments"
    attachments.mkdir()
    (attachments / sha256(ATTACHED).hexdigest()).write_bytes(ATTACHED)
    return path


def counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as db:
        tables = db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        )
        return {
            name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for (name,) in tables.fetchall()
        }


@pytest.fixture
def stage(folder: Path) -> Stage:
    left_behind(folder, 3)
    return Stage(folder)


def test_no_row_of_an_earlier_library_is_lost(folder: Path) -> None:
    path = left_behind(folder, 3)
    before = counts(path)

    Stage(folder).workspace.close()

    assert sum(before.values()) > 100
    assert counts(path) == before


def test_its_sessions_are_there_with_their_rounds_answers_and_judgements(stage: Stage) -> None:
    area = stage.workspace
    assert area.desk.db.pragma("user_version") == SCHEMA_VERSION
    listed = area.sessions.all()

    assert [one.title for one in listed] == ["A new task for a draw", "Hidden names", "분기 보고서"]
    report = listed[-1]
    assert (report.kind, report.tags) == ("report", ("board",))
    rounds = area.sessions.rounds(report.id)
    assert [(view.round.kind, view.round.text) for view in rounds[:3]] == [
        (RoundKind.TASK, "Write a report"),
        (RoundKind.GUIDANCE, "Make it shorter."),
        (RoundKind.FOLLOW_UP, "And the costs?"),
    ]
    assert rounds[3].round.kind is RoundKind.MERGE
    assert rounds[0].answers[1].text == "Opus says it 1 times. 둘째 문장."
    assert {a.status for view in rounds for a in view.answers} == {AnswerStatus.COMPLETE}
    (file,) = area.sessions.attachments(rounds[0].round.id)
    assert (file.name, file.text) == ("notes.txt", ATTACHED.decode())
    assert [one.kind for one in area.judging.of_session(report.id)] == [
        JudgementKind.BEST,
        JudgementKind.BETTER,
        JudgementKind.NO_DIFFERENCE,
    ]
    best = area.judging.current(rounds[0].round.id)
    assert best is not None
    assert (best.reason, best.tags, best.chosen) == (
        "clear",
        ("short",),
        (rounds[0].answers[0].id,),
    )
    (adopted,) = area.adopting.of_session(report.id)
    assert adopted.answer_id == rounds[2].answers[2].id
    area.close()


def test_its_threads_notes_and_drafts_are_there(stage: Stage) -> None:
    area = stage.workspace
    report = area.sessions.all()[-1]
    rounds = area.sessions.rounds(report.id)
    answer = rounds[2].answers[2]

    thread = [message.text for message in area.sessions.thread(answer)]

    assert thread[0].endswith("Write a report") or "Write a report" in "".join(thread)
    assert "And the costs?" in thread[-1]
    assert {note.text for note in area.notes.of_session(report.id)} == {
        "Name the owner.",
        "About the round",
        "About all",
    }
    (placed,) = area.notes.of_answer(rounds[0].answers[0].id)
    assert placed.note.quote == "Astra"
    assert area.drafts.get(report.id).text.startswith("My own words.")
    (piece,) = area.drafts.pieces(report.id)
    assert piece.piece.quote == "Opus says"
    assert area.sessions.draft("new") == "Half written"
    area.close()


def test_its_blind_round_its_bin_and_its_settings_are_as_they_were(stage: Stage) -> None:
    area = stage.workspace
    (hidden,) = [one for one in area.sessions.all() if one.title == "Hidden names"]

    assert area.blinding.hidden_rounds(hidden.id) == {area.sessions.score(hidden.id)[0].id}
    assert [one.title for one in area.bin.sessions()] == ["Into the bin"]
    assert area.settings.now.statistics
    assert [one.name for one in area.connections.assistants()] == ["Astra", "Opus", "Local"]
    assert [one.name for one in area.connections.ensembles()] == ["Team"]
    area.close()


def test_its_guidance_draw_and_trial_are_there_and_go_on(stage: Stage) -> None:
    area = stage.workspace
    drawn = area.sessions.all()[0]
    shorter, plain = sorted(area.guidance.all(), key=lambda one: one.text)

    assert (shorter.text, plain.text) == ("Make it shorter.", "Use plain words.")
    found = area.lottery.revealed(area.sessions.score(drawn.id)[0].id)
    assert found is not None
    assert found.state is not DrawState.OPEN
    (trial,) = area.trials.all()
    assert area.trials.glance(trial).tested_text == "Use plain words."
    waiting = area.trial_queue.next(trial.id)
    assert waiting.pair is not None
    follow_up = stage.asked("Still here?", stage.workspace.sessions.assistants(drawn.id), drawn.id)
    assert len(follow_up.answers) == 3
    area.close()

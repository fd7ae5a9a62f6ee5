"""What is deleted for good is in no byte of the data folder but its backups."""

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from conductor.core.errors import NotFound
from conductor.core.events import Reasoning, Started, Text
from conductor.core.guidance.guidance import GuidanceSource
from conductor.core.ids import SessionId
from conductor.core.text.anchor import Span
from conductor.store.backups.backup import back_up_today
from conductor.store.sessions import ledger
from conductor.workspace.backups import delete_copy
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.rounds.rounds import NewRound
from tests.fakes import STOP, words
from tests.workspace.conftest import Stage
from tests.workspace.guidance.test_lottery import FirstOnly

CANARIES = (
    "task",
    "answer",
    "reasoning",
    "chunk",
    "note",
    "draft",
    "mydraft",
    "guidance",
    "title",
    "tag",
    "filename",
    "filewords",
    "reply",
)


def canary(name: str) -> str:
    return f"canary-{name}-7d1"


@dataclass
class Worked:
    session_id: SessionId
    other_id: SessionId


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != "backups"
    }


def found_in(folder: Path) -> set[tuple[str, str]]:
    return {
        (name, word)
        for name, data in bytes_of(folder).items()
        for word in map(canary, CANARIES)
        if word.encode() in data or word in name
    }


def work(stage: Stage, folder: Path, tmp_path: Path) -> Worked:
    """Do everything once in one session, and a little in another one."""
    chance = random.Random(5)
    workspace = stage.workspace
    team = stage.team("Astra", "Opus")
    filler = " ".join(str(chance.random()) for _ in range(3000))
    answer = f"{canary('answer')} {canary('chunk')} {filler} {canary('chunk')}"
    other = stage.asked("Something else", team).round.session_id
    for name in ("Astra", "Opus"):
        thought = Reasoning(canary("reasoning"))
        stage.provider.script(name, Started("r", "m"), thought, Text(answer), STOP)
        stage.provider.script(name, words(answer + " again"))
    file = tmp_path / f"{canary('filename')}.txt"
    file.write_text(canary("filewords"))
    files = workspace.draft_files.attach([file])
    item = workspace.rounds.ask(NewRound(f"{canary('task')} please", team, files=files))
    view = stage.ended(workspace.sessions.round(item.id))
    session_id = view.round.session_id
    workspace.sessions.rename(session_id, canary("title"))
    workspace.sessions.add_tag(session_id, canary("tag"))
    workspace.notes.on_session(session_id, canary("note"))
    workspace.sessions.keep_draft(session_id, canary("draft"))
    workspace.drafts.keep(session_id, canary("mydraft"))
    workspace.drafts.take(view.answers[0].id, Span(0, 40))
    guided = workspace.guiding.guide(Guide(session_id, f"{canary('guidance')} shorter"))
    stage.ended(workspace.sessions.round(guided.round.id))
    return Worked(session_id, other)


def delete(stage: Stage, session_id: SessionId) -> None:
    stage.workspace.bin.put([session_id])
    stage.workspace.bin.delete_for_good([session_id])


def test_nothing_of_it_is_in_any_byte(stage: Stage, folder: Path, tmp_path: Path) -> None:
    worked = work(stage, folder, tmp_path)
    assert len({word for _name, word in found_in(folder)}) >= len(CANARIES) - 2

    delete(stage, worked.session_id)

    assert found_in(folder) == set()
    with pytest.raises(NotFound):
        stage.workspace.bin.find(worked.session_id)
    assert [one.id for one in stage.workspace.sessions.all()] == [worked.other_id]


def test_nothing_is_left_among_much_that_stays(stage: Stage, folder: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    worked = work(stage, folder, tmp_path)
    team = tuple(item.id for item in stage.workspace.connections.assistants())
    for number in range(12):  # so that pages are split, joined and used again
        for name in ("Astra", "Opus"):
            stage.provider.script(name, words("x" * chance.randrange(9000)))
        stage.asked(f"More {number} " + "y" * chance.randrange(3000), team)

    delete(stage, worked.session_id)

    assert found_in(folder) == set()


def test_what_streamed_and_was_folded_leaves_nothing_behind(stage: Stage, folder: Path) -> None:
    stage.provider.script("Astra", words(*(f"{canary('chunk')} {n} " for n in range(400))))
    view = stage.asked("Go", stage.team("Astra"))
    database = stage.workspace.desk.db

    assert database.rows("SELECT * FROM answer_chunk") == []
    assert database.pragma("secure_delete") == 1
    delete(stage, view.round.session_id)

    assert found_in(folder) == set()


def test_the_ledger_stays_and_says_what_left_this_computer(
    stage: Stage, folder: Path, tmp_path: Path
) -> None:
    worked = work(stage, folder, tmp_path)
    before = ledger.newest_rows(stage.workspace.desk.db, 100)

    delete(stage, worked.session_id)

    assert ledger.newest_rows(stage.workspace.desk.db, 100) == before


def test_guidance_goes_with_the_last_session_in_which_it_was_said(stage: Stage) -> None:
    first = stage.asked("One", stage.team("Astra", "Opus")).round.session_id
    second = stage.asked("Two", stage.team("Ki", "Do")).round.session_id
    for session_id in (first, second):
        guided = stage.workspace.guiding.guide(Guide(session_id, "Make it shorter."))
        stage.ended(stage.workspace.sessions.round(guided.round.id))
    kept = stage.workspace.guidance.add("Name a source.")

    delete(stage, first)
    assert [one.text for one in stage.workspace.guidance.all()] == [
        "Make it shorter.",
        "Name a source.",
    ]
    delete(stage, second)

    assert [one.id for one in stage.workspace.guidance.all()] == [kept.id]


def test_evidence_stays_without_words_and_counts_as_before(folder: Path) -> None:
    drawing = Stage(folder, FirstOnly())
    workspace = drawing.workspace
    guidance = workspace.guidance.add("Make it shorter.")
    team = drawing.team("Astra", "Opus")
    text = f"{canary('task')} to draw"
    item = workspace.rounds.ask(NewRound(text, team, may_draw=True))
    view = drawing.ended(workspace.sessions.round(item.id))
    best = view.answers[0].id
    workspace.judging.best(view.round.id, best)
    before = workspace.what_works.row(guidance.id).assessment
    rows = workspace.desk.db.rows("SELECT task_key, sign, models FROM outcome")
    assert len(rows) == 1

    delete(drawing, view.round.session_id)

    assert workspace.what_works.row(guidance.id).assessment == before
    after = workspace.desk.db.rows("SELECT task_key, sign, models FROM outcome")
    assert [tuple(row) for row in after] == [tuple(row) for row in rows]
    assert found_in(folder) == set()
    assert workspace.what_works is not None
    drawing.workspace.close()


def test_the_task_on_which_guidance_was_invented_is_known_without_its_words(stage: Stage) -> None:
    view = stage.asked("Write a mail", stage.team("Astra", "Opus"))
    guided = stage.workspace.guiding.guide(
        Guide(view.round.session_id, "Make it shorter.", reusable=True)
    )
    stage.ended(stage.workspace.sessions.round(guided.round.id))

    delete(stage, view.round.session_id)

    (kept,) = stage.workspace.guidance.all()
    evidence = stage.workspace._measuring.evidence
    assert evidence.why_not(kept, "write a  MAIL") is not None
    assert evidence.why_not(kept, "Write a letter") is None


def test_what_a_model_proposed_from_it_goes_with_it(stage: Stage, folder: Path) -> None:
    team = stage.team("Astra", "Opus")
    sessions = []
    for number in range(3):
        for name in ("Astra", "Opus"):
            stage.provider.script(name, words(f"{canary('answer')} {number} by {name}"))
        view = stage.asked(f"Task {number}", team)
        stage.workspace.judging.best(view.round.id, view.answers[0].id)
        sessions.append(view.round.session_id)
    stage.provider.script("Astra", words(f"- {canary('reply')}\n"))
    asked = stage.workspace.proposing.from_choices(team[0])
    stage.until(lambda: not stage.workspace.proposing.is_busy)
    assert asked.source is GuidanceSource.CHOICES

    for session_id in sessions:
        delete(stage, session_id)

    assert found_in(folder) == set()
    assert stage.workspace.proposing.all() == ()


def test_the_backups_that_still_hold_it_are_named_and_can_be_deleted(
    stage: Stage, folder: Path
) -> None:
    view = stage.asked(f"{canary('task')} please", stage.team("Astra"))
    session_id = view.round.session_id
    made = back_up_today(folder / "conductor.db", date(2026, 11, 22))
    assert made is not None
    delete(stage, session_id)

    (named,) = stage.workspace.bin.backups_with([session_id])

    assert named == made
    delete_copy(folder, named)
    assert not made.exists()
    assert stage.workspace.bin.backups_with([session_id]) == ()

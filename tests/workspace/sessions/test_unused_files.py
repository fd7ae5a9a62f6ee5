"""Attached files that nothing refers to go at a later start; all others stay."""

import os
import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from conductor.core.entities import Attachment
from conductor.core.ids import SessionId
from conductor.store.backups.backup import back_up_today
from conductor.store.backups.unused_files import SPARED_S
from conductor.store.library import open_library
from conductor.workspace.backups import delete_copy
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions import bin as bin_module
from conductor.workspace.workspace import open_workspace
from tests.workspace.conftest import Stage


class Killed(BaseException):
    """The program ends here."""


def attached(stage: Stage, tmp_path: Path, words: str = "The words of the file") -> Attachment:
    file = tmp_path / "plan.txt"
    file.write_text(words)
    (kept,) = stage.workspace.draft_files.attach([file])
    return kept


def asked_with(stage: Stage, files: tuple[Attachment, ...]) -> SessionId:
    known = stage.workspace.connections.assistants()
    team = (known[0].id,) if known else stage.team("Astra")
    item = stage.workspace.rounds.ask(NewRound("Read this.", team, files=files))
    stage.ended(stage.workspace.sessions.round(item.id))
    return item.session_id


def deleted_and_killed(
    stage: Stage, session_id: SessionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Delete a session for good, and end between the commit and the files."""

    def killed(*_arguments: object) -> None:
        raise Killed

    stage.workspace.bin.put([session_id])
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(bin_module, "delete_files", killed)
        stage.workspace.bin.delete_for_good([session_id])


def grown_old(folder: Path) -> None:
    then = time.time() - SPARED_S - 60
    for path in (folder / "attachments").iterdir():
        os.utime(path, (then, then))


def opened_again(folder: Path) -> None:
    """Do what happens in the background of a start."""
    workspace = open_workspace(folder, lambda: None)
    workspace.back_up(threading.Event())
    workspace.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "attachments").iterdir()}


def test_what_was_left_by_a_kill_while_deleting_for_good_goes_at_a_later_start(
    stage: Stage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = asked_with(stage, (attached(stage, tmp_path),))
    kept = asked_with(stage, (attached(stage, tmp_path, "Other words"),))
    deleted_and_killed(stage, session_id, monkeypatch)
    (folder / "attachments" / f"{'a' * 64}.77.partial").write_text("half of it")
    (folder / "attachments" / "the person's own.txt").write_text("Not ours")
    stage.workspace.close()
    assert len(names(folder)) == 4
    grown_old(folder)

    opened_again(folder)

    assert len(names(folder)) == 2
    assert "the person's own.txt" in names(folder)
    workspace = open_workspace(folder, lambda: None)
    (left,) = workspace.sessions.rounds(kept)
    assert [file.text for file in workspace.sessions.attachments(left.round.id)] == ["Other words"]
    workspace.close()


def test_what_is_young_stays(
    stage: Stage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = asked_with(stage, (attached(stage, tmp_path),))
    deleted_and_killed(stage, session_id, monkeypatch)
    stage.workspace.close()

    opened_again(folder)

    assert len(names(folder)) == 1


def test_what_is_attached_again_is_on_its_way_and_stays(
    stage: Stage, folder: Path, tmp_path: Path
) -> None:
    attached(stage, tmp_path)
    grown_old(folder)

    attached(stage, tmp_path)
    stage.workspace.back_up(threading.Event())

    assert len(names(folder)) == 1


def test_what_a_draft_holds_stays(stage: Stage, folder: Path, tmp_path: Path) -> None:
    stage.workspace.draft_files.keep("new", [attached(stage, tmp_path)])
    stage.workspace.close()
    grown_old(folder)

    opened_again(folder)

    assert len(names(folder)) == 1


def test_what_a_backup_still_has_stays_as_long_as_the_backup(
    stage: Stage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = asked_with(stage, (attached(stage, tmp_path),))
    back_up_today(folder / "conductor.db", date(2026, 1, 2))
    deleted_and_killed(stage, session_id, monkeypatch)
    stage.workspace.close()
    grown_old(folder)

    opened_again(folder)
    assert len(names(folder)) == 1
    delete_copy(folder, folder / "backups" / "day-2026-01-02.db")
    opened_again(folder)

    assert names(folder) == set()


@pytest.mark.parametrize("what", ["a backup that cannot be read", "a library that was put aside"])
def test_nothing_goes_while_something_could_still_need_it(
    stage: Stage,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    session_id = asked_with(stage, (attached(stage, tmp_path),))
    deleted_and_killed(stage, session_id, monkeypatch)
    stage.workspace.close()
    grown_old(folder)
    if what == "a backup that cannot be read":
        (folder / "backups").mkdir(exist_ok=True)
        (folder / "backups" / "day-2026-01-02.db").write_bytes(b"\xee" * 9000)
    else:
        (folder / "kept").mkdir()
        shutil.copy(folder / "conductor.db", folder / "kept" / "before-new_1.db-wal")

    opened_again(folder)

    assert len(names(folder)) == 1


def test_a_library_that_is_only_read_sweeps_nothing(
    stage: Stage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = asked_with(stage, (attached(stage, tmp_path),))
    deleted_and_killed(stage, session_id, monkeypatch)
    stage.workspace.close()
    grown_old(folder)
    holder = open_library(folder)

    opened_again(folder)

    assert len(names(folder)) == 1
    holder.close()

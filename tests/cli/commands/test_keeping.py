"""`backup`, `restore`, `bin`, and what `doctor` says of files."""

import json
import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from conductor.settings import Language
from conductor.store.attachments import keep_file
from conductor.store.backups.backup import back_up_today
from conductor.store.library import FILE_NAME, open_library
from conductor.workspace.workspace import open_workspace
from tests.cli.conftest import Command
from tests.store.backups.test_missing import make_foreign, worked_in
from tests.store.rows import add_session
from tests.store.test_end_mark import with_hidden_damage

ROOT = Path(__file__).parents[3]


def titles(folder: Path) -> list[str]:
    library = open_library(folder, must_write=True)
    found = [row["title"] for row in library.db.rows("SELECT title FROM session ORDER BY id")]
    library.close()
    return found


def test_a_backup_goes_anywhere_and_comes_back_whole(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    worked_in(folder, "Early")
    sha256 = keep_file(folder, b"an attached file")
    target = tmp_path / "copy.db"

    made = command("backup", str(target), "--json")
    again = command("backup", str(target))

    assert (made.code, made.json["sessions"], made.json["whole"]) == (0, 1, True)
    assert again.code == 2
    assert "already" in again.err
    for path in (folder / FILE_NAME, folder / "attachments" / sha256):
        path.unlink()
    assert command("restore", str(target), "--yes").code == 0
    assert titles(folder) == ["Early"]
    assert (folder / "attachments" / sha256).read_bytes() == b"an attached file"


def test_a_backup_is_made_beside_an_open_window(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    library = open_library(folder)
    add_session(library.db, "Open")

    made = command("backup", str(tmp_path / "copy.db"))

    assert made.code == 0, made.err
    library.close()


def test_where_there_is_no_library_there_is_nothing_to_back_up(
    command: Command, tmp_path: Path
) -> None:
    done = command("backup", str(tmp_path / "copy.db"))

    assert done.code == 2
    assert not (tmp_path / "copy.db").exists()


def test_restore_lists_shows_and_asks_before_it_does_anything(
    command: Command, folder: Path
) -> None:
    worked_in(folder, "보고서")
    library = open_library(folder)
    add_session(library.db, "Late")
    library.close()

    listed = command("restore", "--json").json
    looked = command("restore", "day-2026-11-22", "--look", "--json").json
    refused = command("restore", "day-2026-11-22.db")
    done = command("restore", "day-2026-11-22.db", "--yes", "--json")

    assert [row["kind"] for row in listed] == ["day"]
    assert [one["title"] for one in looked["newest"]] == ["보고서"]
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert "보고서" in refused.out, "what is in it is shown before it is asked"
    assert done.code == 0
    assert Path(done.json["kept"]).exists()
    assert titles(folder) == ["보고서"]


def test_restore_never_asks_where_nobody_can_answer(folder: Path) -> None:
    worked_in(folder)
    line = [sys.executable, "-m", "conductor", "--data-dir", str(folder), "restore"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [*line, "day-2026-11-22.db"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*line, "day-2026-11-22.db"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as asked:
        os.close(theirs)
        os.write(ours, b"y\n")
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
        assert asked.wait(60) == 0, said
    os.close(ours)
    assert b"[y/N]" in said


def test_a_missing_library_is_said_by_every_command_and_begun_anew_only_on_request(
    command: Command, folder: Path
) -> None:
    worked_in(folder).unlink()

    for arguments in (("sessions",), ("example",), ("bin", "list")):
        done = command(*arguments)
        assert done.code == 1
        assert "conductor restore" in done.err
    assert "conductor restore" in command("doctor").out
    assert not (folder / FILE_NAME).exists()
    assert command("restore", "--begin-anew").code == 2
    assert command("restore", "--begin-anew", "--yes", "--json").json == {"began_anew": True}
    assert titles(folder) == []
    assert "conductor restore" in command("sessions").err
    library = open_library(folder)
    add_session(library.db, "Anew")
    library.close()
    assert "conductor restore" not in command("sessions").err


def test_damage_is_said_and_what_can_be_read_is_saved(command: Command, folder: Path) -> None:
    with_hidden_damage(folder)
    (folder / "open.json").write_bytes(b"{}")

    said = command("example")
    examined = command("doctor", "--json")
    done = command("restore", "--salvage", "--yes", "--json")

    assert (said.code, "--salvage" in said.err) == (1, True)
    assert (examined.code, examined.json["integrity"] == "ok") == (1, False)
    assert done.code == 0
    (sessions,) = (row for row in done.json["tables"] if row["table"] == "session")
    assert sessions["saved"] + sessions["lost"] == 201
    assert sessions["saved"] >= 180
    assert Path(done.json["kept"]).exists()
    assert command("sessions").code == 0


def test_a_file_of_another_program_is_said(command: Command, folder: Path) -> None:
    make_foreign(folder / FILE_NAME)

    for arguments in (("sessions",), ("doctor",), ("restore", "--salvage", "--yes")):
        done = command(*arguments)
        assert done.code == 1
        assert "another program" in done.out + done.err


def test_a_session_goes_into_the_bin_and_back(command: Command, folder: Path) -> None:
    worked_in(folder, "One", "Two")
    first = next(row for row in command("sessions", "--json").json if row["title"] == "One")

    put = command("bin", "put", first["session"], "--json")

    assert (put.code, put.json["title"]) == (0, "One")
    assert [row["title"] for row in command("sessions", "--json").json] == ["Two"]
    assert [row["title"] for row in command("bin", "list", "--json").json] == ["One"]
    assert command("bin", "put", first["session"]).code == 2
    assert command("bin", "back", "nothing").code == 2
    assert command("bin", "back", first["session"]).code == 0
    assert command("bin", "list", "--json").json == []


def test_doctor_says_what_backups_hold_and_what_was_open_to_others(
    command: Command, folder: Path
) -> None:
    worked_in(folder)
    (folder / "backups" / "day-2026-11-22.db").chmod(0o644)
    library = open_library(folder)
    back_up_today(library.file, date(2026, 11, 23))
    library.close()
    (folder / "backups" / "day-2026-11-23.db").chmod(0o644)
    (folder / "open.json").write_text(json.dumps({"ended_well": False}))
    (folder / "open.json").chmod(0o600)

    found = command("doctor", "--json").json

    assert [(row["sessions"], row["whole"]) for row in found["backups"]] == [(1, True)] * 2
    assert found["open_to_others"] == ["backups/day-2026-11-23.db"]
    assert found["ended_well"] is False
    assert command("doctor", "--json").json["open_to_others"] == []


def test_what_is_no_backup_ends_in_a_sentence_that_names_it(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    worked_in(folder)
    (tmp_path / "poems.txt").write_text("my poems")
    (tmp_path / "link.db").symlink_to(folder / "backups" / "day-2026-11-22.db")
    os.mkfifo(tmp_path / "pipe.db")
    (tmp_path / "folder.db").mkdir()

    for name in ("poems.txt", "link.db", "pipe.db", "folder.db", "none.db"):
        for option in ("--look", "--yes"):
            done = command("restore", str(tmp_path / name), option)
            assert done.code in (1, 2), name
            assert name in done.err
    assert titles(folder) == ["Work"]
    assert not (folder / "kept").exists()


def test_a_library_that_is_there_is_not_begun_anew(command: Command, folder: Path) -> None:
    worked_in(folder, "One", "Two")

    done = command("restore", "--begin-anew", "--yes", "--json")

    assert (done.code, done.out) == (2, "")
    assert "holds 2 sessions" in done.err
    assert titles(folder) == ["One", "Two"]


def test_who_only_wants_to_look_changes_nothing(command: Command, folder: Path) -> None:
    worked_in(folder)

    for way in ("--salvage", "--begin-anew"):
        done = command("restore", way, "--look", "--yes")
        assert (done.code, "--look" in done.err) == (2, True)
    assert not (folder / "kept").exists()


def test_a_restore_says_where_the_library_is_now(command: Command, folder: Path) -> None:
    worked_in(folder)

    done = command("restore", "day-2026-11-22.db", "--yes", "--json").json

    assert done["restored"]["path"] == str(folder / FILE_NAME)
    assert done["unread_files"] == []


def test_a_session_of_no_name_is_asked_for(command: Command, folder: Path) -> None:
    worked_in(folder)

    done = command("bin", "back", "")

    assert (done.code, "Say which session" in done.err) == (2, True)


def test_a_link_that_leads_nowhere_is_no_empty_library(command: Command, folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).symlink_to(folder / "gone.db")

    done = command("sessions")

    assert done.code != 0
    assert "link" in done.err


def looks_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode and the bytes of everything in a folder, and its own mode."""
    found = {".": (folder.stat().st_mode, b"")}
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (path.stat().st_mode, data)
    return found


@pytest.mark.parametrize("is_foreign", [False, True], ids=["no library", "a foreign file"])
def test_doctor_makes_and_changes_nothing_where_no_library_of_ours_is(
    command: Command, folder: Path, *, is_foreign: bool
) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "page.html").write_text("Welcome")
    (folder / "page.html").chmod(0o644)
    if is_foreign:
        make_foreign(folder / FILE_NAME)
    before = looks_of(folder)

    report = command("doctor", "--json").json
    said = command("doctor").out

    assert looks_of(folder) == before
    assert report["open_to_others"] == []
    assert report["read_only"] is None or is_foreign
    assert "closed now" not in said


def test_doctor_of_a_folder_that_is_not_there_makes_none(command: Command, folder: Path) -> None:
    assert command("doctor").code == 0

    assert not folder.exists()


def test_doctor_speaks_the_language_of_the_environment(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    make_foreign(folder / FILE_NAME)

    assert "데이터 폴더" in command("doctor").out


def test_doctor_speaks_the_language_that_was_chosen(command: Command, folder: Path) -> None:
    workspace = open_workspace(folder, lambda: None)
    workspace.settings.change("language", Language.KOREAN)
    workspace.close()

    said = command("doctor").out

    assert "데이터 폴더" in said
    assert "쓰지 않음" in said

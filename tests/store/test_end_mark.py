"""The mark beside an open library, and the check after a run that ended badly."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conductor.core.errors import LibraryDamaged
from conductor.core.ids import SessionId
from conductor.store import library as library_module
from conductor.store.backups.checking import find_damage
from conductor.store.end_mark import NAME, EndMark
from conductor.store.library import FILE_NAME, Library, open_library, open_to_read
from conductor.workspace.workspace import open_workspace
from tests.store.rows import add_session

SESSION = SessionId("01KAVTEST00000000000000000")


def last_run(folder: Path) -> tuple[bool, str | None]:
    library = open_library(folder)
    assert library.mark is not None
    found = library.mark.last
    library.close()
    return found.ended_well, found.opening


def killed(folder: Path) -> Library:
    """Open a library and leave it as a killed program does, but for its lock."""
    library = open_library(folder)
    assert library.lock is not None
    library.lock.release()
    return library


def test_a_run_that_closes_the_library_ended_well(folder: Path) -> None:
    open_library(folder).close()

    assert not (folder / NAME).exists()
    assert last_run(folder) == (True, None)


def test_a_run_that_is_killed_did_not_end_well(folder: Path) -> None:
    library = killed(folder)

    assert last_run(folder) == (False, None)
    library.db.close()
    assert last_run(folder) == (True, None)


def test_the_session_that_was_being_opened_is_known_at_the_next_start(folder: Path) -> None:
    library = killed(folder)
    assert library.mark is not None
    library.mark.note(SESSION)

    assert last_run(folder) == (False, SESSION)
    library.db.close()


def test_a_session_that_never_came_is_known_although_the_window_was_closed(folder: Path) -> None:
    library = open_library(folder)
    assert library.mark is not None
    library.mark.note(SESSION)
    library.close()

    assert last_run(folder) == (True, SESSION)
    assert last_run(folder) == (True, SESSION), "it stays until somebody clears it"
    library = open_library(folder)
    assert library.mark is not None
    library.mark.clear()
    library.close()
    assert last_run(folder) == (True, None)


def test_a_power_cut_soon_after_the_beginning_is_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    synced: list[str] = []
    fsync = os.fsync

    def noting(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced.append(f"{path.name} {path.stat().st_size > 0}")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    mark = EndMark(folder)

    mark.begin()

    assert synced == [f"{NAME} True", f"{folder.name} True"], "the file with its words, its name"
    mark.note(SESSION)
    mark.clear()
    assert len(synced) == 2, "what is said while working waits for no disk"


def test_a_command_that_reads_leaves_the_mark_to_the_next_window(folder: Path) -> None:
    library = killed(folder)

    open_to_read(folder).close()

    assert last_run(folder) == (False, None)
    library.db.close()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"opening": 3}', b"\xff" * 9000])
def test_a_mark_that_cannot_be_read_is_of_a_run_that_ended_badly(folder: Path, data: bytes) -> None:
    open_library(folder).close()
    (folder / NAME).write_bytes(data)

    assert last_run(folder) == (False, None)


def spoil_a_leaf(file: Path) -> None:
    """Break a page that no start reads."""
    data = bytearray(file.read_bytes())
    at = data.rindex(b"the last of them")
    page = at // 4096
    data[page * 4096 : page * 4096 + 12] = b"\xee" * 12
    file.write_bytes(data)


def with_hidden_damage(folder: Path) -> Path:
    library = open_library(folder)
    for number in range(200):
        add_session(library.db, f"{number} " + "x" * 300)
    add_session(library.db, "the last of them")
    library.close()
    spoil_a_leaf(library.file)
    return library.file


def test_after_a_bad_end_damage_is_found_before_the_library_is_used(folder: Path) -> None:
    file = with_hidden_damage(folder)
    open_library(folder).close()
    (folder / NAME).write_bytes(b"{}")
    before = file.read_bytes()

    with pytest.raises(LibraryDamaged, match="conductor restore"):
        open_library(folder)

    assert file.read_bytes() == before


def test_a_large_library_is_checked_beside_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = with_hidden_damage(folder)
    (folder / NAME).write_bytes(b"{}")
    monkeypatch.setattr(library_module, "CHECK_AT_ONCE_BYTES", 1000)

    library = open_library(folder)

    assert library.is_unchecked
    assert isinstance(find_damage(file, threading.Event()), LibraryDamaged)
    library.close()


def test_what_was_not_yet_checked_when_it_was_closed_is_checked_at_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_library(folder).close()
    (folder / NAME).write_bytes(b"{}")
    monkeypatch.setattr(library_module, "CHECK_AT_ONCE_BYTES", 1000)

    for _again in range(2):  # closed before anybody had looked
        workspace = open_workspace(folder, lambda: None)
        assert workspace.is_unchecked
        workspace.close()
    workspace = open_workspace(folder, lambda: None)
    given_up = threading.Event()
    given_up.set()
    workspace.find_damage(given_up)
    assert workspace.is_unchecked
    assert workspace.find_damage(threading.Event()) is None
    workspace.close()

    workspace = open_workspace(folder, lambda: None)
    assert not workspace.is_unchecked
    workspace.close()


def test_a_library_that_is_whole_passes(folder: Path) -> None:
    library = open_library(folder)
    add_session(library.db)

    assert find_damage(library.file, threading.Event()) is None
    library.close()


def test_pipes_in_the_place_of_our_files_stop_nothing_for_ever(folder: Path) -> None:
    folder.mkdir()
    code = (
        "import sys; from pathlib import Path\n"
        "from conductor.store.library import open_library\n"
        "from conductor.core.errors import ConductorError\n"
        "try: open_library(Path(sys.argv[1]), must_write=True)\n"
        "except ConductorError as error: print(error)\n"
    )
    for name in (FILE_NAME, f"{FILE_NAME}-wal", "library.lock", NAME):
        os.mkfifo(folder / name)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() or name == NAME
        for left in folder.iterdir():
            left.unlink()

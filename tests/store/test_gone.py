"""The folder of an open library goes away, and comes back."""

import shutil
import stat
from datetime import date
from pathlib import Path

import pytest

from conductor.core.errors import LibraryGone
from conductor.store.backups.backup import back_up_today
from conductor.store.library import open_library
from tests.store.rows import add_session


def test_nothing_is_written_to_a_library_that_was_deleted(folder: Path) -> None:
    library = open_library(folder)
    shutil.rmtree(folder)

    with pytest.raises(LibraryGone, match="moved, deleted or unmounted"):
        add_session(library.db)
    library.close()
    assert not folder.exists()


def test_a_library_that_comes_back_is_written_again(folder: Path) -> None:
    library = open_library(folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(LibraryGone):
        add_session(library.db)
    folder.with_name("elsewhere").rename(folder)

    add_session(library.db, "Later")

    library.close()
    again = open_library(folder)
    assert [row["title"] for row in again.db.rows("SELECT title FROM session")] == ["Later"]
    again.close()


def test_another_file_in_its_place_is_not_taken_for_it(folder: Path) -> None:
    library = open_library(folder)
    copy = folder / "copy"
    shutil.copyfile(library.file, copy)
    copy.replace(library.file)

    with pytest.raises(LibraryGone):
        add_session(library.db)
    library.close()


def test_files_that_were_open_to_others_are_closed_at_a_start(folder: Path, tmp_path: Path) -> None:
    library = open_library(folder)
    back_up_today(library.file, date(2026, 11, 22))
    library.close()
    for name in ("attachments", "models", "kept"):
        (folder / name).mkdir()
        (folder / name / "file").write_bytes(b"x")
    (folder / "conductor.log").write_bytes(b"x")
    (folder / "crash-last.log").write_bytes(b"x")
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    outside.chmod(0o644)
    (folder / "models" / "link").symlink_to(outside)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)

    open_library(folder).close()

    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_what_is_not_ours_in_the_data_folder_keeps_its_rights(folder: Path) -> None:
    for name in ("www", "scripts", "models"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_bytes(b"x")
    for name in ("index.html", "conductor.db.txt", "notes.json"):
        (folder / name).write_bytes(b"x")
    foreign = sorted(folder.rglob("*"))
    for path in (folder, *foreign):
        path.chmod(0o755)
    (folder / "attachments").mkdir(mode=0o755)

    open_library(folder).close()

    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, *foreign)} == {0o755}
    for name in ("conductor.db", "library.lock"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "attachments").stat().st_mode) == 0o700

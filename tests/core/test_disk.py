"""Files are opened, named and guarded so that nothing else stands in for ours."""

import ast
import logging
import os
from pathlib import Path

import pytest

from conductor import disk, log
from conductor.disk import open_plain, put_in_place
from conductor.secrets import Redactor
from conductor.store.attachments import keep_file

ROOT = Path(__file__).parents[2] / "conductor"
MAY_MOVE = {
    "disk.py",  # the one place
    "log.py",  # a log is no promise
    "gui/compiled_once.py",  # what can be compiled again is none
    "gui/process/crash_file.py",  # the same
    "store/put_aside.py",  # where there are no second names; it syncs both folders
}


def moves(path: Path) -> bool:
    text = path.read_text("utf-8")
    if not any(f".{name}(" in text for name in ("replace", "rename", "renames", "move")):
        return False
    calls = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
    for call in calls:
        if not isinstance(call.func, ast.Attribute):
            continue
        name, is_of_one = call.func.attr, len(call.args) == 1 and not call.keywords
        of_os = isinstance(call.func.value, ast.Name) and call.func.value.id in ("os", "shutil")
        if (of_os and name in ("replace", "rename", "renames", "move")) or (
            name in ("replace", "rename") and is_of_one
        ):
            return True
    return False


def test_files_get_their_names_in_one_place_only() -> None:
    found = {str(p.relative_to(ROOT)) for p in ROOT.rglob("*.py") if moves(p)}
    of_others = {"gui/workbench/reading/reading.py"}  # `rename` of a widget

    assert found - of_others <= MAY_MOVE


def test_the_folder_is_synced_after_the_name_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace, fsync = os.replace, os.fsync

    def noting_replace(source: object, target: object) -> None:
        order.append("replace")
        replace(source, target)  # type: ignore[arg-type]

    def noting_fsync(descriptor: int) -> None:
        is_folder = os.path.isdir(f"/proc/self/fd/{descriptor}")  # noqa: PTH112
        order.append("folder" if is_folder else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "replace", noting_replace)
    monkeypatch.setattr(os, "fsync", noting_fsync)

    keep_file(tmp_path, b"attached")

    assert order == ["file", "replace", "folder"]


@pytest.mark.parametrize("make", ["link", "pipe", "folder"])
def test_only_plain_files_are_opened_and_nothing_waits(tmp_path: Path, make: str) -> None:
    path = tmp_path / "file"
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    if make == "link":
        path.symlink_to(target)
    elif make == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()

    for flags in (os.O_RDONLY, os.O_RDWR | os.O_CREAT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC):
        with pytest.raises(OSError, match="file|link|directory|device"):
            os.close(open_plain(path, flags))

    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize("make", ["link", "pipe"])
def test_the_log_follows_no_link_and_waits_for_no_pipe(tmp_path: Path, make: str) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    path = tmp_path / "conductor.log"
    path.symlink_to(target) if make == "link" else os.mkfifo(path)

    log.set_up(tmp_path, Redactor())
    logging.getLogger("conductor").info("a line")
    log.tear_down()

    assert target.read_bytes() == b"mine"


def test_a_link_that_comes_later_is_not_followed_either(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    log.set_up(tmp_path, Redactor())
    (tmp_path / "conductor.log").unlink()
    (tmp_path / "conductor.log").symlink_to(target)

    logging.getLogger("conductor").info("a line")
    log.tear_down()

    assert target.read_bytes() == b"mine"


def test_a_file_is_named_over_another_one(tmp_path: Path) -> None:
    partial, target = tmp_path / "partial", tmp_path / "target"
    partial.write_bytes(b"new")
    target.write_bytes(b"old")

    put_in_place(partial, target)

    assert target.read_bytes() == b"new"
    assert disk.is_plain_or_absent(target)

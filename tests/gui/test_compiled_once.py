"""PySide6's own files are compiled once, under the rules that Python has for every other file."""

import builtins
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conductor.gui.compiled_once import FOR_STUBS, CompiledOnce

ROOT = Path(__file__).parents[2]
COUNTING = """
import builtins
compiled, compile_ = [], builtins.compile
def counting(source, filename, *rest, **named):
    compiled.append(str(filename))
    return compile_(source, filename, *rest, **named)
builtins.compile = counting
import conductor.gui
from PySide6.QtCore import QObject
assert builtins.compile is counting
try:
    QObject().setObjectName(1)
except TypeError as error:
    assert "setObjectName" in str(error)
print(sum(name.startswith("shibokensupport/") for name in compiled))
"""


def files_compiled(cache: Path, *, writes: bool = True) -> int:
    """Import the window's package in a process of its own; return what it had to compile."""
    away = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    surroundings = {name: value for name, value in os.environ.items() if name not in away}
    surroundings["PYTHONPYCACHEPREFIX"] = str(cache)
    if not writes:
        surroundings["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-c", COUNTING]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def kept_in(cache: Path) -> list[Path]:
    return list(cache.rglob("*.pyside*"))


def test_the_second_start_compiles_none_of_them_and_qt_still_says_what_is_wrong(
    tmp_path: Path,
) -> None:
    assert files_compiled(tmp_path) > 5
    assert len(kept_in(tmp_path)) == 1

    assert files_compiled(tmp_path) == 0


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path) -> None:
    assert files_compiled(tmp_path, writes=False) > 5
    assert kept_in(tmp_path) == []


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"not compiled at all",
        marshal.dumps("words"),
        marshal.dumps((1, 2, 3)),
        marshal.dumps((sys.version, "words")),
        marshal.dumps(("another Python", {})),
    ],
)
def test_what_is_of_no_use_is_as_good_as_none(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "kept"
    path.write_bytes(held)

    once = CompiledOnce(path)
    code = once(b"x = 1", "shibokensupport/x.py", "exec")
    once.keep()

    assert code == compile("x = 1", "shibokensupport/x.py", "exec")
    if not sys.dont_write_bytecode:
        assert marshal.loads(path.read_bytes())[0] == sys.version


def test_a_source_that_changed_is_compiled_anew(tmp_path: Path) -> None:
    once = CompiledOnce(tmp_path / "kept")

    first = once(b"x = 1", "shibokensupport/x.py", "exec")
    second = once(b"x = 2", "shibokensupport/x.py", "exec")

    assert first != second
    assert once(b"x = 1", "shibokensupport/x.py", "exec") is first


def test_other_sources_go_by_and_what_writes_stubs_is_left_empty(tmp_path: Path) -> None:
    once = CompiledOnce(tmp_path / "kept")

    assert once("1 + 1", "<words>", "eval") is not once("1 + 1", "<words>", "eval")
    assert once(b"raise SystemExit", FOR_STUBS, "exec") == builtins.compile(b"", FOR_STUBS, "exec")


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    once = CompiledOnce(tmp_path / "away" / "kept")
    once(b"x = 1", "shibokensupport/x.py", "exec")

    once.keep()

    assert list(tmp_path.iterdir()) == []

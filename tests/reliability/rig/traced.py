"""Run a process under strace and read what it did to a folder, as steps for the model disk."""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.reliability.conftest import environment
from tests.reliability.rig.disk import (
    Cut,
    Disk,
    Name,
    Note,
    Rename,
    Step,
    SyncFile,
    SyncFolder,
    Write,
)

_CALLS = (
    "openat,open,creat,close,write,pwrite64,pwritev,writev,fsync,fdatasync,ftruncate,truncate,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,"
    "copy_file_range,sendfile,fallocate,sync_file_range,dup,dup2,dup3"
)
_LINE = re.compile(r"^(\d+) +(.*)$", re.DOTALL)
_UNFINISHED = re.compile(r"^(.*) <unfinished \.\.\.>$", re.DOTALL)
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@functools.cache
def _trouble() -> str | None:
    strace = shutil.which("strace")
    if sys.platform != "linux" or strace is None:
        return "strace is not here"
    with tempfile.TemporaryDirectory() as place:
        inject = ("-e", "trace=openat", "-e", "inject=openat:error=EIO:when=60000")
        tried = subprocess.run(
            [strace, "-f", "-o", f"{place}/log", *inject, sys.executable, "-c", "print(7)"],
            capture_output=True,
            check=False,
        )
    if tried.returncode or tried.stdout != b"7\n":
        return f"strace may not trace here: {tried.stderr.decode(errors='replace')[:200]}"
    return None


def need_strace() -> None:
    """Skip the test where processes cannot be traced."""
    if trouble := _trouble():
        pytest.skip(trouble)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a process did to a folder, from what was there before."""

    before: Disk
    steps: tuple[Step, ...]


def trace(command: Sequence[str], folder: Path, notes: Path, log: Path) -> Trace:
    """Run a command to its end and return what it did to the folder.

    Args:
        command: the process; it may start threads, but no processes that touch the folder.
        folder: the folder whose files are followed; it must be there.
        notes: a file elsewhere, to which the process writes lines that become `Note`.
        log: where strace's own output goes.
    """
    before, numbers = _as_it_is(folder)
    quietly = ("-f", "--seccomp-bpf", "-qq", "-xx", "-s", "100000000", "-e", "signal=none")
    done = subprocess.run(
        ["strace", *quietly, "-e", f"trace={_CALLS}", "-o", str(log), *command],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    sizes = {number: len(data) for number, data in before.files.items()}
    steps = _Reader(folder, notes, numbers, sizes).read(log)
    log.unlink()
    return Trace(before, steps)


def _as_it_is(folder: Path) -> tuple[Disk, dict[Path, int]]:
    names: dict[Path, int | None] = {}
    files: dict[int, bytearray] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            names[path.relative_to(folder)] = None
        else:
            files[len(files)] = bytearray(path.read_bytes())
            names[path.relative_to(folder)] = len(files) - 1
    return Disk(names, files), {p: n for p, n in names.items() if n is not None}


@dataclass(slots=True)
class _Open:
    """What a descriptor stands for: a file of the folder, a folder, or the notes."""

    file: int | None = None
    path: Path | None = None
    is_notes: bool = False
    at: int = 0
    is_appending: bool = False


@dataclass(slots=True)
class _Reader:
    folder: Path
    notes: Path
    numbers: dict[Path, int]
    _sizes: dict[int, int]
    steps: list[Step] = field(default_factory=list)
    _open: dict[int, _Open] = field(default_factory=dict)
    _partial_note: str = ""

    def read(self, log: Path) -> tuple[Step, ...]:
        for begun, call, arguments, result in self._calls(log):
            if result >= 0:
                self._take(begun, call, arguments, result)
        return tuple(self.steps)

    def _calls(self, log: Path) -> Iterator[tuple[int, str, str, int]]:
        pending: dict[str, tuple[int, str]] = {}
        with log.open(encoding="latin-1") as lines:
            for line in lines:
                matched = _LINE.match(line.rstrip("\n"))
                assert matched, line[:200]
                thread, text = matched.groups()
                if unfinished := _UNFINISHED.match(text):
                    pending[thread] = (len(self.steps), unfinished[1])
                    continue
                begun = len(self.steps)
                if (resumed := _RESUMED.match(text)) and thread in pending:
                    begun, head = pending.pop(thread)
                    text = head + resumed[1]
                call = _CALL.match(text)
                if call is not None:  # else an end that could not be seen
                    yield begun, call[1], call[2], int(call[3])

    def _take(self, begun: int, call: str, arguments: str, result: int) -> None:
        match call:
            case "openat" | "open" | "creat":
                self._take_open(call, arguments, result)
            case "close":
                self._open.pop(int(arguments), None)
            case "write" | "pwrite64":
                self._take_write(call, arguments, result)
            case "fsync" | "fdatasync":
                opened = self._open.get(int(arguments))
                if opened is not None and opened.file is not None:
                    self.steps.append(SyncFile(opened.file, begun))
                elif opened is not None and opened.path is not None:
                    self.steps.append(SyncFolder(opened.path))
            case "ftruncate":
                opened = self._open.get(int(arguments.split(",")[0]))
                if opened is not None and opened.file is not None:
                    self._cut(opened.file, int(arguments.split(",")[1]))
            case "dup" | "dup2" | "dup3" | "fallocate" | "sync_file_range" | "copy_file_range":
                self._refuse(call, arguments)
            case "writev" | "pwritev" | "sendfile":
                self._refuse(call, arguments)
            case _:
                self._take_name(call, arguments)

    def _refuse(self, call: str, arguments: str) -> None:
        used = {int(n) for n in re.findall(r"(?:^|, )(\d+)(?=,|$)", arguments)}
        assert not used & set(self._open), f"the model does not know {call}({arguments[:100]}"

    def _take_open(self, call: str, arguments: str, result: int) -> None:
        self._open.pop(result, None)
        target = _paths(arguments)[0]
        if target == self.notes:
            self._open[result] = _Open(is_notes=True)
            return
        path = self._inside(target)
        if path is None:
            return
        if "O_DIRECTORY" in arguments or target.is_dir() or path in self._folders():
            self._open[result] = _Open(path=path)
            return
        if path not in self.numbers:
            if "O_CREAT" not in arguments and call != "creat":
                return
            number = max([*self.numbers.values(), *self._sizes, -1]) + 1
            self.numbers[path] = number
            self.steps.append(Name(path, number))
            self._sizes[number] = 0
        file = self.numbers[path]
        if "O_TRUNC" in arguments or call == "creat":
            self._cut(file, 0)
        self._open[result] = _Open(file, path, is_appending="O_APPEND" in arguments)

    def _folders(self) -> set[Path]:
        return {s.path for s in self.steps if isinstance(s, Name) and s.file is None}

    def _take_write(self, call: str, arguments: str, result: int) -> None:
        opened = self._open.get(int(arguments.split(",", 1)[0]))
        if opened is None:
            return
        data = _bytes(_TEXT.findall(arguments)[0])[:result]
        if opened.is_notes:
            *whole, self._partial_note = (self._partial_note + data.decode()).split("\n")
            self.steps.extend(Note(line) for line in whole)
            return
        assert opened.file is not None
        if call == "pwrite64":
            at = int(arguments.rsplit(",", 1)[1])
        else:
            at = self._sizes.get(opened.file, 0) if opened.is_appending else opened.at
            opened.at = at + len(data)
        self.steps.append(Write(opened.file, at, data))
        self._sizes[opened.file] = max(self._sizes.get(opened.file, 0), at + len(data))

    def _cut(self, file: int, size: int) -> None:
        self.steps.append(Cut(file, size))
        self._sizes[file] = size

    def _take_name(self, call: str, arguments: str) -> None:
        paths = [self._inside(path) for path in _paths(arguments)]
        known = [path for path in paths if path is not None]
        if not known:
            return
        assert len(known) == len(paths), f"{call} across the border of the folder"
        if call.startswith("rename"):
            old, new = known
            self.steps.append(Rename(old, new))
            if old in self.numbers:
                self.numbers[new] = self.numbers.pop(old)
        elif call in ("link", "linkat"):
            old, new = known
            self.numbers[new] = self.numbers[old]
            self.steps.append(Name(new, self.numbers[new]))
        elif call.startswith("mkdir"):
            self.steps.append(Name(known[0], None))
        else:
            assert call.startswith(("unlink", "rmdir")), f"the model does not know {call}"
            self.steps.append(Name(known[0], self.numbers.pop(known[0], None), is_gone=True))

    def _inside(self, path: Path) -> Path | None:
        if path == self.folder:
            return Path()
        return path.relative_to(self.folder) if path.is_relative_to(self.folder) else None


def _bytes(text: str) -> bytes:
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def _paths(arguments: str) -> list[Path]:
    return [Path(os.fsdecode(_bytes(text))) for text in _TEXT.findall(arguments)]

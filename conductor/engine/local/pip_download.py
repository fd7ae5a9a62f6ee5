"""Fetch one wheel with pip, so that the person's own index and proxy settings hold."""

import os
import re
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from conductor.child_environment import pip_environment

_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
_LOOK_AGAIN_S = 0.1
_TELLING = ("WARNING:", "ERROR:", "option --progress-bar:")
_DETAIL_CHARACTERS = 1000


class PipProblem(StrEnum):
    """Why there is no wheel, with the words of pip's that say so."""

    NO_PIP = "No module named pip"
    OLD_PIP = "invalid choice: 'raw'"
    NO_ROOM = "No space left on device"
    WRONG_HASH = "DO NOT MATCH THE HASHES"
    UNREACHABLE = ""


class PipFailed(Exception):
    """Pip ended without the wheel; `detail` is what it said, as it said it."""

    def __init__(self, problem: PipProblem, detail: str) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.detail = detail


def download_wheel(
    requirement: str,
    folder: Path,
    *,
    on_bytes: Callable[[int, int], None],
    cancelled: threading.Event,
) -> Path | None:
    """Download the wheel of a requirement into an empty folder; None if it was cancelled.

    Args:
        requirement: name and version.
        folder: where the wheel goes, and pip's own temporary files.
        on_bytes: told how many bytes have come, and of how many; 0 if that is not known.
        cancelled: when set, pip is ended.

    Raises:
        PipFailed: there is no wheel to show for it.
    """
    said: list[str] = []
    with _started(requirement, folder) as process:
        try:
            for line in _lines(process, cancelled):
                if match := _PROGRESS.fullmatch(line):
                    on_bytes(int(match[1]), int(match[2]))
                else:
                    said.append(line)
        finally:
            _end(process)
    if cancelled.is_set():
        return None
    wheels = list(folder.glob("*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        raise _failure(said)
    return wheels[0]


def _started(requirement: str, folder: Path) -> subprocess.Popen[bytes]:
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    options += ["--progress-bar", "raw", "--disable-pip-version-check", "--no-input"]
    options += ["--no-cache-dir"]  # a copy that nothing would ever use again
    options += ["--retries", "2"]  # a person waits for the sentence that says what to do
    own_temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    try:
        return subprocess.Popen(  # noqa: S603 - the program is this Python, the words are ours
            [sys.executable, "-P", "-m", "pip", "download", *options, requirement],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=pip_environment() | own_temporary,
            start_new_session=True,
        )
    except OSError as error:
        raise PipFailed(PipProblem.NO_PIP, error.strerror or "") from error


def _lines(process: subprocess.Popen[bytes], cancelled: threading.Event) -> Iterator[str]:
    """Yield what pip says as it comes, until it closes its output or the fetch is cancelled."""
    output, rest = process.stdout, b""
    assert output is not None  # noqa: S101 - asked for in `_started`
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while not cancelled.is_set():
            if not selector.select(_LOOK_AGAIN_S):
                continue
            piece = os.read(output.fileno(), 65_536)
            if not piece:
                process.wait()
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from (line.decode(errors="replace").strip() for line in lines)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _failure(said: Sequence[str]) -> PipFailed:
    everything = "\n".join(said)
    problem = next(each for each in PipProblem if each.value in everything)
    telling = dict.fromkeys(line for line in said if line.startswith(_TELLING))
    return PipFailed(problem, "\n".join(telling)[-_DETAIL_CHARACTERS:])

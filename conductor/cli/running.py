"""Run the workspace for one command: open, wait for answers, stop on Ctrl+C, close."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from conductor import log
from conductor.core.entities import Answer, AnswerStatus
from conductor.core.ids import AnswerId
from conductor.paths import data_folder
from conductor.workspace.workspace import Workspace, open_workspace, open_workspace_to_read

POLL_S = 0.05
SAVE_LIMIT_S = 3.0
MOST_REQUESTS = 2  # who presses Ctrl+C a third time does not want to wait for the saving
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Place:
    """Where this command works."""

    folder: Path

    @classmethod
    def of(cls, chosen: Path | None) -> "Place":
        """Return the place the person chose, or the usual one."""
        return cls(data_folder(chosen))

    @contextmanager
    def reading(self) -> Iterator[Workspace]:
        """Open the library to look at it."""
        workspace = open_workspace_to_read(self.folder)
        log.set_up(None, workspace.desk.redactor)
        try:
            yield workspace
        finally:
            workspace.close()
            log.tear_down()

    @contextmanager
    def writing(self) -> Iterator["Run"]:
        """Open the library to change it and to ask assistants."""
        woken = threading.Event()
        workspace = open_workspace(self.folder, woken.set, must_write=True)
        log.set_up(self.folder, workspace.desk.redactor)
        backup = threading.Thread(
            target=workspace.back_up, args=(threading.Event(),), name="conductor-backup"
        )
        backup.start()
        try:
            yield Run(workspace, woken)
        finally:
            backup.join()
            trouble = workspace.close()
            log.tear_down()
            if trouble:
                click.echo(f"conductor: {trouble}", err=True)


class Run:
    """One command's work with an open workspace.

    Attributes:
        interrupted: whether the person pressed Ctrl+C; what came until then is kept.
    """

    def __init__(self, workspace: Workspace, woken: threading.Event) -> None:
        self.workspace = workspace
        self._woken = woken
        self.interrupted = False
        self._requests = 0

    def wait(self, answer_ids: Sequence[AnswerId], on_turn: Callable[[], None]) -> None:
        """Wait until the answers have ended and are saved.

        Args:
            answer_ids: the answers to wait for.
            on_turn: called after every look at the engine, about 20 times a second.
        """
        wanted = set(answer_ids)
        with self._asked_to_end():
            while wanted & set(self.workspace.live.ids):
                self._turn(on_turn)
            self._wait_for_saving(on_turn)

    def _turn(self, on_turn: Callable[[], None]) -> None:
        self._woken.wait(POLL_S)
        self._woken.clear()
        if self._requests and not self.interrupted:
            self.interrupted = True
            self.workspace.rounds.stop_all()
        self.workspace.receive()
        self.workspace.tick()
        on_turn()

    @contextmanager
    def _asked_to_end(self) -> Iterator[None]:
        """Take Ctrl+C and the system's request to end between two turns, never within one."""

        def note(_number: int, _frame: FrameType | None) -> None:
            self._requests += 1
            if self._requests > MOST_REQUESTS:
                raise KeyboardInterrupt
            self._woken.set()

        before = {number: signal.signal(number, note) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _wait_for_saving(self, on_turn: Callable[[], None]) -> None:
        turns = int(SAVE_LIMIT_S / POLL_S)
        while self.workspace.live.is_busy and turns:
            turns -= 1
            self._turn(on_turn)


def exit_code(answers: Sequence[Answer], *, interrupted: bool) -> int:
    """Return the code that says how a round went."""
    if interrupted:
        return 130
    failed = [a for a in answers if a.status in (AnswerStatus.FAILED, AnswerStatus.INTERRUPTED)]
    if not failed:
        return 0
    return 1 if len(failed) == len(answers) else 3


def is_terminal(stream: object) -> bool:
    """Whether a person sits at this stream."""
    with suppress(AttributeError, ValueError):
        return bool(stream.isatty())  # type: ignore[attr-defined]
    return False


def read_stdin() -> str:
    """Return everything on standard input as text (UTF-8)."""
    return sys.stdin.buffer.read().decode("utf-8", "replace")

"""Run the workspace for one command: open, wait for answers, stop on Ctrl+C, close."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click

from conductor import log
from conductor.cli.interrupt import POLL_S, Interrupts
from conductor.core.entities import Answer, AnswerStatus
from conductor.core.ids import AnswerId
from conductor.i18n import system_language, use_language
from conductor.paths import data_folder
from conductor.settings import Language
from conductor.workspace.workspace import Workspace, open_workspace, open_workspace_to_read

SAVE_LIMIT_S = 3.0


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where this command works."""

    folder: Path

    @classmethod
    def of(cls, chosen: Path | None) -> "WorkPlace":
        """Return the place the person chose, or the usual one."""
        return cls(data_folder(chosen))

    @contextmanager
    def reading(self) -> Iterator["CommandRun"]:
        """Open the library to look at it."""
        use_language(system_language())
        with Interrupts() as interrupts:
            workspace = open_workspace_to_read(self.folder)
            log.set_up(None, workspace.desk.redactor)
            _speak(workspace)
            try:
                yield CommandRun(workspace, interrupts)
            finally:
                workspace.close()
                log.tear_down()

    @contextmanager
    def writing(self) -> Iterator["CommandRun"]:
        """Open the library to change it and to ask assistants."""
        use_language(system_language())
        with Interrupts() as interrupts:
            workspace = open_workspace(self.folder, interrupts.woken.set, must_write=True)
            _refuse_damage(workspace)
            log.set_up(self.folder, workspace.desk.redactor)
            _speak(workspace)
            backup = threading.Thread(
                target=workspace.back_up, args=(threading.Event(),), name="conductor-backup"
            )
            backup.start()
            try:
                yield CommandRun(workspace, interrupts)
            finally:
                backup.join()
                trouble = workspace.close()
                log.tear_down()
                if trouble:
                    click.echo(f"conductor: {trouble}", err=True)


def _refuse_damage(workspace: Workspace) -> None:
    """Check a large library after a bad end before anything is written into it."""
    found = workspace.find_damage(threading.Event()) if workspace.is_unchecked else None
    if found is not None:
        workspace.close()
        raise found


def _speak(workspace: Workspace) -> None:
    """Speak the person's language: the one chosen, else that of the environment."""
    chosen = workspace.settings.now.language
    use_language(system_language() if chosen is Language.SYSTEM else str(chosen))


class CommandRun:
    """One command's work with an open workspace.

    Attributes:
        interrupts: the person's requests to end.
        interrupted: whether such a request stopped the answers; what came is kept.
    """

    def __init__(self, workspace: Workspace, interrupts: Interrupts) -> None:
        self.workspace = workspace
        self.interrupts = interrupts
        self.interrupted = False

    def wait(self, answer_ids: Sequence[AnswerId], on_turn: Callable[[], None]) -> None:
        """Wait until the answers have ended and are saved.

        Args:
            answer_ids: the answers to wait for.
            on_turn: called after every look at the engine, about 20 times a second.
        """
        wanted = set(answer_ids)
        while wanted & set(self.workspace.live.ids):
            self._turn(on_turn)
        self._wait_for_saving(on_turn)

    def wait_for_trials(self, on_turn: Callable[[], None]) -> None:
        """Wait until nothing more is being written for trials.

        Args:
            on_turn: called after every look at the engine, about 20 times a second.
        """
        while self.workspace.trials.is_busy:
            self._turn(on_turn)

    def _turn(self, on_turn: Callable[[], None]) -> None:
        self.interrupts.woken.wait(POLL_S)
        self.interrupts.woken.clear()
        if self.interrupts.count and not self.interrupted:
            self.interrupted = True
            self.workspace.stop_all()
        self.workspace.receive()
        self.workspace.tick()
        on_turn()

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

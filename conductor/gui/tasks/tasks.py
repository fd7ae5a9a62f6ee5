"""The one way out of the GUI thread and back: what is computed, awaited, done beside it.

Three ways lead out, and all come back the same way, in the GUI thread, to a method of who asked:

- `compute`: a pure function of frozen values, in one thread, question after question. It asks
  `go_on` in its long loops (`conductor.core.text.patience`), so that it can be given up.
- `run`: what waits for the disk, or takes long: in a thread of its own, which gets a
  `ThreadJob` that says when to stop and can tell how far it is.
- `follow`: a future of the engine or of a look-up.

The reply gets the value, or a `ConductorError` with a sentence. What nobody foresaw goes to the
reporter (the hook of the threads), and the reply gets a `WorkFailed`. A newer question of the
same asker about the same thing takes the place of the one before, which is given up, as is what
was asked by somebody who has gone: a reply never comes to a widget that was destroyed.

Beside that the engine's news come in here, and the workspace's changes go out to the views.

Thread: GUI, except `notify`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from conductor.core.change import Change
from conductor.core.errors import ConductorError
from conductor.gui.tasks.threads import (
    Brought,
    Computing,
    ThreadJob,
    WayBack,
    failed,
    outcome_of,
    start_job,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

    from conductor.workspace.workspace import Workspace

log = logging.getLogger(__name__)
T = TypeVar("T")
TICK_MS = 50
_SWEEP_MS = 100
"""Milliseconds between two looks at whether those who wait are still there."""


@dataclass(frozen=True, slots=True)
class _Asked:
    key: tuple[int, str]
    asker: QObject
    reply: Callable[[Any], None]
    give_up: Callable[[], object]
    on_news: Callable[[Any], None] | None = None


class Tasks(QObject):
    """Everything that goes on beside the GUI thread, for one window.

    Signals:
        changed: one `Change` of the workspace.
        stepped: what can be undone or done again has changed.
    """

    changed = Signal(object)
    stepped = Signal()
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._back = WayBack(self._came.emit)
        self._computing = Computing(self._back)
        self._asked: dict[int, _Asked] = {}
        self._latest: dict[tuple[int, str], int] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._count = 0
        self._is_over = False
        self._sweep = QTimer(self)
        self._sweep.setInterval(_SWEEP_MS)
        self._sweep.timeout.connect(self._forget_gone)
        self._workspace: Workspace | None = None
        self._end_changes: Callable[[], None] = _nothing
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._on_tick)

    # What is asked for.

    def compute(
        self,
        asker: QObject,
        what: str,
        work: Callable[[], T],
        reply: Callable[[T | ConductorError], None],
    ) -> None:
        """Compute `work()` beside the GUI thread.

        Args:
            asker: who asks; a method of it is `reply`.
            what: about what; an earlier question of the asker about this is given up.
            work: a pure function with its arguments; holds nothing of Qt's.
            reply: gets the value, or why there is none.
        """
        number = self._number()
        asked = self._note(asker, what, reply, number, partial(self._computing.give_up, number))
        if asked:
            try:
                self._computing.ask(number, work)
            except RuntimeError:  # the system has no thread left
                self._back.bring(Brought(number, failed()))

    def run(
        self,
        asker: QObject,
        what: str,
        work: Callable[[ThreadJob], T],
        reply: Callable[[T | ConductorError], None],
        on_news: Callable[[Any], None] | None = None,
    ) -> None:
        """Do `work` in a thread of its own.

        Args:
            asker: who asks; a method of it is `reply`.
            what: a word for it; an earlier question of the asker about this is given up.
            work: gets the `ThreadJob`; ends soon once that is cancelled; holds nothing of Qt's.
            reply: gets the value, or why there is none.
            on_news: a method of the asker; gets what the work tells of how far it is.
        """
        number = self._number()
        self.forget(asker, what)
        if self._is_over:
            return
        try:
            job, thread = start_job(number, what, work, self._back)
        except RuntimeError:  # the system has no thread left
            self._note(asker, what, reply, number, _nothing)
            self._back.bring(Brought(number, failed()))
            return
        self._threads[number] = thread
        self._note(asker, what, reply, number, job.cancelled.set, on_news)

    def follow(
        self,
        asker: QObject,
        what: str,
        future: Future[T],
        reply: Callable[[T | ConductorError], None],
    ) -> None:
        """Wait for a future; one that is given up is cancelled.

        Args:
            asker: who asks; a method of it is `reply`.
            what: about what; an earlier question of the asker about this is given up.
            future: may end in any thread; nothing is replied if somebody else cancels it.
            reply: gets its result, or why there is none.
        """
        number = self._number()
        if self._note(asker, what, reply, number, future.cancel):
            future.add_done_callback(partial(self._back.end_of, number))
        else:
            future.cancel()

    def forget(self, asker: QObject, what: str) -> None:
        """Give up what an asker asked about something; nothing more is heard of it."""
        number = self._latest.get((id(asker), what))
        if number is not None:
            self._drop(number)

    def cancel(self, asker: QObject, what: str) -> None:
        """Let what an asker asked end as soon as it can; what came of it is still replied."""
        number = self._latest.get((id(asker), what))
        if number is not None:
            self._asked[number].give_up()

    def is_waiting(self, asker: QObject, what: str) -> bool:
        """Whether an asker still waits for a reply about something."""
        return (id(asker), what) in self._latest

    @property
    def is_computing(self) -> bool:
        """Whether anything that somebody waits for is being computed, or will be."""
        return self._computing.is_wanted

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _note(
        self,
        asker: QObject,
        what: str,
        reply: Callable[[Any], None],
        number: int,
        give_up: Callable[[], object],
        on_news: Callable[[Any], None] | None = None,
    ) -> bool:
        """Remember who waits; return False once everything is over."""
        self.forget(asker, what)
        if self._is_over:
            return False
        key = (id(asker), what)
        self._latest[key] = number
        self._asked[number] = _Asked(key, asker, reply, give_up, on_news)
        self._sweep.start()
        return True

    def _drop(self, number: int) -> _Asked | None:
        """Let nobody wait for a reply any more; return who did. What goes on is given up."""
        asked = self._asked.pop(number, None)
        if asked is None:
            return None
        if self._latest.get(asked.key) == number:
            del self._latest[asked.key]
        asked.give_up()
        if not self._asked:
            self._sweep.stop()
        return asked

    @Slot()
    def _forget_gone(self) -> None:
        for number, asked in tuple(self._asked.items()):
            if not isValid(asked.asker):
                self._drop(number)

    @Slot(object)
    def _on_came(self, brought: Brought | None) -> None:
        if brought is None:
            if self._workspace is not None:
                self._workspace.receive()
            return
        if not brought.is_last:
            waiting = self._asked.get(brought.number)
            if waiting is not None and waiting.on_news is not None and isValid(waiting.asker):
                waiting.on_news(brought.value)
            return
        self._threads.pop(brought.number, None)
        asked = self._drop(brought.number)
        if asked is None or not isValid(asked.asker):
            return
        if brought.future is None:
            asked.reply(brought.value)
        elif not brought.future.cancelled():
            asked.reply(outcome_of(brought.future.result))

    # The engine's news, and the workspace's changes.

    def attach(self, workspace: Workspace) -> None:
        """Serve this workspace."""
        self._workspace = workspace
        self._end_changes = workspace.subscribe(self._announce)
        workspace.undo.subscribe(self.stepped.emit)

    def notify(self) -> None:
        """Say that the engine has news. Thread: any."""
        self._back.bring(None)

    @Slot()
    def _on_tick(self) -> None:
        if self._workspace is None or not self._workspace.is_busy:
            self._ticks.stop()
            return
        self._workspace.tick()

    def _announce(self, change: Change) -> None:
        is_busy = self._workspace is not None and self._workspace.is_busy
        if is_busy and not self._ticks.isActive():
            self._ticks.start()
        self.changed.emit(change)

    # The end.

    def give_up(self) -> None:
        """Begin nothing any more, and let all that goes on stop; nothing is replied."""
        self._is_over = True
        for number in tuple(self._asked):
            self._drop(number)
        self._computing.end()

    def close(self, limit_s: float) -> None:
        """Give everything up, wait for the threads, and bring nothing back any more.

        Args:
            limit_s: seconds to wait, for all of them together.
        """
        self.give_up()
        self._ticks.stop()
        self._end_changes()
        self._workspace = None
        self._back.close()
        until_s = time.monotonic() + limit_s
        for thread in self._threads.values():
            thread.join(max(0.0, until_s - time.monotonic()))
        self._threads.clear()
        self._computing.wait(max(0.0, until_s - time.monotonic()))


def _nothing() -> None:
    """Give up what never began, and end what was never attached."""

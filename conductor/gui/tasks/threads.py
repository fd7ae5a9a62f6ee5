"""Work in threads of their own, and bring what comes of it to the GUI thread.

Rules: nothing of Qt's is held here: the last reference to a widget must not end in a thread
that is not its own. Who asked is known by a number; `WayBack` is closed before Qt's side goes.
Thread: any.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from conductor.core.errors import ConductorError
from conductor.core.text.patience import GivenUp, while_wanted
from conductor.gui.tasks.short_turns import short_turns
from conductor.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future


class WorkFailed(ConductorError):
    """What was asked for failed in a way that nobody foresaw; it is the reply."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes to the GUI thread.

    Attributes:
        number: of the question it belongs to.
        value: what came of it: a value, an error with a sentence, or news of work that goes on.
        is_last: whether the question ended by this.
        future: what ended, if that was waited for; its end is asked where somebody still waits.
    """

    number: int
    value: object = None
    is_last: bool = True
    future: Future[Any] | None = None


class WayBack:
    """The one way to the GUI thread; what is brought once it is closed is dropped."""

    def __init__(self, take: Callable[[Brought | None], None]) -> None:
        """Open it.

        Args:
            take: takes what is brought, in any thread; None are news of the engine.
        """
        self._lock = threading.Lock()
        self._take: Callable[[Brought | None], None] | None = take

    def bring(self, brought: Brought | None) -> None:
        """Bring something. The lock keeps it from a receiver that goes meanwhile."""
        with self._lock:
            if self._take is not None:
                self._take(brought)

    def end_of(self, number: int, future: Future[Any]) -> None:
        """Bring a future that has ended."""
        self.bring(Brought(number, future=future))

    def close(self) -> None:
        """Bring nothing any more."""
        with self._lock:
            self._take = None


class ThreadJob:
    """What work in a thread of its own knows of who waits for it.

    Attributes:
        cancelled: set as soon as nobody waits any more; the work ends then, as soon as it can.
    """

    def __init__(self, number: int, back: WayBack) -> None:
        self.cancelled = threading.Event()
        self._number = number
        self._back = back

    def tell(self, news: object) -> None:
        """Tell who waits how far it is."""
        self._back.bring(Brought(self._number, news, is_last=False))


def start_job(
    number: int, name: str, work: Callable[[ThreadJob], object], back: WayBack
) -> tuple[ThreadJob, threading.Thread]:
    """Begin work in a thread of its own; return its job and its thread.

    Raises:
        RuntimeError: the system has no thread left.
    """
    job = ThreadJob(number, back)
    run = partial(_run_job, number, partial(work, job), back)
    thread = threading.Thread(target=run, name=f"conductor-{name}", daemon=True)
    thread.start()
    return job, thread


def _run_job(number: int, work: Callable[[], object], back: WayBack) -> None:
    back.bring(Brought(number, outcome_of(work)))


class Computing:
    """One thread that computes, question after question; the first one starts it."""

    def __init__(self, back: WayBack) -> None:
        self._back = back
        self._questions: SimpleQueue[tuple[int, Callable[[], object]] | None] = SimpleQueue()
        self._wanted: set[int] = set()
        self._thread: threading.Thread | None = None
        self._is_over = False

    def ask(self, number: int, work: Callable[[], object]) -> None:
        """Compute something.

        Raises:
            RuntimeError: the system has no thread left.
        """
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="conductor-compute", daemon=True)
            thread.start()
            self._thread = thread
        self._wanted.add(number)
        self._questions.put((number, work))

    def give_up(self, number: int) -> None:
        """Do not compute this; if it is being computed, stop."""
        self._wanted.discard(number)

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for anything that was asked."""
        return bool(self._wanted)

    def end(self) -> None:
        """Compute nothing any more."""
        if not self._is_over:
            self._is_over = True
            self._questions.put(None)

    def wait(self, limit_s: float) -> None:
        """Wait until the thread has ended, after `end`, so many seconds at most."""
        if self._thread is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while (question := self._questions.get()) is not None:
            number, work = question
            del question
            is_wanted = partial(self._is_wanted, number)
            value: object = None
            if is_wanted():
                with short_turns(), while_wanted(is_wanted):
                    value = outcome_of(work)
            self._back.bring(Brought(number, value))
            del work, value

    def _is_wanted(self, number: int) -> bool:
        return not self._is_over and number in self._wanted


def outcome_of(work: Callable[[], object]) -> object:
    """Do something; return its value, or the error with a sentence that it ended by.

    An error that nobody foresaw is told to the hook of the threads, and an error that says so
    is returned: who waits must not wait on.
    """
    try:
        return work()
    except ConductorError as error:
        return error
    except GivenUp:  # then nobody waits for it
        return None
    except BaseException as defect:  # noqa: BLE001 - it is told, and who waits must hear of it
        _tell(defect)
        return failed()


def failed() -> WorkFailed:
    """Return the error for who waits for what went wrong as nobody foresaw."""
    return WorkFailed(
        _("Conductor made a mistake of its own, so this could not be done. Try it once more.")
    )


def _tell(defect: BaseException) -> None:
    """Give a defect to whoever hears of what ends threads, although this one goes on."""
    found = (type(defect), defect, defect.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(found))

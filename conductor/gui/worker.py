"""Compute what takes long beside the GUI thread, and bring the outcome back to it.

Rules: what is computed is a pure function of frozen values; a newer question of the same
asker about the same thing takes the place of one that still waits, and of one that is being
computed: what nobody waits for any more is given up (`conductor.core.text.patience`). Who waits
always gets a reply: an error with its sentence where the work failed, also in a way that nobody
foresaw, which is told to the hook of the threads besides.
Thread: GUI, except the computing itself: one plain thread, started by the first question. It
never holds who asks, only numbers: the last reference to a widget must not end there.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from conductor.core.compare.spans import NotCompared
from conductor.core.errors import ConductorError
from conductor.core.text.patience import GivenUp, while_wanted
from conductor.i18n import _

CLOSE_LIMIT_S = 2.0
_SWEEP_MS = 100
"""Milliseconds between two looks at whether those who wait are still there."""
_TURN_S = 0.0005
"""Seconds after which work that computes lets the GUI thread have the interpreter's lock."""


@dataclass(frozen=True, slots=True)
class _Question:
    key: tuple[int, str]
    number: int
    work: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Outcome:
    question: _Question
    value: object


class WorkFailed(ConductorError):
    """What was asked for failed in a way that nobody foresaw; it is the reply."""


class Worker(QObject):
    """One thread that computes, question after question."""

    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._questions: SimpleQueue[_Question | None] = SimpleQueue()
        self._latest: dict[tuple[int, str], int] = {}
        self._askers: dict[int, tuple[QObject, Callable[[object], None]]] = {}
        self._wanted: set[int] = set()
        self._count = 0
        self._sweep = QTimer(self)
        self._sweep.setInterval(_SWEEP_MS)
        self._sweep.timeout.connect(self._forget_gone)
        self._thread: threading.Thread | None = None
        self._is_over = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        asker: QObject,
        what: str,
        work: Callable[[], object],
        reply: Callable[[object], None],
    ) -> None:
        """Compute `work()` and give its value to `reply`, unless the asker is gone by then.

        Args:
            asker: who asks; a method of it is `reply`.
            what: about what; an earlier question of the asker about this is forgotten.
            work: a pure function with its arguments.
            reply: called in the GUI thread; gets a `ConductorError` if the work failed.
        """
        if self._is_over:
            return
        self._count += 1
        question = _Question((id(asker), what), self._count, work)
        before = self._latest.get(question.key)
        if before is not None:
            self._drop(before)
        self._latest[question.key] = question.number
        self._askers[question.number] = (asker, reply)
        self._wanted.add(question.number)
        self._sweep.start()
        if self.is_alive or self._starts():
            self._questions.put(question)
        else:
            self._done.emit(_Outcome(question, _failed()))

    def _starts(self) -> bool:
        """Start the thread; return whether the system has one left."""
        thread = threading.Thread(target=self._run, name="conductor-compare", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return False
        self._thread = thread
        return True

    def forget(self, asker: QObject, what: str) -> None:
        """Drop what an asker asked about something; if it is being computed, give it up."""
        number = self._latest.pop((id(asker), what), None)
        if number is not None:
            self._drop(number)

    def _drop(self, number: int) -> tuple[QObject, Callable[[object], None]] | None:
        """Let nobody wait for an answer any more; return who did."""
        self._wanted.discard(number)
        asked = self._askers.pop(number, None)
        if not self._askers:
            self._sweep.stop()
        return asked

    @Slot()
    def _forget_gone(self) -> None:
        for number, (asker, _reply) in tuple(self._askers.items()):
            if not isValid(asker):
                self._drop(number)

    @property
    def is_alive(self) -> bool:
        """Whether there is a thread that computes, so that an answer can still come."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_busy(self) -> bool:
        """Whether an answer to some question is still to come."""
        return bool(self._askers)

    def stop(self) -> None:
        """Compute nothing any more, and wait for what is being computed."""
        self._is_over = True
        self._sweep.stop()
        self._wanted.clear()
        self._askers.clear()
        self._latest.clear()
        if self._thread is not None:
            self._questions.put(None)
            self._thread.join(CLOSE_LIMIT_S)

    def _run(self) -> None:
        """Compute. Thread: its own."""
        while (question := self._questions.get()) is not None:
            outcome = self._outcome(question) if self._is_wanted(question) else None
            if not self._is_over:  # also without an outcome: nobody waits for it then
                self._done.emit(outcome or _Outcome(question, None))

    def _outcome(self, question: _Question) -> _Outcome | None:
        """Compute the answer to a question, None if it was given up. Thread: its own.

        An error with a sentence is an answer; another one is told and becomes such.
        """
        before = sys.getswitchinterval()
        sys.setswitchinterval(_TURN_S)
        try:
            with while_wanted(partial(self._is_wanted, question)):
                return _Outcome(question, question.work())
        except GivenUp:
            return None
        except ConductorError as error:
            return _Outcome(question, error)
        except Exception as defect:  # noqa: BLE001 - it is told, and who waits must hear of it
            _tell(defect)
            return _Outcome(question, _failed())
        finally:
            sys.setswitchinterval(before)

    def _is_wanted(self, question: _Question) -> bool:
        """Whether somebody waits for an answer. Thread: any."""
        return not self._is_over and question.number in self._wanted

    @Slot(object)
    def _on_done(self, outcome: _Outcome) -> None:
        question = outcome.question
        asked = self._drop(question.number)
        if self._latest.get(question.key) == question.number:
            del self._latest[question.key]
        if asked is not None and isValid(asked[0]):
            asked[1](outcome.value)


def sentence_of(failed: NotCompared | ConductorError) -> str:
    """Return why there is nothing to show."""
    return failed.reason.sentence if isinstance(failed, NotCompared) else str(failed)


def _tell(defect: Exception) -> None:
    """Give a defect to whoever hears of what ends threads, although this one goes on."""
    found = (type(defect), defect, defect.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(found))


def _failed() -> WorkFailed:
    return WorkFailed(
        _("Conductor made a mistake of its own, so this could not be done. Try it once more.")
    )

"""Have code read in a process of its own, which is stopped when it does not end.

One process for all views: started with the first code, asked one thing at a time, stopped with
the window. Where there can be none, code stays plain. Thread: GUI.
"""

import json
import logging
import os
import sys
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTimer,
    Signal,
    Slot,
)
from shiboken6 import isValid

from conductor.child_environment import child_environment
from conductor.colouring.words import START, Spans
from conductor.gui.answer.document.code_block import Wanted
from conductor.gui.answer.document.code_memory import CodeMemory

log = logging.getLogger(__name__)

_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:];from conductor.colouring.child import main; main()"
)
_TICK_MS = 40
_LIMIT_MS = 2_500 if sys.platform == "win32" else 20_000  # elsewhere the system counts
_STOPS = 40
"""How often the process may have to be stopped before there are no more colours."""
_WAIT_MS = 2_000


@dataclass(frozen=True, slots=True)
class Read:
    """Something that was asked for is in the memory, as far as there is anything.

    Attributes:
        cost_s: processor seconds that it took.
    """

    wanted: Wanted
    cost_s: float


class CodeReader(QObject):
    """Reads code for all views.

    Attributes:
        memory: what is known.

    Signals:
        due: time to ask, after `wake`.
        read: a `Read`.
    """

    due = Signal()
    read = Signal(object)

    def __init__(self, parent: QObject | None, command: tuple[str, ...] | None = None) -> None:
        super().__init__(parent)
        self.memory = CodeMemory()
        self._command = command if command is not None else _usual_command()
        self._process: QProcess | None = None
        self._queue: deque[Wanted] = deque()
        self._answer: list[list[object]] = []
        self._rest = b""
        self._is_asked = False
        self._has_begun = False
        self._is_over = False
        self._stops = 0
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.due)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(_LIMIT_MS)
        self._limit.timeout.connect(self._on_limit)

    @property
    def process_id(self) -> int:
        """The process, 0 if none runs."""
        return self._process.processId() if self._process is not None else 0

    @property
    def can_read(self) -> bool:
        """Whether there are colours at all."""
        return bool(self._command) and self._stops < _STOPS and not self._is_over

    def wake(self) -> None:
        """Say `due` soon."""
        if self.can_read and not self._tick.isActive():
            self._tick.start()

    def ask(self, wanted: Wanted) -> None:
        """Read some code; `read` says when that was done."""
        self._queue.append(wanted)
        self._go_on()

    def stop(self) -> None:
        """End the process, and read nothing any more."""
        self._is_over = True
        self._tick.stop()
        self._queue.clear()
        self._end()

    def _go_on(self) -> None:
        if not self._queue or self._is_asked or not self.can_read:
            return
        wanted = self._queue[0]
        self._is_asked = True
        self._answer = []
        process = self._process or self._started()
        if process is not self._process:
            return  # it could not even begin, and what was asked has its answer
        request = {"language": wanted.language, "lines": wanted.lines, "state": wanted.state}
        process.write(json.dumps(request).encode("ascii") + b"\n")
        self._limit.start()

    def _started(self) -> QProcess:
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process  # before it starts: that it cannot may be said at once
        process.start(self._command[0], list(self._command[1:]))
        return process

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(
            b"\n"
        )
        for line in lines:
            try:
                answer = json.loads(line)
                is_answer = isinstance(answer, list) and bool(answer)
                cost_s = float(answer[1]) if is_answer and answer[0] == "done" else None
            except (ValueError, TypeError, LookupError):
                is_answer = False
            if not is_answer:  # a broken line: no more sense comes
                self._lose()
                return
            self._has_begun = True
            if cost_s is not None:
                self._take(cost_s, was_stopped=False)
            else:
                self._answer.append(answer)

    def _take(self, cost_s: float, *, was_stopped: bool) -> None:
        """Remember the answer to what was asked, and ask the next."""
        self._limit.stop()
        self._is_asked = False
        if not self._queue:
            return
        wanted = self._queue.popleft()
        self._learn(wanted, was_stopped=was_stopped)
        self.read.emit(Read(wanted, cost_s))
        self._go_on()

    def _learn(self, wanted: Wanted, *, was_stopped: bool) -> None:
        memory = self.memory
        lines = [answer for answer in self._answer if answer[0] == "line"]
        for key, (_kind, spans, state) in zip(wanted.keys, lines, strict=False):
            memory.learn_line(key, _spans(spans), _state(state))
        for answer in self._answer:
            if answer[0] == "unknown":
                memory.note_unknown(wanted.language)
            elif answer[0] == "whole" and isinstance(answer[1], list):
                memory.learn_whole(wanted.keys, [_spans(spans) for spans in answer[1]])
        if wanted.state is None:
            memory.wholes.put(wanted.keys[-1], None)
        if was_stopped:
            log.debug("Reading code in the language %s had to be stopped.", wanted.language)
            memory.note_stopped(wanted.language)
            if wanted.state is not None and len(lines) < len(wanted.keys):
                memory.poison.put(wanted.keys[len(lines)], None)

    @Slot()
    def _on_limit(self) -> None:
        self._on_output()  # it may have come while the window was busy
        if self._is_asked and not self._limit.isActive() and self._process is not None:
            self._process.kill()

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, _code: int, _status: QProcess.ExitStatus) -> None:
        process = self._process
        self._on_output()
        if self._process is process:  # a broken line has not ended it already
            self._lose()

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._lose()

    def _lose(self) -> None:
        """Go on without the process that is gone; with another unless it could not even begin."""
        was_asked = self._is_asked
        self._end()
        self._stops += 1 if self._has_begun else _STOPS
        if not self._has_begun:
            log.debug("There is no process that reads code; it stays plain.")
        if was_asked:
            self._take(0.0, was_stopped=True)

    def _end(self) -> None:
        process, self._process = self._process, None
        self._limit.stop()
        self._is_asked, self._rest = False, b""
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._on_output)
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_error)
        if process.state() is not QProcess.ProcessState.NotRunning:
            process.kill()
            process.waitForFinished(_WAIT_MS)
        process.deleteLater()


_reader: CodeReader | None = None


def code_reader() -> CodeReader:
    """Return the reader of all views, a new one after the last was stopped."""
    global _reader
    if _reader is None or not isValid(_reader):
        application = QCoreApplication.instance()
        _reader = CodeReader(application)
        if application is not None:
            application.aboutToQuit.connect(_reader.stop)
    return _reader


def stop_reading() -> None:
    """End the process, if one runs; views that are still there get no further colours."""
    global _reader
    reader, _reader = _reader, None
    if reader is not None and isValid(reader):
        reader.stop()


def _usual_command() -> tuple[str, ...]:
    """Return what starts the process, nothing where this Python cannot be started again."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return ()
    # With this program's own search path, and nothing from the folder one happens to be in.
    places = [place for place in sys.path if os.path.isabs(place)]  # noqa: PTH117 - of strings
    return (sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, *places)


def _environment() -> QProcessEnvironment:
    """Return what a Python needs to start, and nothing of the person's."""
    least = QProcessEnvironment()
    for name, value in child_environment().items():
        least.insert(name, value)
    return least


def _spans(found: object) -> Spans:
    return tuple(found) if isinstance(found, list) else ()


def _state(found: object) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, list) else START

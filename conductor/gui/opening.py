"""Do what is long in slices: at once as far as a moment goes, the rest in turns of the event loop.

Thread: GUI.
Rules: whoever waits can go elsewhere between two slices; what was begun is then given up.
"""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from conductor.core.errors import ConductorError

AT_ONCE_S = 0.2
"""Seconds of processor time for what is done before the event loop has its turn again."""
TURN_S = 0.03
"""Seconds of processor time after which a later turn ends; one slice may take longer."""


class Opening(QObject):
    """The slices of one thing at a time; another one takes the place of what is not done.

    Signals:
        paused: the first moment is over, and there is more to do.
        done: all of it is done.
        failed: the `ConductorError` that ended it.
        broken: a mistake of ours ended it, which is reported.
    """

    paused = Signal()
    done = Signal()
    failed = Signal(object)
    broken = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._slices: Iterator[None] | None = None
        self._then: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_open(self) -> bool:
        """Whether there is more to do."""
        return self._slices is not None

    def run(self, slices: Iterator[None]) -> None:
        """Give up what is not done, and do this, a slice up to each `yield`."""
        self.give_up()
        self._slices = slices
        if not self._do(AT_ONCE_S) and self._slices is slices:
            self.paused.emit()

    def when_done(self, action: Callable[[], None]) -> None:
        """Do something after the last slice, now if there is none; never if it is given up."""
        if self._slices is None:
            action()
        else:
            self._then.append(action)

    def give_up(self) -> None:
        """Do no more of it."""
        self._timer.stop()
        self._slices, self._then = None, []

    @Slot()
    def _go_on(self) -> None:
        self._do(TURN_S)

    def _do(self, budget_s: float) -> bool:
        """Do slices until the time is up; return whether that was all, or it was given up."""
        slices, end_s = self._slices, time.thread_time() + budget_s
        while slices is not None and slices is self._slices:
            if not self._step(slices):
                return True
            if time.thread_time() >= end_s and slices is self._slices:
                self._timer.start()
                return False
        return True

    def _step(self, slices: Iterator[None]) -> bool:
        try:
            next(slices)
        except StopIteration:
            self._end(slices)
            return False
        except ConductorError as error:
            if slices is self._slices:
                self.give_up()
                self.failed.emit(error)
            return False
        except BaseException:  # a mistake of ours: it is reported, and nothing waits for the rest
            if slices is self._slices:
                self.give_up()
                self.broken.emit()
            raise
        return True

    def _end(self, slices: Iterator[None]) -> None:
        if slices is not self._slices:
            return
        then = self._then
        self.give_up()
        self.done.emit()
        for action in then:
            action()

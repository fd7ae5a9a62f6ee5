"""Do one thing after the other, each in a turn of the event loop of its own.

Thread: GUI.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

REST_MS = 40


class Turns(QObject):
    """Steps that are done one per turn, so that keys and clicks come between them.

    Attributes:
        trouble: what ended them early, None if nothing did.

    Signals:
        ended: there is no step left, or one of them raised.
    """

    ended = Signal()

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self.trouble: BaseException | None = None
        self._steps: Iterator[None] | None = steps
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self._steps is None

    @Slot()
    def begin(self) -> None:
        """Do the first step in a moment: keys that waited for the window come before it."""
        QTimer.singleShot(REST_MS, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        if self._steps is not None:
            self._timer.start()

    def finish(self) -> None:
        """Do what is left now."""
        while self._steps is not None:
            self._step()

    def stop(self) -> None:
        """Do nothing more of it."""
        self._timer.stop()
        self._steps = None

    @Slot()
    def _step(self) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            next(steps)
        except StopIteration:
            self._end()
        except BaseException as error:  # noqa: BLE001 - whoever began it looks at `trouble`
            self.trouble = error
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._steps = None
        self.ended.emit()

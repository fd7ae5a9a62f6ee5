"""What an answer leaves behind does not lie about until the program ends."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from conductor.gui.process.garbage import INTERVAL_MS, GarbageCollector
from tests.gui.driving.window import Driver

TICKS_OF_TWO_MINUTES = 120_000 // INTERVAL_MS
ALLOCATED = 5_000
"""Objects that come in between two ticks while answers stream; far fewer than really."""


class Ring:
    """Something that keeps itself, as an exception's traceback does."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    parent = QObject()
    made = GarbageCollector(parent)
    yield made
    made.stop()
    parent.deleteLater()


def test_old_garbage_is_gone_within_two_minutes(collector: GarbageCollector) -> None:
    gc.collect()  # the counts begin anew
    ring = Ring()
    gone = weakref.ref(ring)
    gc.collect(1)  # it was in use for a while, and is old now
    del ring

    for _tick in range(TICKS_OF_TWO_MINUTES):
        came = [[] for _each in range(ALLOCATED)]
        collector._timer.timeout.emit()
        del came
        if gone() is None:
            break

    assert gone() is None


@pytest.mark.usefixtures("team")
def test_what_a_closed_window_leaves_is_collected_in_no_other_thread(
    opened: Callable[[], Driver],
) -> None:
    elsewhere: list[str] = []
    is_over, turned = threading.Event(), threading.Semaphore(0)

    def look(phase: str, _info: dict[str, int]) -> None:
        here = threading.current_thread()
        if phase == "start" and here is not threading.main_thread():
            elsewhere.append(here.name)

    def allocate() -> None:
        while not is_over.is_set():
            _kept = [[] for _each in range(ALLOCATED)]
            turned.release()

    busy = threading.Thread(target=allocate, name="busy")
    first = opened()
    gc.callbacks.append(look)
    busy.start()
    try:
        first.window.close()
        for _again in range(2):
            opened().window.close()
            for _turn in range(5):
                turned.acquire()
    finally:
        is_over.set()
        busy.join()
        gc.callbacks.remove(look)

    assert not elsewhere

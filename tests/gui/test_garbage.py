"""What an answer leaves behind does not lie about until the program ends."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from conductor.gui.garbage import INTERVAL_MS, GarbageCollector

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

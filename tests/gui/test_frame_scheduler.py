"""Views are flushed one by one, in turn, as often as there is time for it."""

import time

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from conductor.gui import frame_scheduler as module
from conductor.gui.answer.view import AnswerView
from conductor.gui.frame_scheduler import FrameScheduler


class Column(QWidget):
    """A view whose flushes are counted and may take long."""

    text_pending = Signal()

    def __init__(self, log: list["Column"], cost_s: float = 0.0) -> None:
        super().__init__()
        self.log = log
        self.cost_s = cost_s
        self.waiting = 0
        self.at: list[float] = []
        self.on_screen = True

    @property
    def has_pending(self) -> bool:
        return self.waiting > 0

    @property
    def is_empty(self) -> bool:
        return not self.at

    @property
    def is_on_screen(self) -> bool:
        return self.on_screen

    def put(self, slices: int = 1) -> None:
        self.waiting += slices
        self.text_pending.emit()

    def flush_slice(self) -> None:
        time.sleep(self.cost_s)
        self.waiting -= 1
        self.log.append(self)
        self.at.append(time.perf_counter())


@pytest.fixture
def scheduler(qtbot: QtBot) -> FrameScheduler:
    parent = QObject()
    made = FrameScheduler(parent)
    made._keep = parent  # type: ignore[attr-defined]
    return made


def columns(
    qtbot: QtBot, scheduler: FrameScheduler, count: int, cost_s: float = 0.0
) -> list[Column]:
    log: list[Column] = []
    made = [Column(log, cost_s) for _number in range(count)]
    for column in made:
        qtbot.addWidget(column)
        scheduler.add(column)
    return made


def test_the_first_text_is_shown_at_once(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    began = time.perf_counter()

    column.put()
    qtbot.waitUntil(lambda: bool(column.at))

    assert column.at[0] - began < module.INTERVAL_S


def test_nothing_is_flushed_within_the_call_that_brought_the_text(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    (column,) = columns(qtbot, scheduler, 1)

    column.put()

    assert column.at == []


def test_later_text_waits_for_its_interval(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    column.put()
    qtbot.waitUntil(lambda: len(column.at) == 1)

    column.put()
    qtbot.waitUntil(lambda: len(column.at) == 2)

    assert column.at[1] - column.at[0] >= module.INTERVAL_S


def test_the_one_that_waited_longest_is_first(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    one, two, three = columns(qtbot, scheduler, 3)
    for column in (two, three, one):
        column.put()
        qtbot.waitUntil(lambda shown=column: bool(shown.at))
    one.log.clear()

    for column in (one, two, three):
        column.put()
    qtbot.waitUntil(lambda: len(one.log) == 3)

    assert one.log == [two, three, one]


def test_costly_views_are_shown_less_often(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    made = columns(qtbot, scheduler, 3, cost_s=0.03)
    for _round in range(3):
        for column in made:
            column.put()
        qtbot.waitUntil(lambda: not any(column.has_pending for column in made))

    first = made[0]
    assert first.at[2] - first.at[1] >= 3 * 0.03 / 0.5


def test_a_view_behind_a_tab_is_shown_within_a_second(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    column.put()
    qtbot.waitUntil(lambda: len(column.at) == 1)
    column.on_screen = False

    column.put()
    qtbot.waitUntil(lambda: len(column.at) == 2, timeout=3_000)

    assert column.at[1] - column.at[0] > module.INTERVAL_S
    assert module.HIDDEN_INTERVAL_S < 1.0


def test_what_takes_many_slices_leaves_time_between_them(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    building, other = columns(qtbot, scheduler, 2, cost_s=0.005)
    building.put(5)
    other.put()

    qtbot.waitUntil(lambda: not building.has_pending and not other.has_pending)

    gaps = [later - sooner for sooner, later in zip(building.at, building.at[1:], strict=False)]
    assert min(gaps) >= 2 * 0.005
    assert other.at[0] < building.at[-1]


def test_a_removed_view_is_left_alone(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    removed, kept = columns(qtbot, scheduler, 2)
    scheduler.remove(removed)

    removed.put()
    kept.put()
    qtbot.waitUntil(lambda: bool(kept.at))

    assert removed.at == []


def test_a_view_that_is_gone_is_forgotten(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    log: list[Column] = []
    gone, kept = Column(log), Column(log)
    qtbot.addWidget(kept)
    scheduler.add(gone)
    scheduler.add(kept)
    gone.put()

    gone.deleteLater()
    qtbot.waitUntil(lambda: not isValid(gone))
    kept.put()
    qtbot.waitUntil(lambda: kept in log)

    scheduler.remove(gone)


def test_nothing_happens_after_stop(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    column.put()

    scheduler.stop()
    column.put()
    qtbot.wait(20)

    assert column.at == []


def test_an_answer_is_shown_by_itself(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    view.show()
    scheduler.add(view)

    view.append("# Hello")
    qtbot.waitUntil(lambda: view.toPlainText() == "Hello")
    view.append(" you")
    qtbot.waitUntil(lambda: view.toPlainText() == "Hello you")
    view.set_text("word " * 10_000)
    qtbot.waitUntil(lambda: not view.has_pending)

    assert view.toPlainText().count("word") == 10_000


def test_an_answer_in_a_tab_behind_is_shown_too(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    front, behind = AnswerView(), AnswerView()
    tabs.addTab(front, "1")
    tabs.addTab(behind, "2")
    tabs.show()
    scheduler.add(front)
    scheduler.add(behind)

    behind.append("a")
    qtbot.waitUntil(lambda: behind.toPlainText() == "a")
    behind.append("b")
    qtbot.waitUntil(lambda: behind.toPlainText() == "ab", timeout=2_000)

    assert front.is_on_screen
    assert not behind.is_on_screen


def test_an_answer_that_comes_to_the_front_does_not_wait_its_second(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    front, behind = AnswerView(), AnswerView()
    tabs.addTab(front, "1")
    tabs.addTab(behind, "2")
    tabs.show()
    scheduler.add(behind)
    behind.append("a")
    qtbot.waitUntil(lambda: behind.toPlainText() == "a")
    behind.append("b")
    began = time.perf_counter()

    tabs.setCurrentWidget(behind)
    qtbot.waitUntil(lambda: behind.toPlainText() == "ab", timeout=2_000)

    assert time.perf_counter() - began < module.HIDDEN_INTERVAL_S / 2

"""Views are flushed one by one, in turn, as often as there is time for it.

Time is what the tests say it is: it goes on by what a flush costs and by what the scheduler
waits for, so that a busy machine changes nothing.
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from conductor.gui import frame_scheduler as module
from conductor.gui.answer.view import AnswerView
from conductor.gui.frame_scheduler import FrameScheduler


class Clock:
    """What the scheduler takes for the time, in seconds."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def perf_counter(self) -> float:
        return self.now_s


class Column(QWidget):
    """A view whose flushes are counted and may take long."""

    text_pending = Signal()

    def __init__(self, log: list["Column"], clock: Clock, cost_s: float = 0.0) -> None:
        super().__init__()
        self.log = log
        self.clock = clock
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
        self.clock.now_s += self.cost_s
        self.waiting -= 1
        self.log.append(self)
        self.at.append(self.clock.now_s)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def scheduler(qtbot: QtBot, clock: Clock) -> FrameScheduler:
    parent = QObject()
    made = FrameScheduler(parent)
    made._keep = parent  # type: ignore[attr-defined]
    return made


def columns(
    qtbot: QtBot, scheduler: FrameScheduler, count: int, cost_s: float = 0.0
) -> list[Column]:
    log: list[Column] = []
    made = [Column(log, clock_of(), cost_s) for _number in range(count)]
    for column in made:
        qtbot.addWidget(column)
        scheduler.add(column)
    return made


def clock_of() -> Clock:
    """Return the clock that the scheduler reads."""
    clock = module.time
    assert isinstance(clock, Clock)
    return clock


def let_pass(scheduler: FrameScheduler, until: Callable[[], bool]) -> None:
    """Let the time pass from one turn that the scheduler waits for to the next."""
    timer = scheduler.findChild(QTimer)
    for _turn in range(1_000):
        if until():
            return
        assert timer.isActive(), "the scheduler waits for nothing"
        clock_of().now_s += timer.interval() / 1_000
        timer.stop()
        scheduler._on_turn()
    raise AssertionError("waited in vain")


def test_the_first_text_is_shown_at_once(
    qtbot: QtBot, scheduler: FrameScheduler, clock: Clock
) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    began_s = clock.now_s

    column.put()
    let_pass(scheduler, lambda: bool(column.at))

    assert column.at == [began_s]


def test_a_turn_of_the_loop_shows_what_is_due(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    (column,) = columns(qtbot, scheduler, 1)

    column.put()

    qtbot.waitUntil(lambda: bool(column.at))


def test_nothing_is_flushed_within_the_call_that_brought_the_text(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    (column,) = columns(qtbot, scheduler, 1)

    column.put()

    assert column.at == []


def test_later_text_waits_for_its_interval(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    column.put()
    let_pass(scheduler, lambda: len(column.at) == 1)

    column.put()
    let_pass(scheduler, lambda: len(column.at) == 2)

    assert column.at[1] - column.at[0] == pytest.approx(module.INTERVAL_S, abs=0.002)


def test_the_one_that_waited_longest_is_first(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    one, two, three = columns(qtbot, scheduler, 3, cost_s=0.001)
    for column in (two, three, one):
        column.put()
        let_pass(scheduler, lambda shown=column: bool(shown.at))
    one.log.clear()

    for column in (one, two, three):
        column.put()
    let_pass(scheduler, lambda: len(one.log) == 3)

    assert one.log == [two, three, one]


def test_costly_views_are_shown_less_often(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    made = columns(qtbot, scheduler, 3, cost_s=0.03)
    for _round in range(3):
        for column in made:
            column.put()
        let_pass(scheduler, lambda: not any(column.has_pending for column in made))

    first = made[0]
    assert first.at[2] - first.at[1] >= 3 * 0.03 / 0.5


def test_a_view_behind_a_tab_is_shown_within_a_second(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    (column,) = columns(qtbot, scheduler, 1)
    column.put()
    let_pass(scheduler, lambda: len(column.at) == 1)
    column.on_screen = False

    column.put()
    let_pass(scheduler, lambda: len(column.at) == 2)

    assert module.INTERVAL_S < column.at[1] - column.at[0] < 1.0


def test_what_takes_many_slices_leaves_time_between_them(
    qtbot: QtBot, scheduler: FrameScheduler
) -> None:
    building, other = columns(qtbot, scheduler, 2, cost_s=0.005)
    building.put(5)
    other.put()

    let_pass(scheduler, lambda: not building.has_pending and not other.has_pending)

    gaps = [later - sooner for sooner, later in zip(building.at, building.at[1:], strict=False)]
    assert min(gaps) == pytest.approx(2 * 0.005)
    assert other.at[0] < building.at[-1]


def test_a_removed_view_is_left_alone(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    removed, kept = columns(qtbot, scheduler, 2)
    scheduler.remove(removed)

    removed.put()
    kept.put()
    let_pass(scheduler, lambda: bool(kept.at))

    assert removed.at == []


def test_a_view_that_is_gone_is_forgotten(qtbot: QtBot, scheduler: FrameScheduler) -> None:
    log: list[Column] = []
    gone, kept = Column(log, clock_of()), Column(log, clock_of())
    qtbot.addWidget(kept)
    scheduler.add(gone)
    scheduler.add(kept)
    gone.put()

    gone.deleteLater()
    qtbot.waitUntil(lambda: not isValid(gone))
    kept.put()
    let_pass(scheduler, lambda: kept in log)

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
    let_pass(scheduler, lambda: view.toPlainText() == "Hello")
    view.append(" you")
    let_pass(scheduler, lambda: view.toPlainText() == "Hello you")
    view.set_text("word " * 10_000)
    let_pass(scheduler, lambda: not view.has_pending)

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
    let_pass(scheduler, lambda: behind.toPlainText() == "a")
    behind.append("b")
    let_pass(scheduler, lambda: behind.toPlainText() == "ab")

    assert front.is_on_screen
    assert not behind.is_on_screen


def test_an_answer_that_comes_to_the_front_does_not_wait_its_second(
    qtbot: QtBot, scheduler: FrameScheduler, clock: Clock
) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    front, behind = AnswerView(), AnswerView()
    tabs.addTab(front, "1")
    tabs.addTab(behind, "2")
    tabs.show()
    scheduler.add(behind)
    behind.append("a")
    let_pass(scheduler, lambda: behind.toPlainText() == "a")
    behind.append("b")
    began_s = clock.now_s

    tabs.setCurrentWidget(behind)
    let_pass(scheduler, lambda: behind.toPlainText() == "ab")

    assert clock.now_s - began_s <= module.INTERVAL_S + 0.001

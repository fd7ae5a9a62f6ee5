"""What goes on beside the GUI thread comes back to it, to whoever still waits for it."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from conductor.core.errors import ConductorError, StoreError
from conductor.core.text.patience import go_on
from conductor.gui.tasks.short_turns import TURN_S, short_turns
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.tasks.threads import ThreadJob, WayBack, outcome_of

LIMIT_S = 5.0
Way = Callable[[Tasks, QObject, str, Callable[[], object], Callable[[object], None]], None]


@pytest.fixture
def parent(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def tasks(parent: QObject) -> Iterator[Tasks]:
    tasks = Tasks(parent)
    yield tasks
    tasks.close(LIMIT_S)


def computed(
    tasks: Tasks,
    asker: QObject,
    what: str,
    work: Callable[[], object],
    reply: Callable[[object], None],
) -> None:
    tasks.compute(asker, what, work, reply)


def run(
    tasks: Tasks,
    asker: QObject,
    what: str,
    work: Callable[[], object],
    reply: Callable[[object], None],
) -> None:
    tasks.run(asker, what, lambda _job: work(), reply)


def awaited(
    tasks: Tasks,
    asker: QObject,
    what: str,
    work: Callable[[], object],
    reply: Callable[[object], None],
) -> None:
    """Wait for a future that ends in another thread by what the work comes to."""
    future: Future[object] = Future()

    def end() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - as an executor does it
            future.set_exception(error)

    tasks.follow(asker, what, future, reply)
    threading.Thread(target=end, name="conductor-engine", daemon=True).start()


each_way = pytest.mark.parametrize("way", [computed, run, awaited])


@each_way
def test_a_value_comes_back_in_the_gui_thread(
    qtbot: QtBot, parent: QObject, tasks: Tasks, way: Way
) -> None:
    threads: list[threading.Thread] = []
    values: list[object] = []

    def work() -> object:
        threads.append(threading.current_thread())
        return 42

    def reply(value: object) -> None:
        threads.append(threading.current_thread())
        values.append(value)

    way(tasks, parent, "sum", work, reply)
    assert tasks.is_waiting(parent, "sum")

    qtbot.waitUntil(lambda: values == [42])
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    assert not tasks.is_waiting(parent, "sum")


@each_way
def test_an_error_with_a_sentence_is_the_reply_and_no_defect(
    qtbot: QtBot, parent: QObject, tasks: Tasks, way: Way, told: list[type[BaseException]]
) -> None:
    values: list[object] = []
    error = StoreError("The disk is full.")

    way(tasks, parent, "broken", partial(failing, error), values.append)

    qtbot.waitUntil(lambda: values == [error])
    assert told == []


@each_way
@pytest.mark.parametrize("defect", [ZeroDivisionError(), SystemExit()], ids=["error", "exit"])
def test_what_nobody_foresaw_is_told_once_and_replied_and_the_next_one_comes(
    qtbot: QtBot,
    parent: QObject,
    tasks: Tasks,
    way: Way,
    defect: BaseException,
    told: list[type[BaseException]],
) -> None:
    values: list[object] = []

    way(tasks, parent, "broken", partial(failing, defect), values.append)
    qtbot.waitUntil(lambda: len(values) == 1)
    way(tasks, parent, "sum", lambda: 42, values.append)

    qtbot.waitUntil(lambda: len(values) == 2)
    assert isinstance(values[0], ConductorError)
    assert str(values[0]).startswith("Conductor made a mistake of its own")
    assert values[1] == 42
    assert told == [type(defect)]


@each_way
def test_nothing_comes_back_to_who_is_gone_or_after_the_end(
    qtbot: QtBot, parent: QObject, tasks: Tasks, way: Way
) -> None:
    asker = QObject()
    gate = threading.Event()
    values: list[object] = []
    way(tasks, asker, "gone", gate.wait, values.append)
    asker.deleteLater()
    qtbot.waitUntil(lambda: not tasks.is_waiting(asker, "gone"))
    gate.set()
    way(tasks, parent, "there", lambda: 2, values.append)
    qtbot.waitUntil(lambda: values == [2])

    way(tasks, parent, "late", lambda: 3, values.append)
    tasks.close(LIMIT_S)
    way(tasks, parent, "after", lambda: 4, values.append)

    qtbot.wait(20)
    assert values == [2]
    assert not tasks.is_waiting(parent, "late")
    assert not tasks.is_waiting(parent, "after")


def test_a_newer_question_about_the_same_takes_the_place_of_one_that_waits(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    gate = threading.Event()
    begun: list[str] = []
    values: list[object] = []

    def named(name: str) -> str:
        begun.append(name)
        return name

    tasks.compute(parent, "first", gate.wait, values.append)
    for name in ("old", "new"):
        tasks.compute(parent, "same", partial(named, name), values.append)
    assert tasks.is_computing
    gate.set()

    qtbot.waitUntil(lambda: not tasks.is_computing)
    assert values == [True, "new"]
    assert begun == ["new"]


class Endless:
    """Work that ends only when it is given up."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self) -> object:
        self.begun.set()
        try:
            while True:
                go_on()
                time.sleep(0.001)
        finally:
            self.ended.set()

    def job(self, job: ThreadJob) -> object:
        self.begun.set()
        job.cancelled.wait()
        self.ended.set()
        return "too late"


@pytest.mark.parametrize("is_job", [False, True], ids=["computed", "a job"])
@pytest.mark.parametrize("why", ["a newer question", "the asker forgets it", "the asker is gone"])
def test_work_that_nobody_waits_for_any_more_is_given_up(
    qtbot: QtBot, parent: QObject, tasks: Tasks, why: str, *, is_job: bool
) -> None:
    asker = QObject()
    work = Endless()
    values: list[object] = []
    if is_job:
        tasks.run(asker, "page", work.job, values.append)
    else:
        tasks.compute(asker, "page", work, values.append)
    assert work.begun.wait(10)

    if why == "a newer question":
        tasks.compute(asker, "page", lambda: "new", values.append)
    elif why == "the asker forgets it":
        tasks.forget(asker, "page")
    else:
        asker.deleteLater()

    qtbot.waitUntil(work.ended.is_set, timeout=10_000)
    qtbot.waitUntil(lambda: not tasks.is_waiting(asker, "page"))
    assert values == (["new"] if why == "a newer question" else [])


def test_a_future_that_nobody_waits_for_any_more_is_cancelled(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    values: list[object] = []
    futures: list[Future[object]] = [Future() for _ in range(4)]
    tasks.follow(parent, "models", futures[0], values.append)
    tasks.follow(parent, "models", futures[1], values.append)
    tasks.follow(parent, "other", futures[2], values.append)

    tasks.forget(parent, "models")
    tasks.close(LIMIT_S)
    tasks.follow(parent, "models", futures[3], values.append)

    assert [one.cancelled() for one in futures] == [True] * 4
    qtbot.wait(1)
    assert values == []


def test_a_future_that_somebody_else_cancels_ends_the_waiting_without_a_word(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    values: list[object] = []
    future: Future[object] = Future()
    tasks.follow(parent, "models", future, values.append)

    future.cancel()

    qtbot.waitUntil(lambda: not tasks.is_waiting(parent, "models"))
    assert values == []


def test_a_job_that_is_cancelled_still_says_what_came_of_it(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    work, values = Endless(), list[object]()
    tasks.run(parent, "fetch", work.job, values.append)

    tasks.cancel(parent, "fetch")
    tasks.cancel(parent, "what was never asked")

    qtbot.waitUntil(lambda: values == ["too late"])


def test_a_defect_of_a_future_that_nobody_waits_for_any_more_is_not_told(
    qtbot: QtBot, parent: QObject, tasks: Tasks, told: list[type[BaseException]]
) -> None:
    future: Future[object] = Future()
    future.set_running_or_notify_cancel()
    tasks.follow(parent, "models", future, lambda _value: None)
    tasks.forget(parent, "models")

    future.set_exception(ZeroDivisionError())

    qtbot.wait(1)
    assert told == []


def test_a_job_tells_how_far_it_is_before_its_end(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    heard: list[object] = []

    def work(job: ThreadJob) -> str:
        for percent in (10, 20):
            job.tell(percent)
        return "done"

    tasks.run(parent, "fetch", work, heard.append, heard.append)

    qtbot.waitUntil(lambda: heard == [10, 20, "done"])


def test_the_end_does_not_wait_for_work_that_can_be_given_up(
    qtbot: QtBot, parent: QObject, tasks: Tasks
) -> None:
    pure, job = Endless(), Endless()
    tasks.compute(parent, "page", pure, lambda _value: None)
    tasks.run(parent, "backup", job.job, lambda _value: None)
    assert pure.begun.wait(10)
    assert job.begun.wait(10)

    tasks.close(LIMIT_S)

    assert pure.ended.is_set()
    assert job.ended.is_set()


def test_the_end_waits_no_longer_than_it_may_for_work_that_cannot(
    qtbot: QtBot, parent: QObject, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    allowed: list[float | None] = []
    for what in ("one", "two"):
        tasks.run(parent, what, lambda _job: gate.wait(), lambda _value: None)

    def join(_thread: threading.Thread, timeout: float | None = None) -> None:
        allowed.append(timeout)

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "join", join)
        tasks.close(0.25)
    gate.set()

    assert len(allowed) == 2
    assert all(limit is not None and limit <= 0.25 for limit in allowed)


def test_who_asks_hears_of_it_where_no_thread_can_be_had(
    qtbot: QtBot, parent: QObject, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    values: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none_left)
        tasks.compute(parent, "sum", lambda: 42, values.append)
        tasks.run(parent, "job", lambda _job: 42, values.append)

    qtbot.waitUntil(lambda: len(values) == 2)
    assert all(isinstance(value, ConductorError) for value in values)
    tasks.compute(parent, "sum", lambda: 42, values.append)
    qtbot.waitUntil(lambda: values[2:] == [42])


def test_no_thread_holds_who_asks_or_the_tasks_themselves(qtbot: QtBot, parent: QObject) -> None:
    tasks, asker = Tasks(parent), QObject()
    gate = threading.Event()
    tasks.run(asker, "job", lambda _job: gate.wait(), lambda _value: None)
    tasks.compute(asker, "sum", gate.wait, lambda _value: None)

    held = [
        one
        for thread in threading.enumerate()
        if thread.name in ("conductor-job", "conductor-compute")
        for one in reached_from(thread)
        if isinstance(one, QObject)
    ]
    gate.set()
    tasks.close(LIMIT_S)

    assert held == []


def reached_from(thread: threading.Thread) -> list[object]:
    """Return what the frames of a thread and what it was started with hold, a few steps deep."""
    frame = sys._current_frames()[thread.ident or 0]
    seen: dict[int, object] = {}
    new: list[object] = []
    while frame is not None:
        new += frame.f_locals.values()
        frame = frame.f_back  # type: ignore[assignment]
    for _step in range(3):
        new = [one for one in new if id(one) not in seen and not isinstance(one, type)]
        seen |= {id(one): one for one in new}
        new = [
            deep
            for one in new
            if not callable(one) or isinstance(one, partial)
            for deep in gc.get_referents(one)
            if not isinstance(deep, dict) or len(deep) < 50
        ]
    return list(seen.values())


def test_what_comes_after_the_end_is_dropped_where_it_is() -> None:
    taken: list[object] = []
    back = WayBack(taken.append)
    back.bring(None)
    back.close()

    back.bring(None)

    assert taken == [None]


def test_who_gave_up_gets_nothing() -> None:
    from conductor.core.text.patience import GivenUp

    assert outcome_of(partial(failing, GivenUp())) is None


def test_tasks_that_are_closed_can_be_destroyed_while_work_goes_on(qtbot: QtBot) -> None:
    parent = QObject()
    tasks = Tasks(parent)
    gate = threading.Event()
    tasks.run(parent, "job", lambda _job: gate.wait(), lambda _value: None)

    tasks.close(0)
    parent.deleteLater()
    qtbot.waitUntil(lambda: not isValid(tasks))
    gate.set()

    qtbot.waitUntil(lambda: not any(one.name == "conductor-job" for one in threading.enumerate()))


def test_turns_are_short_while_anything_is_computed_and_long_again_after_the_last() -> None:
    before_s = sys.getswitchinterval()
    with short_turns():
        with pytest.raises(ZeroDivisionError), short_turns():
            assert sys.getswitchinterval() == pytest.approx(TURN_S)
            raise ZeroDivisionError
        assert sys.getswitchinterval() == pytest.approx(TURN_S)

    assert sys.getswitchinterval() == before_s


def test_two_windows_that_compute_at_once_leave_the_long_turns_behind(
    qtbot: QtBot, parent: QObject
) -> None:
    before_s = sys.getswitchinterval()
    both = [Tasks(parent), Tasks(parent)]
    gates = [threading.Event(), threading.Event()]
    seen: list[object] = []

    def work(gate: threading.Event) -> float:
        gate.wait(10)
        return sys.getswitchinterval()

    for one, gate in zip(both, gates, strict=True):
        one.compute(parent, "page", partial(work, gate), seen.append)
    qtbot.waitUntil(lambda: sys.getswitchinterval() != before_s)
    for n, gate in enumerate(gates, start=1):  # the first one in is the first one out
        gate.set()
        qtbot.waitUntil(lambda n=n: len(seen) == n)
    for one in both:
        one.close(LIMIT_S)

    assert seen == [pytest.approx(TURN_S)] * 2
    assert sys.getswitchinterval() == before_s


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException]]:
    """What the hook of the threads was told."""
    found: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: found.append(args.exc_type))
    return found


def failing(error: BaseException) -> object:
    raise error

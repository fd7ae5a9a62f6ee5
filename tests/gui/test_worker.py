"""What takes long is computed beside the GUI thread and comes back to it."""

import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from conductor.core.errors import ConductorError, StoreError
from conductor.core.text.patience import go_on
from conductor.gui.worker import Worker


def test_a_value_comes_back_in_the_gui_thread(qtbot: QtBot) -> None:
    parent = QObject()
    worker = Worker(parent)
    threads: list[str] = []
    values: list[object] = []

    def work() -> object:
        threads.append(threading.current_thread().name)
        return 42

    worker.ask(parent, "sum", work, values.append)

    qtbot.waitUntil(lambda: values == [42])
    assert threads == ["conductor-compare"]
    assert not worker.is_busy
    worker.stop()


def test_a_newer_question_about_the_same_takes_the_place_of_one_that_waits(
    qtbot: QtBot,
) -> None:
    parent = QObject()
    worker = Worker(parent)
    gate = threading.Event()
    computed: list[str] = []
    values: list[object] = []
    worker.ask(parent, "first", gate.wait, values.append)

    for name in ("old", "new"):
        worker.ask(parent, "same", lambda name=name: computed.append(name) or name, values.append)
    gate.set()

    qtbot.waitUntil(lambda: not worker.is_busy)
    assert values == [True, "new"]
    assert computed == ["new"]
    worker.stop()


def test_nothing_comes_back_to_who_is_gone_or_after_the_end(qtbot: QtBot) -> None:
    parent, asker = QObject(), QObject()
    worker = Worker(parent)
    gate = threading.Event()
    values: list[object] = []
    worker.ask(parent, "wait", gate.wait, lambda _value: None)
    worker.ask(asker, "gone", lambda: 1, values.append)
    worker.ask(parent, "late", lambda: 2, values.append)

    asker.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: values == [2])
    worker.stop()
    worker.ask(parent, "after", lambda: 3, values.append)

    assert values == [2]
    assert not worker.is_busy


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


@pytest.mark.parametrize("why", ["a newer question", "the asker forgets it", "the asker is gone"])
def test_work_that_nobody_waits_for_any_more_is_given_up(qtbot: QtBot, why: str) -> None:
    parent, asker = QObject(), QObject()
    worker = Worker(parent)
    work = Endless()
    values: list[object] = []
    worker.ask(asker, "page", work, values.append)
    assert work.begun.wait(10)

    if why == "a newer question":
        worker.ask(asker, "page", lambda: "new", values.append)
    elif why == "the asker forgets it":
        worker.forget(asker, "page")
    else:
        asker.deleteLater()
        qtbot.wait(1)

    qtbot.waitUntil(work.ended.is_set, timeout=10_000)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert values == (["new"] if why == "a newer question" else [])
    worker.stop()


def test_the_end_does_not_wait_for_work_that_can_be_given_up(qtbot: QtBot) -> None:
    parent = QObject()
    worker = Worker(parent)
    work = Endless()
    worker.ask(parent, "page", work, lambda _value: None)
    assert work.begun.wait(10)

    worker.stop()

    assert work.ended.is_set()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException]]:
    """What the hook of the threads was told."""
    found: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: found.append(args.exc_type))
    return found


def failing(error: BaseException) -> object:
    raise error


def test_work_that_fails_as_nobody_foresaw_is_told_once_and_answered_and_the_next_one_comes(
    qtbot: QtBot, told: list[type[BaseException]]
) -> None:
    parent = QObject()
    worker = Worker(parent)
    values: list[object] = []

    worker.ask(parent, "broken", lambda: failing(ZeroDivisionError()), values.append)
    worker.ask(parent, "sum", lambda: 42, values.append)

    qtbot.waitUntil(lambda: len(values) == 2)
    assert isinstance(values[0], ConductorError)
    assert str(values[0]).startswith("Conductor made a mistake of its own")
    assert values[1] == 42
    assert told == [ZeroDivisionError]
    assert not worker.is_busy
    worker.stop()


def test_an_error_with_a_sentence_is_the_answer_and_no_defect(
    qtbot: QtBot, told: list[type[BaseException]]
) -> None:
    parent = QObject()
    worker = Worker(parent)
    values: list[object] = []
    error = StoreError("The disk is full.")

    worker.ask(parent, "broken", lambda: failing(error), values.append)

    qtbot.waitUntil(lambda: values == [error])
    assert told == []
    worker.stop()


def test_a_thread_that_ended_is_no_end_for_the_next_question(
    qtbot: QtBot, told: list[type[BaseException]]
) -> None:
    parent = QObject()
    worker = Worker(parent)
    values: list[object] = []
    worker.ask(parent, "end", lambda: failing(SystemExit()), values.append)
    qtbot.waitUntil(lambda: not worker.is_alive)

    worker.ask(parent, "sum", lambda: 42, values.append)

    qtbot.waitUntil(lambda: values == [42])
    worker.stop()


def test_who_asks_hears_of_it_where_no_thread_can_be_had(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    parent = QObject()
    worker = Worker(parent)
    values: list[object] = []
    monkeypatch.setattr(threading.Thread, "start", none_left)

    worker.ask(parent, "sum", lambda: 42, values.append)

    qtbot.waitUntil(lambda: len(values) == 1)
    assert isinstance(values[0], ConductorError)
    worker.stop()


def test_the_thread_never_holds_who_asks(qtbot: QtBot) -> None:
    parent = QObject()
    worker = Worker(parent)
    elsewhere: list[str] = []

    class Askers(dict[int, object]):
        def get(self, *args: object) -> object:
            here = threading.current_thread()
            if here is not threading.main_thread():
                elsewhere.append(here.name)
            return super().get(*args)  # type: ignore[call-overload]

    worker._askers = Askers()  # type: ignore[assignment]
    values: list[object] = []
    worker.ask(parent, "sum", lambda: 42, values.append)

    qtbot.waitUntil(lambda: values == [42])
    worker.stop()
    assert not elsewhere

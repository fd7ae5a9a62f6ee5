"""What a session held is given back to the system once it was left, and no sooner."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from pytestqt.qtbot import QtBot

from conductor.gui.process.allocator import give_back
from conductor.gui.tasks.tasks import Tasks
from conductor.gui.window import memory_back
from conductor.gui.window.memory_back import MemoryBack
from tests.gui.driving.session_driver import CTRL, ask, press
from tests.gui.driving.window import Driver

Open = Callable[[], Driver]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads in which memory was given back, each time."""
    threads: list[str] = []

    def trim() -> bool:
        threads.append(threading.current_thread().name)
        return True

    monkeypatch.setattr(memory_back, "give_back", trim)
    monkeypatch.setattr(memory_back, "AFTER_MS", 0)
    return threads


def some_turns() -> None:
    for _turn in range(20):
        QCoreApplication.processEvents()


@pytest.mark.usefixtures("team")
def test_memory_is_given_back_once_for_each_session_that_is_left(
    opened: Open, given: list[str]
) -> None:
    person = opened()
    ask(person, "One")
    some_turns()
    assert given == []  # it is being read

    press(person, Qt.Key.Key_N, CTRL)
    person.until(lambda: bool(given))
    ask(person, "Two")
    some_turns()
    assert given == ["conductor-memory"]

    press(person, Qt.Key.Key_N, CTRL)
    person.until(lambda: len(given) > 1)
    some_turns()
    assert given == ["conductor-memory"] * 2


@pytest.mark.usefixtures("team")
def test_a_session_that_is_opened_again_was_not_left(opened: Open, given: list[str]) -> None:
    person = opened()
    ask(person, "One")

    person.window.workbench.open_session(person.window.workbench.session_id)
    person.until(lambda: person.window.is_ready)
    some_turns()

    assert given == []


def test_nothing_is_given_back_while_anything_goes_on(qtbot: QtBot, given: list[str]) -> None:
    owner = QObject()
    tasks = Tasks(owner)
    looks: list[bool] = []

    def is_busy() -> bool:
        looks.append(len(looks) < 3)
        return looks[-1]

    memory = MemoryBack(tasks, is_busy, owner)
    memory.session_left()
    qtbot.waitUntil(lambda: bool(given))
    some_turns()

    assert (looks, given) == ([True, True, True, False], ["conductor-memory"])
    memory.stop()
    tasks.close(1.0)
    owner.deleteLater()


def test_an_allocator_that_cannot_be_asked_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")

    assert give_back() is False

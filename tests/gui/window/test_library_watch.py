"""A disk that hangs holds nothing up but the look at it."""

import threading
from collections.abc import Callable

import pytest

from tests.gui.driving.window import Driver
from tests.sse_server import SseServer


def test_a_disk_that_hangs_is_asked_once_and_the_window_goes_on(
    team: SseServer, opened: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    answers = threading.Event()
    asked: list[str] = []

    def hang() -> str:
        asked.append(threading.current_thread().name)
        answers.wait(30)
        return "The library is gone."

    monkeypatch.setattr(person.window.workspace, "why_gone", hang)

    for _look in range(3):
        person.window._library.look()
    person.until(lambda: bool(asked))
    person.write("Meanwhile")

    assert person.text("composerEdit") == "Meanwhile"
    assert not person.sees("libraryGone")
    answers.set()
    person.until(lambda: person.sees("libraryGone"))
    assert asked == ["conductor-look"]

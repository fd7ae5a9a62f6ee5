"""Open windows on libraries of their own, and leave nothing of them behind."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document.code_reader import stop_reading
from tests.gui.driving.setup import SetupDriver, run_here
from tests.gui.driving.window import Driver, open_driver, prepare_team
from tests.sse_server import SseServer


@pytest.fixture
def server() -> Iterator[SseServer]:
    with SseServer() as running:
        yield running


@pytest.fixture
def team(folder: Path, server: SseServer) -> SseServer:
    """A library with Astra and Opus, whose models are `astra` and `opus`."""
    prepare_team(folder, server.base_url, Astra="astra", Opus="opus")
    return server


@pytest.fixture
def opened(qtbot: QtBot, folder: Path) -> Iterator[Callable[[], Driver]]:
    """Return what opens the window on the test's library."""
    drivers: list[Driver] = []

    def open_it() -> Driver:
        drivers.append(open_driver(qtbot, folder))
        return drivers[-1]

    yield open_it
    for driver in drivers:
        driver.window.close()


@pytest.fixture(autouse=True)
def _no_servers_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(monkeypatch)


@pytest.fixture
def page(opened: Callable[[], Driver]) -> Callable[[], SetupDriver]:
    """Return what opens the window at the page of connections."""

    def go() -> SetupDriver:
        driver = SetupDriver(opened())
        driver.go()
        return driver

    return go


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    gc.freeze()  # as the program does: what was imported need not be looked through
    yield
    stop_reading()


class Outliving:
    """Sets aside what outlives windows, so that collecting what the next leaves is quick.

    The first window brings modules, and each test brings what pytest tells of it at the end.
    """

    EVERY = 100
    """Windows after which it is done again."""

    def __init__(self) -> None:
        self.windows = 0

    def set_aside(self) -> None:
        """Do it if it is time. Not at the end of a test: pytest still holds its window then."""
        if self.windows % self.EVERY == 1:
            self.windows += 1
            gc.collect()
            gc.freeze()


@pytest.fixture(scope="session")
def _outliving() -> Outliving:
    return Outliving()


@pytest.fixture(autouse=True)
def _nothing_left_of_the_window(qapp: QApplication, _outliving: Outliving) -> Iterator[None]:
    _outliving.set_aside()
    before = set(map(id, qapp.topLevelWidgets()))
    yield
    mine = [w for w in qapp.topLevelWidgets() if id(w) not in before]
    assert not [w for w in mine if w.isVisible()], "the test left a window open"
    # Text views of tests without a window have timers of Qt's own.
    windows = [w for w in mine if isinstance(w, QMainWindow)]
    timers = [t for w in windows for t in w.findChildren(QTimer) if t.isActive()]
    assert not timers, f"a closed window left timers running: {timers}"
    qapp.clipboard().clear()  # what a view copied must not outlive Python
    for widget in mine:
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not gc.isenabled():  # there was a window: what it leaves is collected in this thread
        del mine, windows, timers
        gc.collect()
        gc.enable()
        _outliving.windows += 1

"""Open windows on libraries of their own, and leave nothing of them behind."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.window import Driver, open_driver, prepare_team
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
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    before = set(map(id, qapp.topLevelWidgets()))
    yield
    for widget in qapp.topLevelWidgets():
        if id(widget) not in before and not widget.isVisible():
            widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in qapp.topLevelWidgets() if id(w) not in before and w.isVisible()]
    assert not left, f"the test left windows: {left}"
    assert gc.isenabled(), "a window that was closed gives collecting garbage back to Python"

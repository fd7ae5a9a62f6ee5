"""Open sessions that are hard to show: the window answers, can be left, and opens beside them."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from conductor.app import open_window
from conductor.gui.workbench.session.opening_mark import LATE_S
from conductor.settings import Language
from tests.gui.driving.session_driver import CTRL, ask, press
from tests.gui.driving.window import Driver
from tests.reliability.conftest import environment
from tests.reliability.rig.hard_library import HARD, write_hard_library
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]
MOST_TURN_S, MOST_START_S = 1.0, 5.0
LONG = "The budget is fine, 90 % of it.\n\n" * 3_000


def mark(folder: Path, session_id: object, *, ended_well: bool) -> None:
    kept = {"ended_well": ended_well, "opening": session_id, "time": 0}
    (folder / "open.json").write_text(json.dumps(kept))


def hurt(team: SseServer, folder: Path, opened: Open, *, ended_well: bool = False) -> Driver:
    """Return a window after an end while its last session was being opened."""
    team.script("astra", text("One."))
    first = opened()
    ask(first, "Write a <b>plan</b>")
    session_id = first.window.workbench.session_id
    first.window.close()
    mark(folder, session_id, ended_well=ended_well)
    return opened()


def newest(person: Driver) -> object:
    return person.window.workspace.sessions.all(limit=1)[0].id


@pytest.mark.parametrize("ended_well", [False, True])
def test_a_session_with_which_the_last_run_ended_is_not_opened_but_named(
    team: SseServer, folder: Path, opened: Open, ended_well: bool
) -> None:
    person = hurt(team, folder, opened, ended_well=ended_well)

    assert person.window.workbench.session_id is None
    said = person.text("hurtNoticeText")
    assert "“Write a <b>plan</b>”" in said
    assert ("did not open in time" in said) is ended_well
    assert ("Perhaps" in said) is not ended_well, "the end may have had another cause"
    person.window.close()
    assert opened().sees("hurtNotice"), "nobody decided about it"


def test_it_can_be_opened_all_the_same(team: SseServer, folder: Path, opened: Open) -> None:
    person = hurt(team, folder, opened)

    person.click("openHurtButton")
    person.wait_for("Astra", "One.")

    assert not person.sees("hurtNotice")
    person.until(lambda: '"opening": null' in (folder / "open.json").read_text())
    person.window.close()
    again = opened()
    assert again.window.workbench.session_id == newest(again)
    assert not again.sees("hurtNotice")


def test_it_can_be_moved_to_the_bin(team: SseServer, folder: Path, opened: Open) -> None:
    person = hurt(team, folder, opened)

    person.click("binHurtButton")

    assert not person.sees("hurtNotice")
    assert len(person.window.workspace.bin.ids()) == 1
    person.window.close()
    assert not opened().sees("hurtNotice")


def test_a_session_in_the_bin_is_not_offered_and_is_said_to_be_gone(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = hurt(team, folder, opened)
    gone = newest(person)
    offered = person.window.findChildren(QPushButton, "recentSession")
    assert [one for one in offered if one.isVisible()]

    person.click("binHurtButton")
    person.until(lambda: not person.sees("recentSession"))

    person.window.workbench.open_session(gone)
    assert person.window.workbench.session_id is None
    assert str(gone) in person.text("libraryBanner")
    person.window.workbench.open_session(None)
    assert not person.sees("libraryBanner"), "it is said of that session only"


def test_it_can_be_shown_in_the_library_without_being_opened(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = hurt(team, folder, opened)

    person.click("listHurtButton")

    table = person.find("libraryTable")
    assert isinstance(table, QTableView)
    assert table.currentIndex().data() == "Write a <b>plan</b>"
    assert person.window.workbench.session_id is None


def test_the_line_can_be_closed_and_the_next_start_opens_the_session(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = hurt(team, folder, opened)

    person.click("closeHurtNotice")
    person.window.close()

    again = opened()
    assert again.window.workbench.session_id == newest(again)


def test_it_is_still_named_in_another_language(team: SseServer, folder: Path, opened: Open) -> None:
    person = hurt(team, folder, opened)

    person.window.workspace.settings.change("language", Language.KOREAN)

    person.until(lambda: "열지 않았습니다" in person.text("hurtNoticeText"))
    person.window.close()
    assert opened().sees("hurtNotice")


def test_a_window_that_was_killed_while_a_session_held_it_opens_beside_it(
    qtbot: QtBot, team: SseServer, folder: Path, opened: Open
) -> None:
    team.script("astra", text("One."))
    first = opened()
    ask(first, "A plan that holds")
    first.window.close()
    held = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.processes.window_held", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    held.kill()
    held.wait(10)
    held.stdout.close()

    person = opened()

    assert person.window.workbench.session_id is None
    assert "“A plan that holds”" in person.text("hurtNoticeText")


def test_a_session_can_be_left_before_all_of_it_is_there(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("astra", "opus"):
        team.script(name, text(f"{name} is easy."))
        team.script(name, text(LONG))
    person = opened()
    ask(person, "Easy")
    easy = person.window.workbench.session_id
    person.window.workbench.start_session()
    ask(person, "Hard")
    hard = person.window.workbench.session_id
    person.window.workbench.open_session(easy)
    person.wait_for("Astra", "easy")
    monkeypatch.setattr("conductor.gui.opening.AT_ONCE_S", 0.0)

    person.window.workbench.open_session(hard)
    assert person.window.workbench.is_opening
    assert "Hard" in person.text("sessionTitle")
    assert person.columns() == {}, "nothing of the session before is shown as this one's"
    press(person, Qt.Key.Key_N, CTRL)

    assert person.window.workbench.session_id is None
    person.until(lambda: not person.window.workbench.is_opening)
    person.qtbot.wait(100)
    assert person.columns() == {}
    person.window.workbench.open_session(hard)
    person.wait_for("Opus", "budget")


def test_a_session_that_is_closed_after_its_time_to_open_is_named_at_the_next_start(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.script("astra", text("One."))
    person = opened()
    ask(person, "Slow one")
    slow = person.window.workbench.session_id
    person.window.workbench.start_session()
    monkeypatch.setattr("conductor.gui.opening.AT_ONCE_S", 0.0)
    monkeypatch.setattr("conductor.gui.workbench.session.opening_mark.LATE_S", 0.0)
    person.window.workbench.open_session(slow)
    assert person.window.workbench.is_opening
    person.window.close()
    monkeypatch.undo()
    assert LATE_S > 0

    assert "“Slow one” did not open in time" in opened().text("hurtNoticeText")


def turns_of(application: QApplication, is_done: Callable[[], bool]) -> list[float]:
    """Let the event loop turn until something is so; return the processor time of each turn."""
    took = []
    until_s = time.monotonic() + 60
    while not is_done():
        assert time.monotonic() < until_s, "waited in vain"
        before = time.thread_time()
        application.processEvents()
        took.append(time.thread_time() - before)
        time.sleep(0.001)
    return took


QUICK = ("words", "cells", "exclamation marks")


@pytest.mark.parametrize(
    "names",
    [QUICK]
    + [pytest.param((name,), marks=pytest.mark.slow) for name in HARD]
    + [pytest.param(("words",) * 6, marks=pytest.mark.slow, id="six of 31 MB")]
    + [pytest.param(tuple(HARD), marks=pytest.mark.slow, id="all of them")],
    ids=lambda names: names[0] if len(names) == 1 else "together",
)
def test_the_window_is_ready_and_answers_whatever_its_last_session_holds(
    qtbot: QtBot, qapp: QApplication, folder: Path, names: tuple[str, ...]
) -> None:
    write_hard_library(folder, *(HARD[name] for name in names))
    began_s = time.thread_time()

    window = open_window(folder)
    qtbot.addWidget(window)
    turns = turns_of(qapp, lambda: window.is_ready)
    ready_s = time.thread_time() - began_s
    end_s = time.monotonic() + 3
    turns += turns_of(qapp, lambda: time.monotonic() > end_s)

    window.close()
    print(f"ready after {ready_s:.2f} s, longest turn {max(turns):.2f} s of processor time")
    assert ready_s < MOST_START_S, f"it took {ready_s:.1f} s of processor time"
    assert max(turns) < MOST_TURN_S, f"a turn took {max(turns):.1f} s of processor time"


@pytest.mark.usefixtures("team")
def test_a_window_that_cannot_be_made_lets_go_of_the_library(
    folder: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_parts: object) -> None:
        raise RuntimeError("no window today")

    with monkeypatch.context() as patch:
        patch.setattr("conductor.app.MainWindow", fail)
        with pytest.raises(RuntimeError, match="no window today"):
            open_window(folder)

    assert opened().window.workspace.read_only is None

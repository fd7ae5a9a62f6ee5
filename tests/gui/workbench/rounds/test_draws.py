"""Draws on ordinary tasks: said before and after, and nothing tells them until the pick."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QToolButton

from conductor.core.guidance.draw import DrawState
from conductor.workspace.guidance import lottery
from tests.gui.driving.giveaways import everything_said
from tests.gui.driving.judging import back, dialog, in_order, press, shown_round, view_of
from tests.gui.driving.session_driver import ask, chip, choose
from tests.gui.driving.window import Driver
from tests.sse_server import HANG, Reply, SseServer, chunk, event, text

Open = Callable[[], Driver]
SHORTER = "Half the words."
TELLING = re.compile(r"Half the words|\b1,?234\b|\$\d|was sent for this answer")


class FirstOnly:
    """A coin that always draws, and always the first column alone."""

    def getrandbits(self, k: int, /) -> int:
        """Return nothing but tails."""
        return 0


@pytest.fixture(autouse=True)
def _a_coin_that_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lottery.secrets, "SystemRandom", FirstOnly)


@pytest.fixture
def unscripted(team: SseServer, opened: Open) -> Driver:
    """A window with one reusable guidance under test."""
    driver = opened()
    driver.window.workspace.guidance.add(SHORTER)
    driver.window.activateWindow()
    driver.until(driver.window.isActiveWindow)
    return driver


@pytest.fixture
def person(unscripted: Driver, team: SseServer) -> Driver:
    """The same, with answers whose service reports what it read."""
    for model in ("astra", "opus"):
        team.script(model, reading(f"The answer of {model}."))
    return unscripted


def reading(words: str) -> Reply:
    """A reply whose service reports how much it read, which tells who got more."""
    usage = {"prompt_tokens": 1234, "completion_tokens": 5}
    events = [chunk({"content": words}), chunk({}, finish="stop", usage=usage), event("[DONE]")]
    return Reply(lambda _request: iter(events))


def given_away(driver: Driver) -> list[tuple[str, str]]:
    return [each for each in everything_said(driver.window) if TELLING.search(each[1])]


def state(driver: Driver) -> DrawState | None:
    found = driver.window.workspace.lottery.revealed(shown_round(driver))
    return None if found is None else found.state


def having_it(team: SseServer) -> list[str]:
    return [r.json["model"] for r in team.requests if SHORTER in str(r.json["messages"])]


def test_a_draw_is_said_before_and_after_and_told_by_the_pick(
    person: Driver, team: SseServer
) -> None:
    person.write("Sum up")
    person.until(lambda: person.sees("drawSwitch"))
    assert person.text("drawSwitch") == "a draw is on"

    ask(person, "")

    assert having_it(team) == ["astra"]
    assert person.text("drawMark") == "a draw is on"
    assert not person.sees("drawResult")
    press(person, "Ctrl+1")
    assert not person.sees("drawMark")
    assert person.text("drawResult") == (
        f"The draw: “{SHORTER}” was given to 1 Astra. What you picked had it: won."
    )
    assert state(person) is DrawState.WIN


def test_nothing_in_the_window_tells_an_open_draw(person: Driver) -> None:
    ask(person, "Sum up")
    assert len(person.columns()) == 2

    for name in person.columns():
        view_of(person, name).setFocus()
        press(person, "Ctrl+I")
        assert not person.sees("threadDialog")
        assert "hidden until you judge" in person.text("composerMessage")
        more = person.find("answerMenuButton", person.columns()[name])
        assert isinstance(more, QToolButton)
        more.click()
    press(person, "Ctrl+K")
    for menu in person.window.findChildren(QMenu, "answerMenu"):
        (thread,) = [a for a in menu.actions() if a.objectName() == "seeThread"]
        assert thread.text() == "What this assistant sees: hidden until you judge"
        assert not thread.isEnabled()
    assert given_away(person) == []
    for menu in person.window.findChildren(QMenu, "answerMenu"):
        menu.close()


@pytest.mark.parametrize("keys", ["F7", "F8", "Shift+F7"])
def test_no_other_way_of_reading_tells_an_open_draw(person: Driver, keys: str) -> None:
    ask(person, "Sum up")
    view_of(person, "Astra").setFocus()

    press(person, keys)

    assert given_away(person) == []


def test_the_walk_finds_what_was_drawn_once_it_is_told(person: Driver) -> None:
    ask(person, "Sum up")

    press(person, "Ctrl+2")

    assert state(person) is DrawState.LOSS
    assert any(SHORTER in words for _where, words in given_away(person))
    view_of(person, "Astra").setFocus()
    press(person, "Ctrl+I")
    shown = dialog(person, "threadDialog")
    assert any(SHORTER in words for _where, words in given_away(person))
    shown.close()
    back(person)


def test_a_draw_can_be_switched_off_for_one_task(person: Driver, team: SseServer) -> None:
    person.write("Sum up")
    person.until(lambda: person.sees("drawSwitch"))

    person.click("drawSwitch")
    assert person.text("drawSwitch") == "no draw"
    ask(person, "")

    assert having_it(team) == []
    assert not person.sees("drawMark")
    press(person, "Ctrl+N")
    person.write("Another one")
    person.until(lambda: person.sees("drawSwitch"))
    assert person.text("drawSwitch") == "a draw is on"


def test_draws_can_be_switched_off_altogether(person: Driver, team: SseServer) -> None:
    person.window.workspace.settings.change("lottery", False)

    ask(person, "Sum up")

    assert having_it(team) == []
    assert not person.sees("drawMark")


def test_what_was_drawn_can_be_shown_without_judging_and_does_not_count(person: Driver) -> None:
    ask(person, "Sum up")

    choose(person, person.find("drawMark"), "Show it without judging")

    assert person.text("drawResult").endswith("It does not count.")
    assert state(person) is DrawState.NOT_COUNTED


def test_one_assistants_pair_is_shown_only_when_both_are_complete(
    unscripted: Driver, team: SseServer
) -> None:
    person = unscripted
    unfinished = [chunk({"content": "Half way"}), HANG]
    team.script("astra", text("The first."), Reply(lambda _request: iter(unfinished)))
    chip(person, "recipientChip", "Opus").click()
    person.write("Sum up")
    person.send()

    person.until(lambda: len(person.columns()) == 2)
    person.until(lambda: len(person.window.workspace.live.ids) == 1)
    assert in_order(person) == ["1", "2"]
    assert [person.answer(name) for name in ("1", "2")] == ["", ""]
    assert {person.status(name) for name in ("1", "2")} == {"shown when all of it is there"}
    for keys in ("F7", "Escape", "F8", "Escape", "Shift+F7", "Escape"):
        press(person, keys)
        assert "The first." not in str(list(everything_said(person.window)))
    assert given_away(person) == []

    person.window.workspace.rounds.stop_all()
    person.until(lambda: not person.window.workspace.live.ids)
    person.until(lambda: all(person.answer(name) for name in ("1", "2")))
    assert {person.answer(name) for name in ("1", "2")} == {"The first.", "Half way"}
    assert given_away(person) == []


def test_a_pair_is_picked_blind_and_the_session_goes_on_with_the_pick(
    person: Driver, team: SseServer, folder: Path
) -> None:
    chip(person, "recipientChip", "Opus").click()
    ask(person, "Sum up")
    person.until(lambda: all(person.answer(name) for name in ("1", "2")))

    press(person, "Ctrl+1")

    assert state(person) in (DrawState.WIN, DrawState.LOSS)
    assert "Astra" in person.text("drawResult")
    assert person.text("roundRecipients") == "to Astra"

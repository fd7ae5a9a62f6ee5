"""Every page, by keyboard and by ear: names, roles, the way of the focus, and seeing it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from conductor.gui.window.navigation import PLACES
from tests.gui.driving.walk import (
    controls,
    described,
    looks_the_same_with_focus,
    nameless,
    reached_by_tab,
    wrong_roles,
)
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer, failing, text

Open = Callable[[], Driver]


def at_the_welcome(person: Driver) -> None:
    assert person.sees("welcome")


def at_first_tasks(person: Driver) -> None:
    connections = person.window.workspace.connections
    assert connections.assistants()
    assert person.sees("invitation")


def with_answers(person: Driver) -> None:
    person.write("One")
    person.send()
    person.wait_for_end("Astra", "Opus")
    person.write("Two")
    person.send()
    person.wait_for_end("Astra", "Opus")


def with_a_report(person: Driver) -> None:
    person.window.reporter.take_logged(ValueError("odd"))
    person.until(lambda: person.sees("reportPanel"))
    button = person.find("reportDetailsButton")
    assert isinstance(button, QPushButton)
    button.click()


def at(page: str) -> Callable[[Driver], None]:
    def go(person: Driver) -> None:
        person.window.show_page(page)

    return go


STATES: dict[str, Callable[[Driver], None]] = {
    "first tasks": at_first_tasks,
    "answers": with_answers,
    "report": with_a_report,
    **{place.name: at(place.name) for place in PLACES},
}


@pytest.fixture(params=["welcome", *STATES])
def person(request: pytest.FixtureRequest, server: SseServer, opened: Open) -> Driver:
    """A person in front of a window in one of its states."""
    if request.param != "welcome":
        request.getfixturevalue("team")
        server.script("astra", text("# A title\n\n", "```python\nx = 1\n```\n"), text("More."))
        server.script("opus", text("See [this](https://example.com)."), failing(400, message="no"))
    driver = opened()
    driver.window.activateWindow()
    driver.until(driver.window.isActiveWindow)
    STATES.get(request.param, at_the_welcome)(driver)
    return driver


def test_every_control_has_a_name_for_tests_and_one_to_be_read_aloud(person: Driver) -> None:
    found = controls(person.window)

    assert found
    assert nameless(found) == []


def test_every_control_says_what_it_is(person: Driver) -> None:
    assert wrong_roles(controls(person.window)) == []


def test_tab_reaches_everything_and_is_caught_nowhere(person: Driver) -> None:
    wanted = controls(person.window)
    wanted[0].setFocus()

    reached = reached_by_tab(person.window)

    assert [described(widget) for widget in wanted if widget not in reached] == []
    assert QApplication.focusWidget() is reached[0], "the way ends where it began"


def test_tab_goes_through_one_part_of_the_window_before_the_next(person: Driver) -> None:
    panes = [pane for pane in person.window._shown.panes() if pane.isVisible()]
    controls(person.window)[0].setFocus()
    reached = reached_by_tab(person.window)

    order = [pane for widget in reached if (pane := part_of(widget, panes)) is not None]

    changes = sum(one is not other for one, other in pairwise(order))
    assert changes <= max(0, len(set(order)) - 1) + 1, "a part is entered once, and once around"


def part_of(widget: QWidget, panes: list[QWidget]) -> QWidget | None:
    return next((pane for pane in panes if pane is widget or pane.isAncestorOf(widget)), None)


def test_where_the_focus_is_can_be_seen(person: Driver) -> None:
    unseen = [described(w) for w in controls(person.window) if looks_the_same_with_focus(w)]

    assert unseen == []


def test_what_lies_over_the_window_has_names_too(opened: Open) -> None:
    driver = opened()
    driver.window.actions_table.action("palette").trigger()
    driver.window.actions_table.action("showKeys").trigger()
    driver.until(lambda: driver.sees("keysDialog"))

    for name in ("palette", "keysDialog"):
        over = driver.find(name)
        assert controls(over)
        assert nameless(controls(over)) == []
    driver.find("keysDialog").close()

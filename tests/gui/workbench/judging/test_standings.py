"""Assistants compared, in the window."""

from collections.abc import Callable

from PySide6.QtWidgets import QTableWidget

from conductor.gui.workbench.judging.interval_delegate import INTERVAL_ROLE, PlottedInterval
from tests.gui.driving.judging import ask, back, dialog, press
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]


def table(person: Driver) -> QTableWidget:
    found = person.find("standingsTable", dialog(person, "standingsDialog"))
    assert isinstance(found, QTableWidget)
    return found


def cells(person: Driver, row: int) -> list[str]:
    shown = table(person)
    return [shown.item(row, column).text() for column in range(shown.columnCount())]


def test_before_any_judgement_an_example_says_what_is_missing(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    back(person)

    press(person, "Ctrl+Shift+R")

    assert not table(person).isEnabled()
    assert "Nothing was judged yet" in person.text("standingsWords")


def test_judgements_make_the_ranking_with_shares_lengths_and_intervals(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("x" * 100))
    team.script("opus", text("y" * 300))
    person = opened()
    for _time in range(3):
        ask(person)
        press(person, "Ctrl+2")
    ask(person)
    press(person, "Ctrl+1")

    press(person, "Ctrl+Shift+R")

    place, name, chosen, _bar, length_chosen, length = cells(person, 0)
    assert (place, name) == ("too close to call", "Opus")
    assert chosen == "75%  (3/4)"
    assert (length_chosen, length) == ("300", "300")
    assert cells(person, 1)[1] == "Astra"
    interval = table(person).item(1, 3).data(INTERVAL_ROLE)
    assert isinstance(interval, PlottedInterval)
    assert interval.low < interval.estimate < 0 < interval.high
    assert person.text("standingsRounds") == "Rounds judged: 4"
    assert "Length may explain" in person.text("standingsWords")

"""What the first answers need is made before the person sends."""

from collections.abc import Callable

import pytest

from conductor.gui.workbench.columns.answer_column import AnswerColumn
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]


def is_ready(person: Driver) -> bool:
    ready = person.window.getting_ready
    return ready is not None and ready.is_over


def test_the_first_send_makes_no_column(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.script("astra", text("One."))
    team.script("opus", text("Two."))
    person = opened()
    person.until(lambda: is_ready(person))
    made: list[AnswerColumn] = []
    make = AnswerColumn.__init__

    def counted(column: AnswerColumn, *parts: object) -> None:
        made.append(column)
        make(column, *parts)  # type: ignore[arg-type]

    monkeypatch.setattr(AnswerColumn, "__init__", counted)
    person.write("Go")
    person.send()

    person.wait_for("Astra", "One.")
    assert made == []


def test_columns_that_wait_are_not_seen(team: SseServer, opened: Open) -> None:
    person = opened()
    person.until(lambda: is_ready(person))

    assert person.columns() == {}


def test_a_window_can_be_closed_while_it_gets_ready(team: SseServer, opened: Open) -> None:
    person = opened()
    person.until(lambda: person.window.getting_ready is not None)

    person.window.close()

    assert is_ready(person)

"""The example in the window: opened without an assistant, marked, thrown away by one click."""

from collections.abc import Callable

from conductor.core.entities import RoundKind
from tests.gui.driving.judging import press
from tests.gui.driving.session_driver import library_rows, score
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def test_the_welcome_opens_it_before_there_is_any_assistant(opened: Open) -> None:
    person = opened()
    assert person.sees("welcome")

    person.click("exampleButton")

    assert not person.sees("welcome")
    assert "nothing here counts" in person.text("exampleBannerText")
    assert len(person.columns()) > 1
    assert all(person.answer(name) for name in person.columns())
    assert RoundKind.GUIDANCE in [row.kind for row in score(person)]


def test_one_click_throws_it_away_and_the_welcome_is_back(opened: Open) -> None:
    person = opened()
    person.click("exampleButton")

    person.click("removeExampleButton")

    assert person.sees("welcome")
    assert person.window.workspace.sessions.all() == ()
    assert person.window.workspace.guidance.all() == ()


def test_it_is_still_there_after_a_restart_and_without_an_assistant(opened: Open) -> None:
    person = opened()
    person.click("exampleButton")
    person.window.close()

    again = opened()

    assert again.sees("exampleBanner")
    press(again, "Ctrl+N")
    assert again.sees("welcome")


def test_an_empty_workbench_offers_it_and_lists_call_it_an_example(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("exampleButton")
    assert person.sees("exampleBanner")

    person.window.show_page("library")
    person.until(lambda: bool(library_rows(person)))

    assert [row[0].endswith("(example)") for row in library_rows(person)] == [True]


def test_nothing_is_sent_from_it_and_the_words_stay(team: SseServer, opened: Open) -> None:
    person = opened()
    person.click("exampleButton")

    person.write("And then?")
    person.send()

    assert "nothing is sent" in person.text("composerMessage")
    assert person.text("composerEdit") == "And then?"
    assert team.requests == []


def test_a_session_of_ones_own_has_no_banner(team: SseServer, opened: Open) -> None:
    person = opened()
    person.click("exampleButton")

    press(person, "Ctrl+N")

    assert not person.sees("exampleBanner")

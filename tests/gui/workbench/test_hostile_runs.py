"""A model that writes one sign without end stops nobody: the window answers all the while."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QListWidget

from tests.gui.driving.judging import back, dialog, select, type_in, view_of
from tests.gui.driving.judging import press as press_keys
from tests.gui.driving.replies import drafts_in
from tests.gui.driving.turns import watched_turns
from tests.gui.driving.window import Driver
from tests.gui.workbench.reading.test_reading import ask, press, settled
from tests.sse_server import Received, Reply, SseServer, Step, text

Open = Callable[[], Driver]

LONG = 100_000
RUNS = {
    "exclamation marks": "!" * LONG,
    "a row of spaces": f"| a | b |\n|---|---|\n| c |{' ' * LONG}d |",
    "underscores": "_" * LONG,
    "underscores apart": "_ " * (LONG // 2),
    "quotation marks": ('“"' * 1_950 + "\n\n") * (LONG // 3_900),
    "soft hyphens": "\u00ad" * LONG,
    "hidden characters": "\u200b\u2060" * (LONG // 2),
    "images": "![" * (LONG // 2),
    "short lines": "a\n" * 4_000,
    "a wide head over short rows": f"|{'a|' * 4_000}\n|{'-|' * 4_000}\n" + "|b|\n" * 4_000,
}
END = "The needle is at the very end."
MOST_S = 1.0  # processor time of one turn
GIVEN_UP_S = 20.0  # after which a turn is broken off, so that a failure does not hang


def runs(*by_default: str) -> list[object]:
    """Return every run; all but these only when what is slow is wanted."""
    return [r if r in by_default else pytest.param(r, marks=pytest.mark.slow) for r in RUNS]


def hostile(run: str) -> str:
    return f"The board met on Monday.\n\n{RUNS[run]}\n\n{END}\n"


def opinion(quote: str) -> Reply:
    """Quote these words of every draft as wrong."""

    def steps(request: Received) -> Iterator[Step]:
        lines = [f"- {one} | “{quote}” | It was Tuesday" for one in drafts_in(request)]
        return text("\n".join(lines)).steps(request)

    return Reply(steps)


def asked(team: SseServer, opened: Open, run: str, *more: Reply) -> Driver:
    team.script("astra", text(hostile(run)), *more)
    team.script("opus", text(f"The board met on Tuesday.\n\n{RUNS[run]} too.\n"), *more)
    person = opened()
    ask(person, "Sum up.")
    settled(person)
    return person


@pytest.mark.parametrize("run", runs(*list(RUNS)[:3], "soft hyphens"))
def test_such_an_answer_is_read_found_in_and_put_on_one_page(
    team: SseServer, opened: Open, run: str
) -> None:
    with watched_turns(GIVEN_UP_S) as turns:
        person = asked(team, opened, run)
        press(person, "find")
        type_in("needle")
        person.until(lambda: person.text("findCount").startswith("1 of"))
        press_keys(person, "Escape")
        press(person, "onePage")
        settled(person)

        assert person.sees("onePageList")
        assert turns.longest_turn_s() < MOST_S


@pytest.mark.parametrize("run", runs("underscores apart"))
def test_a_second_opinion_about_such_an_answer_is_read(
    team: SseServer, opened: Open, run: str
) -> None:
    quote = f"{'_ ' * 30}x {'_' * 60} Monday"
    with watched_turns(GIVEN_UP_S) as turns:
        person = asked(team, opened, run, opinion(quote))
        press_keys(person, "Ctrl+Shift+O")
        person.click("handoverSend", dialog(person, "reviewDialog"))
        back(person)
        person.until(lambda: person.sees("findingList"))
        settled(person)

        listed = person.find("findingList")
        assert isinstance(listed, QListWidget)
        assert "not found in the answer" in listed.item(0).text()
        assert turns.longest_turn_s() < MOST_S


@pytest.mark.parametrize("run", runs("underscores"))
def test_a_note_on_such_an_answer_is_kept_and_marked(
    team: SseServer, opened: Open, run: str
) -> None:
    with watched_turns(GIVEN_UP_S) as turns:
        person = asked(team, opened, run)
        select(person, "Astra", "needle is at")
        press_keys(person, "Ctrl+M")
        type_in("Says who?")
        press_keys(person, "Return")

        (note,) = person.window.workspace.notes.all()
        assert note.quote == "needle is at"
        (mark,) = view_of(person, "Astra").extraSelections()
        assert mark.cursor.selectedText() == "needle is at"
        assert turns.longest_turn_s() < MOST_S

"""However large or deep an answer is, the window answers while it is built.

What a turn costs is held against what an ordinary answer costs in the same run: processor time
of this thread, so that neither a slow nor a busy machine counts.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from tests.core.markup.texts import ANSWER, FRAGMENTS
from tests.gui.driving.turns import watched_turns

MOST = 4
"""How often an ordinary answer could be built in the longest turn; once is the most there is."""
SLICES = 20
MOST_MIB = 500

HUGE = {
    "5 MB in one line": "the board approved it " * 230_000,
    "5 MB in one word": "x" * 5_000_000,
    "1 MB of code": "```python\n" + "    y1 = compute(x, 1)  # step\n" * 33_000 + "```\n",
    "1 MB in one line of code": "```\n" + "x" * 1_000_000,
    "40,000 cells": "| a | b | c | d |\n|--|--|--|--|\n"
    + "| one | two | three | four |\n" * 10_000,
    "40,000 columns": "|" + "a|" * 40_000 + "\n|" + "-|" * 40_000 + "\n",
    "60 levels of lists": "".join("  " * depth + f"- i{depth}\n" for depth in range(60)),
    "a word of 100,000 letters": "가" * 100_000,
    "10,000 items": "".join(f"- item {number} is **bold**\n" for number in range(10_000)),
    "10,000 quotes deep": ">" * 10_000 + " bottom",
    "10,000 brackets deep": "[" * 10_000 + "bottom" + "]" * 10_000,
    "10,000 pictures deep": "![" * 10_000 + "bottom" + "](u)" * 10_000,
    "a million empty lines of code": "```\n" + "\n" * 1_000_000,
    "200,000 quoted lines": "> a\n" * 200_000,
    "200,000 links": "[x](http://e.com) " * 50_000,
    "40,000 link targets": "".join(f"[r{n}]: http://e.com/{n}\n" for n in range(40_000)),
    "half a million hidden characters": "a\u202e" * 500_000,
}


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    apply_theme(qapp, "light")
    shown = AnswerView()
    qtbot.addWidget(shown)
    shown.resize(400, 600)
    shown.show()
    return shown


@pytest.fixture(scope="module")
def ordinary_s(qapp: QApplication) -> float:
    """What it costs to build and paint an answer of 12,000 characters."""
    apply_theme(qapp, "light")
    shown = AnswerView()
    shown.resize(400, 600)
    shown.show()

    def build() -> None:
        shown.clear_text()
        shown.set_text(ANSWER * 20)
        longest_turn_s(shown)

    least_s = min(seconds_of(build) for _try in range(4))
    shown.close()
    shown.deleteLater()
    return least_s


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor time of something."""
    began_s = time.thread_time()
    work()
    return time.thread_time() - began_s


def longest_turn_s(view: AnswerView, most_slices: int = 1_000_000) -> float:
    """Build and paint slice by slice, so many of them at most."""

    def turn() -> None:
        view.flush_slice()
        QCoreApplication.sendPostedEvents(view.window(), QEvent.Type.UpdateRequest.value)

    longest_s = 0.0
    for _slice in range(most_slices):
        if not view.has_pending:
            break
        longest_s = max(longest_s, seconds_of(turn))
    return longest_s


@pytest.mark.parametrize("name", HUGE)
def test_the_window_answers_meanwhile(view: AnswerView, ordinary_s: float, name: str) -> None:
    set_s = seconds_of(lambda: view.set_text(HUGE[name]))

    longest_s = longest_turn_s(view, SLICES)

    assert max(set_s, longest_s) < MOST * ordinary_s
    assert view.toPlainText()


@pytest.mark.slow
@pytest.mark.parametrize("name", HUGE)
def test_it_is_built_to_its_end_in_bounded_memory(
    view: AnswerView, ordinary_s: float, name: str
) -> None:
    view.set_text(HUGE[name])

    longest_s = longest_turn_s(view)

    assert not view.has_pending
    assert longest_s < MOST * ordinary_s
    assert view.source_text == HUGE[name]
    assert _resident_mib() < MOST_MIB


@pytest.mark.parametrize(
    "name", ["60 levels of lists", "10,000 quotes deep", "10,000 brackets deep"]
)
def test_what_is_deep_is_still_there(view: AnswerView, name: str) -> None:
    view.append(HUGE[name])
    view.flush()

    assert ("i59" if "lists" in name else "bottom") in view.toPlainText()


def test_mutated_answers_are_shown_without_a_crash(view: AnswerView) -> None:
    chance = random.Random(1)
    for _number in range(60):
        view.set_text(_mutated(ANSWER, chance))
        view.grab()


def test_late_colours_do_not_hold_up_the_window(
    view: AnswerView, ordinary_s: float, qtbot: QtBot
) -> None:
    view.set_text("```toml\n" + "key = 1\n" * 5_000 + "```\n")
    view.flush()

    with watched_turns() as turns:
        last = view.document().findBlockByNumber(1_500)
        qtbot.waitUntil(lambda: bool(last.layout().formats()), timeout=60_000)

    assert turns.longest_turn_s() < MOST * ordinary_s


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_ten_thousand_mutated_answers_are_shown_without_a_crash(
    view: AnswerView, seed: int
) -> None:
    chance = random.Random(seed)
    for _number in range(500):
        view.set_text(_mutated(ANSWER, chance))


@pytest.mark.slow
def test_time_per_token_does_not_grow_with_the_length(view: AnswerView) -> None:
    def us_per_character(text: str) -> float:
        view.clear_text()
        began = time.process_time()
        for start in range(0, len(text), 50):
            view.append(text[start : start + 50])
            view.flush()
            QCoreApplication.sendPostedEvents(view.window(), QEvent.Type.UpdateRequest.value)
        return (time.process_time() - began) / len(text) * 1e6

    us_per_character(ANSWER * 4)

    short, long = us_per_character(ANSWER * 8), us_per_character(ANSWER * 80)

    assert long < short * 1.6


def _mutated(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _number in range(chance.randint(1, 30)):
        place = chance.randrange(len(characters))
        match chance.randint(0, 3):
            case 0:
                characters[place] = chr(chance.choice((chance.randint(0, 0x2FFF), 0xFDD0, 0xD800)))
            case 1:
                characters[place : place + chance.randint(1, 80)] = []
            case 2:
                characters[place:place] = chance.choice(FRAGMENTS) * chance.randint(1, 40)
            case _:
                other = chance.randrange(len(characters))
                characters[place:place] = characters[other : other + 100]
        characters = characters or ["x"]
    return "".join(characters)


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4_096 / 2**20

"""Judging in the window: one key is enough, everything that was said is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from conductor.core.judgement import JudgementKind
from tests.gui.driving.judging import ask, is_on, judged, press, type_in, view_of
from tests.gui.driving.window import Driver, prepare_team
from tests.sse_server import SseServer, hang_after, text

Open = Callable[[], Driver]


@pytest.fixture
def three(folder: Path, server: SseServer) -> SseServer:
    """A library with Astra, Opus and Local."""
    prepare_team(folder, server.base_url, Astra="astra", Opus="opus", Local="local")
    return server


def test_a_key_from_anywhere_says_which_answer_the_person_would_use(
    three: SseServer, opened: Open
) -> None:
    person = opened()
    round_id = ask(person)

    press(person, "Ctrl+2")

    said = judged(person, round_id)
    answers = person.window.workspace.sessions.round(round_id).answers
    assert said.kind is JudgementKind.BEST
    assert said.chosen == (answers[1].id,)
    assert [item.answer_id for item in said.shown] == [answer.id for answer in answers]
    assert not said.blind
    assert said.seconds is not None
    assert 0 <= said.seconds < 60
    assert is_on(person, "judgeBest2")
    assert not is_on(person, "judgeBest1")
    assert person.text("composerEdit") == ""


def test_changing_ones_mind_keeps_both_judgements(three: SseServer, opened: Open) -> None:
    person = opened()
    round_id = ask(person)

    person.click("judgeBest1")
    person.click("judgeBest3")

    every = person.window.workspace.judging.of_round(round_id)
    assert [each.kind for each in every] == [JudgementKind.BEST] * 2
    assert is_on(person, "judgeBest3")
    assert not is_on(person, "judgeBest1")


@pytest.mark.parametrize(
    ("keys", "kind", "button"),
    [
        ("Alt+=", JudgementKind.NO_DIFFERENCE, "judgeTie"),
        ("Alt+0", JudgementKind.NONE_USABLE, "judgeNone"),
    ],
)
def test_no_difference_and_none_usable_have_keys(
    three: SseServer, opened: Open, keys: str, kind: JudgementKind, button: str
) -> None:
    person = opened()
    round_id = ask(person)

    press(person, keys)

    assert judged(person, round_id).kind is kind
    assert is_on(person, button)
    assert not any(is_on(person, f"judgeBest{n}") for n in (1, 2, 3))


def test_bare_digits_judge_only_while_an_answer_has_the_focus(
    three: SseServer, opened: Open
) -> None:
    person = opened()
    round_id = ask(person)

    press(person, "Ctrl+L")
    type_in("3")
    assert person.window.workspace.judging.current(round_id) is None
    assert person.text("composerEdit") == "3"

    view_of(person, "Astra").setFocus()
    type_in("3")
    assert judged(person, round_id).chosen == (
        person.window.workspace.sessions.round(round_id).answers[2].id,
    )


def test_all_answers_are_ranked_by_their_numbers_with_ties(three: SseServer, opened: Open) -> None:
    person = opened()
    round_id = ask(person)
    one, two, three_ = (a.id for a in person.window.workspace.sessions.round(round_id).answers)

    press(person, "Alt+R")
    type_in("3=12")
    press(person, "Backspace", "2", "Return")

    assert [set(tied) for tied in judged(person, round_id).ranking] == [{one, three_}, {two}]
    assert not person.sees("rankingLine")


def test_escape_leaves_a_ranking_without_a_judgement(three: SseServer, opened: Open) -> None:
    person = opened()
    round_id = ask(person)

    press(person, "Alt+R")
    type_in("21")
    press(person, "Escape")

    assert person.window.workspace.judging.current(round_id) is None
    assert not person.sees("rankingLine")


def test_what_is_complete_can_be_picked_while_another_answer_is_written(
    three: SseServer, opened: Open
) -> None:
    three.script("local", hang_after(2))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for("Local", "t1")
    person.wait_for_end("Astra", "Opus")
    session_id = person.window.workbench.session_id
    assert session_id is not None
    round_id = person.window.workspace.sessions.score(session_id)[0].id

    assert not person.find("judgeBest3").isEnabled()
    person.click("judgeBest1")

    said = judged(person, round_id)
    assert len(said.shown) == 2
    assert said.kind is JudgementKind.BEST


def test_the_reason_is_optional_and_its_words_are_offered_again(
    three: SseServer, opened: Open
) -> None:
    person = opened()
    first = ask(person)
    press(person, "Ctrl+1", "Alt+W")
    type_in("keeps the numbers #clear #short")
    press(person, "Return")
    said = judged(person, first)
    assert (said.reason, said.tags) == ("keeps the numbers", ("clear", "short"))
    assert not person.sees("reasonLine")

    second = ask(person, "More")
    press(person, "Ctrl+2", "Alt+W")
    chips = [w for w in person.window.findChildren(QPushButton, "reasonTag") if w.isVisible()]
    next(chip for chip in chips if chip.text() == "short").click()

    assert judged(person, second).tags == ("short",)
    assert judged(person, second).reason == ""


def test_a_revised_answer_is_called_better_at_its_foot(three: SseServer, opened: Open) -> None:
    three.script("astra", text("one"), text("two"))
    person = opened()
    ask(person)
    workspace = person.window.workspace
    session_id = person.window.workbench.session_id
    assert session_id is not None
    assert not person.sees("judgeBetter")
    astra = workspace.sessions.assistants(session_id)[0]
    again = workspace.rounds.retry(session_id, (astra,))
    person.window.workbench.open_session(session_id)
    person.wait_for("Astra", "two")
    person.wait_for_end("Astra")

    person.click("judgeBetter", person.columns()["Astra"])

    revised = workspace.sessions.round(again.id).answers[0]
    said = workspace.judging.current_of_revision(revised.id)
    assert said is not None
    assert said.kind is JudgementKind.BETTER
    assert is_on(person, "judgeBetter")


def test_the_seconds_run_from_when_the_last_answer_was_there(
    three: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("conductor.gui.workbench.judging.judge_bar.time.monotonic", lambda: now[0])
    person = opened()
    round_id = ask(person)

    now[0] += 7.5
    press(person, "Ctrl+1")

    assert judged(person, round_id).seconds == pytest.approx(7.5)


def test_the_reason_line_can_be_left(three: SseServer, opened: Open) -> None:
    person = opened()
    ask(person)
    press(person, "Ctrl+1", "Alt+W")
    edit = person.find("judgeReason")
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, "no")

    press(person, "Escape")

    assert not person.sees("reasonLine")

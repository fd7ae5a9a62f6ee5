"""Merges, second opinions and adopted answers in the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QPlainTextEdit

from conductor.core.entities import RoundKind
from tests.gui.driving.judging import ask, back, dialog, press, shown_round, view_of
from tests.gui.driving.replies import merging, reviewing
from tests.gui.driving.window import Driver, prepare_team
from tests.sse_server import SseServer, text

Open = Callable[[], Driver]


@pytest.fixture
def three(folder: Path, server: SseServer) -> SseServer:
    """A library with Astra, Opus and Local."""
    prepare_team(folder, server.base_url, Astra="astra", Opus="opus", Local="local")
    return server


def lines(person: Driver, name: str) -> list[str]:
    listed = person.find(name)
    assert isinstance(listed, QListWidget)
    return [listed.item(number).text() for number in range(listed.count())]


def merged(three: SseServer, opened: Open) -> Driver:
    """Merge three answers, of which the second was picked, by Local."""
    three.script("local", text("Local says Tuesday."), merging("# All\n\nTogether."))
    three.script("astra", text("Astra says Monday."))
    person = opened()
    ask(person)
    press(person, "Ctrl+2", "Ctrl+Shift+M")
    sheet = dialog(person, "mergeDialog")
    by = person.find("mergeBy", sheet)
    assert isinstance(by, QComboBox)
    by.setCurrentIndex(by.findText("Local"))
    person.click("handoverSend", sheet)
    back(person)
    person.until(lambda: any("Together." in person.answer(n) for n in person.columns()))
    return person


def test_what_is_sent_is_shown_and_the_persons_words_go(three: SseServer, opened: Open) -> None:
    three.script("astra", text("Astra says Monday."), merging("Together."))
    person = opened()
    ask(person, "When?")
    press(person, "Ctrl+Shift+M")
    sheet = dialog(person, "mergeDialog")
    words = person.find("handoverWords", sheet)
    assert isinstance(words, QPlainTextEdit)
    assert "Merge" not in person.text("handoverTold", sheet)

    words.setPlainText("In one line, please: {drafts}")
    person.until(lambda: "In one line, please:" in person.text("handoverTold", sheet))
    told = person.text("handoverTold", sheet)
    person.click("handoverSend", sheet)

    person.until(lambda: len(three.requests_for("astra")) == 2)
    assert three.requests_for("astra")[1].json["messages"][-1]["content"] == told
    assert "When?" in told
    assert told.count("<answer id=") == 3


def test_a_draft_that_is_left_out_does_not_go(three: SseServer, opened: Open) -> None:
    person = opened()
    ask(person)
    press(person, "Ctrl+Shift+M")
    sheet = dialog(person, "mergeDialog")
    boxes = [w for w in sheet.findChildren(QCheckBox, "handoverDraft") if w.isVisible()]

    boxes[0].click()
    assert person.text("handoverTold", sheet).count("<answer id=") == 2
    boxes[1].click()

    assert person.text("handoverTrouble", sheet)
    assert not person.find("handoverSend", sheet).isEnabled()


def test_a_merge_needs_two_answers(team: SseServer, opened: Open) -> None:
    person = opened()

    person.window.actions_table.action("merge").trigger()

    assert not person.sees("mergeDialog")
    assert person.text("composerMessage")


def test_below_a_judged_merge_stands_what_came_from_which(three: SseServer, opened: Open) -> None:
    person = merged(three, opened)
    assert set(person.columns()) == {"1", "2"}
    assert not person.sees("mergeSources")

    press(person, "Ctrl+1")

    assert set(person.columns()) == {"Local", "Opus"}
    said = lines(person, "mergeSources")
    assert said[:3] == ["part 1 of it", "part 2 of it", "part 3 of it"]
    assert said[3] == "Where the drafts disagree"
    assert "the day of the next meeting" in said[4]
    assert person.status("Opus") == "draft of round 1"


def test_a_source_leads_to_its_draft(three: SseServer, opened: Open) -> None:
    person = merged(three, opened)
    press(person, "Ctrl+1")
    listed = person.find("mergeSources")
    assert isinstance(listed, QListWidget)
    place = next(
        item.data(Qt.ItemDataRole.UserRole)
        for item in (listed.item(number) for number in range(3))
        if item.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Astra")
    )

    listed.place_wanted.emit(place)  # type: ignore[attr-defined]

    person.until(lambda: "TASK 1" in person.text("roundKind"))
    assert person.answer("Astra") == "Astra says Monday."


def test_a_review_lists_what_each_found_and_leads_to_the_words(
    three: SseServer, opened: Open
) -> None:
    three.script("astra", text("It is Monday."), reviewing("Tuesday", "It is Monday"))
    three.script("opus", text("It is Tuesday."), reviewing("nothing", "nothing"))
    three.script("local", text("Who knows?"), reviewing("Monday", "Nobody knows"))
    person = opened()
    ask(person)
    press(person, "Ctrl+Shift+O")
    sheet = dialog(person, "reviewDialog")
    person.click("handoverSend", sheet)
    back(person)
    person.until(lambda: person.sees("findingList") and len(lines(person, "findingList")) == 2)

    said = lines(person, "findingList")
    assert said[0].startswith("Astra on Opus\n“Tuesday”")
    assert said[1].startswith("Local on Astra\n“Monday”")
    assert person.text("findingCount") == "2"
    assert not person.sees("judgeTie")
    kind = person.window.workspace.sessions.round(shown_round(person)).round.kind
    assert kind is RoundKind.REVIEW

    listed = person.find("findingList")
    listed.setFocus()
    assert isinstance(listed, QListWidget)
    listed.setCurrentRow(0)
    press(person, "Return")
    assert view_of(person, "Opus").textCursor().selectedText() == "Tuesday"


def test_a_review_waits_until_blind_answers_are_judged(three: SseServer, opened: Open) -> None:
    person = opened()
    press(person, "Ctrl+Shift+B")
    ask(person)

    press(person, "Ctrl+Shift+O")
    assert not person.sees("reviewDialog")
    assert "blind" in person.text("composerMessage")

    press(person, "Ctrl+1", "Ctrl+Shift+O")
    assert person.sees("reviewDialog")


def test_an_adopted_answer_is_said_goes_with_the_next_words_and_can_be_taken_back(
    three: SseServer, opened: Open
) -> None:
    three.script("opus", text("The best idea."), text("ok"))
    person = opened()
    ask(person)
    view_of(person, "Opus").setFocus()

    press(person, "Ctrl+Shift+A")
    assert person.text("adoptionText") == (
        "The answer of Opus goes to Astra, Local with your next words."
    )
    person.click("takeBackAdoption")
    assert not person.sees("adoptionLine")

    view_of(person, "Opus").setFocus()
    press(person, "Ctrl+Shift+A")
    ask(person, "Go on")

    for model, has_it in (("astra", True), ("local", True), ("opus", False)):
        content = three.requests_for(model)[1].json["messages"][-1]["content"]
        assert ("The best idea." in content) is has_it
    assert person.text("adoptionText") == "Astra, Local went on with the answer of Opus."
    assert not person.sees("takeBackAdoption")

"""Blind judging: until it is made, nothing the window says tells who wrote what."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.giveaways import everything_said
from tests.gui.driving.judging import (
    ask,
    back,
    dialog,
    in_order,
    judged,
    press,
    shown_round,
    type_in,
    view_of,
)
from tests.gui.driving.replies import merging
from tests.gui.driving.window import Driver
from tests.gui.workbench.reading.test_reading import settled
from tests.sse_server import Reply, SseServer, failing, text

Open = Callable[[], Driver]
MODELS = {"Zebra": "striped-1", "Quokka": "pouched-2", "Lemur": "ringed-3"}
GIVEAWAY = re.compile(
    "|".join([*MODELS, *MODELS.values(), "Burrow", r"\d tok\b", r"tok/s", r"\b\d\.\d s\b", r"\$\d"])
)


WAYS = {"readView": "F7", "onePageView": "Shift+F7", "compareView": "Shift+F4"}
"""The pages that show answers of a blind round, and their keys."""


def script(server: SseServer, *replies: Reply) -> None:
    """Have the second model play these replies, and the others answer differently."""
    for number, model in enumerate(MODELS.values()):
        own = text(f"# Reply\n\nThe sum is {number}.")
        server.script(model, *(replies if replies and number == 1 else (own,)))


@pytest.fixture
def blind(folder: Path, server: SseServer, opened: Open) -> Driver:
    """A window that begins sessions blind, with three assistants that answer differently."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Burrow", base_url=server.base_url))
    for name, model in MODELS.items():
        workspace.connections.add_assistant(name, there, model=model)
    workspace.settings.change("blind", True)
    workspace.close()
    return opened()


def given_away(person: Driver) -> list[tuple[str, str]]:
    return [
        (where, said) for where, said in everything_said(person.window) if GIVEAWAY.search(said)
    ]


def said_in(widget: QWidget) -> list[str]:
    """Return what a page says, its models and what it says to a screen reader too."""
    return [said for _where, said in everything_said(widget)]


def open_menus(person: Driver) -> list[QMenu]:
    """Open the menu of every column."""
    for column in person.columns().values():
        more = person.find("answerMenuButton", column)
        assert isinstance(more, QToolButton)
        more.click()
    return person.window.findChildren(QMenu)


def test_the_walk_finds_names_where_they_are_shown(blind: Driver) -> None:
    ask(blind)

    press(blind, "Ctrl+1")

    found = {said for _where, said in given_away(blind)}
    assert any("Zebra" in said for said in found)
    assert any("striped-1" in said for said in found)
    assert any("tok" in said for said in found)


def test_columns_are_numbered_and_nothing_names_who_wrote_them(blind: Driver) -> None:
    ask(blind)

    assert in_order(blind) == ["1", "2", "3"]
    assert given_away(blind) == []


def test_menus_clipboard_tabs_search_and_draft_give_nothing_away(blind: Driver) -> None:
    ask(blind)
    blind.window.resize(900, 700)
    blind.until(lambda: len(blind.columns()) < 3)

    for number in list(blind.columns()):
        view_of(blind, number).setFocus()
        press(blind, "Ctrl+Shift+C", "Ctrl+Shift+D")
        assert given_away(blind) == []
    press(blind, "Ctrl+F", "Ctrl+Shift+N")
    open_menus(blind)

    assert given_away(blind) == []
    for menu in blind.window.findChildren(QMenu):
        menu.close()


@pytest.mark.parametrize("way", WAYS)
def test_answers_are_read_in_every_way_without_a_name(
    blind: Driver, server: SseServer, way: str
) -> None:
    script(server)
    ask(blind)
    view_of(blind, "2").setFocus()

    press(blind, WAYS[way])
    settled(blind)

    assert blind.sees(way)
    assert given_away(blind) == []
    assert any("Answer 2" in said for _where, said in everything_said(blind.window))
    press(blind, "Escape")
    assert view_of(blind, "2").hasFocus()


@pytest.mark.parametrize("way", WAYS)
def test_a_page_follows_names_that_come_and_go(blind: Driver, server: SseServer, way: str) -> None:
    script(server)
    ask(blind)
    press(blind, WAYS[way])
    settled(blind)

    press(blind, "Ctrl+1")
    settled(blind)

    shown = blind.find(way)
    assert any("Quokka" in said for said in said_in(shown))
    assert not any("Answer 1" in said for said in said_in(shown))


@pytest.mark.parametrize("way", WAYS)
def test_names_that_are_hidden_again_are_hidden_on_pages_that_are_open_or_closed(
    blind: Driver, server: SseServer, way: str
) -> None:
    script(server)
    ask(blind)
    press(blind, "Ctrl+Shift+B", WAYS[way])
    settled(blind)
    assert any("Quokka" in said for said in said_in(blind.find(way)))

    press(blind, "Ctrl+Shift+B")
    settled(blind)
    assert blind.sees(way)
    blind.until(lambda: not given_away(blind))  # what went is deleted a little later

    press(blind, "Ctrl+Shift+B", "Escape", "Ctrl+Shift+B")
    settled(blind)
    assert not blind.sees(way)
    blind.until(lambda: not given_away(blind))


def test_a_digit_in_the_read_view_picks_the_answer_of_that_number(
    blind: Driver, server: SseServer
) -> None:
    script(server)
    round_id = ask(blind)
    view_of(blind, "3").setFocus()

    press(blind, "F7", "3")

    said = judged(blind, round_id)
    assert said.blind
    assert said.chosen == (said.shown[2].answer_id,)
    assert blind.sees("readView")


def test_changes_since_an_answer_whose_name_is_known_are_not_shown(
    blind: Driver, server: SseServer
) -> None:
    script(server, text("The sum is 1."), text("The sum is 2."))
    ask(blind)
    press(blind, "Ctrl+1")
    session_id = blind.window.workbench.session_id
    assert session_id is not None
    blind.window.workspace.rounds.retry(session_id)
    blind.until(lambda: not blind.window.workspace.live.ids)
    blind.window.workbench.open_session(session_id)
    settled(blind)
    view_of(blind, "1").setFocus()

    press(blind, "F4", "Shift+F4")
    settled(blind)

    assert not blind.sees("revisionChangesButton")
    choice = blind.find("compareLeftChoice")
    assert isinstance(choice, QComboBox)
    assert {choice.itemText(n) for n in range(choice.count())} == {
        "Answer 1",
        "Answer 2",
        "Answer 3",
    }


def test_the_palette_addresses_nobody_by_name_while_that_would_tell(blind: Driver) -> None:
    ask(blind)

    press(blind, "Ctrl+K")
    type_in("ask")
    assert given_away(blind) == []
    press(blind, "Escape", "Ctrl+1", "Ctrl+K")
    type_in("ask")

    assert any("Ask only Zebra" in said for _where, said in given_away(blind))


def test_the_thread_is_not_shown_while_it_would_tell(blind: Driver) -> None:
    ask(blind)
    view_of(blind, "1").setFocus()

    press(blind, "Ctrl+I", "F8")

    assert not blind.sees("threadDialog")
    assert not blind.sees("threadView")
    assert given_away(blind) == []


def test_what_goes_wrong_is_told_without_a_name(blind: Driver, server: SseServer) -> None:
    script(server, failing(404, message="The model pouched-2 does not exist."))

    ask(blind)

    failed = [n for n in blind.columns() if blind.sees("answerTrouble", blind.columns()[n])]
    assert len(failed) == 1
    assert given_away(blind) == []


def test_a_failed_answer_is_tried_again_without_a_name(blind: Driver, server: SseServer) -> None:
    script(server, failing(400), text("there"))
    ask(blind)
    (failed,) = [n for n in blind.columns() if blind.sees("retryButton", blind.columns()[n])]

    blind.click("retryButton", blind.columns()[failed])

    blind.wait_for(failed, "there")
    blind.wait_for_end(failed)
    assert given_away(blind) == []


def test_the_judgement_reveals_everything_at_once_and_stays_blind(
    blind: Driver, server: SseServer
) -> None:
    script(server)
    round_id = ask(blind)
    texts = [blind.answer(number) for number in in_order(blind)]

    press(blind, "Ctrl+2")

    names = in_order(blind)
    assert set(names) == set(MODELS)
    assert [blind.answer(name) for name in names] == texts
    said = judged(blind, round_id)
    assert said.blind
    assert said.chosen == (said.shown[1].answer_id,)
    chosen = blind.window.workspace.sessions.answer(said.chosen[0])
    assert chosen.assistant == names[1]


def test_the_next_words_can_be_addressed_by_number(blind: Driver) -> None:
    ask(blind)
    chips = [
        w.text() for w in blind.window.findChildren(QToolButton, "recipientChip") if w.isVisible()
    ]

    assert chips == ["1", "2", "3"]


def test_a_merged_answer_does_not_stand_out_from_the_drafts(
    blind: Driver, server: SseServer
) -> None:
    for model in MODELS.values():
        server.script(model, text(f"By one. {len(model)}"), merging("# Merged\n\nAll of it."))
    ask(blind)
    press(blind, "Ctrl+3", "Ctrl+Shift+M")
    sheet = dialog(blind, "mergeDialog")
    blind.click("handoverSend", sheet)
    blind.until(lambda: set(blind.columns()) == {"1", "2"})
    blind.until(lambda: any("All of it." in blind.answer(n) for n in blind.columns()))

    of_first_round = re.compile(r"Task 1|number=1")  # which was judged, so its names are known
    assert [each for each in given_away(blind) if not of_first_round.search(each[1])] == []
    assert not any("What came from" in blind.answer(number) for number in blind.columns())

    back(blind)
    press(blind, "Ctrl+1")
    assert blind.sees("mergeSources")
    assert judged(blind, shown_round(blind)).blind


def test_the_switch_hides_and_shows_the_round_that_is_open(blind: Driver) -> None:
    ask(blind)
    assert in_order(blind) == ["1", "2", "3"]

    press(blind, "Ctrl+Shift+B")

    assert set(blind.columns()) == set(MODELS)
    press(blind, "Ctrl+Shift+B")
    assert in_order(blind) == ["1", "2", "3"]
    press(blind, "Ctrl+1")
    assert not judged(blind, shown_round(blind)).blind  # the names were seen

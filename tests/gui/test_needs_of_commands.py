"""A command that cannot be carried out is greyed where it is offered, and says what is missing."""

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMenu, QToolTip

from conductor.gui.commands import COMMANDS, Need
from conductor.gui.window.finding.palette import MISSING_ROLE
from tests.gui.driving.judging import view_of
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def menu_of(person: Driver) -> QMenu:
    menu = person.window.findChild(QMenu, "mainMenu")
    assert isinstance(menu, QMenu)
    return menu


def greyed(person: Driver) -> set[str]:
    """Open the menu, and return what is greyed in it."""
    menu = menu_of(person)
    menu.popup(QPoint(0, 0))
    found = {c.name for c in COMMANDS if not person.window.actions_table.action(c.name).isEnabled()}
    menu.close()
    return found


def test_what_needs_an_answer_is_greyed_before_there_is_one_and_offered_after(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    before = greyed(person)
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    view_of(person, "Astra").setFocus()
    person.until(lambda: not person.window.actions_table.missing("copyAnswer"))
    after = greyed(person)

    assert before == {row.name for row in COMMANDS if row.needs and row.needs != (Need.MAY_WRITE,)}
    assert after == set()


def test_the_menu_takes_no_key_away(team: SseServer, opened: Open) -> None:
    person = opened()
    greyed(person)

    QTest.keySequence(person.window, "F7")

    assert "no answer to read" in person.text("composerMessage")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("Ctrl+E", "There is no round yet."),
        ("Ctrl+F", "There is no answer yet."),
        ("Ctrl+1", "There is no answer yet."),
        ("Ctrl+M", "Select words of an answer first"),
        ("Ctrl+Shift+D", "Click into a complete answer"),
        ("Ctrl+Shift+A", "Click into the answer that you want to continue with"),
    ],
)
def test_a_key_says_in_one_line_what_is_missing(
    team: SseServer, opened: Open, key: str, sentence: str
) -> None:
    person = opened()

    QTest.keySequence(person.window, key)

    assert person.text("composerMessage").startswith(sentence)


def test_the_palette_says_what_is_missing(team: SseServer, opened: Open) -> None:
    person = opened()
    QTest.keySequence(person.window, "Ctrl+K")
    QTest.keyClicks(person.find("paletteEdit"), "Edit the task")
    listed = person.find("paletteList")
    assert isinstance(listed, QListWidget)

    item = listed.item(0)

    assert item.text() == "Edit the task and send it anew"
    said = item.data(MISSING_ROLE)
    assert said == "There is no round yet. Send a task first."


def test_the_tip_of_a_greyed_command_says_what_is_missing(team: SseServer, opened: Open) -> None:
    person = opened()
    menu = menu_of(person)
    part = cast("QMenu", menu.actions()[1].menu())  # type: ignore[attr-defined]
    menu.popup(QPoint(0, 0))
    part.popup(QPoint(0, 0))
    edit: QAction = person.window.actions_table.action("editTask")
    at = part.actionGeometry(edit).center()

    QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at)))

    person.until(lambda: QToolTip.text() == "There is no round yet. Send a task first.")
    part.close()
    menu.close()
    QToolTip.hideText()


def test_nothing_can_be_changed_by_a_key_in_a_library_that_is_only_read(
    team: SseServer, opened: Open
) -> None:
    first = opened()
    second = opened()
    assert second.window.workspace.read_only is not None

    QTest.keySequence(second.window, "F2")

    assert second.text("composerMessage") == second.window.workspace.read_only
    assert first.window.workspace.read_only is None

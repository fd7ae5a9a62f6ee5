"""The one table of commands: whole, without doubles, and in step with what is said of it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from conductor.gui.commands import COMMANDS, GROUPS, Command, keys_table
from conductor.gui.window.navigation import PLACES
from tests.gui.driving.session_driver import press
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
README = Path(__file__).parents[2] / "README.md"


def test_no_shortcut_and_no_name_is_given_twice() -> None:
    keys = Counter(QKeySequence(keys).toString() for row in COMMANDS for keys in row.keys)
    names = Counter(row.name for row in COMMANDS)

    assert [key for key, count in keys.items() if count > 1] == []
    assert [name for name, count in names.items() if count > 1] == []
    assert "" not in keys, "a shortcut that Qt cannot read"


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_row_has_a_title_and_a_menu_and_no_bare_letter_as_its_key(row: Command) -> None:
    assert row.title.strip()
    assert row.group in GROUPS
    assert all("+" in keys or keys.startswith("F") for keys in row.keys)


def test_every_command_is_carried_out_by_somebody(opened: Open) -> None:
    person = opened()
    for place in PLACES:
        person.window.show_page(place.name)

    actions = person.window.actions_table

    assert [row.name for row in COMMANDS if not actions.is_connected(row.name)] == []


def test_the_menu_holds_every_command_with_its_keys(opened: Open) -> None:
    person = opened()
    menu = person.window.findChild(QMenu, "mainMenu")
    assert menu is not None

    shown = {
        action.objectName(): action.shortcut().toString()
        for part in menu.actions()
        for action in part.menu().actions()  # type: ignore[attr-defined]
    }

    assert [part.text() for part in menu.actions()] == list(GROUPS)
    assert shown == {row.name: (*row.keys, "")[0] for row in COMMANDS}


def test_the_table_of_keys_in_the_readme_is_in_step() -> None:
    assert keys_table() in README.read_text(encoding="utf-8"), f"put this there:\n{keys_table()}"


def test_keys_of_the_workbench_do_nothing_on_other_pages(team: SseServer, opened: Open) -> None:
    person = opened()
    person.write("Not yet")
    person.window.show_page("settings")
    person.until(lambda: person.sees("settingsPage"))

    press(person, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(person, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    person.until(lambda: person.window.page == "workbench")
    assert team.requests == []
    assert person.text("composerEdit") == "Not yet"

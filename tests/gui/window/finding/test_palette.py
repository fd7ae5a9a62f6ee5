"""The palette and the help for keys: everything is found by a few letters."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QToolButton,
)

from conductor.gui.commands import COMMANDS, GROUPS
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def press(person: Driver, key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or person.window, key, modifier)


def in_front(person: Driver) -> Driver:
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    return person


def look_for(person: Driver, typed: str) -> list[str]:
    """Open the palette, type, and return the rows that are shown."""
    if not person.sees("palette"):
        press(person, Qt.Key.Key_K, ctrl=True)
    edit = person.find("paletteEdit")
    assert isinstance(edit, QLineEdit)
    edit.clear()
    edit.insert(typed)
    return rows(person)


def rows(person: Driver) -> list[str]:
    found = person.find("paletteList")
    assert isinstance(found, QListWidget)
    return [found.item(row).text() for row in range(found.count())]


def test_a_command_is_found_by_its_letters_and_run_by_enter(opened: Open) -> None:
    person = in_front(opened())

    assert look_for(person, "libr")[0] == "Library"
    press(person, Qt.Key.Key_Return)

    assert not person.sees("palette")
    assert person.window.page == "library"


def test_escape_gives_the_focus_back_to_where_it_was(team: SseServer, opened: Open) -> None:
    person = in_front(opened())
    edit = person.find("composerEdit")
    edit.setFocus()
    look_for(person, "xyzzy")
    assert rows(person) == ["Nothing here is called that."]

    press(person, Qt.Key.Key_Escape)

    assert not person.sees("palette")
    assert edit.hasFocus()


def test_arrow_keys_choose_and_the_rows_show_their_keys(opened: Open) -> None:
    person = in_front(opened())
    look_for(person, "")
    found = person.find("paletteList")
    assert isinstance(found, QListWidget)
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = {found.item(row).text(): found.item(row).data(role) for row in range(found.count())}
    assert spoken["New session"] == "New session, Session, Ctrl+N"

    look_for(person, "show library assistants workbench settings")
    assert rows(person) == ["Nothing here is called that."]
    look_for(person, "window")
    first, second = rows(person)[:2]
    press(person, Qt.Key.Key_Down)

    assert found.currentItem().text() == second
    press(person, Qt.Key.Key_Up)
    press(person, Qt.Key.Key_Up)
    assert found.currentItem().text() == first


def test_a_recent_session_is_opened(team: SseServer, opened: Open) -> None:
    person = in_front(opened())
    for task in ("Paint the fence", "Count the sheep"):
        person.write(task)
        person.send()
        person.wait_for_end("Astra", "Opus")
        person.click("newSessionButton")

    assert look_for(person, "fence")[0] == "Paint the fence"
    press(person, Qt.Key.Key_Return)

    person.until(lambda: person.text("sessionTitle") == "Paint the fence")


def test_one_assistant_is_addressed_alone(team: SseServer, opened: Open) -> None:
    person = in_front(opened())

    look_for(person, "only opus")
    press(person, Qt.Key.Key_Return)

    chips = [c for c in person.window.findChildren(QToolButton, "recipientChip") if c.isVisible()]
    assert [chip.text() for chip in chips if chip.isChecked()] == ["Opus"]


def test_an_ensemble_is_used_now_and_at_the_next_start(team: SseServer, opened: Open) -> None:
    person = in_front(opened())
    connections = person.window.workspace.connections
    connections.add_ensemble("Critics", [connections.find_assistant("Opus")])
    connections.add_ensemble("Everybody", connections.assistants())

    look_for(person, "critics")
    press(person, Qt.Key.Key_Return)

    assert connections.ensembles()[0].name == "Critics"
    chips = [c for c in person.window.findChildren(QToolButton, "recipientChip") if c.isVisible()]
    assert [chip.text() for chip in chips if chip.isChecked()] == ["Opus"]


def test_korean_commands_are_found_by_their_initial_consonants(opened: Open) -> None:
    person = in_front(opened())
    person.window.workspace.settings.change("language", "ko")
    person.until(lambda: person.text("navSettings") == "설정")

    assert set(look_for(person, "ㅅㅈ")[:2]) == {"서재", "설정"}
    assert look_for(person, "settings")[0] == "설정", "the English name is known too"


def test_a_command_that_cannot_be_carried_out_now_is_not_offered(opened: Open) -> None:
    person = in_front(opened())
    person.window.actions_table.action("showLibrary").setEnabled(False)

    assert "Library" not in look_for(person, "library")


def test_ctrl_k_again_closes_it_and_so_does_going_elsewhere(team: SseServer, opened: Open) -> None:
    person = in_front(opened())
    look_for(person, "")
    press(person, Qt.Key.Key_K, ctrl=True)
    assert not person.sees("palette")
    look_for(person, "")

    mode = person.find("composerMode")
    assert isinstance(mode, QComboBox)
    mode.setFocus()

    assert not person.sees("palette")
    assert mode.hasFocus(), "who went elsewhere is not called back"


def test_f1_shows_every_command_with_its_keys(opened: Open) -> None:
    person = in_front(opened())
    press(person, Qt.Key.Key_F1)
    person.until(lambda: person.sees("keysDialog"))
    dialog = person.find("keysDialog")
    assert isinstance(dialog, QDialog)
    assert not dialog.isModal()

    titles = [label.text() for label in dialog.findChildren(QLabel, "keysTitle")]
    keys = [label.text() for label in dialog.findChildren(QLabel, "keysKeys")]

    assert titles == [c.title for group in GROUPS for c in COMMANDS if c.group == group]
    assert dict(zip(titles, keys, strict=True))["Send"] == "Ctrl+Enter"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    person.until(lambda: not person.sees("keysDialog"))

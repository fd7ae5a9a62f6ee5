"""Setting up ensembles: by dragging and by keys, with what was removed brought back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from tests.gui.driving.setup import ENSEMBLES, SetupDriver, reached_by_tab
from tests.gui.driving.window import prepare_team
from tests.sse_server import SseServer

Go = Callable[[], SetupDriver]


@pytest.fixture
def trio(folder: Path, server: SseServer) -> None:
    prepare_team(folder, server.base_url, Astra="a", Opus="o", Local="l")


@pytest.fixture
def at_ensembles(page: Go, trio: None) -> SetupDriver:
    person = page()
    person.go(ENSEMBLES)
    return person


def members(person: SetupDriver) -> list[str]:
    """Return who is in the newest ensemble, as the library has it."""
    area = person.person.window.workspace.connections
    names = {assistant.id: assistant.name for assistant in area.assistants()}
    shown = person.items("ensembleMembers")
    kept = [names[one] for one in area.find_ensemble(shown_name(person)).assistants]
    assert kept == shown
    return shown


def shown_name(person: SetupDriver) -> str:
    field = person.person.find("ensembleName")
    assert isinstance(field, QLineEdit)
    return field.text()


def drag(person: SetupDriver, source: str, words: str, target: str, place: int) -> None:
    """Drag an assistant in front of a place, as the events of a real drag come."""
    have, into = person.person.find(source), person.person.find(target)
    assert isinstance(have, QListWidget)
    assert isinstance(into, QListWidget)
    person.click_item(source, words)
    data = have.mimeData(have.selectedItems())
    where = QPoint(20, into.viewport().height() - 4)
    if place < into.count():
        where = into.visualItemRect(into.item(place)).topLeft() + QPoint(20, 3)
    move, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    for event in (
        QDragEnterEvent(where, move, data, left, none),
        QDragMoveEvent(where, move, data, left, none),
        QDropEvent(QPointF(where), move, data, left, none),
    ):
        QApplication.sendEvent(into.viewport(), event)
        assert event.isAccepted()


def test_a_new_ensemble_holds_everybody_and_is_named_at_once(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    assert "every assistant is asked" in person.words("noEnsembleText")

    person.click("addEnsembleButton")
    person.type("ensembleName", "Writing room")
    person.key("ensembleName", Qt.Key.Key_Return)

    assert members(person) == ["Astra", "Opus", "Local"]
    assert person.items("ensembleList") == ["Writing room\n3 assistants, in use"]


def test_assistants_are_dragged_in_out_and_into_order(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")

    drag(person, "ensembleMembers", "Local", "ensembleMembers", 0)
    assert members(person) == ["Local", "Astra", "Opus"]
    drag(person, "ensembleMembers", "Local", "ensembleMembers", 3)
    assert members(person) == ["Astra", "Opus", "Local"]
    drag(person, "ensembleMembers", "Opus", "otherAssistants", 0)
    assert members(person) == ["Astra", "Local"]
    drag(person, "otherAssistants", "Opus", "ensembleMembers", 1)
    assert members(person) == ["Astra", "Opus", "Local"]


def test_the_same_is_done_by_keys(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    person.click_item("ensembleMembers", "Astra")

    person.key("ensembleMembers", Qt.Key.Key_Down, ctrl=True)
    assert members(person) == ["Opus", "Astra", "Local"]
    person.key("ensembleMembers", Qt.Key.Key_Down, ctrl=True)
    assert members(person) == ["Opus", "Local", "Astra"]
    person.key("ensembleMembers", Qt.Key.Key_Up, ctrl=True)
    assert members(person) == ["Opus", "Astra", "Local"]
    person.key("ensembleMembers", Qt.Key.Key_Delete)
    assert members(person) == ["Opus", "Local"]
    person.key("otherAssistants", Qt.Key.Key_Return)
    assert members(person) == ["Opus", "Local", "Astra"]


def test_the_same_is_done_by_buttons(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    person.click_item("ensembleMembers", "Local")

    person.click("moveUpButton")
    assert members(person) == ["Astra", "Local", "Opus"]
    person.click("moveDownButton")
    person.click("takeOutButton")
    assert members(person) == ["Astra", "Opus"]
    person.click("putInButton")
    assert members(person) == ["Astra", "Opus", "Local"]
    for name in ("putInButton", "takeOutButton", "moveUpButton", "moveDownButton"):
        assert person.person.find(name).accessibleName()


def test_the_last_one_cannot_be_taken_out(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    for name in ("Astra", "Opus", "Local"):
        person.click_item("ensembleMembers", name)
        person.click("takeOutButton")

    assert members(person) == ["Local"]
    assert "at least one" in person.words("noticeText")


def test_a_name_that_is_taken_is_said_beside_the_field(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    person.click("addEnsembleButton")

    person.type("ensembleName", "new ensemble")
    person.key("ensembleName", Qt.Key.Key_Return)

    assert "taken" in person.words("nameError")


def test_the_one_in_use_is_chosen_and_a_removed_one_comes_back(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    person.click("addEnsembleButton")
    person.click_item("ensembleList", "New ensemble\n")

    person.click("useEnsembleButton")

    assert person.items("ensembleList")[0] == "New ensemble\n3 assistants, in use"
    assert not person.is_usable("useEnsembleButton")
    person.click("removeEnsembleButton")
    assert len(person.items("ensembleList")) == 1
    person.click("undoButton")
    assert person.items("ensembleList")[0] == "New ensemble\n3 assistants, in use"


def test_everything_is_reached_by_tab(at_ensembles: SetupDriver) -> None:
    person = at_ensembles
    person.click("addEnsembleButton")
    person.click_item("ensembleMembers", "Local")

    reached = reached_by_tab(person.person.find("ensembleName"))

    assert {"ensembleMembers", "otherAssistants", "takeOutButton", "moveUpButton"} <= set(reached)

"""What a person sets up is undone and redone by key; no key of a service ever stays in a step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.gui.driving.setup import ASSISTANTS, CONNECTIONS, ENSEMBLES, SetupDriver
from tests.gui.driving.undoing import Act, go_there_and_back, redo, undo
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
CANARY = "canary-key-4711"


def at_assistants(person: Driver) -> None:
    SetupDriver(person).go(ASSISTANTS)


def at_connections(person: Driver) -> None:
    SetupDriver(person).go(CONNECTIONS)


def with_spare_connection(person: Driver) -> None:
    at_connections(person)
    add_connection(person)
    leave_the_test(person)


def with_ensemble(person: Driver) -> None:
    page = SetupDriver(person)
    page.go(ENSEMBLES)
    page.click("addEnsembleButton")


def with_one_left_out(person: Driver) -> None:
    with_ensemble(person)
    take_out(person)


def copy_assistant(person: Driver) -> None:
    page = SetupDriver(person)
    page.click("duplicateAssistantButton")
    page.click("saveButton")


def edit_assistant(person: Driver, field: str, text: str) -> None:
    page = SetupDriver(person)
    page.click("editAssistantButton")
    person.until(lambda: "models to choose from" in page.words("modelsState"))
    page.type(field, text)
    page.click("saveButton")


def remove_assistant(person: Driver) -> None:
    SetupDriver(person).key("assistantTable", Qt.Key.Key_Delete)


def add_connection(person: Driver) -> None:
    page = SetupDriver(person)
    page.click("addConnectionButton")
    page.choose("connectionService", "Another service")
    page.type("connectionName", "Spare")
    page.type("connectionAddress", "http://127.0.0.1:9/v1")
    page.choose("keyChoice", "None is needed")
    page.click("saveButton")


def leave_the_test(person: Driver) -> None:
    if person.sees("cancelTestButton"):
        person.click("cancelTestButton")


def edit_connection(person: Driver) -> None:
    page = SetupDriver(person)
    page.click_row("connectionTable", "Spare")
    page.key("connectionTable", Qt.Key.Key_Return)
    page.type("connectionName", "Office")
    page.type("connectionParallel", "3")
    page.click("saveButton")


def remove_connection(person: Driver) -> None:
    page = SetupDriver(person)
    page.click_row("connectionTable", "Spare")
    page.key("connectionTable", Qt.Key.Key_Delete)


def take_out(person: Driver) -> None:
    page = SetupDriver(person)
    page.click_item("ensembleMembers", "Opus")
    page.click("takeOutButton")


def put_in(person: Driver) -> None:
    page = SetupDriver(person)
    page.click_item("otherAssistants", "Opus")
    page.click("putInButton")


def move_down(person: Driver) -> None:
    page = SetupDriver(person)
    page.click_item("ensembleMembers", "Astra")
    page.click("moveDownButton")


def rename_ensemble(person: Driver) -> None:
    page = SetupDriver(person)
    page.type("ensembleName", "Writing room")
    page.key("ensembleName", Qt.Key.Key_Return)


def assistants(person: Driver) -> object:
    rows = SetupDriver(person).rows("assistantTable")
    return rows, person.window.workspace.connections.assistants()


def connections(person: Driver) -> object:
    rows = SetupDriver(person).rows("connectionTable")
    return rows, person.window.workspace.connections.all()


def ensembles(person: Driver) -> object:
    page = SetupDriver(person)
    names = page.items("ensembleList") if person.sees("ensembleList") else []
    members = page.items("ensembleMembers") if names else []
    return names, members, person.window.workspace.connections.ensembles()


ACTS = (
    Act("add an assistant", copy_assistant, assistants, at_assistants),
    Act(
        "rename an assistant",
        lambda p: edit_assistant(p, "assistantName", "Nova"),
        assistants,
        at_assistants,
    ),
    Act(
        "change an assistant's role",
        lambda p: edit_assistant(p, "assistantRole", "Be brief."),
        assistants,
        at_assistants,
    ),
    Act(
        "change an assistant's settings",
        lambda p: edit_assistant(p, "assistantTemperature", "0.7"),
        assistants,
        at_assistants,
    ),
    Act("remove an assistant", remove_assistant, assistants, at_assistants),
    Act("add a connection", add_connection, connections, at_connections),
    Act("change a connection", edit_connection, connections, with_spare_connection),
    Act("remove a connection", remove_connection, connections, with_spare_connection),
    Act("add an ensemble", with_ensemble, ensembles, lambda p: SetupDriver(p).go(ENSEMBLES)),
    Act("take out of an ensemble", take_out, ensembles, with_ensemble),
    Act("put into an ensemble", put_in, ensembles, with_one_left_out),
    Act("order an ensemble", move_down, ensembles, with_ensemble),
    Act("rename an ensemble", rename_ensemble, ensembles, with_ensemble),
    Act("remove an ensemble", lambda p: p.click("removeEnsembleButton"), ensembles, with_ensemble),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_it_is_undone_and_redone_by_key(act: Act, team: SseServer, opened: Open) -> None:
    go_there_and_back(opened(), act)


def test_the_notice_and_the_key_are_one_step(team: SseServer, opened: Open) -> None:
    person = opened()
    at_assistants(person)
    remove_assistant(person)
    assert person.sees("undoButton")

    undo(person)

    assert not person.sees("undoButton")
    names = [one.name for one in person.window.workspace.connections.assistants()]
    assert names == ["Astra", "Opus"]
    assert undo(person) == "There is nothing to undo."


def test_what_is_done_to_an_ensemble_at_one_go_is_one_step(team: SseServer, opened: Open) -> None:
    person = opened()
    with_ensemble(person)
    before = ensembles(person)
    move_down(person)
    rename_ensemble(person)
    take_out(person)

    undo(person)

    assert ensembles(person) == before


def test_a_key_in_memory_or_in_an_address_is_in_no_step_and_in_no_file(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = opened()
    page = SetupDriver(person)
    at_connections(person)
    page.click("addConnectionButton")
    page.choose("connectionService", "Another service")
    page.type("connectionName", "Spare")
    page.type("connectionAddress", "http://127.0.0.1:9/v1")
    page.choose("keyChoice", "for this session")
    page.type("keyEdit", CANARY)
    page.click("saveButton")
    leave_the_test(person)
    remove_connection(person)
    said = [undo(person), undo(person), redo(person), redo(person), undo(person)]

    assert said[0] == "Undone: connection “Spare” removed. The key of Spare has to be given again."
    assert CANARY not in "".join(said)
    rows = {row[0]: row for row in page.rows("connectionTable")}
    assert "in memory" not in rows["Spare"][3]
    person.window.close()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert all(CANARY.encode() not in file.read_bytes() for file in files)

"""Setting up assistants: models from the service's list, roles, settings, and undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QWidget,
)

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.setup import ASSISTANTS, CONNECTIONS, SetupDriver, reached_by_tab
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Go = Callable[[], SetupDriver]


def at_assistants(page: Go) -> SetupDriver:
    person = page()
    person.go(ASSISTANTS)
    return person


def names(person: SetupDriver) -> list[str]:
    return [row[0] for row in person.rows("assistantTable")]


def models_are_in(person: SetupDriver) -> bool:
    return "models to choose from" in person.words("modelsState")


def test_an_assistant_is_made_of_a_model_a_role_and_settings(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click("addAssistantButton")
    person.person.until(lambda: models_are_in(person))
    model = person.person.find("assistantModel")
    assert isinstance(model, QComboBox)
    assert [model.itemText(n) for n in range(model.count())] == ["model-1", "model-2"]

    person.type("assistantName", "Nova")
    person.type("assistantModel", "model-2")
    person.type("assistantRole", "Be brief.")
    person.type("assistantTemperature", "0.7")
    person.type("assistantMaxTokens", "500")
    person.choose("assistantEffort", "low")
    person.click("colourH")
    person.click("saveButton")

    made = person.person.window.workspace.connections.find_assistant("Nova")
    assert (made.model, made.role, made.colour) == ("model-2", "Be brief.", 7)
    assert made.settings == AssistantSettings(0.7, None, 500, "low")
    assert person.rows("assistantTable")[-1] == ["Nova", "model-2", "Here", "Be brief."]


def test_what_is_left_to_the_service_is_not_sent(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click("editAssistantButton")
    person.person.until(lambda: models_are_in(person))

    person.type("assistantName", "Nova")
    person.click("saveButton")

    changed = person.person.window.workspace.connections.find_assistant("Nova")
    assert changed.settings == AssistantSettings()
    assert changed.model == "astra"


def test_a_model_is_typed_where_the_list_cannot_be_had(page: Go, team: SseServer) -> None:
    team.kill()
    person = at_assistants(page)
    person.click("addAssistantButton")
    person.person.until(lambda: "type the name" in person.words("modelsState"))

    person.type("assistantName", "Nova")
    person.type("assistantModel", "my-own")
    person.click("saveButton")

    assert person.rows("assistantTable")[-1][:2] == ["Nova", "my-own"]


@pytest.mark.parametrize(
    ("field", "text", "error", "words"),
    [
        ("assistantName", "opus", "nameError", "taken"),
        ("assistantModel", "", "modelError", "model"),
        ("assistantTopP", "0", "top_pError", "top_p"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    page: Go, team: SseServer, field: str, text: str, error: str, words: str
) -> None:
    person = at_assistants(page)
    person.click("editAssistantButton")
    person.person.until(lambda: models_are_in(person))
    person.type(field, text)

    person.click("saveButton")

    assert words in person.words(error)
    assert names(person) == ["Astra", "Opus"]


def test_a_role_to_begin_with_fills_the_field_and_can_be_undone(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click("addAssistantButton")
    person.type("assistantRole", "Mine.")
    button = person.person.find("starterRoleButton")
    assert isinstance(button, QPushButton)

    actions = button.menu().actions()
    actions[2].trigger()

    role = person.person.find("assistantRole")
    assert isinstance(role, QPlainTextEdit)
    assert [action.text() for action in actions] == ["Analyst", "Editor", "Critic"]
    assert role.toPlainText().startswith("You are a critic.")
    role.undo()
    assert role.toPlainText() == "Mine."


def test_a_copy_differs_only_in_what_is_changed(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click_row("assistantTable", "Opus")

    person.click("duplicateAssistantButton")
    person.click("saveButton")

    assert names(person) == ["Astra", "Opus", "Opus copy"]
    assert person.rows("assistantTable")[2][1:] == person.rows("assistantTable")[1][1:]


def test_a_removed_assistant_comes_back_into_its_ensembles(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    area = person.person.window.workspace.connections
    area.add_ensemble("Pair", area.assistants())

    person.key("assistantTable", Qt.Key.Key_Delete)

    assert names(person) == ["Opus"]
    assert "answers stay" in person.words("noticeText")
    person.click("undoButton")
    assert names(person) == ["Astra", "Opus"]
    assert area.ensembles()[0].assistants == tuple(a.id for a in area.assistants())


def test_words_that_were_not_saved_are_brought_back(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click("addAssistantButton")
    person.type("assistantRole", "A long thought.")

    person.key("assistantRole", Qt.Key.Key_Escape)

    assert not person.person.sees("assistantForm")
    person.click("undoButton")
    assert person.person.text("assistantRole") == "A long thought."


def test_a_form_with_words_in_it_is_not_replaced(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.click("addAssistantButton")
    person.type("assistantRole", "A long thought.")

    person.click("editAssistantButton")

    assert person.person.text("assistantRole") == "A long thought."
    assert "first" in person.words("paneMessage")


def test_without_a_connection_it_says_what_comes_first(page: Go) -> None:
    person = at_assistants(page)

    assert "connection" in person.words("noAssistantText")
    assert not person.is_usable("addAssistantButton")


def test_an_assistant_of_a_built_in_model_is_not_asked_for_a_list(page: Go, folder: Path) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    workspace.connections.add(NewConnection("Built-in", kind=ConnectionKind.LOCAL))
    workspace.close()
    person = at_assistants(page)

    person.click("addAssistantButton")

    assert "its connection" in person.words("modelsState")
    model = person.person.find("assistantModel")
    assert isinstance(model, QComboBox)
    assert model.currentText().startswith("SmolLM2")


def test_long_names_are_cut_at_no_edge_at_the_smallest_size(
    page: Go, folder: Path, server: SseServer
) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    here = workspace.connections.add(NewConnection("W" * 80, base_url=server.base_url))
    workspace.connections.add_assistant("가" * 80, here, model="<img src=file:x>" * 20, role="r")
    workspace.close()
    person = at_assistants(page)
    person.person.window.resize(1280, 800)
    person.click("editAssistantButton")

    form = person.person.find("assistantForm")

    assert person.person.window.width() == 1280
    person.person.until(lambda: models_are_in(person))
    for widget in form.findChildren(QWidget):
        if widget.isVisible():
            assert widget.mapTo(form, widget.rect().topRight()).x() < form.width(), widget
    assert person.rows("assistantTable")[0][1] == "<img src=file:x>" * 20
    table = person.person.find("assistantTable")
    assert isinstance(table, QTableView)
    for width in (1280, 1000):
        person.person.window.resize(width, 800)
        person.person.until(lambda w=width: person.person.window.width() == w)  # type: ignore[misc]
        assert table.horizontalHeader().length() <= table.viewport().width()


def test_the_form_is_used_by_keyboard_alone(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    person.key("assistantTable", Qt.Key.Key_Return)
    person.person.until(lambda: models_are_in(person))

    reached = reached_by_tab(person.person.find("assistantName"))

    assert {
        "assistantConnection",
        "assistantModel",
        "assistantRole",
        "starterRoleButton",
        "assistantTemperature",
        "assistantTopP",
        "assistantMaxTokens",
        "assistantEffort",
        "saveButton",
        "cancelButton",
    } <= set(reached)
    form = person.person.find("assistantForm")
    assert all(button.accessibleName() for button in form.findChildren(QToolButton, "colourA"))


def test_going_to_another_part_takes_the_focus_along(page: Go, team: SseServer) -> None:
    person = page()
    person.key("setupTabs", Qt.Key.Key_Right)

    assert person.person.sees("assistantTable")
    assert person.person.find("setupTabs").isVisible()
    person.go(CONNECTIONS)
    assert person.person.sees("connectionTable")


def test_half_written_words_are_there_again_after_the_window_was_closed(
    page: Go, opened: Callable[[], Driver], team: SseServer
) -> None:
    person = at_assistants(page)
    person.click("editAssistantButton")
    person.person.until(lambda: models_are_in(person))
    person.type("assistantRole", "A long thought.")
    person.type("assistantTemperature", "0.4")
    person.person.window.close()

    again = SetupDriver(opened())
    again.go(ASSISTANTS)

    assert again.person.text("assistantRole") == "A long thought."
    again.click("saveButton")
    kept = again.person.window.workspace.connections.find_assistant("Astra")
    assert (kept.role, kept.settings.temperature) == ("A long thought.", 0.4)
    again.go(CONNECTIONS)
    again.go(ASSISTANTS)
    assert not again.person.sees("assistantForm")


def test_the_dots_follow_the_look_of_the_window(page: Go, team: SseServer) -> None:
    person = at_assistants(page)
    table = person.person.find("assistantTable")
    assert isinstance(table, QTableView)
    light = table.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole).pixmap(16, 16).toImage()

    person.person.window.workspace.settings.change("theme", "dark")

    dark = table.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole).pixmap(16, 16).toImage()
    assert dark != light
    assert names(person) == ["Astra", "Opus"]


def test_settings_that_the_form_does_not_know_are_kept(page: Go, team: SseServer) -> None:
    person = page()
    area = person.person.window.workspace.connections
    astra = area.find_assistant("Astra")
    wanted = AssistantSettings(reasoning_effort="xhigh", max_tokens=2_000_000, top_p=0.123)
    area.change_assistant(replace(astra, settings=wanted))
    person.go(ASSISTANTS)
    person.click("editAssistantButton")
    person.person.until(lambda: models_are_in(person))

    person.type("assistantName", "Nova")
    person.click("saveButton")

    assert area.find_assistant("Nova").settings == wanted

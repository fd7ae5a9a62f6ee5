"""Setting up connections: found ones first, keys that are never kept, tests in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from conductor.store.lock import LibraryLock
from tests.gui.driving.setup import ASSISTANTS, SetupDriver, reached_by_tab, run_here
from tests.gui.driving.window import Driver, still_running
from tests.sse_server import HANG, Received, Reply, SseServer, failing

Open = Callable[[], Driver]


Go = Callable[[], SetupDriver]


def new_connection(page: SetupDriver, name: str, address: str) -> None:
    page.click("addConnectionButton")
    page.choose("connectionService", "Another service")
    page.type("connectionName", name)
    page.type("connectionAddress", address)


def test_a_found_server_becomes_assistants_in_three_clicks(
    page: Go, server: SseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_here(monkeypatch, server)
    person = page()
    assert person.words("foundWords") == "Found on this computer:"
    assert person.words("foundName") == "Server 1"

    person.click("useServerButton")
    person.person.until(lambda: person.person.sees("modelList"))
    person.click_item("modelList", "model-2", on_box=True)
    person.click("addModelsButton")

    assert [row[:3] for row in person.rows("assistantTable")] == [
        ["model-2", "model-2", "Server 1"]
    ]
    person.go()
    assert not person.person.sees("foundServer")
    assert person.rows("connectionTable")[0][3] == "none needed"


def test_nothing_found_says_what_would_be(page: Go) -> None:
    assert "Ollama" in page().words("foundWords")


def test_a_connection_is_added_tested_and_its_models_are_named(page: Go, server: SseServer) -> None:
    person = page()

    new_connection(person, "Office", server.base_url)
    person.choose("keyChoice", "None is needed")
    person.click("saveButton")

    person.person.until(lambda: "offers 2 models" in person.words("testMessage"))
    assert person.items("modelList") == ["model-1", "model-2"]
    assert person.rows("connectionTable") == [
        ["Office", "OpenAI-compatible", server.base_url, "none needed"]
    ]


def test_a_service_known_by_name_needs_no_address(page: Go) -> None:
    person = page()

    person.click("addConnectionButton")
    person.choose("connectionService", "OpenRouter")

    address = person.person.find("connectionAddress")
    assert isinstance(address, QLineEdit)
    assert address.text() == "https://openrouter.ai/api/v1"
    person.click("saveButton")
    assert person.rows("connectionTable")[0][3] == "not set: OPENROUTER_API_KEY"
    assert "OPENROUTER_API_KEY is not set" in person.words("testMessage")


def test_a_key_for_this_session_is_sent_and_never_shown_or_written(
    page: Go, server: SseServer, folder: Path
) -> None:
    person = page()
    new_connection(person, "Office", server.base_url)
    person.choose("keyChoice", "for this session")
    person.type("keyEdit", "canary-key-4711")
    key = person.person.find("keyEdit")
    assert isinstance(key, QLineEdit)
    assert key.echoMode() is QLineEdit.EchoMode.Password

    person.click("saveButton")

    person.person.until(lambda: person.person.sees("modelList"))
    assert key.text() == ""
    assert server.requests[-1].headers["authorization"] == "Bearer canary-key-4711"
    assert "in memory" in person.rows("connectionTable")[0][3]
    person.click("editConnectionButton")
    shown = [edit.text() for edit in person.person.window.findChildren(QLineEdit)]
    assert not [text for text in shown if "canary" in text]
    person.person.window.close()
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"canary-key" not in kept


def test_leaving_the_form_forgets_a_key_that_was_typed(page: Go) -> None:
    person = page()
    new_connection(person, "Office", "https://ai.example.com/v1")
    person.type("keyEdit", "canary-key-4711")
    key = person.person.find("keyEdit")
    assert isinstance(key, QLineEdit)

    person.key("keyEdit", Qt.Key.Key_Escape)

    assert key.text() == ""
    assert not person.person.sees("connectionForm")


@pytest.mark.parametrize(
    ("name", "address", "field", "words"),
    [
        ("", "https://ai.example.com/v1", "nameError", "empty"),
        ("here", "https://ai.example.com/v1", "nameError", "taken"),
        ("New", "http://ai.example.com/v1", "base_urlError", "https://"),
        ("New", "", "base_urlError", "address"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    page: Go, team: SseServer, name: str, address: str, field: str, words: str
) -> None:
    person = page()
    new_connection(person, name, address)
    person.choose("keyChoice", "None is needed")

    person.click("saveButton")

    assert words in person.words(field)
    assert len(person.rows("connectionTable")) == 1


def test_an_address_that_is_readable_on_the_way_gets_a_red_mark(page: Go) -> None:
    person = page()
    new_connection(person, "LAN", "http://192.168.0.12:8000/v1")
    assert "not encrypted" in person.words("openAddressMark")
    person.type("connectionAddress", "http://127.0.0.1:9/v1")
    assert not person.person.sees("openAddressMark")
    person.type("connectionAddress", "http://[")
    person.type("connectionAddress", "http://192.168.0.12:8000/v1")
    person.choose("keyChoice", "None is needed")

    person.click("saveButton")
    person.click("cancelTestButton")

    assert person.rows("connectionTable")[0][2].startswith("not encrypted: ")


def test_a_test_says_in_words_what_is_wrong_and_can_be_made_again(
    page: Go, team: SseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = failing(401, message="no such key")
    answer = team.reply_to
    monkeypatch.setattr(team, "reply_to", lambda _request: refusal)
    person = page()

    person.click("testConnectionButton")

    person.person.until(lambda: "key" in person.words("testMessage"))
    assert not person.person.sees("modelList")
    monkeypatch.setattr(team, "reply_to", answer)
    person.click("testAgainButton")
    person.person.until(lambda: person.person.sees("modelList"))


def silent(server: SseServer, monkeypatch: pytest.MonkeyPatch) -> list[Received]:
    asked: list[Received] = []

    def reply_to(request: Received) -> Reply:
        asked.append(request)
        return Reply(lambda _request: iter([HANG]))

    monkeypatch.setattr(server, "reply_to", reply_to)
    return asked


def test_a_test_can_be_cancelled_and_the_window_stays_alive(
    page: Go, team: SseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = silent(team, monkeypatch)
    person = page()
    person.click("testConnectionButton")
    assert person.person.sees("testProgress")
    person.person.until(lambda: bool(asked))

    person.click("cancelTestButton")

    assert "stopped" in person.words("testMessage")
    assert not person.person.sees("testProgress")
    assert asked[0].client_gone.wait(5)


def test_the_window_closes_at_once_while_a_test_runs(
    page: Go, team: SseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = silent(team, monkeypatch)
    person = page()
    person.click("testConnectionButton")
    person.person.until(lambda: bool(asked))

    person.person.window.close()

    assert still_running() == [], "it was left behind, and not ended"


def test_another_host_asks_for_the_key_again(page: Go, server: SseServer) -> None:
    person = page()
    new_connection(person, "Office", server.base_url)
    person.type("keyEdit", "canary-key-4711")
    person.click("saveButton")
    person.person.until(lambda: person.person.sees("modelList"))
    person.click("editConnectionButton")

    person.type("connectionAddress", "http://127.0.0.1:9/v1")

    assert "another place" in person.words("key_choiceError")
    assert person.person.sees("keyEdit")
    person.click("saveButton")
    assert "one word" in person.words("keyError")
    assert person.rows("connectionTable")[0][2] == server.base_url


def test_a_name_and_a_limit_are_changed_without_asking_for_the_key(
    page: Go, team: SseServer
) -> None:
    person = page()
    person.key("connectionTable", Qt.Key.Key_Return)
    person.type("connectionName", "Office")
    person.type("connectionParallel", "3")

    person.click("saveButton")

    changed = person.person.window.workspace.connections.find("Office")
    assert changed.parallel == 3
    assert changed.base_url == team.base_url


def test_a_connection_in_use_is_not_removed_and_a_removed_one_comes_back(
    page: Go, team: SseServer
) -> None:
    person = page()
    person.click("removeConnectionButton")
    assert "Astra, Opus" in person.words("noticeText")
    area = person.person.window.workspace.connections
    for assistant in area.assistants():
        area.remove_assistant(assistant)

    person.key("connectionTable", Qt.Key.Key_Delete)
    assert person.rows("connectionTable") == []
    person.click("undoButton")

    assert [row[0] for row in person.rows("connectionTable")] == ["Here"]


def test_hostile_names_of_models_are_shown_literally(page: Go, team: SseServer) -> None:
    hostile = "<img src=file:///etc/passwd>"
    team.models = [hostile]
    person = page()

    person.click("testConnectionButton")
    person.person.until(lambda: person.person.sees("modelList"))
    assert person.items("modelList") == [hostile]
    person.click("addModelsButton")

    assert hostile in [row[1] for row in person.rows("assistantTable")]


def test_a_library_that_is_only_read_freezes_what_would_write(
    folder: Path, team: SseServer, opened: Open
) -> None:
    held = LibraryLock.take(folder)
    try:
        person = SetupDriver(opened())
        person.go()

        assert person.words("libraryBanner")
        for name in ("addConnectionButton", "editConnectionButton", "removeConnectionButton"):
            assert not person.is_usable(name)
            assert person.person.find(name).toolTip()
        assert person.is_usable("testConnectionButton")
        person.go(ASSISTANTS)
        assert not person.is_usable("addAssistantButton")
        person.person.window.close()
    finally:
        held.release()


def test_the_page_is_used_by_keyboard_alone(page: Go, team: SseServer) -> None:
    person = page()
    table = person.person.find("connectionTable")

    reached = reached_by_tab(table)

    assert {
        "connectionTable",
        "addConnectionButton",
        "testConnectionButton",
        "editConnectionButton",
        "removeConnectionButton",
        "setupTabs",
        "lookAgainButton",
    } <= set(reached)
    assert all(
        button.accessibleName() or button.text()
        for button in person.person.window.findChildren(QPushButton)
    )

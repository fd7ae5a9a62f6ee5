"""Whatever became of what was kept, a page opens, and nothing that was written is destroyed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.gui.kept_fields import KeptFields
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.setup import ASSISTANTS, CONNECTIONS, ENSEMBLES, SetupDriver
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("ab") | st.text(), inner),
    max_leaves=8,
)


@given(st.text() | ANY.map(json.dumps))
def test_any_text_is_read_without_a_fault(left: str) -> None:
    kept = KeptFields(left)

    assert isinstance(kept.text("a"), str)
    assert all(isinstance(item, str) for item in kept.texts("a"))
    number, decimal = kept.number("a"), kept.decimal("a")
    assert number is None or abs(number) < 2**31
    assert decimal is None or abs(decimal) < 2**31
    assert isinstance(kept.fields("a").text("b"), str)


def test_fields_come_back_as_they_were() -> None:
    kept = KeptFields(json.dumps({"name": "Ada", "n": 3, "x": 0.5, "all": ["a", "b"], "no": None}))

    assert (kept.text("name"), kept.number("n"), kept.decimal("x")) == ("Ada", 3, 0.5)
    assert kept.texts("all") == ("a", "b")
    assert kept.some_text("no") is None


def test_a_text_without_fields_is_the_loose_field() -> None:
    assert KeptFields("Only words", loose="text").text("text") == "Only words"
    assert not KeptFields("Only words").is_usable
    assert not KeptFields("", loose="text").is_usable


PLACES = (
    "new",
    "new/mode",
    "new/files",
    "new/edit",
    "new/names",
    "new/line",
    "new/ensemble",
    "connection",
    "assistant",
    "ensemble",
    "guidance",
    "trial",
)
DAMAGED = (
    '{"text": "half a',
    "null",
    "[1, 2]",
    "9" * 5000,
    "[" * 100_000,
    '{"what": 1, "text": [], "title": 7, "kind": {}, "tags": 3, "tasks": 4, "name": null}',
    '{"what": "no such", "text": "x", "editing": 3, "ensemble": [], "parallel": 1e400}',
    '{"settings": {"temperature": "hot", "new": 1}, "colour": 99999999999999999999, "kind": "?"}',
)


@pytest.mark.parametrize("left", DAMAGED, ids=lambda left: left[:12])
def test_every_page_opens_whatever_was_kept(
    team: SseServer, opened: Callable[[], Driver], folder: Path, left: str
) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    workspace.sessions.keep_drafts(dict.fromkeys(PLACES, left))
    workspace.close()

    person = opened()
    for page in ("navLibrary", "navGuidance", "navSettings", "navWorkbench"):
        person.click(page)
    setup = SetupDriver(person)
    for tab in (CONNECTIONS, ASSISTANTS, ENSEMBLES):
        setup.go(tab)
    person.click("navGuidance")
    person.click("addGuidanceButton")

    assert person.sees("guidanceForm")
    assert person.window.page == "whatWorks"


def test_what_cannot_be_read_is_not_destroyed(
    team: SseServer, opened: Callable[[], Driver], folder: Path
) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    workspace.sessions.keep_draft("connection", '{"name": "Half')
    workspace.close()
    setup = SetupDriver(opened())
    setup.go(CONNECTIONS)
    setup.click("addConnectionButton")
    setup.type("connectionName", "Office")
    setup.person.window.close()

    workspace = open_workspace(folder, lambda: None, must_write=True)
    assert "Office" in workspace.sessions.draft("connection")
    assert not workspace.sessions.unread_drafts()
    workspace.close()
    farewell = setup.person.window.farewell
    assert farewell is not None
    path = Path(farewell.split("put into ")[1].rstrip("."))
    assert json.loads(path.read_text(encoding="utf-8")) == [
        {"place": "connection/unread", "text": '{"name": "Half'}
    ]
    path.unlink()

"""What is done to guidance is undone and redone by key, on its page and in the workbench."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from tests.evidence_library import NUMBERS_FIRST, UNTESTED, fill
from tests.gui.driving.undoing import Act, go_there_and_back, undo
from tests.gui.driving.what_works import WhatWorksDriver
from tests.gui.driving.window import Driver
from tests.gui.what_works.test_what_works_page import ASKED_ABOUT

Open = Callable[[], Driver]


def there(person: Driver) -> None:
    WhatWorksDriver(person).go_there()


def at(text: str, person: Driver) -> None:
    there(person)
    WhatWorksDriver(person).open(text)


def at_one_without_star(person: Driver) -> None:
    at(UNTESTED, person)
    person.click("starButton")


def at_a_retired_one(person: Driver) -> None:
    at(UNTESTED, person)
    person.click("retireButton")


def add(person: Driver) -> None:
    page = WhatWorksDriver(person)
    page.click("addGuidanceButton")
    page.type("guidanceText", "Name who decides.")
    page.click("saveButton")


def edit(person: Driver) -> None:
    person.click("editGuidanceButton")
    words = person.find("guidanceText")
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText("Numbers first, always.")
    person.click("saveButton")


def say_what_for(person: Driver) -> None:
    page = WhatWorksDriver(person)
    page.click("editGuidanceButton")
    page.type("guidanceTaskKinds", "report")
    page.tick("guidanceAssistants", "Opus")
    page.click("saveButton")


def shown(person: Driver) -> object:
    """Return what the page says of the guidance that is open, and the library of all of it."""
    labels = ("guidanceWords", "verdictCounts", "aboutGuidance")
    words = [person.text(name) for name in labels if person.sees(name)]
    buttons = [n for n in ("starButton", "retireButton", "restoreButton") if person.sees(n)]
    return words, buttons, person.sees("questionBox"), person.window.workspace.guidance.all()


def listed(person: Driver) -> object:
    return WhatWorksDriver(person).table(), person.window.workspace.guidance.all()


ACTS = (
    Act("write guidance down", add, listed, there),
    Act("edit guidance", edit, shown, partial(at, NUMBERS_FIRST)),
    Act("say what guidance is for", say_what_for, shown, partial(at, NUMBERS_FIRST)),
    Act("take its star", lambda p: p.click("starButton"), shown, partial(at, UNTESTED)),
    Act("give it a star", lambda p: p.click("starButton"), shown, at_one_without_star),
    Act("attach it always", lambda p: p.click("pinButton"), shown, partial(at, UNTESTED)),
    Act("retire it", lambda p: p.click("retireButton"), shown, partial(at, NUMBERS_FIRST)),
    Act("take it back", lambda p: p.click("restoreButton"), shown, at_a_retired_one),
    Act("keep it when asked", lambda p: p.click("keepButton"), shown, partial(at, ASKED_ABOUT)),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_it_is_undone_and_redone_by_key(act: Act, folder: Path, opened: Open) -> None:
    fill(folder)

    go_there_and_back(opened(), act)


def test_retired_guidance_is_offered_back(folder: Path, opened: Open) -> None:
    fill(folder)
    person = opened()
    at(NUMBERS_FIRST, person)
    before = shown(person)

    person.click("retireButton")
    person.click("undoStepButton")

    assert shown(person) == before


def test_the_page_of_guidance_that_is_taken_back_leads_to_the_list(
    folder: Path, opened: Open
) -> None:
    fill(folder)
    person = opened()
    page = WhatWorksDriver(person)
    there(person)
    add(person)
    page.key("guidanceTable", Qt.Key.Key_Return)
    assert page.words("guidanceWords") == "Name who decides."

    undo(person)

    assert person.sees("guidanceTable")
    assert "Name who decides." not in page.table()

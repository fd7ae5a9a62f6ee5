"""The whole loop in the window on the real small model: task, guidance, trial, verdict.

Run with `pytest -m rig`; the starter model is fetched once.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from conductor.core.entities import AssistantSettings, ConnectionKind
from conductor.core.guidance.trial import TrialState
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.what_works import WhatWorksDriver
from tests.gui.driving.window import Driver

pytestmark = pytest.mark.rig

Open = Callable[[], Driver]
LIMIT_MS = 120_000
SHORTER = "Use at most ten words."
TASKS = ("Name a colour.", "What is a brick?", "Say hello to Kim.")


def prepare(folder: Path, model: Path) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    here = workspace.connections.add(
        NewConnection("Here", kind=ConnectionKind.LOCAL, model_path=model)
    )
    for name in ("Astra", "Opus"):
        workspace.connections.add_assistant(
            name, here, model="starter", settings=AssistantSettings(max_tokens=16)
        )
    workspace.close()


def wait(person: Driver, is_so: Callable[[], bool]) -> None:
    person.qtbot.waitUntil(is_so, timeout=LIMIT_MS)


def at_the_page(opened: Open) -> WhatWorksDriver:
    page = WhatWorksDriver(opened())
    page.go_there()
    return page


def written(page: WhatWorksDriver, pairs: int) -> None:
    queue = f"{pairs} pairs"
    person = page.person
    wait(person, lambda: person.sees("navQueue") and person.text("navQueue") == queue)


def judge(page: WhatWorksDriver, pairs: int) -> None:
    page.click("judgePairsButton")
    for _pair in range(pairs):
        page.press("1")


def test_a_task_guidance_and_a_trial_are_judged_and_a_restart_loses_nothing(
    folder: Path, starter_model: Path, opened: Open
) -> None:
    prepare(folder, starter_model)
    person = opened()
    person.write("Tell me about bricks.")
    person.send()
    wait(person, lambda: all(not person.sees("stopButton", c) for c in person.columns().values()))
    person.window.actions_table.action("revise").trigger()
    person.window.actions_table.action("reusable").trigger()
    person.write(SHORTER)
    person.send()
    wait(person, lambda: person.window.workspace.is_busy is False)
    (guidance,) = person.window.workspace.guidance.all(reusable_only=True)
    assert guidance.text == SHORTER

    page = WhatWorksDriver(person)
    page.go_there()
    page.click_row("guidanceTable", SHORTER)
    page.click("testGuidanceButton")
    for task in TASKS:
        page.write_task(task)
    page.tick("trialAssistants", "Opus")
    page.click("startTrialButton")
    (trial,) = person.window.workspace.trials.all()
    wait(person, lambda: person.window.workspace.trials.progress(trial.id)[0] >= 1)
    person.window.close()

    page = at_the_page(opened)
    wait(page.person, lambda: page.person.sees("trialState"))
    if page.person.sees("resumeTrialButton"):
        page.click("resumeTrialButton")
    written(page, 6)
    judge(page, 3)
    page.person.window.close()

    page = at_the_page(opened)
    written(page, 3)
    judge(page, 3)
    page.press("1")  # it could not be told which was which
    page.press(Qt.Key.Key_Escape)

    workspace = page.person.window.workspace
    (trial,) = workspace.trials.all()
    (row,) = workspace.what_works.rows()
    counts = row.assessment.pooled
    assert (trial.state, counts.total) == (TrialState.DONE, 3)
    shown = f"{counts.wins} – {counts.losses} – {counts.ties}"
    assert page.table()[SHORTER][:2] == ["not enough evidence", shown]
    QTest.keyClick(page.person.find("guidanceTable"), Qt.Key.Key_Return)
    assert page.words("verdictCounts") == shown

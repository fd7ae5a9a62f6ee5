"""A trial from its set-up to its verdict, in the window, over a real server on this machine."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from conductor.core.guidance.guidance import GuidanceUse
from conductor.core.guidance.trial import TrialState
from conductor.core.thread import GUIDANCE_HEADING, RETRY_WORDS
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.workspace import Workspace
from tests.gui.driving.what_works import WhatWorksDriver
from tests.gui.driving.window import Driver
from tests.sse_server import HANG, Reply, SseServer, chunk, text

Open = Callable[[], Driver]
SHORTER = "Make it shorter."
TASKS = ("Write to Kim about the offer.", "Sum up the board meeting.", "보고서를 요약해 줘.")


@pytest.fixture
def page(team: SseServer, opened: Open) -> WhatWorksDriver:
    """A person at the page, with one guidance and two assistants."""
    driver = WhatWorksDriver(opened())
    driver.go_there()
    workspace(driver).guidance.add(SHORTER)
    return driver


def workspace(page: WhatWorksDriver) -> Workspace:
    return page.person.window.workspace


def again(page: WhatWorksDriver, opened: Open) -> WhatWorksDriver:
    """Close the window and open it again."""
    page.person.window.close()
    driver = WhatWorksDriver(opened())
    driver.go_there()
    return driver


def set_up(page: WhatWorksDriver, tasks: tuple[str, ...] = TASKS) -> None:
    page.click("testGuidanceButton")
    for task in tasks:
        page.write_task(task)


def one_pair_at_a_time(page: WhatWorksDriver) -> None:
    (here,) = workspace(page).connections.all()
    workspace(page).connections.change(here.id, parallel=2)


def written(page: WhatWorksDriver, pairs: int) -> None:
    page.person.until(lambda: page.person.text("navQueue") == f"{pairs} pairs")


def test_a_trial_is_set_up_judged_by_keys_and_its_counts_are_shown(
    page: WhatWorksDriver, team: SseServer, opened: Open
) -> None:
    set_up(page)
    page.tick("trialAssistants", "Opus")
    assert page.words("trialEstimate").startswith("6 comparisons, 12 answers")
    slider = page.person.find("predictionSlider")
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert page.words("predictionText") == "60 % sure"
    page.click("startTrialButton")

    assert "written in the background" in page.words("noticeText")
    page.person.until(lambda: page.words("trialState").startswith("6 of 6 pairs written"))
    sent = [request.json["messages"][0]["content"] for request in team.requests]
    assert len(sent) == 12
    assert sum(GUIDANCE_HEADING in content for content in sent) == 6
    written(page, 6)
    page.click("judgePairsButton")
    for _pair in range(3):
        page.press("1")

    page = again(page, opened)
    written(page, 3)
    page.click("judgePairsButton")
    for _pair in range(3):
        page.press("1")
    assert "Could you tell" in page.words("queueQuestion")
    page.press("1")
    page.press(Qt.Key.Key_Escape)

    (trial,) = workspace(page).trials.all()
    (row,) = workspace(page).what_works.rows()
    counts = row.assessment.pooled
    assert (trial.state, trial.prediction, counts.total) == (TrialState.DONE, 60, 3)
    shown = f"{counts.wins} – {counts.losses} – {counts.ties}"
    assert page.table()[SHORTER][:2] == ["not enough evidence", shown]
    page.open(SHORTER)
    assert page.words("verdictCounts") == shown
    assert len(page.rows("behindTable")) == 6
    page.press(Qt.Key.Key_F9)
    assert "3 of 3 tasks complete · you were 60 % sure · you could not tell" in page.words(
        "testsText"
    )


def test_a_restart_in_the_middle_of_writing_loses_nothing(
    page: WhatWorksDriver, team: SseServer, opened: Open
) -> None:
    begun = Reply(lambda _request: iter([chunk({"content": "Begun"}), HANG]))
    team.script("astra", text("One."), text("Two."), begun, begun, text("Three."))
    one_pair_at_a_time(page)
    set_up(page)
    page.click("startTrialButton")
    page.person.until(lambda: len(team.requests) >= 4)
    assert page.words("trialState").startswith("1 of 3 pairs written")

    page = again(page, opened)

    page.person.until(lambda: page.person.sees("trialState"))
    assert page.words("trialState").startswith("stopped · 1 of 3 pairs written")
    page.click("judgePairsButton")
    page.press("=")
    assert "answers of 2 more pairs are not written yet" in page.words("queueRest")
    page.press(Qt.Key.Key_Escape)
    page.click("resumeTrialButton")
    page.person.until(lambda: page.words("trialState").startswith("3 of 3 pairs written"))
    assert "1 of 3 tasks complete" in page.words("trialState")
    written(page, 2)


def test_pairs_appear_in_the_queue_while_others_are_written(
    page: WhatWorksDriver, team: SseServer
) -> None:
    hanging = Reply(lambda _request: iter([HANG]))
    team.script("astra", text("One."), text("Two."), hanging)
    one_pair_at_a_time(page)
    page.person.window.actions_table.action("judgePairs").trigger()
    assert "Nothing is left" in page.words("queueRest")
    page.press(Qt.Key.Key_Escape)
    set_up(page)
    page.click("startTrialButton")
    page.person.window.actions_table.action("judgePairs").trigger()

    page.person.until(lambda: page.person.sees("trialLeft"))

    page.person.until(lambda: page.person.find("trialLeft").hasFocus())
    assert set(page.both()) == {"One.", "Two."}
    page.press(Qt.Key.Key_Escape)


def test_a_trial_is_stopped_and_given_up_from_the_page(
    page: WhatWorksDriver, team: SseServer
) -> None:
    hanging = Reply(lambda _request: iter([HANG]))
    team.script("astra", hanging)
    set_up(page)
    page.click("startTrialButton")
    page.person.until(lambda: len(team.requests) > 0)

    page.click("stopTrialButton")
    page.person.until(lambda: page.words("trialState").startswith("stopped"))
    page.click("closeTrialButton")
    assert page.words("trialState") == "Give up 3 tasks? They would never count."
    page.click("keepTrialButton")
    page.click("closeTrialButton")
    page.click("surelyCloseButton")

    page.person.until(lambda: not page.person.sees("trialStrip"))
    assert [trial.state for trial in workspace(page).trials.all()] == [TrialState.CLOSED]


def test_six_past_tasks_by_one_assistant_are_proposed(page: WhatWorksDriver) -> None:
    astra = workspace(page).connections.find_assistant("Astra").id
    for number in range(8):
        words = ("offer", "meeting", "report", "budget", "schedule", "risks", "hiring", "press")
        task = f"{words[number].title()}: say what is open about the {words[number]}."
        workspace(page).rounds.ask(NewRound(task, (astra,)))
    page.person.until(lambda: not workspace(page).is_busy)

    page.click("testGuidanceButton")

    offered = page.person.find("trialTasks")
    assert isinstance(offered, QListWidget)
    assert offered.count() == 8
    assert len(page.ticked("trialTasks")) == 6
    assert page.ticked("trialAssistants") == ["Astra"]
    assert page.words("trialEstimate").startswith("6 comparisons, 12 answers")
    assert "min" in page.words("trialEstimate")
    page.tick("trialTasks", page.ticked("trialTasks")[2])
    assert page.words("trialEstimate").startswith("5 comparisons, 10 answers")


def test_the_task_on_which_a_guidance_was_invented_is_refused_with_the_reason(
    page: WhatWorksDriver,
) -> None:
    astra = workspace(page).connections.find_assistant("Astra").id
    asked = workspace(page).rounds.ask(NewRound("Write a poem.", (astra,)))
    page.person.until(lambda: not workspace(page).is_busy)
    workspace(page).guiding.guide(Guide(asked.session_id, "Rhyme it.", reusable=True))
    page.person.until(lambda: not workspace(page).is_busy)
    page.click_row("guidanceTable", "Rhyme it.")
    page.click("testGuidanceButton")

    page.write_task("Write a POEM.")

    assert "invented on this task" in page.words("trialTasksError")
    assert page.ticked("trialTasks") == []
    assert page.person.text("newTaskText") == "Write a POEM."


def test_nothing_can_be_started_without_a_task_or_an_assistant(page: WhatWorksDriver) -> None:
    page.click("testGuidanceButton")
    assert page.words("trialError") == "Choose at least one task for the trial."
    assert not page.is_usable("startTrialButton")

    page.write_task(TASKS[0])
    assert page.is_usable("startTrialButton")

    page.tick("trialAssistants", "Astra")
    assert page.words("trialError") == "Choose at least one assistant for the trial."


def test_an_empty_and_a_double_task_are_refused(page: WhatWorksDriver) -> None:
    page.click("testGuidanceButton")
    page.click("addTaskButton")
    assert page.words("trialTasksError") == "Write the task first."

    page.write_task(TASKS[0])
    page.write_task(TASKS[0])

    assert page.words("trialTasksError") == "This task is in the list already."


def test_written_tasks_are_there_again_after_a_restart(page: WhatWorksDriver, opened: Open) -> None:
    set_up(page, TASKS[:2])
    page.type("newTaskText", "Half a task")

    page = again(page, opened)
    page.click("testGuidanceButton")

    assert page.ticked("trialTasks") == list(TASKS[:2])
    assert page.person.text("newTaskText") == "Half a task"


def test_a_set_of_tasks_is_saved_and_used_again(page: WhatWorksDriver) -> None:
    set_up(page, TASKS)
    page.tick("trialTasks", TASKS[2])
    page.type("setName", "Letters")
    page.click("saveSetButton")
    page.press(Qt.Key.Key_Escape)
    workspace(page).guidance.add("Be kind.")
    page.click_row("guidanceTable", "Be kind.")
    page.click("testGuidanceButton")

    page.click("useSetButton")

    assert page.ticked("trialTasks") == list(TASKS[:2])


def test_a_set_without_a_name_is_refused(page: WhatWorksDriver) -> None:
    set_up(page, TASKS[:1])

    page.click("saveSetButton")

    assert "A name has 1 to" in page.words("trialTasksError")


def test_guidance_on_drafts_is_compared_with_a_plain_request(
    page: WhatWorksDriver, team: SseServer
) -> None:
    set_up(page, TASKS[:1])
    page.choose("trialUse", "please revise")
    assert page.words("trialEstimate").startswith("1 comparisons, 3 answers")

    page.click("startTrialButton")
    page.person.until(lambda: page.words("trialState").startswith("1 of 1 pairs written"))

    last = {request.json["messages"][-1]["content"] for request in team.requests}
    assert last == {TASKS[0], SHORTER, RETRY_WORDS}
    (item,) = workspace(page).guidance.all()
    assert item.use is GuidanceUse.REVISION
    assert page.table()[SHORTER][3] == "said on drafts"


def test_more_comparisons_per_task_are_counted_beforehand(page: WhatWorksDriver) -> None:
    set_up(page, TASKS[:2])

    page.type("trialPerTask", "3")

    assert page.words("trialEstimate").startswith("6 comparisons, 12 answers")

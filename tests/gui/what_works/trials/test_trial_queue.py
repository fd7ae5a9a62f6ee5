"""The queue of blind pairs: keys, nothing that tells too early, and what is told at the end."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser

from conductor.core.guidance.trial import CouldTell, Pair, PairChoice, Side
from conductor.gui.what_works.trials import trial_queue_view
from conductor.store.evidence import trials as store
from conductor.workspace.workspace import Workspace
from tests.evidence_library import fill, queue_library
from tests.gui.driving.what_works import WhatWorksDriver, everything_in, visible_words
from tests.gui.driving.window import Driver

Open = Callable[[], Driver]
NAMES = ("trialPick1", "trialPick2", "trialTie", "trialNone")
GUIDANCE = ("Say it in half the words.", "Begin with the numbers.")


@pytest.fixture
def library(folder: Path) -> Path:
    """Two trials, each of two tasks by two assistants, all answers written."""
    queue_library(folder, GUIDANCE)
    return folder


@pytest.fixture
def queue(library: Path, opened: Open) -> WhatWorksDriver:
    return open_queue(opened)


def open_queue(opened: Open) -> WhatWorksDriver:
    driver = WhatWorksDriver(opened())
    driver.person.window.activateWindow()
    driver.person.until(driver.person.window.isActiveWindow)
    driver.person.until(lambda: driver.person.sees("navQueue"))
    driver.click("navQueue")
    driver.person.until(lambda: driver.person.sees("trialQueue"))
    return driver


def workspace(queue: WhatWorksDriver) -> Workspace:
    return queue.person.window.workspace


def pairs(queue: WhatWorksDriver) -> list[Pair]:
    db = workspace(queue).desk.db
    return [p for trial in store.all_trials(db) for p in store.pairs_of_trial(db, trial.id)]


def choices(queue: WhatWorksDriver) -> list[PairChoice]:
    return [pair.choice for pair in pairs(queue) if pair.choice is not None]


def test_the_chip_says_how_many_pairs_wait_and_opens_the_queue(queue: WhatWorksDriver) -> None:
    assert queue.person.text("navQueue") == "8 pairs"
    assert queue.words("remainingText") == "8 left"
    left, right = queue.both()
    assert {left[:6], right[:6]} == {"Answer"}
    assert queue.person.text("taskWords").startswith("Task")
    assert [queue.person.text(name)[0] for name in NAMES] == ["1", "2", "=", "0"]


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        ("1", PairChoice.LEFT),
        ("2", PairChoice.RIGHT),
        ("=", PairChoice.TIE),
        ("0", PairChoice.NONE),
    ],
)
def test_a_key_chooses_wherever_the_focus_is(
    queue: WhatWorksDriver, key: str, choice: PairChoice
) -> None:
    queue.person.find("trialRight").setFocus()

    queue.press(key)

    assert choices(queue) == [choice]
    assert queue.words("remainingText") == "7 left"


@pytest.mark.parametrize(("name", "choice"), list(zip(NAMES, PairChoice, strict=True)))
def test_a_click_chooses_too(queue: WhatWorksDriver, name: str, choice: PairChoice) -> None:
    queue.click(name)

    assert choices(queue) == [choice]


def test_a_key_held_down_chooses_once(queue: WhatWorksDriver) -> None:
    focus = QApplication.focusWidget()
    for is_repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_1,
            Qt.KeyboardModifier.NoModifier,
            "1",
            is_repeat,
        )
        QApplication.sendEvent(focus, event)

    assert choices(queue) == [PairChoice.LEFT]


def test_keys_with_ctrl_choose_nothing(queue: WhatWorksDriver) -> None:
    QTest.keyClick(
        queue.person.find("trialLeft"), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier
    )

    assert choices(queue) == []


def test_the_keys_that_judge_a_round_do_not_reach_it_from_the_queue(
    library: Path, opened: Open
) -> None:
    queue = open_queue(opened)
    seen: list[str] = []
    table = queue.person.window.actions_table
    for name in ("useAnswer1", "noneUsable", "noDifference"):
        table.action(name).triggered.connect(partial(seen.append, name))
    left = queue.person.find("trialLeft")

    QTest.keyClick(left, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(left, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(left, Qt.Key.Key_Equal, Qt.KeyboardModifier.AltModifier)

    assert seen == []
    assert choices(queue) == []


def test_escape_leaves_and_the_same_pair_is_there_again(queue: WhatWorksDriver) -> None:
    before = queue.both()

    queue.press(Qt.Key.Key_Escape)
    assert queue.person.sees("guidanceList")
    queue.click("judgePairsButton")

    assert queue.both() == before
    assert choices(queue) == []


def test_the_time_away_is_not_time_taken(
    queue: WhatWorksDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(trial_queue_view.time, "monotonic", lambda: now[0])
    queue.press("1")
    now[0] += 10
    queue.click("navWorkbench")
    now[0] += 500
    queue.click("navGuidance")
    now[0] += 5
    queue.press("2")

    assert [p.seconds for p in pairs(queue) if p.choice is PairChoice.RIGHT] == [15.0]


def test_pairs_of_all_trials_are_mixed(queue: WhatWorksDriver) -> None:
    db = workspace(queue).desk.db
    order = store.ready_pairs(db)
    by_task = {
        task.id: trial.id for trial in store.all_trials(db) for task in store.tasks_of(db, trial.id)
    }

    trials = [by_task[pair.task_id] for pair in order]

    assert len(set(trials)) == 2
    assert [pair.rank for pair in order[1:]] == sorted(pair.rank for pair in order[1:])


def test_nothing_in_the_window_depends_on_the_side_of_the_guidance(
    library: Path, opened: Open
) -> None:
    first = open_queue(opened)
    as_drawn = everything_in(first.person.window)
    db = workspace(first).desk.db
    with db.atomic():
        db.write("UPDATE trial_pair SET with_side = 3 - with_side")
    first.person.window.close()

    other = open_queue(opened)
    the_other_way = everything_in(other.person.window)

    assert the_other_way == as_drawn


def test_nothing_depends_on_the_side_while_a_task_is_half_judged(
    library: Path, opened: Open
) -> None:
    first = open_queue(opened)
    first.press("1")
    assert not first.person.sees("revealedLine")
    first.press(Qt.Key.Key_Escape)
    first.person.window.close()
    first = open_queue(opened)
    as_drawn = everything_in(first.person.window)
    db = workspace(first).desk.db
    with db.atomic():
        db.write("UPDATE trial_pair SET with_side = 3 - with_side")
    first.person.window.close()

    assert everything_in(open_queue(opened).person.window) == as_drawn


def test_neither_guidance_nor_assistants_are_named(queue: WhatWorksDriver) -> None:
    said = visible_words(queue.person.window)

    assert not [text for text in (*GUIDANCE, "Astra", "Opus") if text in said]


def test_both_answers_have_the_same_room_whatever_is_in_them(queue: WhatWorksDriver) -> None:
    left, right = queue.person.find("trialLeft"), queue.person.find("trialRight")

    assert abs(left.width() - right.width()) <= 1
    assert left.height() == right.height()
    assert left.isVisible()
    assert right.isVisible()


def test_the_guidance_is_named_once_the_task_is_complete(queue: WhatWorksDriver) -> None:
    judge_until(queue, lambda: queue.person.sees("revealedLine"))

    sentence = queue.words("revealedText")

    assert sentence.startswith("A task is complete. ")
    assert any(text in sentence for text in GUIDANCE)
    queue.click("readAgainButton")
    assert queue.person.sees("pairReader")
    queue.press(Qt.Key.Key_Escape)
    assert queue.person.sees("trialQueue")


def judge_until(queue: WhatWorksDriver, is_so: Callable[[], bool]) -> None:
    while not is_so():
        queue.press("1")


def test_at_the_end_of_a_trial_the_person_is_asked_whether_they_could_tell(
    queue: WhatWorksDriver,
) -> None:
    judge_until(queue, lambda: "Could you tell" in queue.words("queueQuestion"))
    assert any(text in queue.words("queueRest") for text in GUIDANCE)

    queue.press("2")

    told = [trial.could_tell for trial in workspace(queue).trials.all()]
    assert CouldTell.SOMETIMES in told


def test_a_question_that_was_passed_over_is_asked_again_on_the_page(
    queue: WhatWorksDriver,
) -> None:
    judge_until(queue, lambda: "Could you tell" in queue.words("queueQuestion"))

    queue.press(Qt.Key.Key_Escape)
    queue.press(Qt.Key.Key_Escape)
    assert queue.person.sees("guidanceList")
    queue.click("toldYes")

    assert CouldTell.YES in [trial.could_tell for trial in workspace(queue).trials.all()]


def test_with_nothing_left_the_queue_says_so_and_the_chip_goes(queue: WhatWorksDriver) -> None:
    def is_over() -> bool:
        if "Could you tell" in queue.words("queueQuestion"):
            queue.press("1")
        return "Nothing is left" in queue_rest(queue)

    judge_until(queue, is_over)

    assert not queue.person.sees("navQueue")
    assert not queue.person.sees("trialPick1")
    assert {trial.could_tell for trial in workspace(queue).trials.all()} == {CouldTell.NO}


def queue_rest(queue: WhatWorksDriver) -> str:
    return queue.words("queueRest") if queue.person.sees("queueRest") else ""


def test_finer_checks_ask_for_a_guess_after_the_choice(folder: Path, opened: Open) -> None:
    queue_library(folder, GUIDANCE, judged=4)
    queue = open_queue(opened)
    # Of a pair that comes a second time no guess is asked, and which ones do is drawn.
    db = workspace(queue).desk.db
    with db.atomic():
        db.write("DELETE FROM trial_repeat")
    workspace(queue).settings.change("finer_checks", True)
    queue.press(Qt.Key.Key_Escape)
    queue.click("judgePairsButton")

    queue.press("1")
    assert "seemed to have a guidance" in queue.words("queueQuestion")
    before = len(choices(queue))
    queue.press(Qt.Key.Key_Escape)
    assert "rather use" in queue.words("queueQuestion")
    queue.press("2")
    queue.press("1")

    assert len(choices(queue)) == before + 1
    assert [p.guess for p in pairs(queue) if p.guess is not None] == [Side.LEFT]


def test_without_finer_checks_no_guess_is_asked_for(folder: Path, opened: Open) -> None:
    queue_library(folder, GUIDANCE, judged=4)
    queue = open_queue(opened)

    queue.press("1")

    assert "seemed to have a guidance" not in queue.words("queueQuestion")


def test_scrolling_one_answer_scrolls_the_other_when_wished(folder: Path, opened: Open) -> None:
    queue_library(folder, GUIDANCE, text="Line.\n\n" * 200)
    queue = open_queue(opened)
    left, right = queue.person.find("trialLeft"), queue.person.find("trialRight")
    assert isinstance(left, QTextBrowser)
    assert isinstance(right, QTextBrowser)
    queue.person.until(lambda: right.verticalScrollBar().maximum() > 500)
    left.verticalScrollBar().setValue(300)
    assert right.verticalScrollBar().value() == 0

    queue.click("linkScrollButton")
    left.verticalScrollBar().setValue(400)

    assert right.verticalScrollBar().value() > 0


def test_a_pair_that_was_given_up_meanwhile_gives_way_to_the_next(queue: WhatWorksDriver) -> None:
    db = workspace(queue).desk.db
    shown = next(p for p in pairs(queue) if p.shown is not None)
    with db.atomic():
        db.write(
            "UPDATE trial_task SET state = 'abandoned' WHERE id = "
            "(SELECT task FROM trial_pair WHERE ulid = ?)",
            (shown.id,),
        )

    queue.press("1")

    assert choices(queue) == []
    assert "cannot be judged" in queue.words("queueError")
    queue.press("1")
    assert len(choices(queue)) == 1


def test_a_pair_comes_as_soon_as_its_answers_are_there(folder: Path, opened: Open) -> None:
    fill(folder, waiting=False)
    driver = WhatWorksDriver(opened())
    driver.go_there()
    driver.person.window.actions_table.action("judgePairs").trigger()

    assert "Nothing is left to compare" in driver.words("queueRest")
    assert not driver.person.sees("navQueue")

"""The page What works: what is known of guidance, and what is decided about it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTableView

from conductor.core.guidance.guidance import GuidanceKind, GuidanceStatus
from conductor.gui.widgets.svg_picture import SvgPicture
from conductor.settings import Theme
from conductor.workspace.workspace import Workspace
from tests.evidence_library import NUMBERS_FIRST, UNTESTED, fill
from tests.gui.driving.walk import (
    controls,
    described,
    looks_the_same_with_focus,
    nameless,
    reached_by_tab,
    wrong_roles,
)
from tests.gui.driving.what_works import WhatWorksDriver
from tests.gui.driving.window import Driver

Open = Callable[[], Driver]
ASKED_ABOUT = "Answer like an old friend of the house."


@pytest.fixture
def empty(opened: Open) -> WhatWorksDriver:
    """A person at the page over a library without guidance."""
    driver = WhatWorksDriver(opened())
    driver.go_there()
    return driver


@pytest.fixture
def page(folder: Path, opened: Open) -> WhatWorksDriver:
    """A person at the page over ten pieces of guidance."""
    fill(folder)
    driver = WhatWorksDriver(opened())
    driver.go_there()
    return driver


def workspace(page: WhatWorksDriver) -> Workspace:
    return page.person.window.workspace


def status(page: WhatWorksDriver, text: str) -> GuidanceStatus:
    return next(i.status for i in workspace(page).guidance.all() if i.text == text)


def test_an_empty_page_shows_an_example_and_says_what_to_do(empty: WhatWorksDriver) -> None:
    ((guidance, verdict, counts, _takes, attached),) = empty.rows("guidanceTable")

    assert guidance.startswith("Example:")
    assert (verdict, counts, attached) == ("helps", "14 – 2 – 3", "attached")
    assert "Ctrl+G" in empty.words("explanationText")
    table = empty.person.find("guidanceTable")
    assert isinstance(table, QTableView)
    assert not table.model().flags(table.model().index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert not empty.is_usable("testGuidanceButton")
    assert empty.person.find("addGuidanceButton").hasFocus()


def test_every_verdict_stands_with_its_counts_and_no_probability(page: WhatWorksDriver) -> None:
    rows = page.table()

    assert page.titles()[:3] == ["Guidance", "Verdict", "Won – lost – tied"]
    assert {text: cells[:2] for text, cells in rows.items()} == {
        NUMBERS_FIRST: ["helps", "14 – 2 – 3"],
        "Half the words, keep every number.": ["not enough evidence", "9 – 2 – 1"],
        "Name who decides what, and by when.": ["probably helps", "8 – 1 – 0"],
        "반대 의견을 먼저 세 가지 쓰고 답하라.": ["makes little difference", "5 – 5 – 10"],
        "Think step by step.": ["probably hurts", "1 – 9 – 4"],
        ASKED_ABOUT: ["hurts", "0 – 8 – 0"],
        "Cite the source of every figure.": ["not enough evidence", "2 – 1 – 0"],
        "Write for a reader who knows nothing of it.": ["probably helps", "8 – 1 – 0"],
        "End with the one question that is open.": ["helps (older version)", "9 – 0 – 0"],
        UNTESTED: ["not enough evidence", "0 – 0 – 0"],
    }
    assert rows[NUMBERS_FIRST][2:] == ["", "attached"]
    assert rows["Half the words, keep every number."][2] == "1 more won to “probably helps”"
    assert not any("%" in cell for cells in rows.values() for cell in cells)
    assert page.spoken("guidanceTable", list(rows).index(NUMBERS_FIRST), 2) == (
        "14 won, 2 lost, 3 tied"
    )
    assert "50 %" in page.words("assumptionText")


def test_what_must_be_decided_comes_first_and_what_hurts_last(page: WhatWorksDriver) -> None:
    order = list(page.table())

    assert ASKED_ABOUT in order[:2]
    assert order[2] == NUMBERS_FIRST
    assert order[-1] == "Think step by step."


def test_guidance_said_once_is_not_there_until_it_has_a_star(page: WhatWorksDriver) -> None:
    item = workspace(page).guidance.all()[0]

    workspace(page).guidance.star(item.id, reusable=False)
    assert item.text not in page.table()

    workspace(page).guidance.star(item.id)
    assert item.text in page.table()


def test_everything_statistical_comes_with_one_key(page: WhatWorksDriver) -> None:
    assert not page.person.sees("assumptionBox")

    page.press(Qt.Key.Key_F9)

    row = page.table()[NUMBERS_FIRST]
    assert row[:3] == ["helps", "14 – 2 – 3", "14 – 2 – 3"]
    assert row[4:7] == ["97 · 3 · < 1", "64.2 ★", "proven"]
    assert row[7] == "0 · 0 · 0"
    number = list(page.table()).index(NUMBERS_FIRST)
    assert "90 % interval 67 % to 95 %" in page.spoken("guidanceTable", number, 4)
    assert page.spoken("guidanceTable", number, 5) == "helps 97 %, no difference 3 %, hurts < 1 %"
    assert "not a controlled test" in page.spoken("guidanceTable", number, 8)
    assert page.words("honestyText") == "Of 1 entries marked “helps”, expect 0.031 to be wrong."

    page.press(Qt.Key.Key_F9)

    assert "E₊" not in page.titles()
    assert not page.person.sees("honestyText")


def test_a_sceptic_sees_other_verdicts(page: WhatWorksDriver) -> None:
    page.press(Qt.Key.Key_F9)

    combo = page.person.find("assumptionBox")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)

    assert page.table()[NUMBERS_FIRST][0] == "probably helps"
    assert "80 %" in page.words("assumptionText")


def test_the_table_can_show_one_status_only(page: WhatWorksDriver) -> None:
    page.choose("guidanceFilter", "promising")

    assert {cells[0] for cells in page.table().values()} == {
        "probably helps",
        "helps (older version)",
    }

    page.choose("guidanceFilter", "retired")
    assert page.table() == {}
    assert page.words("explanationText") == "No guidance has this status."


def test_the_table_keeps_the_rules_of_models(page: WhatWorksDriver) -> None:
    table = page.person.find("guidanceTable")
    assert isinstance(table, QTableView)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(table.model(), fatal, table)

    page.press(Qt.Key.Key_F9)
    page.choose("guidanceFilter", "proven")

    assert tester.model() is table.model()


def test_guidance_is_written_down_and_half_written_words_are_kept(
    empty: WhatWorksDriver, opened: Open
) -> None:
    empty.click("addGuidanceButton")
    empty.type("guidanceText", "Numbers first")
    empty.key("guidanceText", Qt.Key.Key_Escape)
    empty.person.window.close()
    again = WhatWorksDriver(opened())
    again.go_there()
    again.click("addGuidanceButton")
    assert again.person.text("guidanceText") == "Numbers first"

    again.choose("guidanceKind", "structure")
    again.type("guidanceTaskKinds", "Summary, email")
    again.click("saveButton")

    (item,) = workspace(again).guidance.all()
    assert (item.text, item.kind, item.reusable) == (
        "Numbers first", GuidanceKind.STRUCTURE, True,
    )  # fmt: skip
    assert item.scope.kinds == ("summary", "email")
    assert list(again.table()) == ["Numbers first"]
    assert again.is_usable("testGuidanceButton")


def test_what_is_there_already_is_refused_beside_the_field(page: WhatWorksDriver) -> None:
    page.click("addGuidanceButton")
    page.type("guidanceText", UNTESTED)
    page.click("saveButton")

    assert page.words("textError") == (
        "This guidance is there already. Give it a star to reuse it."
    )


def test_the_detail_says_what_may_be_concluded(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)

    assert page.words("guidanceWords") == NUMBERS_FIRST
    assert page.words("verdictPill") == "helps"
    assert page.words("verdictCounts") == "14 – 2 – 3"
    assert "not that it helps on every task" in page.words("conclusionText")
    assert page.words("assumedText").startswith("Starting assumption: 50 %")
    assert "kinds of task: summary, email" in page.words("aboutGuidance")
    assert not page.person.sees("evidenceFigures")

    page.press(Qt.Key.Key_Escape)
    assert page.person.find("guidanceTable").hasFocus()


def test_the_figures_of_the_detail_come_with_the_same_key(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)

    page.press(Qt.Key.Key_F9)

    page.person.until(lambda: page.person.sees("pHelps"))
    assert [page.words(n) for n in ("pHelps", "pNone", "pHurts")] == ["97 %", "3 %", "< 1 %"]
    assert (page.words("trialCounts"), page.words("lotteryCounts")) == ("14 – 2 – 3", "0 – 0 – 0")
    assert page.words("wealth") == "64.2"
    assert page.words("standsOut") == "yes"
    assert "19 of 19 tasks complete" in page.words("testsText")
    assert NUMBERS_FIRST in page.words("versionsText")
    shown = {w.objectName(): w for w in page.person.window.findChildren(SvgPicture)}
    assert "after 19 tasks: helps 97 %" in shown["overTimePicture"].accessibleName()
    assert "Astra: about 86 % better, 14 won" in shown["assistantCells"].accessibleName()
    assert "email" in shown["kindCells"].accessibleName()


def test_what_older_models_earned_is_shown_as_theirs(page: WhatWorksDriver) -> None:
    page.open("End with the one question that is open.")

    assert page.words("verdictPill") == "helps (older version)"
    assert page.words("verdictCounts") == "9 – 0 – 0"
    assert "earlier models" in page.words("conclusionText")


def test_pictures_take_the_colours_of_the_look(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)
    page.press(Qt.Key.Key_F9)
    picture = page.person.find("overTimePicture")
    assert isinstance(picture, SvgPicture)
    workspace(page).settings.change("theme", Theme.LIGHT)
    assert picture.picture is not None
    light = picture.picture.svg

    workspace(page).settings.change("theme", Theme.DARK)

    assert picture.picture.svg != light
    assert "#6CC18D" in picture.picture.svg


def test_every_pair_behind_a_verdict_can_be_read(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)
    rows = page.rows("behindTable")
    assert len(rows) == 38
    assert {row[2] for row in rows} == {"Astra", "Opus"}
    won = next(n for n, row in enumerate(rows) if row[3] == "won")

    page.open_row("behindTable", won)

    assert sorted(name.partition(", ")[2] for name in labels(page, "sheetName")) == [
        "with the guidance",
        "without it",
    ]
    assert labels(page, "sheetMark") == ["your choice"]
    assert "this pair: won · 21 s to decide · the task: won" in page.words("pairResult")
    assert page.person.text("taskWords") == rows[won][0]

    page.press(Qt.Key.Key_Escape)
    assert page.person.find("behindTable").hasFocus()


def labels(page: WhatWorksDriver, name: str) -> list[str]:
    """Return what the visible labels of one name say."""
    found = page.person.window.findChildren(QLabel, name)
    return [label.text() for label in found if label.isVisible()]


def test_another_text_starts_a_new_version_and_says_so(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)
    page.click("editGuidanceButton")
    assert not page.person.sees("newVersionHint")
    edit = page.person.find("guidanceText")
    assert isinstance(edit, QPlainTextEdit)

    edit.setPlainText("Numbers first, always.")
    assert "no evidence yet" in page.words("newVersionHint")
    page.click("saveButton")

    assert page.words("guidanceWords") == "Numbers first, always."
    assert page.words("verdictCounts") == "0 – 0 – 0"
    page.press(Qt.Key.Key_F9)
    assert page.words("versionsText").splitlines()[0].startswith("2 · ")
    assert NUMBERS_FIRST in page.words("versionsText").splitlines()[1]


def test_kind_and_scope_change_without_a_new_version(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)
    page.click("editGuidanceButton")

    page.type("guidanceTaskKinds", "report")
    page.tick("guidanceAssistants", "Opus")
    page.click("saveButton")

    assert "kinds of task: report · assistants: Opus" in page.words("aboutGuidance")
    assert page.words("verdictCounts") == "14 – 2 – 3"


def test_kinds_are_shown_and_written_in_the_language_of_the_window(page: WhatWorksDriver) -> None:
    workspace(page).settings.change("language", "ko")
    page.person.until(lambda: page.person.text("navSettings") == "설정")
    page.go_there()
    page.open(NUMBERS_FIRST)
    assert "과제 종류: 요약, 이메일" in page.words("aboutGuidance")

    page.click("editGuidanceButton")
    kinds = page.person.find("guidanceTaskKinds")
    assert isinstance(kinds, QLineEdit)
    kinds.insert(", 보고서, 이사회 자료")
    page.click("saveButton")

    (item,) = [i for i in workspace(page).guidance.all() if i.text == NUMBERS_FIRST]
    assert item.scope.kinds == ("summary", "email", "report", "이사회 자료")


def test_an_unproven_guidance_can_be_attached_always_and_is_marked_so(
    page: WhatWorksDriver,
) -> None:
    page.open(UNTESTED)
    assert page.person.text("pinButton") == "Attach always (unproven)"

    page.click("pinButton")

    assert "new tasks: attached, unproven" in page.words("aboutGuidance")
    page.press(Qt.Key.Key_Escape)
    assert page.table()[UNTESTED][3] == "attached, unproven"


def test_guidance_is_retired_and_taken_back(page: WhatWorksDriver) -> None:
    page.open(UNTESTED)

    page.click("retireButton")
    assert status(page, UNTESTED) is GuidanceStatus.RETIRED
    assert not page.is_usable("testGuidanceButton")

    page.click("restoreButton")
    assert status(page, UNTESTED) is GuidanceStatus.CANDIDATE
    assert page.is_usable("testGuidanceButton")


@pytest.mark.parametrize(
    ("button", "after"),
    [("keepButton", GuidanceStatus.TESTING), ("retireAskedButton", GuidanceStatus.RETIRED)],
)
def test_the_person_answers_what_is_asked_about_a_guidance(
    page: WhatWorksDriver, button: str, after: GuidanceStatus
) -> None:
    page.open(ASKED_ABOUT)
    assert "Retire it, or keep it?" in page.words("questionText")

    page.click(button)

    assert not page.person.sees("questionBox")
    assert status(page, ASKED_ABOUT) is after


def test_the_star_is_taken_away_and_given_back(page: WhatWorksDriver) -> None:
    page.open(UNTESTED)

    page.click("starButton")
    page.press(Qt.Key.Key_Escape)
    assert UNTESTED not in page.table()


def test_keys_alone_lead_everywhere(page: WhatWorksDriver) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "guidanceTable"

    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Return)
    assert page.person.sees("guidanceDetail")
    page.press(Qt.Key.Key_Escape)
    assert page.person.sees("guidanceList")


def at_the_detail(page: WhatWorksDriver) -> None:
    page.open(ASKED_ABOUT)
    page.press(Qt.Key.Key_F9)
    page.click("editGuidanceButton")


def at_the_reader(page: WhatWorksDriver) -> None:
    page.open(NUMBERS_FIRST)
    page.open_row("behindTable", 0)


def at_the_setup(page: WhatWorksDriver) -> None:
    page.click("testGuidanceButton")


def at_the_queue(page: WhatWorksDriver) -> None:
    page.click("judgePairsButton")


@pytest.mark.parametrize("go", [at_the_detail, at_the_reader, at_the_setup, at_the_queue])
def test_every_view_can_be_used_by_those_who_see_nothing_or_have_no_mouse(
    page: WhatWorksDriver, go: Callable[[WhatWorksDriver], None]
) -> None:
    go(page)
    page.person.until(lambda: not page.person.sees("guidanceList"))
    window = page.person.window
    found = controls(window)

    assert nameless(found) == []
    assert wrong_roles(found) == []
    found[0].setFocus()
    reached = reached_by_tab(window)
    assert [described(widget) for widget in found if widget not in reached] == []
    assert [described(w) for w in found if looks_the_same_with_focus(w)] == []

"""The library: find a session, open it, bin it, take it back, delete it for good."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QTableView
from pytestqt.qtbot import QtBot

from conductor.core.entities import Session
from conductor.core.ids import SessionId
from conductor.gui.library.session_table import PAGE, SessionTable
from conductor.workspace.backups import backups_in
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import Sessions
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.session_driver import CTRL, chip, chips, choose, library_rows, press
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


@pytest.fixture
def sessions(team: SseServer, folder: Path) -> SseServer:
    """Three sessions; the newest is the Korean one."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    who = tuple(a.id for a in workspace.connections.assistants())
    for title, tags, kind in (
        ("Board meeting", ("board",), "summary"),
        ("Reply to Kim", (), "email"),
        ("분기 보고서", ("board", "q4"), None),
    ):
        wanted = NewRound("Do it", who, title=title, tags=tags, task_kind=kind)
        workspace.rounds.ask(wanted)
    workspace.close()
    return team


def titles(person: Driver) -> list[str]:
    return [row[0] for row in library_rows(person)]


def select(person: Driver, row: int) -> QTableView:
    table = person.find("libraryTable")
    assert isinstance(table, QTableView)
    table.selectRow(row)
    return table


def search(person: Driver, words: str) -> None:
    line = person.find("librarySearch")
    assert isinstance(line, QLineEdit)
    line.setText(words)


def test_every_session_is_listed_newest_first_and_opened_by_enter(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()

    person.click("navLibrary")

    assert library_rows(person) == [
        ("분기 보고서", "", "#board  #q4"),
        ("Reply to Kim", "email", ""),
        ("Board meeting", "summary", "#board"),
    ]
    press(person, Qt.Key.Key_Down)
    press(person, Qt.Key.Key_Return)
    assert person.window.page == "workbench"
    assert person.text("sessionTitle") == "Reply to Kim"


def test_a_double_click_opens(sessions: SseServer, opened: Open) -> None:
    person = opened()
    person.click("navLibrary")
    table = person.find("libraryTable")
    assert isinstance(table, QTableView)
    place = table.visualRect(table.model().index(2, 0)).center()

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert person.text("sessionTitle") == "Board meeting"


def test_typing_filters_titles_and_tags_and_says_when_nothing_is_found(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("navLibrary")

    search(person, "board")
    person.until(lambda: titles(person) == ["분기 보고서", "Board meeting"])
    search(person, "보고 q4")
    person.until(lambda: titles(person) == ["분기 보고서"])
    search(person, "nothing like it")

    person.until(lambda: person.sees("libraryEmpty"))
    assert "No session has these words" in person.text("libraryEmpty")


def test_a_tag_shows_the_sessions_that_have_it(sessions: SseServer, opened: Open) -> None:
    person = opened()
    assert chips(person, "sessionTag") == ["#board", "#q4"]

    choose(person, chip(person, "sessionTag", "#board"), "Show all sessions")

    assert person.window.page == "library"
    person.until(lambda: titles(person) == ["분기 보고서", "Board meeting"])


def test_what_is_binned_can_be_taken_back_at_once(sessions: SseServer, opened: Open) -> None:
    person = opened()
    person.click("navLibrary")
    table = select(person, 1)
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_Delete)

    assert "“Reply to Kim” is in the bin." in person.text("libraryMessage")
    person.until(lambda: titles(person) == ["분기 보고서", "Board meeting"])
    person.click("undoBinButton")
    person.until(lambda: titles(person) == ["분기 보고서", "Reply to Kim", "Board meeting"])
    assert not person.sees("libraryMessage")


def test_the_bin_restores_and_deletes_for_good_only_when_asked(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("navLibrary")
    select(person, 2)
    person.click("binSessionButton")
    person.until(lambda: len(titles(person)) == 2)
    select(person, 1)
    person.click("binSessionButton")
    person.until(lambda: len(titles(person)) == 1)

    person.click("binButton")

    assert set(titles(person)) == {"Board meeting", "Reply to Kim"}
    assert ("Board meeting", "summary", "#board") in library_rows(person)
    select(person, titles(person).index("Board meeting"))
    person.click("restoreButton")
    person.until(lambda: titles(person) == ["Reply to Kim"])
    person.click("deleteButton")
    person.click("keepButton")
    assert titles(person) == ["Reply to Kim"]
    person.click("deleteButton")
    assert "cannot be brought back" in person.text("libraryMessage")
    person.click("deleteForGoodButton")
    person.until(lambda: person.sees("libraryEmpty"))
    assert "bin is empty" in person.text("libraryEmpty")
    person.click("binButton")
    assert titles(person) == ["분기 보고서", "Board meeting"]


@pytest.mark.parametrize(("button", "left"), [("deleteBackupsButton", 0), ("keepButton", 1)])
def test_backups_that_hold_deleted_words_go_only_when_asked(
    sessions: SseServer, folder: Path, opened: Open, button: str, left: int
) -> None:
    person = opened()
    person.until(lambda: len(backups_in(folder)) == 1)
    person.click("navLibrary")
    select(person, 1)
    person.click("binSessionButton")
    person.until(lambda: len(titles(person)) == 2)
    person.click("binButton")
    select(person, 0)
    person.click("deleteButton")
    person.click("deleteForGoodButton")

    person.until(lambda: person.sees("deleteBackupsButton"))
    assert "still hold these words: 1" in person.text("libraryMessage")
    person.click(button)

    person.until(lambda: not person.sees("libraryMessage"))
    assert len(backups_in(folder)) == left


def test_the_session_that_is_open_leaves_the_workbench_when_it_is_binned(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("navLibrary")
    select(person, 0)

    person.click("binSessionButton")
    person.click("navWorkbench")

    assert person.text("sessionTitle") == "New session"


def test_an_empty_library_says_how_it_fills(team: SseServer, opened: Open) -> None:
    person = opened()

    person.click("navLibrary")

    assert "write a task" in person.text("libraryEmpty")
    assert not person.find("openSessionButton").isEnabled()


def switcher(person: Driver) -> QDialog:
    (dialog,) = [d for d in person.window.findChildren(QDialog) if d.isVisible()]
    return dialog


def test_the_switcher_finds_a_session_by_a_few_letters(sessions: SseServer, opened: Open) -> None:
    person = opened()
    press(person, Qt.Key.Key_O, CTRL)
    dialog = switcher(person)
    line = person.find("switcherSearch", dialog)
    shown = person.find("switcherList", dialog)
    assert isinstance(shown, QListWidget)
    assert shown.count() == 3

    QTest.keyClicks(line, "boar")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert person.text("sessionTitle") in ("Board meeting", "분기 보고서")
    assert shown is not None


def test_the_switcher_opens_from_any_page_and_is_left_by_escape(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("navLibrary")
    press(person, Qt.Key.Key_O, CTRL)
    dialog = switcher(person)
    QTest.keyClick(person.find("switcherSearch", dialog), Qt.Key.Key_Escape)
    assert person.window.page == "library"

    press(person, Qt.Key.Key_O, CTRL)
    QTest.keyClicks(person.find("switcherSearch", switcher(person)), "kim")
    QTest.keyClick(person.find("switcherSearch", switcher(person)), Qt.Key.Key_Return)

    assert person.window.page == "workbench"
    assert person.text("sessionTitle") == "Reply to Kim"


def many(number: int) -> tuple[SessionId, ...]:
    return tuple(SessionId(f"S{n:06}") for n in range(number))


def read(ids: "tuple[SessionId, ...]") -> list[Session]:
    now = "2026-11-22T10:00:00.000Z"
    return [Session(one, f"Title {one}", None, (), now, now, 1) for one in ids]


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot) -> None:
    model = SessionTable(read, None)  # type: ignore[arg-type]
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    model.show_ids(many(5))
    model.show_ids(many(0))
    model.show_ids(many(PAGE + 1))

    assert isinstance(tester.model(), QAbstractItemModel)
    assert model.index(PAGE, 0).data() == f"Title S{PAGE:06}"


changes = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=6)


def moved(model: SessionTable, expected: list[SessionId], move: tuple[int, int, bool]) -> None:
    """Change one session in the model, and in the list that says what it should hold."""
    which, where, stays = move
    changed = many(401)[which]
    expected[:] = [one for one in expected if one != changed]
    place = min(where, len(expected))
    after = expected[place] if place < len(expected) else None
    if stays:
        expected.insert(place, changed)
    assert model.take_changed({changed}, [(changed, after)] if stays else [])


@given(changes)
def test_sessions_that_change_move_to_their_places_and_the_others_stay(
    qapp: QApplication, moves: list[tuple[int, int, bool]]
) -> None:
    model = SessionTable(read, None)  # type: ignore[arg-type]
    expected = list(many(PAGE + 50))
    model.show_ids(expected)

    for move in moves:
        moved(model, expected, move)

    assert list(model.ids) == expected
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown == [f"Title {one}" for one in expected]


def test_sessions_that_change_keep_the_rules_of_models(qapp: QApplication) -> None:
    model = SessionTable(read, None)  # type: ignore[arg-type]
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    expected = list(many(20))
    model.show_ids(expected)

    for move in ((0, 19, True), (19, 0, True), (7, 7, True), (3, 0, False), (400, 5, True)):
        moved(model, expected, move)

    assert isinstance(tester.model(), QAbstractItemModel)
    assert list(model.ids) == expected


def test_a_place_that_is_not_known_asks_for_all_anew(qtbot: QtBot) -> None:
    model = SessionTable(read, None)  # type: ignore[arg-type]
    model.show_ids(many(3))

    assert not model.take_changed({SessionId("new")}, [(SessionId("new"), SessionId("unknown"))])


def test_a_session_that_changes_is_read_and_no_other(
    sessions: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    person.click("navLibrary")
    area = person.window.workspace.sessions
    every, asked = area.ids(), list[SessionId]()
    page = area.page
    assert titles(person) == ["분기 보고서", "Reply to Kim", "Board meeting"]

    def counted(ids: Sequence[SessionId]) -> tuple[Session, ...]:
        asked.extend(ids)
        return page(ids)

    table = select(person, 2)
    rows = table.model()
    monkeypatch.setattr(rows, "_read", counted)
    monkeypatch.setattr(Sessions, "ids", None)  # the whole list is not asked for again

    area.rename(every[1], "Reply to Lee")

    person.until(lambda: titles(person) == ["분기 보고서", "Reply to Lee", "Board meeting"])
    assert asked == [every[1]]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]


def test_what_changed_while_another_page_was_shown_is_taken_when_it_is_entered(
    sessions: SseServer, opened: Open
) -> None:
    person = opened()
    person.click("navLibrary")
    person.click("navWorkbench")
    area = person.window.workspace.sessions
    first, second, last = area.ids()

    area.rename(second, "Reply to Lee")
    person.window.workspace.bin.put([first])
    area.add_tag(last, "late")
    person.click("navLibrary")

    assert library_rows(person) == [
        ("Reply to Lee", "email", ""),
        ("Board meeting", "summary", "#board  #late"),
    ]


def test_a_hundred_thousand_sessions_are_read_a_page_at_a_time(qtbot: QtBot) -> None:
    asked: list[int] = []

    def counted(ids: "tuple[SessionId, ...]") -> list[Session]:
        asked.append(len(ids))
        return read(ids)

    view = QTableView()
    qtbot.addWidget(view)
    model = SessionTable(counted, view)  # type: ignore[arg-type]
    view.setModel(model)
    view.resize(800, 600)
    view.show()
    model.show_ids(many(100_000))

    view.scrollToBottom()
    view.grab()

    assert sum(asked) <= PAGE * 4
    assert view.indexAt(QPoint(20, 500)).row() > 99_900

"""Code is copied by one click, pictures name their address, tables are shown, menus are ours."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document.layout import TABLE_LIMIT
from conductor.gui.answer.document.rows import ROW_LIMIT
from conductor.gui.answer.harmless_text import LinkClicked, TableAsked
from conductor.gui.answer.paint import copy_spots
from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from tests.gui.answer.payloads import PAYLOADS

REFUSED = ("javascript:alert(1)", "file:///etc/hostname", "smb://h/s", "ms-msdt:/id", "vscode://x")


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    apply_theme(qapp, "light")
    shown = AnswerView()
    qtbot.addWidget(shown)
    shown.resize(400, 400)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    return urls


def place_of(view: AnswerView, words: str) -> QPoint:
    cursor = view.document().find(words)
    cursor.setPosition(cursor.selectionStart() + 1)
    return view.cursorRect(cursor).center()


def menu_at(view: AnswerView, at: QPoint) -> QMenu:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menus = view.findChildren(QMenu)
    assert [menu.objectName() for menu in menus] == ["answerContextMenu"]
    return menus[0]


def names(menu: QMenu) -> list[str]:
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, name: str) -> None:
    (action,) = [action for action in menu.actions() if action.objectName() == name]
    action.trigger()
    menu.close()


def test_a_click_copies_the_code_it_belongs_to(view: AnswerView) -> None:
    long_line = "y" * (ROW_LIMIT + 10)
    view.set_text(f"```py\na = 1\n\n\tb\n```\n\ntext\n\n```\n{long_line}\nend\n```")

    spots = [spot for spot, _line in copy_spots(view)]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[0].center())
    first = QApplication.clipboard().text()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[1].center())

    assert first == "a = 1\n\n\tb"
    assert QApplication.clipboard().text() == f"{long_line}\nend"


def test_a_line_of_code_that_is_cut_is_copied_whole(view: AnswerView) -> None:
    long_line = "y" * (ROW_LIMIT + 10)
    view.set_text(f"```\n{long_line}\nend\n```")

    copied = view.whole_data().text()

    assert copied == f"{long_line}\nend"


@pytest.mark.parametrize("source", ["https://e.com/x.png?d=1", *REFUSED, "/etc/hostname"])
def test_a_blocked_picture_names_its_whole_address_and_opens_nothing(
    view: AnswerView, opened: list[QUrl], source: str
) -> None:
    clicked: list[LinkClicked] = []
    view.link_clicked.connect(clicked.append)
    view.set_text(f"before ![chart]({source}) after")

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "blocked"))

    assert clicked == [LinkClicked(source, is_image=True)]
    assert opened == []


@pytest.mark.parametrize("scheme", REFUSED)
@pytest.mark.qt_log_ignore("Mouse event")
def test_refused_schemes_open_nothing_whatever_is_pressed(
    view: AnswerView, opened: list[QUrl], scheme: str
) -> None:
    clicked: list[LinkClicked] = []
    view.link_clicked.connect(clicked.append)
    view.set_text(f"see [here]({scheme}) and <{scheme}> now")
    at = place_of(view, "here")

    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(view.viewport(), button, pos=at)
    view.setFocus()
    view.focusNextPrevChild(True)
    QTest.keyClick(view, Qt.Key.Key_Return)
    menu = menu_at(view, at)

    assert "copyAddress" not in names(menu)
    menu.close()
    assert (clicked, opened) == ([], [])


def test_the_menu_offers_what_can_be_copied_here(view: AnswerView) -> None:
    view.set_text("a [link](https://e.com/a?b=1) here\n\n```py\ncode\n```")

    choose(menu_at(view, place_of(view, "link")), "copyAddress")
    address = QApplication.clipboard().text()
    QApplication.processEvents()
    menu = menu_at(view, place_of(view, "code"))
    listed = names(menu)
    choose(menu, "copyCode")

    assert address == "https://e.com/a?b=1"
    assert listed == ["copySelection", "copyCode", "selectAll"]
    assert QApplication.clipboard().text() == "code"


def test_the_menu_goes_when_it_is_closed(view: AnswerView, qtbot: QtBot) -> None:
    view.set_text("words")

    menu_at(view, place_of(view, "words")).close()

    qtbot.waitUntil(lambda: not view.findChildren(QMenu))


def test_a_large_table_can_be_asked_for(view: AnswerView) -> None:
    asked: list[TableAsked] = []
    view.table_asked.connect(asked.append)
    clicked: list[object] = []
    view.link_clicked.connect(clicked.append)
    columns = 41
    table = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + ("|" + "1|" * columns + "\n") * 3
    view.set_text(f"| small |\n|--|\n| x |\n\n{table}")

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "Show the"))

    assert clicked == []
    assert [len(row.cells) for row in asked[0].rows] == [columns] * 4
    assert columns * 4 < TABLE_LIMIT


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_answer_can_write_a_link_of_our_own(view: AnswerView, payload: str) -> None:
    view.set_text(payload + "\n\n[x](table:0) <table:0> ![x](table:0)")
    asked: list[object] = []
    view.table_asked.connect(asked.append)

    for _link in range(8):
        view.focusNextPrevChild(True)
        QTest.keyClick(view, Qt.Key.Key_Return)

    assert asked == []


def test_copied_html_leads_only_where_links_may_lead(view: AnswerView) -> None:
    columns = "|" + "a|" * 41 + "\n|" + "-|" * 41 + "\n"
    view.set_text(f"[ok](https://e.com) ![p](https://evil.com/x.png)\n\n{columns}")

    html = view.whole_data().html()

    assert 'href="https://e.com"' in html
    assert "evil.com/x.png" not in html
    assert "table:" not in html


def test_another_size_of_a_long_answer_comes_in_slices_at_the_same_place(
    view: AnswerView,
) -> None:
    view.append("".join(f"Paragraph {number} of the answer.\n\n" for number in range(400)))
    view.flush()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = view.cursorForPosition(QPoint(20, 20)).block().text()
    text = view.toPlainText()

    view.set_text_size(20)

    assert view.has_pending
    view.append("More.\n\n")
    while view.has_pending:
        view.flush_slice()
    assert view.cursorForPosition(QPoint(20, 20)).block().text() == before
    assert view.toPlainText().startswith(text)
    assert view.toPlainText().rstrip().endswith("More.")
    assert view.viewport().updatesEnabled()


def test_a_reader_at_the_end_stays_there_in_another_size(view: AnswerView) -> None:
    for number in range(200):
        view.append(f"Paragraph {number}.\n\n")
        view.flush()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()

    view.set_text_size(19)
    view.flush()

    assert bar.value() == bar.maximum()


def test_another_answer_in_place_of_a_long_one_waits_for_its_turn(view: AnswerView) -> None:
    view.set_text("old\n\n" * 3_000)

    view.begin_text("new\n\n" * 3_000, is_whole=False)
    view.append("more")

    assert view.is_empty
    view.flush()
    assert view.source_text == "new\n\n" * 3_000 + "more"
    assert "old" not in view.toPlainText()


def test_ctrl_and_the_wheel_ask_for_another_size(view: AnswerView, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    asked: list[int] = []
    view.zoom_asked.connect(asked.append)
    view.set_text("line\n\n" * 100)
    for turn, keys in (
        (120, Qt.KeyboardModifier.ControlModifier),
        (-120, Qt.KeyboardModifier.ControlModifier),
        (-120, Qt.KeyboardModifier.NoModifier),
    ):
        wheel = QWheelEvent(
            QPointF(20, 20),
            QPointF(view.mapToGlobal(QPoint(20, 20))),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), wheel)

    assert asked == [1, -1]
    assert view.verticalScrollBar().value() > 0


def test_only_the_person_scrolls_by_hand(view: AnswerView) -> None:
    said: list[bool] = []
    view.scrolled_by_person.connect(lambda: said.append(True))
    view.set_text("line\n\n" * 100)

    view.append("more\n\n" * 20)
    view.flush()
    view.verticalScrollBar().setValue(50)
    assert said == []

    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert said

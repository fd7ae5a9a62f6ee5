"""What is copied keeps its marks and leaves the theme behind."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from conductor.gui.look.tokens import DARK


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> AnswerView:
    apply_theme(qapp, "dark")
    shown = AnswerView()
    qtbot.addWidget(shown)
    return shown


def copied(view: AnswerView, markdown: str) -> str:
    view.set_text(markdown)
    view.selectAll()
    return view.createMimeDataFromSelection().text()


@pytest.mark.parametrize(
    "text",
    [
        "- a\n   - b\n- c",
        "3. a\n4. b",
        "- [x] done\n- [ ] open",
        "> quoted",
        "one\n\ntwo\nlines",
        "before\n\n---\n\nafter",
        "$$\nx\n$$",
    ],
)
def test_plain_text_keeps_the_marks(view: AnswerView, text: str) -> None:
    assert copied(view, text) == text


def test_code_is_copied_as_code(view: AnswerView) -> None:
    assert copied(view, "```py\ndef f():\n\n    pass\n```") == "def f():\n\n    pass"


def test_tables_are_copied_as_cells(view: AnswerView) -> None:
    assert copied(view, "| a | b |\n|--|--|\n| 1 | 2 |\n\nend") == "a\tb\n1\t2\n\nend"


def test_part_of_an_item_is_copied_without_its_mark(view: AnswerView) -> None:
    view.set_text("- one two\n- three")
    cursor = view.document().find("two")
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)

    assert view.createMimeDataFromSelection().text() == "two\n- three"


def test_rich_text_keeps_looks_but_no_colours(view: AnswerView) -> None:
    view.set_text("**bold** [link](https://e.com) `code`\n\n1. item\n\n| a |\n|--|\n| 1 |")
    view.selectAll()

    html = view.createMimeDataFromSelection().html()

    assert "font-weight" in html
    assert "https://e.com" in html
    assert "<li" in html
    assert "<td" in html
    for colour in (DARK.text, DARK.accent, DARK.code):
        assert colour.lower() not in html.lower()

"""Words are found as a person means them, at the places where the document has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from conductor.gui.answer.search import find_spans
from conductor.gui.answer.view import AnswerView


@pytest.mark.parametrize(
    ("text", "wanted", "count"),
    [
        ("Budget, budget and BUDGET", "budget", 3),
        ("예산 4,200만 원, 예산안", "예산", 2),
        ("two\u00a0words, two\nwords", "two words", 2),
        ("a+b (c) a+b", "a+b", 2),
        ("지휘자", "\u110c\u1175\u1112\u1171", 1),
        ("anything", "  ", 0),
        ("", "x", 0),
    ],
)
def test_words_are_found(text: str, wanted: str, count: int) -> None:
    assert len(find_spans(text, wanted)) == count


@given(st.text("a😀 b\n", max_size=30), st.sampled_from(["a", "b", "😀", "a b"]))
def test_places_count_in_utf_16(text: str, wanted: str) -> None:
    units = text.encode("utf-16-le")

    for start, end in find_spans(text, wanted):
        found = units[2 * start : 2 * end].decode("utf-16-le")
        assert found.split() == wanted.split()


def test_places_are_those_of_the_document(qapp: QApplication) -> None:
    view = AnswerView()
    view.set_text(
        "😀 # no\n\n| a | needle |\n|--|--|\n| 👨‍👩‍👧 | b |\n\n- 😀 needle\n\n```\nneedle\n```"
    )

    spans = find_spans(view.toPlainText(), "needle")

    cursor = QTextCursor(view.document())
    for start, end in spans:
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == "needle"
    assert len(spans) == 3
    view.deleteLater()

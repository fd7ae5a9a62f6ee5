"""A box of plain text shows whatever it is given at once, and copies it whole."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor.gui.widgets.plain_text_box import UNBROKEN_LIMIT, PlainTextBox
from tests.gui.driving.turns import watched_turns


def made(qtbot: QtBot) -> PlainTextBox:
    box = PlainTextBox(None, name="box", title="Box")  # type: ignore[arg-type]
    qtbot.addWidget(box)
    box.resize(500, 300)
    box.show()
    qtbot.waitExposed(box)
    return box


def copied(box: PlainTextBox) -> str:
    box.selectAll()
    box.copy()
    return QApplication.clipboard().text()


@pytest.mark.parametrize("unit", ["_", "a", '“"', "_ ", "\u00ad", "가"])
def test_a_run_without_end_is_shown_at_once_and_copied_whole(qtbot: QtBot, unit: str) -> None:
    text = unit * 50_000
    with watched_turns() as turns:
        box = made(qtbot)
        box.show_text(text)
        qtbot.wait(10)

        assert turns.longest_turn_s() < 0.7
    lines = box.toPlainText().split("\n")
    assert max(map(len, lines)) <= max(UNBROKEN_LIMIT + 1, len(text) if " " in unit else 0)
    assert copied(box) == ("⟦U+00AD ×50000⟧" if unit == "\u00ad" else text)


def test_what_comes_in_pieces_looks_like_the_whole(qtbot: QtBot) -> None:
    text = "ab cd\n" + "x" * 9_000 + " end " + "y" * 5_000 + "\nz"
    whole, pieces = made(qtbot), made(qtbot)

    whole.show_text(text)
    pieces.show_text("")
    for at in range(0, len(text), 700):
        pieces.append_text(text[at : at + 700])

    assert pieces.toPlainText() == whole.toPlainText()
    assert copied(pieces) == text

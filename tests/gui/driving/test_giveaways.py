"""What a window says is words, and nothing that changes from one run to the next."""

from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.driving.giveaways import everything_said


class Kept:
    """A value that is written with the place where it lies in memory."""


def test_where_an_object_lies_in_memory_is_not_said(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setProperty("font", QFont("Inter"))
    action = QAction("Do it", window)
    action.setData(Kept())
    choice = QComboBox(window)
    choice.addItem("Astra", Kept())

    said = "\n".join(words for _where, words in everything_said(window))

    assert "Kept object" in said
    assert "QFont" in said
    assert "0x" not in said

"""The measure of how long the window does not answer measures just that."""

import re
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.gui.driving.turns import TurnTooLong, watched_turns


def burn(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_long_turn_among_short_ones_is_found(qtbot: QtBot) -> None:
    with watched_turns() as turns:
        for _number in range(5):
            QTimer.singleShot(0, lambda: burn(0.02))
            qtbot.wait(5)
        QTimer.singleShot(0, lambda: burn(0.15))
        qtbot.wait(20)
        longest_s = turns.longest_turn_s()

    assert 0.15 <= longest_s < 0.25


def test_waiting_is_no_work(qtbot: QtBot) -> None:
    with watched_turns() as turns:
        qtbot.wait(200)

    assert turns.count > 0
    assert turns.longest_turn_s() < 0.1


def test_what_is_called_between_turns_counts(qtbot: QtBot) -> None:
    with watched_turns() as turns:
        burn(0.1)

    assert turns.longest_turn_s() >= 0.1


def test_a_turn_that_does_not_end_is_broken_off(qtbot: QtBot) -> None:
    with pytest.raises(TurnTooLong), watched_turns(break_off_s=0.1):
        re.match(r"(a|a)*b", "a" * 40)

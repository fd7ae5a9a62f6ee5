"""Code stays plain where no process reads it; who asked always hears of it."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document.code_block import Wanted
from conductor.gui.answer.document.code_reader import CodeReader

ASKED = Wanted("python", ("x = 1",), (1,), None)


@pytest.mark.parametrize("line", ["{", "[]", "7", '["done"]', '["done", "soon"]', '{"a": 1}'])
def test_a_broken_line_ends_the_process_and_is_an_answer(qtbot: QtBot, line: str) -> None:
    script = f"import sys; sys.stdin.readline(); print({line!r}, flush=True); sys.stdin.read()"
    reader = CodeReader(None, (sys.executable, "-c", script))

    with qtbot.waitSignal(reader.read, timeout=10_000):
        reader.ask(ASKED)

    assert not reader.can_read
    reader.stop()


def test_a_process_that_cannot_begin_leaves_nobody_waiting(qtbot: QtBot) -> None:
    reader = CodeReader(None, ("/nowhere/at/all",))
    heard: list[object] = []
    reader.read.connect(heard.append)

    reader.ask(ASKED)

    qtbot.waitUntil(lambda: len(heard) == 1)
    assert not reader.can_read
    reader.stop()

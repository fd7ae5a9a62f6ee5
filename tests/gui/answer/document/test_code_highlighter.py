"""Code takes its colours when they come, whatever the language does, and keeps its words."""

import sys
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor.gui.answer.document import code_reader
from conductor.gui.answer.document.code_block import Wanted
from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme
from conductor.gui.look.tokens import DARK, LIGHT
from tests.colouring.nasty import FREEZING
from tests.gui.driving.turns import watched_turns

PATIENCE_MS = 60_000


@pytest.fixture(autouse=True)
def _own_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    program = code_reader._PROGRAM.replace("main()", "main(0.1)")
    monkeypatch.setattr(code_reader, "_PROGRAM", program)
    code_reader.stop_reading()
    yield
    code_reader.stop_reading()


@pytest.fixture
def new_view(qtbot: QtBot, qapp: QApplication) -> Callable[[], AnswerView]:
    apply_theme(qapp, "light")

    def make() -> AnswerView:
        shown = AnswerView()
        qtbot.addWidget(shown)
        shown.resize(600, 500)
        shown.show()
        return shown

    return make


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """What is asked of the process, in order."""
    seen: list[Wanted] = []
    ask = code_reader.CodeReader.ask

    def watched(self: code_reader.CodeReader, wanted: Wanted) -> None:
        seen.append(wanted)
        ask(self, wanted)

    monkeypatch.setattr(code_reader.CodeReader, "ask", watched)
    return seen


def line_of(view: AnswerView, start: str) -> QTextBlock:
    block = view.document().begin()
    while not block.text().startswith(start):
        block = block.next()
        assert block.isValid(), f"no line begins with {start}"
    return block


def colours(view: AnswerView, start: str) -> dict[str, str]:
    """Return the coloured words of the line that begins so."""
    block = line_of(view, start)
    units = block.text().encode("utf-16-le")
    return {
        units[2 * f.start : 2 * (f.start + f.length)].decode("utf-16-le"): (
            f.format.foreground().color().name()
        )
        for f in block.layout().formats()
    }


def until_coloured(qtbot: QtBot, view: AnswerView, start: str) -> None:
    qtbot.waitUntil(lambda: bool(colours(view, start)), timeout=PATIENCE_MS)


def test_code_takes_its_colours_and_the_answer_stays_the_same(
    new_view: Callable[[], AnswerView], qtbot: QtBot
) -> None:
    view = new_view()
    view.set_text("```python\ndef f():\n    '''a\n    b'''\n    return '😀' + 1\n```")
    before = view.toPlainText()

    until_coloured(qtbot, view, "    return")

    words = LIGHT.code_colours
    assert colours(view, "def") == {"def": words.keyword.lower(), "f": words.name.lower()}
    assert colours(view, "    b'''") == {"    b'''": words.string.lower()}
    assert colours(view, "    return")["1"] == words.number.lower()
    assert view.toPlainText() == before


def test_a_streamed_block_is_coloured_while_it_comes(
    new_view: Callable[[], AnswerView], qtbot: QtBot
) -> None:
    view = new_view()
    for piece in ("Look:\n\n```py", "thon\nx = '''on", "e\ntw", "o''' + 1\ny = 2", "3\n"):
        view.append(piece)
        view.flush()
        qtbot.wait(60)

    until_coloured(qtbot, view, "y = 23")

    assert colours(view, "two")["two'''"] == LIGHT.code_colours.string.lower()
    assert colours(view, "y = 23") == {"23": LIGHT.code_colours.number.lower()}


def test_a_block_that_rests_looks_as_a_whole(
    new_view: Callable[[], AnswerView], qtbot: QtBot
) -> None:
    view = new_view()
    view.set_text("```c\n/* one\n   two */\nint x;\n```")

    qtbot.waitUntil(lambda: "   two */" in colours(view, "   two"), timeout=PATIENCE_MS)

    assert colours(view, "int")["int"] == LIGHT.code_colours.keyword.lower()


def test_another_theme_or_view_asks_nothing_again(
    new_view: Callable[[], AnswerView], qtbot: QtBot, qapp: QApplication, asked: list[Wanted]
) -> None:
    code = "```python\nx = 1\n```"
    view = new_view()
    view.set_text(code)
    qtbot.waitUntil(lambda: len(asked) == 2 and bool(colours(view, "x")), timeout=PATIENCE_MS)
    qtbot.wait(100)

    apply_theme(qapp, "dark")
    view.flush()
    other = new_view()
    other.set_text(code)

    assert colours(view, "x") == {"1": DARK.code_colours.number.lower()}
    assert colours(other, "x") == {"1": DARK.code_colours.number.lower()}
    qtbot.wait(500)
    assert len(asked) == 2
    apply_theme(qapp, "light")


def test_long_code_is_sent_once_line_by_line_and_once_as_a_whole(
    new_view: Callable[[], AnswerView], qtbot: QtBot, asked: list[Wanted]
) -> None:
    view = new_view()
    view.append("```python\n")
    lines = 1_500
    for number in range(0, lines, 50):
        view.append("".join(f"y{n} = compute({n})\n" for n in range(number, number + 50)))
        view.flush()
        qtbot.wait(45)
    until_coloured(qtbot, view, f"y{lines - 1}")

    qtbot.waitUntil(lambda: bool(asked) and asked[-1].state is None, timeout=PATIENCE_MS)

    assert sum(len(wanted.lines) for wanted in asked if wanted.state is not None) < lines * 1.5
    assert sum(wanted.state is None for wanted in asked) <= 3


def test_no_language_stops_the_window(new_view: Callable[[], AnswerView], qtbot: QtBot) -> None:
    view = new_view()
    answer = "".join(f"```{language}\n{line}\n```\n\n" for language, line in FREEZING.items())

    with watched_turns(break_off_s=20) as turns:
        view.set_text(f"{answer}```python\nlast = 1\n```\n\nThe end.")
        view.flush()
        until_coloured(qtbot, view, "last")

    assert turns.longest_turn_s() < 1
    assert all(line in view.toPlainText() for line in FREEZING.values())
    assert "The end." in view.toPlainText()


def test_code_that_was_stopped_is_not_asked_for_again(
    new_view: Callable[[], AnswerView], qtbot: QtBot, qapp: QApplication, asked: list[Wanted]
) -> None:
    answer = f"```fish\nset x 1\n{FREEZING['fish']}\n```\n\n```python\nlast = 1\n```\n"
    view = new_view()
    view.set_text(answer)
    until_coloured(qtbot, view, "last")
    before = [wanted for wanted in asked if wanted.language == "fish"]

    apply_theme(qapp, "dark")
    apply_theme(qapp, "light")
    view.flush()
    other = new_view()
    other.set_text(answer)
    until_coloured(qtbot, other, "last")
    qtbot.wait(500)

    assert [wanted for wanted in asked if wanted.language == "fish"] == before
    assert colours(view, "set") == {}
    assert colours(other, "set") == {}


def test_a_language_that_was_stopped_often_stays_plain(
    new_view: Callable[[], AnswerView], qtbot: QtBot, asked: list[Wanted]
) -> None:
    for number in range(4):
        view = new_view()
        line = f"{FREEZING['rego']}{number}"
        view.set_text(f"```rego\n{line}\n```\n\n```python\nlast = {number}\n```\n")
        until_coloured(qtbot, view, "last")

    assert len([wanted for wanted in asked if wanted.language == "rego"]) == 3


@pytest.mark.parametrize(
    "command",
    [(), ("/nonexistent/python",), (sys.executable, "-c", "raise SystemExit(3)")],
    ids=["none", "no such program", "ends at once"],
)
def test_without_a_process_code_stays_plain_and_nothing_is_said(
    new_view: Callable[[], AnswerView],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    monkeypatch.setattr(code_reader, "_usual_command", lambda: command)
    view = new_view()
    view.set_text("```python\nx = 1\n```")

    qtbot.waitUntil(lambda: not code_reader.code_reader().can_read, timeout=PATIENCE_MS)
    qtbot.wait(100)

    assert colours(view, "x") == {}
    assert view.toPlainText() == "x = 1"


def test_a_process_that_says_nothing_is_given_up(
    new_view: Callable[[], AnswerView], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = (sys.executable, "-c", "import time; time.sleep(600)")
    monkeypatch.setattr(code_reader, "_usual_command", lambda: mute)
    monkeypatch.setattr(code_reader, "_LIMIT_MS", 200)
    view = new_view()
    view.set_text("```python\nx = 1\n```")

    qtbot.waitUntil(lambda: not code_reader.code_reader().can_read, timeout=PATIENCE_MS)

    assert code_reader.code_reader().process_id == 0


def test_a_view_that_is_gone_holds_up_nobody(
    new_view: Callable[[], AnswerView], qtbot: QtBot
) -> None:
    gone, view = AnswerView(), new_view()
    gone.show()
    gone.set_text(f"```fish\n{FREEZING['fish']}\n```")
    view.set_text("```python\nx = 1\n```")
    qtbot.waitUntil(lambda: code_reader.code_reader().process_id > 0, timeout=PATIENCE_MS)

    gone.close()
    gone.deleteLater()
    qtbot.wait(1)

    until_coloured(qtbot, view, "x")


def test_only_a_known_language_starts_the_process(
    new_view: Callable[[], AnswerView], qtbot: QtBot
) -> None:
    view = new_view()
    view.set_text("```\nx = 1\n```\n\n```text\nx\n```\n")
    qtbot.wait(150)

    assert code_reader.code_reader().process_id == 0


def test_the_first_slice_does_not_wait_for_the_process(new_view: Callable[[], AnswerView]) -> None:
    view = new_view()
    view.set_text("```python\nwarm = 1\n```")

    began_s = time.thread_time()
    view.set_text("```python\nx = 1\n```")

    assert time.thread_time() - began_s < 0.5
    assert code_reader.code_reader().process_id == 0

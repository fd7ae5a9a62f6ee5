"""Reading answers in the window: tabs, keys, search, zoom, threads, what was not asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QToolButton,
    QWidget,
)

from conductor.gui.answer.view import AnswerView
from conductor.gui.widgets import announce as announcing
from conductor.gui.workbench.columns.answer_tabs import AnswerTab
from tests.gui.driving.window import Driver, prepare_team
from tests.sse_server import (
    Reply,
    SseServer,
    chunk,
    cut_after,
    event,
    failing,
    hang_after,
    text,
    tokens,
)

Open = Callable[[], Driver]
TEAM = {name: name.lower() for name in ("Astra", "Opus", "Local", "Gemma", "Quill")}
LONG = "# One\n\n" + "A line of it.\n\n" * 60 + "# Two\n\n" + "더 많은 글.\n\n" * 60


@pytest.fixture
def five(folder: Path, server: SseServer) -> SseServer:
    """A library with five assistants."""
    prepare_team(folder, server.base_url, **TEAM)
    return server


@pytest.fixture
def asked(five: SseServer, opened: Open) -> Driver:
    """Five answers, each "Hello there.", in a window in which three columns fit."""
    return ask(opened())


def ask(person: Driver, words: str = "Go") -> Driver:
    person.window.resize(1100, 800)
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    person.write(words)
    person.send()
    person.until(lambda: not person.window.workspace.live.ids)
    return person


def press(person: Driver, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(QApplication.focusWidget() or person.window, key, held)


def tabs(person: Driver) -> dict[str, AnswerTab]:
    found = [tab for tab in person.window.findChildren(AnswerTab) if tab.isVisible()]
    return {tab.accessibleName().split(":")[0]: tab for tab in found}


def focused(person: Driver) -> str:
    widget = QApplication.focusWidget()
    while widget is not None and widget.objectName() not in ("answerColumn", "unaskedColumn"):
        widget = widget.parentWidget()
    return str(widget.property("assistant")) if widget else ""


def view_of(person: Driver, name: str) -> AnswerView:
    columns = person.window.findChildren(QWidget, "answerColumn")
    (column,) = [column for column in columns if column.property("assistant") == name]
    view = column.findChild(AnswerView)
    assert view
    return view


def test_columns_keep_their_width_and_the_rest_are_tabs(asked: Driver) -> None:
    assert list(tabs(asked)) == list(TEAM)
    assert set(asked.columns()) == {"Astra", "Opus", "Local"}
    assert all(column.width() >= 320 for column in asked.columns().values())
    assert [tab.isChecked() for tab in tabs(asked).values()] == [True] * 3 + [False] * 2

    asked.window.resize(2000, 800)
    asked.until(lambda: set(asked.columns()) == set(TEAM))

    assert not tabs(asked)


def test_a_tab_says_how_its_answer_stands(five: SseServer, opened: Open) -> None:
    five.script("gemma", failing(400, message="no"))
    five.script("quill", hang_after(2))
    person = opened()
    person.window.resize(1100, 800)
    person.write("Go")
    person.send()
    person.until(lambda: tabs(person)["Gemma"].accessibleName() == "Gemma: failed")
    person.until(lambda: tabs(person)["Quill"].accessibleName() == "Quill: writing …")

    assert tabs(person)["Gemma"].text().endswith("✕")
    assert tabs(person)["Astra"].text().endswith("✓")


def test_a_tab_that_streams_is_current_within_a_second_of_being_shown(
    five: SseServer, opened: Open
) -> None:
    five.script("quill", hang_after(3000))
    person = opened()
    person.window.resize(1100, 800)
    person.write("Go")
    person.send()
    (quill,) = [c for c in person.window.workbench.rooms.columns.answers if c.assistant == "Quill"]

    def has_come() -> bool:
        live = person.window.workspace.live.get(quill.id)
        return live is not None and "".join(live.pieces).rstrip().endswith("t2999")

    person.until(has_come)

    QTest.mouseClick(tabs(person)["Quill"], Qt.MouseButton.LeftButton)

    person.qtbot.waitUntil(lambda: person.answer("Quill").endswith("t2999"), timeout=1000)


def test_alt_and_arrows_reach_every_answer(asked: Driver) -> None:
    reached = []
    for _number in range(6):
        press(asked, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        reached.append(focused(asked))
        assert focused(asked) in asked.columns()
    press(asked, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert reached == [*TEAM, "Astra"]
    assert focused(asked) == "Quill"
    header = asked.find("columnHeader", asked.columns()["Quill"])
    assert header.property("current")


def test_an_answer_can_be_carried_to_another_place(asked: Driver) -> None:
    columns = asked.window.workbench.rooms.columns
    ids = {c.answer.assistant: c.answer.assistant_id for c in columns.ordered}

    tabs(asked)["Astra"].dropped.emit(ids["Quill"], ids["Astra"])

    assert list(tabs(asked)) == ["Quill", "Opus", "Local", "Gemma", "Astra"]
    places = {name: column.x() for name, column in asked.columns().items()}
    assert sorted(places, key=lambda name: places[name]) == ["Quill", "Opus", "Local"]


def test_widths_and_widgets_stay_while_rounds_change(asked: Driver) -> None:
    ask(asked, "Again")
    asked.window.resize(1400, 800)
    splitter = asked.find("answerSplitter")
    assert isinstance(splitter, QSplitter)
    splitter.setSizes([480, 330, 330, 0, 0])
    before = {name: (column.width(), id(column)) for name, column in asked.columns().items()}
    rounds = asked.find("roundList")
    assert isinstance(rounds, QListWidget)

    rounds.setCurrentRow(0)

    after = {name: (column.width(), id(column)) for name, column in asked.columns().items()}
    assert after == before
    assert after["Astra"][0] > after["Opus"][0] + 50


def test_what_a_round_does_not_address_is_shown_unchanged(team: SseServer, opened: Open) -> None:
    team.script("astra", text("first of Astra"), text("second of Astra"))
    team.script("opus", text("first of Opus"))
    person = opened()
    person.write("One")
    person.send()
    person.wait_for_end("Astra", "Opus")
    chips = [c for c in person.window.findChildren(QToolButton, "recipientChip") if c.isVisible()]
    (opus,) = [chip for chip in chips if chip.text() == "Opus"]
    QTest.mouseClick(opus, Qt.MouseButton.LeftButton)
    person.write("Two")
    person.send()
    person.wait_for("Astra", "second")

    other = person.find("unaskedColumn")

    assert set(person.columns()) == {"Astra"}
    assert other.property("assistant") == "Opus"
    assert person.text("answerView", other) == "first of Opus"
    assert person.text("answerStatus", other) == "unchanged since round 1"
    assert not person.sees("retryButton", other)


def test_words_are_found_in_columns_and_tabs(five: SseServer, opened: Open) -> None:
    five.script("astra", text("예산 one, 예산 two"))
    five.script("quill", text("a table\n\n| 예산 |\n|--|\n| x |\n"))
    person = ask(opened())

    press(person, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    edit = person.find("findEdit")
    assert isinstance(edit, QLineEdit)
    edit.insert("예산")

    person.until(lambda: person.text("findCount") == "1 of 3")  # a tab is built meanwhile
    assert len(view_of(person, "Astra").extraSelections()) == 2
    press(person, Qt.Key.Key_Return)
    press(person, Qt.Key.Key_Return)
    assert person.text("findCount") == "3 of 3"
    assert "Quill" in person.columns()
    press(person, Qt.Key.Key_F3)
    assert person.text("findCount") == "1 of 3"
    press(person, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert person.text("findCount") == "3 of 3"

    press(person, Qt.Key.Key_Escape)

    assert not person.sees("findBar")
    assert focused(person) == "Quill"
    assert view_of(person, "Astra").extraSelections() == []


def test_what_is_not_there_is_said_and_what_streams_in_is_found(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", tokens(40, per_s=100))
    person = opened()
    person.write("Go")
    person.send()
    person.window.actions_table.action("find").trigger()
    edit = person.find("findEdit")
    assert isinstance(edit, QLineEdit)
    edit.setText("t39")
    assert person.text("findCount") == "not found"

    person.wait_for("Astra", "t39")

    person.until(lambda: person.text("findCount") == "1 found")


def test_copying_takes_the_answer_in_use(team: SseServer, opened: Open) -> None:
    team.script("astra", text("- **one**\n- two"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")
    action = person.window.actions_table.action("copyAnswer")

    action.trigger()
    assert "Click into the answer" in person.text("composerMessage")
    view_of(person, "Astra").setFocus()
    person.until(lambda: focused(person) == "Astra")
    action.trigger()

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "- one\n- two"
    assert "font-weight" in copied.html()


def test_the_menu_of_an_answer_copies_its_source_and_its_hidden_characters(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("a **b** \u202ec"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")

    def choose(name: str) -> str:
        person.click("answerMenuButton", person.columns()["Astra"])
        (menu,) = [m for m in person.window.findChildren(QMenu, "answerMenu") if m.isVisible()]
        (action,) = [a for a in menu.actions() if a.objectName() == name]
        action.trigger()
        menu.close()
        return QGuiApplication.clipboard().text()

    assert choose("copyMarkdown") == "a **b** ⟦U+202E⟧c"
    assert choose("copyRaw") == "a **b** \u202ec"


def test_the_size_of_text_follows_the_keys_and_is_kept(asked: Driver, opened: Open) -> None:
    settings = asked.window.workspace.settings
    height = view_of(asked, "Astra").document().size().height()

    for _number in range(3):
        press(asked, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)

    assert settings.now.text_size_px == 17
    assert view_of(asked, "Astra").document().size().height() > height
    for _number in range(30):
        press(asked, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert settings.now.text_size_px == 10
    press(asked, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert settings.now.text_size_px == 14


def test_answers_scroll_together_to_the_same_heading(team: SseServer, opened: Open) -> None:
    team.script("astra", text(LONG))
    team.script("opus", text("# One\n\nshort\n\n# Two\n\n" + "end\n\n" * 80))
    person = ask(opened())
    person.until(lambda: not any(view_of(person, n).has_pending for n in ("Astra", "Opus")))
    person.window.actions_table.action("linkScrolling").trigger()
    assert person.window.workspace.settings.now.linked_scrolling
    bars = {name: view_of(person, name).verticalScrollBar() for name in ("Astra", "Opus")}
    heading = view_of(person, "Astra").document().find("Two")
    bars["Astra"].setValue(0)
    view_of(person, "Astra").setTextCursor(heading)

    bars["Astra"].setSliderPosition(top_of(view_of(person, "Astra"), "Two") - 1)
    bars["Astra"].triggerAction(QScrollBar.SliderAction.SliderSingleStepAdd)

    wanted = top_of(view_of(person, "Opus"), "Two")
    assert abs(bars["Opus"].value() - wanted) < 40
    bars["Opus"].triggerAction(QScrollBar.SliderAction.SliderToMaximum)
    assert bars["Astra"].value() == bars["Astra"].maximum()


def top_of(view: AnswerView, heading: str) -> int:
    block = QTextCursor(view.document().find(heading)).block()
    return round(view.document().documentLayout().blockBoundingRect(block).top())


def test_what_an_assistant_sees_is_shown_literally(team: SseServer, opened: Open) -> None:
    person = opened()
    person.write("One <b>task</b>")
    person.send()
    person.wait_for_end("Astra", "Opus")
    person.write("And on")
    person.until(lambda: bool(person.window.workspace.sessions.all(1)[0].id))
    session = person.window.workspace.sessions.all(1)[0].id
    person.until(lambda: person.window.workspace.sessions.draft(session) == "And on")
    view_of(person, "Opus").setFocus()
    person.until(lambda: focused(person) == "Opus")

    person.window.actions_table.action("showThread").trigger()

    dialog = person.find("threadDialog")

    def messages() -> list[str]:
        boxes = [b for b in dialog.findChildren(QPlainTextEdit, "threadMessage") if b.isVisible()]
        return [box.toPlainText() for box in boxes]

    assert messages() == ["One <b>task</b>"]
    choice = person.find("threadChoice", dialog)
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(1)
    assert "Opus" in choice.currentText()
    person.until(lambda: messages() == ["One <b>task</b>", "Hello there.", "And on"])
    person.click("copyThreadButton", dialog)
    assert "[The assistant]\nHello there." in QGuiApplication.clipboard().text()
    dialog.close()
    person.send()
    person.wait_for_end("Astra", "Opus")
    sent = [r for r in team.requests if r.json["model"] == "opus"][-1]
    assert [m["content"] for m in sent.json["messages"]] == [
        "One <b>task</b>",
        "Hello there.",
        "And on",
    ]


def test_reasoning_is_folded_and_read_as_plain_text(team: SseServer, opened: Open) -> None:
    def steps() -> Iterator[bytes]:
        yield chunk({"reasoning_content": "I <b>think</b>"})
        yield chunk({"reasoning_content": " twice."})
        yield chunk({"content": "Done."}, finish="stop")
        yield event("[DONE]")

    team.script("astra", Reply(lambda _request: steps()))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")
    column = person.columns()["Astra"]
    assert not person.sees("reasoningText", column)

    person.click("reasoningButton", column)

    assert person.text("reasoningText", column) == "I <b>think</b> twice."
    assert not person.sees("reasoningButton", person.columns()["Opus"])


def test_earlier_attempts_can_be_read(team: SseServer, opened: Open) -> None:
    team.script("astra", cut_after(2), text("whole"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")
    person.click("retryButton", person.columns()["Astra"])
    person.wait_for("Astra", "whole")
    person.wait_for_end("Astra")

    person.click("answerMenuButton", person.columns()["Astra"])
    (menu,) = [m for m in person.window.findChildren(QMenu, "answerMenu") if m.isVisible()]
    next(a for a in menu.actions() if a.objectName() == "seeAttempts").trigger()
    menu.close()

    dialog = person.find("attemptsDialog")
    assert person.text("answerView", dialog) == "t0 t1"
    assert len(person.text("attemptTrouble", dialog)) > 20
    dialog.close()


def test_everything_that_streams_stops_at_one_key(team: SseServer, opened: Open) -> None:
    for model in ("astra", "opus"):
        team.script(model, hang_after(2))
    person = opened()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    person.write("Go")
    person.send()
    person.wait_for("Astra", "t1")
    person.wait_for("Opus", "t1")

    press(person, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)

    person.wait_for_end("Astra", "Opus")
    assert person.status("Astra") == person.status("Opus") == "stopped"


def test_an_end_is_announced_once_to_those_who_listen(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Listening:
        isActive = staticmethod(lambda: True)  # noqa: N815 - Qt's name
        updateAccessibility = staticmethod(lambda event: said.append(event.message()))  # noqa: N815

    assert not QAccessible.isActive()
    monkeypatch.setattr(announcing, "QAccessible", Listening)
    team.script("astra", tokens(20))
    team.script("opus", failing(400, message="no"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")

    assert sorted(said) == ["The answer of Astra is complete.", "The answer of Opus failed."]


def test_how_fast_it_is_being_written_is_said(team: SseServer, opened: Open) -> None:
    team.script("astra", tokens(200, per_s=100))
    person = opened()
    person.write("Go")
    person.send()

    person.until(lambda: "tok/s" in person.status("Astra"))
    person.window.actions_table.action("stopAll").trigger()
    person.wait_for_end("Astra")


def test_names_with_html_are_shown_literally(server: SseServer, folder: Path, opened: Open) -> None:
    prepare_team(folder, server.base_url, **{"<b A": "<img src=file:///x>"})
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("<b A")
    column = person.columns()["<b A"]

    labels = column.findChildren(QLabel)

    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert person.text("answerModel", column) == "<img src=file:///x>"
    assert all("<img" not in label.toolTip() for label in labels)

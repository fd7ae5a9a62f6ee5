"""Writing: one key press sends, files come along, long texts do not freeze, drafts stay."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.gui.driving.session_driver import ask, chip, chips, choose
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]


def edit_of(person: Driver) -> QPlainTextEdit:
    edit = person.find("composerEdit")
    assert isinstance(edit, QPlainTextEdit)
    return edit


def compose(edit: QPlainTextEdit, syllable: str) -> None:
    """Type a syllable that the input method goes on composing."""
    QApplication.sendEvent(edit, QInputMethodEvent(syllable, []))


def test_a_syllable_that_is_still_composed_is_sent_once_by_one_key_press(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    edit = edit_of(person)
    edit.setFocus()
    person.write("지휘")
    compose(edit, "자")

    person.send()
    person.wait_for_end("Astra", "Opus")

    said = [request.json["messages"][-1]["content"] for request in team.requests]
    assert said == ["지휘자", "지휘자"]
    assert person.text("composerEdit") == ""


def test_enter_alone_makes_a_new_line(team: SseServer, opened: Open) -> None:
    person = opened()
    person.write("One")

    QTest.keyClick(edit_of(person), Qt.Key.Key_Return)
    person.write("Two")

    assert person.text("composerEdit") == "One\nTwo"
    assert team.requests == []


def test_it_is_small_while_nobody_writes_and_grows_to_a_third(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    person.window.resize(1280, 800)
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    small = person.find("composer").height()

    edit_of(person).setPlainText("line\n" * 100)

    person.until(lambda: person.find("composer").height() > small * 3)
    assert person.find("composer").height() < 800 * 0.45
    edit_of(person).clear()
    person.until(lambda: person.find("composer").height() == small)
    person.window.resize(1440, 900)
    edit_of(person).setFocus()
    person.until(lambda: person.find("composer").height() > small)
    person.find("roundPane" if person.sees("roundPane") else "newSessionButton").setFocus()
    person.until(lambda: person.find("composer").height() == small)


def test_files_are_dropped_and_go_along_with_the_words(
    team: SseServer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "회의록.txt"
    path.write_text("예산 4,200만 원", encoding="utf-8")
    person = opened()
    edit = edit_of(person)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    entering = QDragEnterEvent(QPoint(4, 4), *how)
    QApplication.sendEvent(edit.viewport(), entering)
    assert entering.isAccepted()
    QApplication.sendEvent(edit.viewport(), QDropEvent(QPoint(4, 4), *how))

    assert chips(person, "composerFile") == ["회의록.txt"]
    ask(person, "Sum up")
    assert "4,200만" in team.requests[0].json["messages"][-1]["content"]
    assert chips(person, "composerFile") == []


def test_files_are_pasted_and_taken_off_again(
    team: SseServer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("short", encoding="utf-8")
    person = opened()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    edit_of(person).setFocus()

    edit_of(person).paste()

    assert chips(person, "composerFile") == ["a.txt"]
    choose(person, chip(person, "composerFile", "a.txt"), "Put its text among the words")
    assert chips(person, "composerFile") == []
    assert person.text("composerEdit") == "short"


def test_a_file_that_is_no_text_is_refused_where_the_person_looks(
    team: SseServer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x00\x00\xff\xfe" * 20)
    person = opened()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)

    edit_of(person).paste()

    assert "not a text file" in person.text("composerMessage")
    assert chips(person, "composerFile") == []


def test_a_very_long_paste_becomes_a_file_at_once(team: SseServer, opened: Open) -> None:
    person = opened()
    QGuiApplication.clipboard().setText("All work and no play. " * 50_000)
    laid_out: list[int] = []
    document = edit_of(person).document()
    document.contentsChange.connect(lambda _at, _out, added: laid_out.append(added))

    edit_of(person).paste()

    assert laid_out == [], "what is no draft is never laid out"
    assert person.text("composerEdit") == ""
    assert chips(person, "composerFile") == ["Pasted text 1.txt"]
    ask(person, "Sum up")
    assert len(team.requests[0].json["messages"][-1]["content"]) > 1_000_000


def test_a_draft_with_its_files_is_there_after_a_restart_in_its_session(
    team: SseServer, opened: Open, tmp_path: Path
) -> None:
    person = opened()
    ask(person, "One")
    QGuiApplication.clipboard().setText("long " * 10_000)
    edit_of(person).paste()
    person.write("Half a thought")
    person.window.close()

    again = opened()

    assert again.text("composerEdit") == "Half a thought"
    assert chips(again, "composerFile") == ["Pasted text 1.txt"]
    again.click("newSessionButton")
    assert again.text("composerEdit") == ""
    assert chips(again, "composerFile") == []


def test_words_of_a_round_being_edited_are_kept_as_well(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "Name a fruit")
    person.write("half a thought")
    person.window.actions_table.action("editTask").trigger()
    person.write(", better")
    person.window.close()

    again = opened()

    assert again.text("composerEdit") == "half a thought\n\nName a fruit, better"


def test_the_estimate_names_tokens_and_a_price_that_is_known(
    server: SseServer, folder: Path, opened: Open
) -> None:
    workspace = open_workspace(folder, lambda: None, must_write=True)
    openai = workspace.connections.add(NewConnection("OpenAI", preset="openai"))
    workspace.connections.add_assistant("Known", openai, model="gpt-4o")
    workspace.close()
    person = opened()

    person.write("word " * 80)

    person.until(lambda: "tokens" in person.text("composerEstimate"))
    assert person.text("composerEstimate").startswith("about 100 tokens · about $0.00")
    assert person.text("composerEstimate").endswith(" per task")


def seconds_of_keys(edit: QPlainTextEdit) -> float:
    """Return the processor time of ten keys, the least of several tries."""

    def ten() -> float:
        began_s = time.thread_time()
        for _key in range(10):
            QTest.keyClick(edit, Qt.Key.Key_A)
        return time.thread_time() - began_s

    return min(ten() for _try in range(5))


def test_a_key_costs_next_to_nothing_also_in_a_long_text(team: SseServer, opened: Open) -> None:
    person = opened()
    edit = edit_of(person)
    edit.setPlainText("word " * 3_000)
    edit.setFocus()
    saved: list[object] = []
    person.window.workbench.rooms.composer.draft_changed.connect(saved.append)

    bare = QPlainTextEdit()
    person.qtbot.addWidget(bare)
    bare.resize(edit.size())
    bare.show()
    bare.setPlainText(edit.toPlainText())

    assert seconds_of_keys(edit) < 2.5 * seconds_of_keys(bare)
    assert len(saved) <= 2, "a draft is kept when the person pauses, not at every key"


def test_tab_goes_through_the_composer_as_it_is_read(team: SseServer, opened: Open) -> None:
    person = opened()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    edit_of(person).setFocus()

    assert focused(person, Qt.Key.Key_Tab, 4) == [
        "recipientAll",
        "recipientChip",
        "recipientChip",
        "sendButton",
    ]
    edit_of(person).setFocus()
    assert focused(person, Qt.Key.Key_Backtab, 2) == ["attachButton", "composerMode"]


def focused(person: Driver, key: Qt.Key, times: int) -> list[str]:
    """Press a key some times and return what has the focus after each."""
    names = []
    for _step in range(times):
        QTest.keyClick(person.window.focusWidget(), key)
        focus = person.window.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
    return names

"""The main job in the window: send, watch, stop, try again, go on."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QToolButton

from conductor.store.library import open_library
from tests.gui.driving.window import Driver, prepare_team, still_running
from tests.sse_server import SseServer, cut_after, empty, failing, hang_after, text, tokens

Open = Callable[[], Driver]


def test_a_task_streams_into_one_column_for_each_assistant(team: SseServer, opened: Open) -> None:
    team.script("astra", text("# Uses\n\n", "- a wall\n- 벽돌 화분"))
    team.script("opus", hang_after(2))
    person = opened()

    person.write("Name three uses of a brick.")
    person.send()

    assert set(person.columns()) == {"Astra", "Opus"}
    person.wait_for("Astra", "벽돌 화분")
    person.wait_for("Opus", "t0 t1")
    person.wait_for_end("Astra")
    assert person.status("Astra").startswith("✓")
    assert person.sees("stopButton", person.columns()["Opus"])
    assert person.text("composerEdit") == ""
    assert person.text("sessionTitle") == "Name three uses of a brick."


def test_the_mouse_can_do_it_too(team: SseServer, opened: Open) -> None:
    person = opened()

    person.write("Go")
    person.click("sendButton")

    person.wait_for("Astra", "Hello there.")
    person.wait_for("Opus", "Hello there.")


def test_one_answer_is_stopped_and_the_others_go_on(team: SseServer, opened: Open) -> None:
    team.script("astra", hang_after(3))
    team.script("opus", tokens(20, per_s=100))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for("Astra", "t2")

    person.click("stopButton", person.columns()["Astra"])

    person.wait_for_end("Astra", "Opus")
    assert person.status("Astra") == "stopped"
    assert person.answer("Astra") == "t0 t1 t2"
    assert person.answer("Opus").endswith("t19")


def test_a_failed_answer_says_why_in_its_column_and_is_tried_again_there(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", cut_after(2), text("whole"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")
    column = person.columns()["Astra"]
    assert person.status("Astra") == "failed"
    assert person.answer("Astra") == "t0 t1"
    assert len(person.text("answerTrouble", column)) > 20

    person.click("retryButton", column)

    person.wait_for("Astra", "whole")
    person.wait_for_end("Astra")
    assert "t0" not in person.answer("Astra")
    assert not person.sees("answerTrouble", column)
    assert not person.sees("retryButton", column)


def test_all_failed_answers_are_tried_again_at_once(team: SseServer, opened: Open) -> None:
    for model in ("astra", "opus"):
        team.script(model, failing(400, message="no"), text("now"))
    person = opened()
    person.write("Go")
    person.send()
    person.until(lambda: person.sees("retryAllButton"))

    person.click("retryAllButton")

    person.wait_for("Astra", "now")
    person.wait_for("Opus", "now")
    person.until(lambda: not person.sees("retryAllButton"))


def test_an_empty_answer_is_said_to_be_empty(team: SseServer, opened: Open) -> None:
    team.script("astra", empty())
    person = opened()
    person.write("Go")
    person.send()

    person.until(lambda: person.sees("answerTrouble"))

    assert "empty answer" in person.text("answerTrouble")


def test_the_next_words_are_a_follow_up_and_ctrl_n_starts_anew(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    mode = person.find("composerMode")
    assert isinstance(mode, QComboBox)
    assert mode.currentData() == "task"
    person.write("One")
    person.send()
    person.wait_for_end("Astra", "Opus")
    assert mode.currentData() == "follow-up"

    person.write("Two")
    person.send()
    person.wait_for_end("Astra", "Opus")

    sent = [m["content"] for m in team.requests[-1].json["messages"]]
    assert sent == ["One", "Hello there.", "Two"]
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    QTest.keyClick(person.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert person.columns() == {}
    assert mode.currentData() == "task"


def test_a_task_can_go_to_some_only(team: SseServer, opened: Open) -> None:
    person = opened()
    chips = person.window.findChildren(QToolButton, "recipientChip")
    (astra,) = [chip for chip in chips if chip.text() == "Astra"]
    QTest.mouseClick(astra, Qt.MouseButton.LeftButton)

    person.write("Go")
    person.send()

    person.wait_for("Opus", "Hello there.")
    assert set(person.columns()) == {"Opus"}


def test_earlier_rounds_can_be_looked_at_while_the_last_one_streams(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("first answer"), hang_after(1))
    team.script("opus", text("first answer"), text("second answer"))
    person = opened()
    person.write("One")
    person.send()
    person.wait_for_end("Astra", "Opus")
    person.write("Two")
    person.send()
    person.wait_for("Astra", "t0")
    rounds = person.find("roundList")
    assert isinstance(rounds, QListWidget)

    rounds.setCurrentRow(0)

    assert person.answer("Astra") == "first answer"
    rounds.setCurrentRow(1)
    person.wait_for("Astra", "t0")
    person.wait_for("Opus", "second answer")


def test_the_last_session_is_there_at_the_next_start(
    team: SseServer, opened: Open, qapp: QApplication
) -> None:
    team.script("astra", text("Kept **bold** words"))
    first = opened()
    first.write("Remember me")
    first.send()
    first.wait_for_end("Astra", "Opus")
    first.window.close()

    again = opened()

    again.wait_for("Astra", "Kept bold words")
    assert again.text("sessionTitle") == "Remember me"


def test_a_draft_survives_a_crash(team: SseServer, folder: Path, opened: Open) -> None:
    person = opened()

    person.write("Half a thought")

    def is_kept() -> bool:
        reader = person.window.workspace.sessions.draft("new")
        return reader == "Half a thought"

    person.until(is_kept)
    person.window.close()
    again = opened()
    assert again.text("composerEdit") == "Half a thought"


def test_hangul_that_is_being_composed_is_sent_with_one_key_press(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    edit = person.find("composerEdit")
    edit.setFocus()
    QApplication.sendEvent(edit, QInputMethodEvent("", []))
    composing = QInputMethodEvent()
    composing.setCommitString("지휘")
    QApplication.sendEvent(edit, composing)
    QApplication.sendEvent(edit, QInputMethodEvent("자", []))
    finished = QInputMethodEvent()
    finished.setCommitString("자")
    QApplication.sendEvent(edit, finished)

    person.send()

    person.wait_for_end("Astra", "Opus")
    assert team.requests[-1].json["messages"][-1]["content"] == "지휘자"


def test_sending_nothing_says_what_to_do_where_the_person_is_looking(
    team: SseServer, opened: Open
) -> None:
    person = opened()

    person.click("sendButton")

    assert person.text("composerMessage") == "Write a task first."
    assert team.requests == []


def test_closing_while_answers_stream_ends_quickly_and_keeps_the_text(
    team: SseServer, folder: Path, opened: Open
) -> None:
    team.script("astra", tokens(100_000, per_s=100))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for("Astra", "t1")

    person.window.close()

    assert still_running() == [], "it was left behind, and not ended"
    library = open_library(folder)
    row = library.db.row("SELECT status, text FROM answer ORDER BY position LIMIT 1")
    library.close()
    assert row is not None
    assert row["status"] == "interrupted"
    assert row["text"].startswith("t0 t1 ")


def test_a_library_that_another_copy_has_open_is_shown_and_cannot_be_written(
    team: SseServer, folder: Path, opened: Open
) -> None:
    other = open_library(folder)

    person = opened()

    assert "already has this library open" in person.text("libraryBanner")
    assert not person.find("sendButton").isEnabled()
    person.window.close()
    other.close()


def test_without_assistants_the_window_welcomes_and_offers_to_try(opened: Open) -> None:
    person = opened()

    assert person.sees("welcome")
    assert person.find("tryNowButton").isEnabled()
    assert not person.sees("sendButton"), "there is nobody to send anything to"


def test_who_was_chosen_stays_chosen_in_the_session(team: SseServer, opened: Open) -> None:
    person = opened()
    person.write("One")
    person.send()
    person.wait_for_end("Astra", "Opus")
    chips = person.window.findChildren(QToolButton, "recipientChip")
    (astra,) = [chip for chip in chips if chip.text() == "Astra" and chip.isVisible()]
    QTest.mouseClick(astra, Qt.MouseButton.LeftButton)
    person.write("Two")
    person.send()
    person.wait_for_end("Opus")

    person.write("Three")
    person.send()

    person.wait_for_end("Opus")
    assert set(person.columns()) == {"Opus"}


def test_a_library_whose_pages_are_damaged_is_said_and_the_window_stays(
    team: SseServer, folder: Path, opened: Open
) -> None:
    first = opened()
    first.write("Go")
    first.send()
    first.wait_for_end("Astra", "Opus")
    first.window.close()
    file = sqlite3.connect(folder / "conductor.db")
    (page,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'session'").fetchone()
    (size,) = file.execute("PRAGMA page_size").fetchone()
    file.close()
    with open(folder / "conductor.db", "r+b") as raw:  # noqa: PTH123
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)

    person = opened()

    assert "damaged" in person.text("libraryBanner")


def test_many_assistants_do_not_make_the_window_wider_than_the_screen(
    server: SseServer, folder: Path, opened: Open
) -> None:
    names = {f"어시스턴트{number}": "m" for number in range(25)}
    prepare_team(folder, server.base_url, **names)

    person = opened()

    assert person.window.minimumSizeHint().width() < 800
    send = person.find("sendButton")
    assert send.mapTo(person.window, send.rect().bottomRight()).x() < person.window.width()


def test_columns_of_a_round_are_equally_wide(team: SseServer, opened: Open) -> None:
    team.script("astra", failing(400, message="no"))
    person = opened()
    person.write("Go")
    person.send()
    person.wait_for_end("Astra", "Opus")

    widths = [column.width() for column in person.columns().values()]

    assert max(widths) - min(widths) <= 2

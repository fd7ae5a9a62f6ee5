"""The session around its answers: names, team, the score, the words of a round, editing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListWidget

from conductor.core.entities import AnswerStatus, RoundKind
from conductor.gui.workbench.rounds.round_list import RAIL_WIDTH
from tests.gui.driving.session_driver import (
    ALT,
    CTRL,
    ask,
    chip,
    chips,
    choose,
    fill_in,
    press,
    score,
)
from tests.gui.driving.window import Driver, open_driver, prepare_team
from tests.sse_server import SseServer, failing, hang_after, text

Open = Callable[[], Driver]


def test_a_title_is_changed_in_its_place_and_kept(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")

    press(person, Qt.Key.Key_F2)
    fill_in(person, "sessionTitleEdit", "Board meeting")

    assert person.text("sessionTitle") == "Board meeting"
    assert person.window.windowTitle() == "Board meeting – Conductor"
    assert person.find("composerEdit").hasFocus()
    person.window.close()
    assert opened().text("sessionTitle") == "Board meeting"


def test_a_title_that_is_left_stays_as_it_was(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")

    person.click("sessionTitle")
    line = person.find("sessionTitleEdit")
    QTest.keyClicks(line, "Something else")
    QTest.keyClick(line, Qt.Key.Key_Escape)

    assert person.text("sessionTitle") == "One"


def test_a_session_can_be_named_before_its_first_words(team: SseServer, opened: Open) -> None:
    person = opened()

    press(person, Qt.Key.Key_F2)
    fill_in(person, "sessionTitleEdit", "Plan")
    person.click("addTagButton")
    fill_in(person, "tagEdit", "#q4")
    choose(person, person.find("sessionKind"), "report")
    ask(person, "Write the plan")

    (session,) = person.window.workspace.sessions.all()
    assert (session.title, session.tags, session.kind) == ("Plan", ("q4",), "report")
    assert person.text("sessionTitle") == "Plan"
    press(person, Qt.Key.Key_N, CTRL)
    assert person.text("sessionTitle") == "New session"
    assert chips(person, "sessionTag") == []


def test_tags_are_added_taken_off_and_remembered(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")
    person.click("addTagButton")
    fill_in(person, "tagEdit", "board")
    person.click("addTagButton")
    fill_in(person, "tagEdit", "q4")
    assert chips(person, "sessionTag") == ["#board", "#q4"]

    choose(person, chip(person, "sessionTag", "#board"), "Take this tag off")

    assert chips(person, "sessionTag") == ["#q4"]
    assert person.window.workspace.sessions.known_tags() == ("q4",)


def test_a_kind_can_be_a_word_of_ones_own(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")

    choose(person, person.find("sessionKind"), "Another kind")
    fill_in(person, "sessionKindEdit", "board paper")

    assert person.text("sessionKind") == "board paper"
    choose(person, person.find("sessionKind"), "No kind")
    assert person.window.workspace.sessions.all()[0].kind is None


def test_a_tag_that_is_too_long_is_refused_in_a_sentence(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")

    person.click("addTagButton")
    fill_in(person, "tagEdit", "x" * 50)

    assert "40 characters" in person.text("composerMessage")


def test_who_takes_part_can_be_changed_saved_and_is_there_again(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = opened()
    choose(person, chip(person, "assistantChip", "Astra"), "Take out")
    assert chips(person, "assistantChip") == ["Opus"]
    assert chips(person, "recipientChip") == ["Opus"]
    box = person.find("ensembleBox")
    assert isinstance(box, QComboBox)
    assert box.currentIndex() == -1

    box.activated.emit(box.findText("Save this team …"))
    fill_in(person, "ensembleNameEdit", "Only Opus")

    assert box.currentText() == "Only Opus"
    person.window.close()
    again = opened()
    assert chips(again, "assistantChip") == ["Opus"]
    ask(again, "Go")
    assert set(again.columns()) == {"Opus"}


def test_an_ensemble_is_taken_and_somebody_joins(team: SseServer, opened: Open) -> None:
    person = opened()
    connections = person.window.workspace.connections
    astra, opus = connections.assistants()
    connections.add_ensemble("Both", [astra, opus])
    connections.add_ensemble("Just Opus", [opus])
    assert chips(person, "recipientChip") == ["Opus"]
    box = person.find("ensembleBox")
    assert isinstance(box, QComboBox)

    box.activated.emit(box.findText("Both"))

    assert chips(person, "recipientChip") == ["Astra", "Opus"]
    assert connections.ensembles()[0].name == "Both"
    box.activated.emit(box.findText("Just Opus"))
    choose(person, person.find("addAssistantButton"), "Astra")
    ask(person, "Go")
    assert set(person.columns()) == {"Astra", "Opus"}


def test_who_was_removed_and_is_brought_back_takes_part_again(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    ask(person, "Go")
    workspace = person.window.workspace
    astra = next(one for one in workspace.connections.assistants() if one.name == "Astra")

    workspace.connections.remove_assistant(astra)
    assert chips(person, "assistantChip") == ["Opus"]
    workspace.undo.back()

    assert chips(person, "assistantChip") == ["Astra", "Opus"]
    assert chips(person, "recipientChip") == ["Astra", "Opus"]
    workspace.undo.forward()
    assert chips(person, "assistantChip") == ["Opus"]
    workspace.undo.back()
    ask(person, "Go on")
    assert set(person.columns()) == {"Astra", "Opus"}


def test_all_some_or_one_get_the_next_words(team: SseServer, opened: Open) -> None:
    person = opened()

    person.click("recipientAll")
    assert not chip(person, "recipientChip", "Astra").isChecked()
    QTest.mouseClick(chip(person, "recipientChip", "Opus"), Qt.MouseButton.LeftButton)
    ask(person, "Go")

    assert set(person.columns()) == {"Opus"}
    assert not chip(person, "recipientAll", "all").isChecked()
    person.click("recipientAll")
    assert chip(person, "recipientAll", "all").isChecked()


def test_the_score_shows_how_every_answer_stands(team: SseServer, opened: Open) -> None:
    team.script("astra", failing(400, message="no"))
    team.script("opus", hang_after(2))
    person = opened()
    person.write("Name three uses of a brick")
    person.send()
    person.wait_for_end("Astra")
    person.wait_for("Opus", "t1")

    (row,) = score(person)

    assert (row.number, row.kind, row.words) == (1, RoundKind.TASK, "Name three uses of a brick")
    states = [(mark.assistant, mark.status) for mark in row.marks]
    assert states == [("Astra", AnswerStatus.FAILED), ("Opus", AnswerStatus.STREAMING)]
    assert not person.sees("roundList"), "one round is all in its header"
    rounds = person.window.findChild(QListWidget, "roundList")
    assert rounds is not None
    assert "Astra: failed" in rounds.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    person.click("stopButton", person.columns()["Opus"])
    person.until(lambda: score(person)[0].marks[1].status is AnswerStatus.STOPPED)


def test_keys_go_through_the_rounds_and_fold_their_list(team: SseServer, opened: Open) -> None:
    team.script("astra", text("first"), text("second"))
    person = opened()
    ask(person, "One")
    ask(person, "Two")

    press(person, Qt.Key.Key_Up, ALT)

    assert person.answer("Astra") == "first"
    assert person.text("roundKind") == "TASK 1"
    press(person, Qt.Key.Key_Down, ALT)
    assert person.answer("Astra") == "second"
    press(person, Qt.Key.Key_B, CTRL)
    assert person.find("roundPane").width() == RAIL_WIDTH
    press(person, Qt.Key.Key_B, CTRL)
    assert person.find("roundPane").width() > RAIL_WIDTH


def test_two_hundred_rounds_are_listed_quickly(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")
    session_id = person.window.workbench.session_id
    workspace = person.window.workspace
    first = workspace.sessions.score(session_id)[0]  # type: ignore[arg-type]
    with workspace.desk.db.atomic():
        for number in range(2, 201):
            workspace.desk.db.write(
                "INSERT INTO round (ulid, session, number, kind, text, created) "
                "SELECT ?, session, ?, 'follow-up', 'More', created FROM round WHERE ulid = ?",
                (f"R{number}", number, first.id),
            )

    person.window.workbench.open_session(session_id)

    assert len(score(person)) == 200
    assert person.text("roundKind") == "FOLLOW-UP 200"
    rounds = person.find("roundList")
    assert isinstance(rounds, QListWidget)
    assert rounds.visualItemRect(rounds.item(199)).bottom() <= rounds.viewport().height()


def test_the_header_of_a_round_opens_to_all_words_and_files(
    team: SseServer, folder: Path, tmp_path: Path, opened: Open
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("the budget is 42", encoding="utf-8")
    person = opened()
    words = "Sum up.\n\n" + "line\n" * 60
    workspace = person.window.workspace
    person.window.workbench.rooms.composer._files.attach((path,))
    edit = person.find("composerEdit")
    edit.setPlainText(words)  # type: ignore[attr-defined]
    person.send()
    person.wait_for_end("Astra", "Opus")
    assert not person.sees("roundWords")

    person.click("openRoundButton")

    assert person.text("roundWords") == words
    assert chips(person, "roundFile") == ["notes.txt"]
    person.click("copyRoundButton")
    assert QGuiApplication.clipboard().text() == words
    QTest.keyClick(person.find("roundWords"), Qt.Key.Key_Escape)
    assert not person.sees("roundWords")
    assert "42" in team.requests[0].json["messages"][-1]["content"]
    assert workspace.draft_files.at("new") == ()


def test_a_task_is_edited_and_sent_anew_and_the_old_one_stays(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("apple"), text("oak"))
    person = opened()
    ask(person, "Name a fruit")
    person.write("half a thought")

    press(person, Qt.Key.Key_E, CTRL)

    assert person.text("composerEdit") == "Name a fruit"
    assert "Editing round 1" in person.text("editingText")
    edit = person.find("composerEdit")
    edit.setPlainText("Name a tree")  # type: ignore[attr-defined]
    person.send()
    person.wait_for("Astra", "oak")
    person.wait_for_end("Astra", "Opus")
    assert [m["content"] for m in team.requests[-1].json["messages"]] == ["Name a tree"]
    assert [(row.kind, row.words) for row in score(person)] == [
        (RoundKind.TASK, "Name a fruit"),
        (RoundKind.TASK, "Name a tree"),
    ]
    assert person.text("composerEdit") == "half a thought"
    assert not person.sees("editingText")
    press(person, Qt.Key.Key_Up, ALT)
    assert person.answer("Astra") == "apple"


def test_editing_is_left_by_escape_and_the_draft_comes_back(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "Name a fruit")
    person.write("half a thought")
    press(person, Qt.Key.Key_E, CTRL)

    press(person, Qt.Key.Key_Escape)

    assert person.text("composerEdit") == "half a thought"
    assert not person.sees("editingText")
    assert len(score(person)) == 1


def test_a_new_task_can_be_sent_from_within_a_session(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")
    mode = person.find("composerMode")
    assert isinstance(mode, QComboBox)

    mode.setCurrentIndex(mode.findData("task"))
    ask(person, "Something else")

    assert [s.title for s in person.window.workspace.sessions.all()] == ["Something else", "One"]
    assert person.text("sessionTitle") == "Something else"
    assert mode.currentData() == "follow-up"


def test_four_answers_get_their_height_on_a_small_screen(
    server: SseServer, folder: Path, opened: Open
) -> None:
    prepare_team(folder, server.base_url, Analyst="a", Editor="b", Critic="c", Historian="d")
    person = opened()
    person.window.resize(1280, 800)
    ask(person, "Go")

    column = person.columns()["Analyst"]

    assert person.find("answerView", column).height() >= 580
    new = person.find("newSessionButton")
    title = person.window.findChild(QLabel, "sessionTitle")
    assert title is not None
    same_row = new.mapTo(person.window, new.rect().center()).y()
    assert abs(title.mapTo(person.window, title.rect().center()).y() - same_row) < 6
    person.window.resize(1440, 900)
    person.until(lambda: person.find("teamRow").y() > person.find("sessionHeader").y())


def test_f6_goes_round_the_parts_of_the_workbench(team: SseServer, opened: Open) -> None:
    person = opened()
    ask(person, "One")
    ask(person, "Two")
    places = []
    workbench = person.window.workbench

    for _step in range(6):
        press(person, Qt.Key.Key_F6)
        focus = person.window.focusWidget()
        assert focus is not None
        places.append([pane.objectName() for pane in workbench.panes() if pane.isAncestorOf(focus)])

    seen = {name for names in places for name in names}
    assert {"composer", "pageHeader", "roundPane"} <= seen


def test_binning_the_session_begins_a_new_one_and_says_where_it_is(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    ask(person, "One")

    person.window.actions_table.action("binSession").trigger()

    assert person.text("sessionTitle") == "New session"
    assert "“One”" in person.text("undoneText")
    assert "bin" in person.text("undoneText")
    assert not person.sees("composerMessage"), "what is said once is not said twice"
    assert person.window.workspace.sessions.all() == ()

    person.click("undoStepButton")

    assert [one.title for one in person.window.workspace.sessions.all()] == ["One"]


def test_an_empty_workbench_offers_tasks_and_recent_sessions(team: SseServer, opened: Open) -> None:
    person = opened()
    invitation = person.find("invitation")
    offers = invitation.findChildren(QLabel, "recentTitle")
    assert offers == []
    buttons = [b for b in invitation.findChildren(object, "exampleTask") if b.isVisible()]  # type: ignore[type-var, attr-defined]
    assert len(buttons) == 3

    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)  # type: ignore[call-overload]

    assert person.text("composerEdit").startswith("A customer writes")
    assert person.text("sessionKind") == "email"
    person.send()
    person.wait_for_end("Astra", "Opus")
    press(person, Qt.Key.Key_N, CTRL)
    person.click("recentSession")
    assert person.text("roundKind") == "TASK 1"


def test_the_window_title_says_that_all_answers_are_in(
    team: SseServer, opened: Open, qapp: QApplication
) -> None:
    person = opened()
    person.write("Go")
    person.send()
    person.window.hide()

    person.until(lambda: not person.window.workspace.live.ids)

    person.until(lambda: person.window.windowTitle().startswith("✓ 2 answers are in."))
    person.window.show()
    # Without a screen no window comes to the front again; the system would say it like this.
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert person.window.windowTitle() == "Go – Conductor"


def test_no_notice_is_given_where_none_is_wanted(team: SseServer, opened: Open) -> None:
    person = opened()
    person.window.workspace.settings.change("notice", False)
    person.write("Go")
    person.send()
    person.window.hide()

    person.until(lambda: not person.window.workspace.live.ids)

    assert person.window.windowTitle() == "Go – Conductor"
    person.window.show()


def test_another_window_of_the_same_library_reads_and_cannot_rename(
    team: SseServer, folder: Path, opened: Open
) -> None:
    person = opened()
    ask(person, "One")

    reader = open_driver(person.qtbot, folder)

    assert not reader.sees("addTagButton")
    press(reader, Qt.Key.Key_F2)
    assert not reader.sees("sessionTitleEdit")
    reader.window.close()

"""Answers are put on one page, underlined, and compared word by word."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QToolButton

from conductor.gui.answer.view import AnswerView
from conductor.gui.look.theme import apply_theme, current_tokens
from conductor.gui.workbench.comparing import compare_view, one_page_view
from tests.gui.answer.payloads import PAYLOADS
from tests.gui.driving.window import Driver
from tests.gui.workbench.reading.test_reading import (
    SUBJECTS,
    ask,
    at_top,
    long_answer,
    press,
    settled,
    view,
)
from tests.sse_server import SseServer, hang_after, text

Open = Callable[[], Driver]

ONE = """The board approved the budget of **42 million won** on Monday.

Park compares two suppliers by Friday. Nobody owns the *data migration* 😀 yet.
"""
TWO = """Park compares two suppliers by Friday.

The board approved the budget of **45 million won** on Monday. Spending starts in May.
"""
REVISED = ONE.replace("42", "44").replace("Nobody owns", "Choi owns")
KOREAN = "이사회는 월요일에 예산을 승인했다. 박 대리가 공급사 두 곳을 비교한다."


def two_answers(team: SseServer, opened: Open, one: str = ONE, two: str = TWO) -> Driver:
    team.script("astra", text(one), text(REVISED))
    team.script("opus", text(two))
    person = opened()
    ask(person, "Sum up.")
    return person


def revise(person: Driver) -> None:
    """Have all answers revised, and show that round."""
    session_id = person.window.workbench.session_id
    assert session_id
    person.window.workspace.rounds.retry(session_id)
    person.until(lambda: not person.window.workspace.live.ids)
    person.window.workbench.open_session(session_id)
    settled(person)


def rows(person: Driver) -> list[str]:
    page = person.find("onePageList")
    assert isinstance(page, QListView)
    model = page.model()
    return [
        str(model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for n in range(model.rowCount(QModelIndex()))
    ]


def marked(shown: AnswerView) -> list[str]:
    """Return the words that lie under a mark."""
    return [mark.cursor.selectedText() for mark in shown.extraSelections()]


def underlined(shown: AnswerView) -> list[str]:
    """Return the words that have a quiet line below them."""
    found = []
    for start, end in shown.underlined:
        cursor = QTextCursor(shown.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText())
    return found


def test_all_answers_stand_on_one_page_contradictions_first(team: SseServer, opened: Open) -> None:
    person = two_answers(team, opened)

    press(person, "onePage")
    settled(person)

    assert rows(person) == [
        "They contradict each other",
        "Astra: The board approved the budget of 42 million won on Monday.",
        "Opus: The board approved the budget of 45 million won on Monday.",
        "All say",
        "Astra, Opus: Park compares two suppliers by Friday.",
        "Only Astra says",
        "Astra: Nobody owns the data migration 😀 yet.",
        "Only Opus says",
        "Opus: Spending starts in May.",
    ]


def test_enter_on_a_sentence_goes_to_its_place_in_the_column_and_marks_it(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    press(person, "onePage")
    settled(person)
    page = person.find("onePageList")
    assert isinstance(page, QListView)
    assert page.hasFocus()

    for _row in range(4):
        QTest.keyClick(page, Qt.Key.Key_Down)
    QTest.keyClick(page, Qt.Key.Key_Return)
    settled(person)

    opus = view(person, "answerView", person.columns()["Opus"])
    assert opus.hasFocus()
    assert marked(opus) == ["Spending starts in May."]


def test_a_click_on_a_dot_goes_to_the_answer_of_that_assistant(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    press(person, "onePage")
    settled(person)
    page = person.find("onePageList")
    assert isinstance(page, QListView)
    rect = page.visualRect(page.model().index(4, 0))

    second_dot = rect.topLeft() + rect.topLeft().__class__(16 + 19 + 8, 13)
    QTest.mouseClick(
        page.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, second_dot
    )
    settled(person)

    opus = view(person, "answerView", person.columns()["Opus"])
    assert marked(opus) == ["Park compares two suppliers by Friday."]


@pytest.mark.parametrize("command", ["onePage", "compareAnswers"])
def test_answers_in_different_languages_are_not_compared_and_it_says_why(
    team: SseServer, opened: Open, command: str
) -> None:
    person = two_answers(team, opened, two=KOREAN)

    press(person, command)
    settled(person)

    label = "onePageWords" if command == "onePage" else "compareWords"
    assert person.text(label) == ("Not compared, because the texts are in different languages.")
    if command == "compareAnswers":
        assert "이사회는" in person.text("compareRight")


@pytest.mark.parametrize("command", ["onePage", "compareAnswers"])
def test_comparing_that_fails_as_nobody_foresaw_is_said_where_the_person_looks(
    team: SseServer, opened: Open, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def breaks(*_texts: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    person = two_answers(team, opened)
    with monkeypatch.context() as patch:
        patch.setattr(one_page_view, "_written", breaks)
        patch.setattr(compare_view, "beside", breaks)
        press(person, command)
        settled(person)

    label = "onePageWords" if command == "onePage" else "compareWords"
    assert person.text(label).startswith("Conductor made a mistake of its own")
    if command == "compareAnswers":
        assert "The board approved" in person.text("compareRight")
    QTest.keyClick(person.window, Qt.Key.Key_Escape)
    press(person, command)
    settled(person)
    assert not person.sees(label)


def test_the_page_waits_for_two_answers_and_grows_with_the_next(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text(ONE))
    team.script("opus", hang_after(2))
    person = opened()
    person.write("Go.")
    person.send()
    person.wait_for_end("Astra")

    press(person, "onePage")
    assert "no two answers" in person.text("onePageWords")
    person.window.workspace.rounds.stop_all()

    person.until(lambda: "Only Opus says" in rows(person))
    assert not person.sees("onePageWords")


def test_what_only_one_answer_says_is_underlined_while_that_is_wanted(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    astra = view(person, "answerView", person.columns()["Astra"])
    before, picture = astra.document().toHtml(), image(astra)

    press(person, "markOwn")
    settled(person)

    assert underlined(astra) == [
        "The board approved the budget of 42 million won on Monday.",
        "Nobody owns the data migration 😀 yet.",
    ]
    assert astra.document().toHtml() == before
    assert image(astra) != picture
    assert person.window.workspace.settings.now.mark_own
    press(person, "markOwn")
    assert underlined(astra) == []
    assert image(astra) == picture


def test_leaving_a_session_while_its_answers_are_compared_forgets_the_question(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)

    press(person, "markOwn")
    person.window.workbench.open_session(None)
    settled(person)  # an outcome for answers that are not shown would be a defect here

    assert person.window.workspace.settings.now.mark_own


def image(shown: AnswerView) -> QImage:
    return shown.viewport().grab().toImage()


def test_underlines_stay_through_another_look_and_go_with_their_text(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    astra = view(person, "answerView", person.columns()["Astra"])
    press(person, "markOwn")
    settled(person)
    expected = underlined(astra)

    person.window.workspace.settings.change("theme", "dark")
    press(person, "zoomIn")
    settled(person)
    assert underlined(astra) == expected
    assert current_tokens().scheme == "dark"
    person.window.workspace.settings.change("theme", "light")

    revise(person)
    shown = view(person, "answerView", person.columns()["Astra"])
    person.until(lambda: any("44 million" in words for words in underlined(shown)))
    assert not any("42 million" in words for words in underlined(shown))


def test_a_revised_answer_is_shown_with_its_changes_by_keyboard(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    assert not person.sees("revisionPane")
    revise(person)
    column = person.columns()["Astra"]
    view(person, "answerView", column).setFocus()

    press(person, "showChanges")
    settled(person)

    shown = view(person, "changesView", column)
    assert shown.hasFocus()
    assert shown.verticalScrollBar().value() == 0
    assert not person.sees("answerView", column)
    assert "budget of 4244 million" in shown.toPlainText()
    tokens = current_tokens()
    assert look_of(shown, "42")[:2] == (tokens.bad.lower(), tokens.bad_soft.lower())
    assert look_of(shown, "42")[2]
    assert look_of(shown, "44") == (tokens.good.lower(), tokens.good_soft.lower(), False)
    assert "2 changes" in person.text("revisionSummary", column)
    assert "“Nobody” became “Choi”" in shown.accessibleDescription()
    press(person, "nextChange")
    assert person.text("revisionSummary", column) == "Change 1 of 2: “42” became “44”."
    press(person, "previousChange")
    assert "“Nobody” became “Choi”" in person.text("revisionSummary", column)
    press(person, "showChanges")
    assert view(person, "answerView", column).hasFocus()


def look_of(shown: AnswerView, words: str) -> tuple[str, str, bool]:
    look = shown.document().find(words).charFormat()
    return look.foreground().color().name(), look.background().color().name(), look.fontStrikeOut()


def test_changes_follow_the_look_of_the_window(
    team: SseServer, opened: Open, qapp: QApplication
) -> None:
    person = two_answers(team, opened)
    revise(person)
    column = person.columns()["Astra"]
    person.click("revisionChangesButton", column)
    settled(person)

    apply_theme(qapp, "dark")
    settled(person)

    assert look_of(view(person, "changesView", column), "42")[0] == current_tokens().bad.lower()
    apply_theme(qapp, "light")


def test_a_revision_in_another_language_says_why_there_are_no_changes(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened, one=KOREAN)
    revise(person)
    column = person.columns()["Astra"]

    person.click("revisionChangesButton", column)
    settled(person)

    assert person.text("revisionSummary", column) == (
        "Not compared, because the texts are in different languages."
    )
    button = person.find("revisionTextButton", column)
    assert isinstance(button, QToolButton)
    assert button.isChecked()
    assert person.sees("answerView", column)


def test_two_answers_are_compared_side_by_side_and_scroll_together(
    team: SseServer, opened: Open
) -> None:
    one = long_answer()
    two = long_answer(order=(5, 0, 1, 2, 3, 4)).replace("Training takes three", "Training takes 5")
    person = two_answers(team, opened, one, two)

    press(person, "compareAnswers")
    settled(person)

    left, right = view(person, "compareLeft"), view(person, "compareRight")
    assert SUBJECTS[0] in left.toPlainText()
    assert look_of(left, "three")[2]
    cursor = left.document().find("Lee updates")
    left.verticalScrollBar().setValue(left.cursorRect(cursor).top())
    for shown in (left, right):
        assert at_top(shown).startswith(("Lee updates", "Part 2"))
    press(person, "nextChange")
    assert person.text("compareSummary").startswith("Difference 1 of")
    QTest.keyClick(left, Qt.Key.Key_Escape)
    assert set(person.columns()) == {"Astra", "Opus"}


def test_any_two_answers_and_what_one_of_them_revises_can_be_chosen(
    team: SseServer, opened: Open
) -> None:
    person = two_answers(team, opened)
    revise(person)
    view(person, "answerView", person.columns()["Astra"]).setFocus()

    press(person, "compareAnswers")
    settled(person)

    choice = person.find("compareLeftChoice")
    assert isinstance(choice, QComboBox)
    assert choice.currentText() == "Astra, before the revision"
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "Astra",
        "Opus",
        "Astra, before the revision",
        "Opus, before the revision",
    ]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    settled(person)
    assert "Spending starts" in person.text("compareLeft")


def test_hostile_answers_are_compared_as_the_text_they_are(team: SseServer, opened: Open) -> None:
    payloads = "\n\n".join(str(payload) for payload in PAYLOADS)
    person = two_answers(team, opened, f"Before.\n\n{payloads}", f"{payloads}\n\nAfter.")

    press(person, "compareAnswers")
    settled(person)
    shown = view(person, "compareLeft").toPlainText()
    press(person, "onePage")
    settled(person)
    press(person, "onePage")

    assert "<script" in shown.lower()
    assert set(person.columns()) == {"Astra", "Opus"}


def test_commands_that_cannot_be_carried_out_say_why(team: SseServer, opened: Open) -> None:
    person = opened()

    for command, sentence in (
        ("readAnswer", "no answer to read"),
        ("readThread", "no answer to read"),
        ("compareAnswers", "no two answers"),
        ("showChanges", "revises no other"),
        ("nextChange", "Show the changes"),
    ):
        press(person, command)
        assert sentence in person.text("composerMessage")

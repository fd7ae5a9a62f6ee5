"""Answers are read one at a time, as a thread, on one page; what changed is shown."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QTabBar,
    QWidget,
)

from conductor.core.judgement import JudgementKind
from conductor.gui.answer.view import AnswerView
from conductor.gui.tasks.tasks import Tasks
from tests.gui.driving.judging import judged, shown_round
from tests.gui.driving.window import Driver, prepare_team
from tests.sse_server import SseServer, hang_after, text, tokens

Open = Callable[[], Driver]

SUBJECTS = (
    "The board approved the budget of 42 million won for the coming year.",
    "Park compares two suppliers before anything is ordered from either.",
    "Lee updates the list of risks every Friday and sends it around.",
    "Training takes three days and begins in the second week of March.",
    "Nobody owns the data migration, which must end before the summer.",
    "The legal review of both contracts has not been scheduled so far.",
)


def long_answer(*, order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> str:
    """Return an answer with a section of filler around each subject."""
    filler = [" ".join(reversed(subject.split())) + ". " for subject in SUBJECTS]
    return "\n\n".join(f"## Part {n}\n\n{SUBJECTS[n]} {filler[n] * 14}" for n in order)


def press(person: Driver, command: str) -> None:
    person.window.actions_table.action(command).trigger()


def view(person: Driver, name: str, inside: QWidget | None = None) -> AnswerView:
    found = person.find(name, inside)
    assert isinstance(found, AnswerView)
    return found


def settled(person: Driver) -> None:
    """Wait until nothing is computed and all that can be seen is shown."""
    tasks = person.window.findChild(Tasks)
    views = person.window.findChildren(AnswerView)
    person.until(
        lambda: not tasks.is_computing and not any(v.has_pending for v in views if v.isVisible())
    )


def at_top(shown: AnswerView) -> str:
    """Return the paragraph a little below the top of a view."""
    return shown.cursorForPosition(shown.viewport().rect().topLeft()).block().text()


def ask(person: Driver, words: str) -> None:
    """Send words and wait until all answers are in and shown."""
    person.write(words)
    person.send()
    person.until(lambda: not person.window.workspace.live.ids)
    settled(person)


def scroll_to(shown: AnswerView, words: str) -> None:
    """Scroll so that some words are at the top."""
    cursor = shown.document().find(words)
    bar = shown.verticalScrollBar()
    bar.setValue(bar.value() + shown.cursorRect(cursor).top())


def test_one_answer_is_read_at_reading_width_and_left_at_the_same_place(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text(long_answer()))
    team.script("opus", text("Short."))
    person = opened()
    ask(person, "Sum up.")
    column = view(person, "answerView", person.columns()["Astra"])
    column.setFocus()
    scroll_to(column, "Training takes")

    press(person, "readAnswer")
    settled(person)

    shown = view(person, "answerView", person.find("readView"))
    assert shown.hasFocus()
    assert not person.columns()
    assert at_top(shown) == at_top(column)
    lines = shown.document().findBlockByNumber(1).layout()
    letters = [lines.lineAt(n).textLength() for n in range(lines.lineCount() - 1)]
    assert 64 <= sum(letters) / len(letters) <= 78
    scroll_to(shown, "Park compares")
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert set(person.columns()) == {"Astra", "Opus"}
    assert at_top(column).startswith("Park compares")
    assert column.hasFocus()


def test_right_goes_to_the_paragraph_of_the_next_answer_that_matches(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text(long_answer()))
    team.script("opus", text(long_answer(order=(4, 5, 0, 3, 1, 2))))
    person = opened()
    ask(person, "Sum up.")
    press(person, "readAnswer")
    settled(person)
    reader = person.find("readView")
    shown = view(person, "answerView", reader)
    scroll_to(shown, "Nobody owns")

    QTest.keyClick(shown, Qt.Key.Key_Right)
    settled(person)

    other = view(person, "answerView", reader)
    assert other is not shown
    tabs = person.find("readTabs")
    assert isinstance(tabs, QTabBar)
    assert tabs.tabText(tabs.currentIndex()).startswith("2  Opus")
    person.until(lambda: at_top(other).startswith("Nobody owns") or "Part 4" in at_top(other))
    QTest.keyClick(other, Qt.Key.Key_Left)
    settled(person)
    assert view(person, "answerView", reader) is shown
    person.until(lambda: at_top(shown).startswith("Nobody owns") or "Part 4" in at_top(shown))


def test_an_answer_can_be_read_while_it_is_written(team: SseServer, opened: Open) -> None:
    team.script("astra", tokens(60, per_s=100))
    team.script("opus", hang_after(2))
    person = opened()
    person.write("Go.")
    person.send()
    person.wait_for("Astra", "t3")

    press(person, "readAnswer")

    shown = view(person, "answerView", person.find("readView"))
    person.until(lambda: "t59" in shown.toPlainText())
    person.until(lambda: person.text("readStatus").startswith("✓"))
    press(person, "readAnswer")
    person.wait_for("Astra", "t59")


def test_digits_judge_while_one_answer_is_read(team: SseServer, opened: Open) -> None:
    team.script("astra", text("One."))
    team.script("opus", text("Two."))
    person = opened()
    ask(person, "Go.")
    press(person, "readAnswer")
    shown = view(person, "answerView", person.find("readView"))
    round_id = shown_round(person)

    QTest.keyClick(shown, Qt.Key.Key_2)

    chosen = judged(person, round_id).chosen
    workspace = person.window.workspace
    assert [workspace.sessions.answer(each).assistant for each in chosen] == ["Opus"]
    QTest.keyClick(shown, Qt.Key.Key_0)
    assert judged(person, round_id).kind is JudgementKind.NONE_USABLE
    QTest.keyClick(shown, Qt.Key.Key_7)
    assert "no answer 7" in person.text("composerMessage")
    assert shown.hasFocus()


def test_commands_are_about_the_answer_that_is_read(team: SseServer, opened: Open) -> None:
    team.script("astra", text("One."))
    team.script("opus", text("Two."))
    person = opened()
    ask(person, "Go.")
    press(person, "readAnswer")
    settled(person)

    QTest.keyClick(view(person, "answerView", person.find("readView")), Qt.Key.Key_Right)
    press(person, "copyAnswer")

    assert QGuiApplication.clipboard().text().strip() == "Two."


def test_who_writes_goes_on_writing_while_a_page_follows(team: SseServer, opened: Open) -> None:
    team.script("astra", text("First."), text("Second."))
    team.script("opus", text("Other."))
    person = opened()
    for way in ("readAnswer", "onePage"):
        ask(person, "Go.")
        press(person, way)
        settled(person)

        ask(person, "Go on.")

        assert person.find("composerEdit").hasFocus()
        assert person.window.workbench.rooms.reading.page is not None
        press(person, way)


def test_reading_is_offered_for_long_answers_until_it_was_used(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("Short."), text("word " * 601))
    team.script("opus", text("Short."))
    person = opened()
    ask(person, "Go.")
    assert not person.sees("readHint")
    ask(person, "Go on.")
    assert "F7" in person.text("readHint")

    person.click("readHint")
    assert person.sees("readView")
    press(person, "readAnswer")

    assert not person.sees("readView")
    assert not person.sees("readHint")


def test_a_round_that_is_sent_while_reading_is_read_next(team: SseServer, opened: Open) -> None:
    team.script("astra", text("First."), text("Second."))
    team.script("opus", text("Other."))
    person = opened()
    ask(person, "Go.")
    press(person, "readAnswer")

    ask(person, "Go on.")

    reader = person.find("readView")
    person.until(lambda: person.text("answerView", reader).strip() in ("Second.", "Other."))


def test_a_thread_shows_every_round_of_one_assistant_with_its_state(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("First answer."), text("Second answer."))
    team.script("opus", text("Other answer."))
    person = opened()
    ask(person, "The task.")
    ask(person, "The follow-up.")

    press(person, "readThread")
    settled(person)

    thread = person.find("threadView")
    turns = sorted(thread.findChildren(QWidget, "threadTurn"), key=QWidget.y)
    assert [person_text(turn, "turnWords") for turn in turns] == ["The task.", "The follow-up."]
    assert [person_text(turn, "turnHeading") for turn in turns] == [
        "Round 1 · Task",
        "Round 2 · Follow-up",
    ]
    texts = [turn.findChild(AnswerView).toPlainText() for turn in turns]
    assert texts == ["First answer.", "Second answer."]
    assert all(person_text(turn, "answerStatus").startswith("✓") for turn in turns)
    tabs = person.find("threadTabs")
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(1)
    settled(person)
    assert "Other answer." in thread.findChildren(AnswerView)[-1].toPlainText()
    QTest.keyClick(person.find("threadArea"), Qt.Key.Key_Escape)
    assert set(person.columns()) == {"Astra", "Opus"}


def person_text(widget: QWidget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def test_a_session_with_one_assistant_is_read_as_a_thread_unless_columns_are_preferred(
    folder: Path, server: SseServer, opened: Open
) -> None:
    prepare_team(folder, server.base_url, Astra="astra")
    server.script("astra", text("One."), text("Two."), text("Three."))
    person = opened()
    ask(person, "First.")
    assert set(person.columns()) == {"Astra"}

    ask(person, "Second.")

    assert person.sees("threadView")
    press(person, "readThread")
    ask(person, "Third.")
    assert not person.sees("threadView")
    assert person.answer("Astra") == "Three."


def test_a_thread_says_what_was_left_out_and_what_was_adopted(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("First."), text(), text("Third."))
    team.script("opus", text("Adopt me."))
    person = opened()
    workspace = person.window.workspace
    ask(person, "One.")
    opus = next(
        answer
        for view in workspace.sessions.rounds(person.window.workbench.session_id)  # type: ignore[arg-type]
        for answer in view.answers
        if answer.assistant == "Opus"
    )
    workspace.adopting.adopt(opus.id)
    press(person, "readThread")
    settled(person)
    assert "goes with your next words" in person.text("threadWaiting")
    press(person, "readThread")
    ask(person, "Two.")
    ask(person, "Three.")

    press(person, "readThread")
    settled(person)

    thread = person.find("threadView")
    notes = [label.text() for label in thread.findChildren(QLabel, "turnNote")]
    assert notes == [
        "Adopted: the answer of Opus in round 1 was passed on with these words.",
        "Left out: nothing came, so Astra does not see this round later.",
    ]
    assert not person.sees("threadWaiting")


def test_a_thread_hides_what_must_not_be_seen_before_it_is_judged(
    team: SseServer, opened: Open
) -> None:
    team.script("astra", text("Secret."), text("Known."))
    team.script("opus", text("Other."))
    person = opened()
    ask(person, "One.")
    workbench = person.window.workbench
    assert workbench.session_id
    person.window.workspace.blinding.set_blind(workbench.session_id, blind=True)
    press(person, "readThread")
    assert not person.sees("threadView")
    assert "Judge the blind round first" in person.text("composerMessage")
    ask(person, "Two.")
    press(person, "useAnswer1")

    person.find("answerView", person.columns()["Astra"]).setFocus()
    press(person, "readThread")
    settled(person)

    thread = person.find("threadView")
    first, second = sorted(thread.findChildren(QWidget, "threadTurn"), key=QWidget.y)
    assert person_text(first, "answerStatus") == "hidden until you judge the round"
    assert not first.findChildren(AnswerView)
    assert not person.sees("retryButton", first)
    assert "Known." in view(person, "answerView", second).toPlainText()


def test_a_thread_closes_when_its_round_becomes_blind(team: SseServer, opened: Open) -> None:
    team.script("astra", text("One."))
    team.script("opus", text("Other."))
    person = opened()
    ask(person, "One.")
    press(person, "readThread")
    assert person.sees("threadView")

    press(person, "blind")

    assert not person.sees("threadView")
    assert set(person.columns()) == {"1", "2"}


def test_a_long_thread_opens_at_its_end_and_builds_what_is_read(
    folder: Path, server: SseServer, opened: Open
) -> None:
    prepare_team(folder, server.base_url, Astra="astra", Opus="opus")
    person = opened()
    ask(person, "Round 0")
    fill_rounds(person, 24)
    workbench = person.window.workbench
    workbench.open_session(workbench.session_id)
    settled(person)

    press(person, "readThread")
    settled(person)

    area = person.find("threadArea")
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    person.until(lambda: bar.value() == bar.maximum() > 0)
    built = len(area.findChildren(QWidget, "threadTurn"))
    assert 2 <= built < 20
    for _step in range(25):
        QTest.keyClick(area, Qt.Key.Key_Home)
        settled(person)
        person.qtbot.wait(1)
    person.until(lambda: len(area.findChildren(QWidget, "threadTurn")) == 25)
    QTest.keyClick(area, Qt.Key.Key_Home)
    first = area.findChildren(QLabel, "turnHeading")
    person.until(lambda: any(w.text() == "Round 1 · Task" and sees(area, w) for w in first))


def sees(area: QScrollArea, widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty() and area.isVisible()


def fill_rounds(person: Driver, count: int) -> None:
    """Ask for many rounds without going through the window."""
    workspace = person.window.workspace
    session_id = person.window.workbench.session_id
    assert session_id
    for number in range(count):
        workspace.rounds.retry(session_id)
        person.until(lambda: not workspace.live.ids)
        assert number >= 0

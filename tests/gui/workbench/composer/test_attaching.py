"""The playbook over the composer: what a new task gets, verbatim, left out by a click."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QToolButton, QWidgetAction

from conductor.core.guidance.guidance import GuidanceKind, Scope
from conductor.core.ids import GuidanceId
from tests.gui.driving.judging import dialog, press
from tests.gui.driving.session_driver import ask, chip, chips, choose
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
SHORTER = "Half the words, keep every number — <b>always</b>."


def pinned(person: Driver, text: str = SHORTER, scope: Scope = Scope()) -> GuidanceId:  # noqa: B008
    workspace = person.window.workspace
    workspace.settings.change("lottery", False)
    item = workspace.guidance.add(text, GuidanceKind.LENGTH, scope)
    workspace.guidance.pin(item.id)
    return item.id


def system(team: SseServer, model: str) -> str:
    messages = [r.json["messages"] for r in team.requests if r.json["model"] == model][-1]
    return "".join(m["content"] for m in messages if m["role"] == "system")


def the_chip(person: Driver) -> QToolButton:
    person.until(lambda: person.sees("attachedChip"))
    found = person.find("attachedChip")
    assert isinstance(found, QToolButton)
    return found


def test_what_a_new_task_gets_is_shown_before_it_is_sent(team: SseServer, opened: Open) -> None:
    person = opened()
    pinned(person)

    person.write("Sum up")

    one = the_chip(person)
    assert one.text() == "Half the words, keep every number… · pinned, unproven"
    assert "&lt;b&gt;always&lt;/b&gt;" in one.toolTip()
    assert one.accessibleDescription() == SHORTER
    (verbatim,) = one.findChildren(QLabel, "attachedVerbatim")
    assert verbatim.text() == SHORTER
    assert any(isinstance(action, QWidgetAction) for action in one.menu().actions())
    ask(person, "")
    assert SHORTER in system(team, "astra")
    assert not person.sees("attachedChip")


def test_one_can_be_left_out_of_this_task_and_is_there_for_the_next(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    pinned(person)
    person.write("Sum up")
    choose(person, the_chip(person), "Leave it out")
    assert the_chip(person).text().endswith("· left out")

    ask(person, "")

    assert SHORTER not in system(team, "astra")
    press(person, "Ctrl+N")
    person.write("Another task")
    assert the_chip(person).text().endswith("· pinned, unproven")


def test_what_was_left_out_can_be_attached_again(team: SseServer, opened: Open) -> None:
    person = opened()
    pinned(person)
    person.write("Sum up")
    choose(person, the_chip(person), "Leave it out")
    choose(person, the_chip(person), "Attach it again")

    ask(person, "")

    assert SHORTER in system(team, "opus")


def test_only_a_task_within_its_scope_gets_it(team: SseServer, opened: Open) -> None:
    person = opened()
    pinned(person, scope=Scope(kinds=("email",)))
    person.write("Sum up")
    person.window.workbench.rooms.composer.attached._look()
    assert not person.sees("attachedChip")

    choose(person, person.find("sessionKind"), "email")

    the_chip(person)
    ask(person, "")
    assert SHORTER in system(team, "astra")
    press(person, "Ctrl+L")
    person.write("And then?")
    assert not person.sees("attachedChip")


def test_the_preview_and_what_was_sent_are_the_same_byte_for_byte(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    pinned(person)
    pinned(person, "Begin with the decision.")
    person.write("Sum up")
    person.until(lambda: len(chips(person, "attachedChip")) == 2)
    choose(person, chip(person, "attachedChip", chips(person, "attachedChip")[1]), "Leave it out")
    person.until(lambda: person.window.workspace.sessions.draft("new") == "Sum up")
    press(person, "Ctrl+I")
    before = messages(person, "Astra: with")

    ask(person, "")

    sent = [r.json["messages"] for r in team.requests if r.json["model"] == "astra"][-1]
    assert before == [m["content"] for m in sent]
    assert SHORTER in before[0]
    press(person, "Ctrl+I")
    assert messages(person, "Astra: what was sent") == before


def messages(person: Driver, title: str) -> list[str]:
    shown = dialog(person, "threadDialog")
    choice = person.find("threadChoice", shown)
    assert isinstance(choice, QComboBox)
    index = next(n for n in range(choice.count()) if choice.itemText(n).startswith(title))
    choice.setCurrentIndex(index)
    found = shown.findChildren(QPlainTextEdit, "threadMessage")
    visible = [box.toPlainText() for box in found if box.isVisible()]
    shown.close()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    return visible

"""Guidance from the composer: revise, star, control, earlier guidance, what the round says."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget

from conductor.core.change import Change
from conductor.core.entities import RoundKind
from conductor.core.guidance.guidance import Control, Guidance, GuidanceKind, GuidanceStatus
from conductor.evidence.status import Question
from conductor.store.evidence import guidance as store
from tests.gui.driving.giveaways import everything_said
from tests.gui.driving.judging import press, view_of
from tests.gui.driving.session_driver import ask, chip, choose
from tests.gui.driving.window import Driver
from tests.sse_server import SseServer

Open = Callable[[], Driver]
SHORTER = "Half the words, keep every number."


def begun(opened: Open) -> Driver:
    """A session with one task, the cursor in the composer."""
    person = opened()
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    ask(person, "Sum up")
    person.find("composerEdit").setFocus()
    return person


def mode(person: Driver) -> str:
    box = person.find("composerMode")
    assert isinstance(box, QComboBox)
    return str(box.currentData())


def only(person: Driver) -> Guidance:
    (item,) = person.window.workspace.guidance.all()
    return item


def said(team: SseServer, model: str) -> str:
    messages = [r.json["messages"] for r in team.requests if r.json["model"] == model]
    return str(messages[-1][-1]["content"])


def revise(person: Driver, words: str) -> None:
    person.find("composerEdit").setFocus()
    press(person, "Ctrl+G")
    ask(person, words)


def test_one_key_turns_words_into_guidance_and_back(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    assert mode(person) == "follow-up"

    press(person, "Ctrl+G")
    assert mode(person) == "guidance"
    assert person.find("composerBox").property("guidance")
    press(person, "Ctrl+G")

    assert mode(person) == "follow-up"
    assert not person.find("composerBox").property("guidance")
    assert not person.sees("reusableStar")


def test_before_there_is_an_answer_the_key_says_what_is_missing(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    person.find("composerEdit").setFocus()

    press(person, "Ctrl+G")

    assert mode(person) == "task"
    assert "no answer to revise yet" in person.text("composerMessage")


def test_guidance_to_all_revises_every_answer(team: SseServer, opened: Open) -> None:
    person = begun(opened)

    revise(person, SHORTER)

    (task, guided) = person.window.workspace.sessions.rounds(person.window.workbench.session_id)
    assert guided.round.kind is RoundKind.GUIDANCE
    assert [a.revises for a in guided.answers] == [a.id for a in task.answers]
    assert (said(team, "astra"), said(team, "opus")) == (SHORTER, SHORTER)
    assert person.text("roundKind") == "GUIDANCE 2"
    assert person.text("roundText") == f"“{SHORTER}”"
    assert (only(person).text, only(person).reusable) == (SHORTER, False)
    assert mode(person) == "follow-up"


def test_a_star_and_a_kind_go_along(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    press(person, "Ctrl+G")
    person.write(SHORTER)

    press(person, "Ctrl+Shift+G")
    assert person.text("reusableStar") == "★"
    choose(person, person.find("guidanceKindButton"), "length")
    ask(person, "")

    assert only(person).reusable
    assert only(person).kind is GuidanceKind.LENGTH


def test_whom_guidance_leaves_out_gets_nothing_unless_a_control_is_asked_for(
    team: SseServer, opened: Open
) -> None:
    person = begun(opened)
    person.find("composerEdit").setFocus()
    press(person, "Ctrl+G")
    chip(person, "recipientChip", "Opus").click()
    assert person.text("controlChoice") == "rest: nothing ▾"
    ask(person, SHORTER)
    assert said(team, "opus") == "Sum up"

    press(person, "Ctrl+G")
    person.write("Shorter still.")
    choose(person, person.find("controlChoice"), "plain")
    ask(person, "")

    assert said(team, "opus") == "Please revise your answer."
    shown = person.window.workspace.sessions.rounds(person.window.workbench.session_id)[-1]
    found = person.window.workspace.guidance.of_round(shown.round.id)
    assert found is not None
    assert found[1] is Control.RETRY
    assert person.text("controlNote", person.columns()["Opus"]) == "Control: only asked to revise."
    assert not person.sees("controlNote", person.columns()["Astra"])
    assert person.text("roundRecipients") == "to Astra · control: Opus"


def test_the_thread_of_a_control_says_what_it_was_told(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    press(person, "Ctrl+G")
    chip(person, "recipientChip", "Opus").click()
    person.write(SHORTER)
    choose(person, person.find("controlChoice"), "plain")
    ask(person, "")
    view_of(person, "Opus").setFocus()

    press(person, "F8")

    said_there = [words for _where, words in everything_said(person.find("threadView").window())]
    assert "Please revise your answer." in said_there


def test_guidance_to_nobody_is_refused_and_stays(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    press(person, "Ctrl+G")
    for name in ("Astra", "Opus"):
        chip(person, "recipientChip", name).click()

    ask(person, SHORTER)

    assert "at least one assistant" in person.text("composerMessage")
    assert person.text("composerEdit") == SHORTER


def test_a_draft_of_guidance_is_still_that_with_its_star_after_a_restart(
    team: SseServer, opened: Open
) -> None:
    person = begun(opened)
    press(person, "Ctrl+G")
    person.write("Shorter")
    press(person, "Ctrl+Shift+G")
    person.window.close()

    again = opened()

    assert (mode(again), again.text("composerEdit")) == ("guidance", "Shorter")
    assert again.text("reusableStar") == "★"


def test_earlier_guidance_is_offered_with_what_is_known_and_taken_by_a_key(
    team: SseServer, opened: Open
) -> None:
    person = begun(opened)
    person.window.workspace.guidance.add(SHORTER, GuidanceKind.LENGTH)
    person.find("composerEdit").setFocus()
    press(person, "Ctrl+G")

    person.write("half the")

    person.until(lambda: person.sees("earlierGuidance"))
    assert person.text("earlierGuidance") == f"like “{SHORTER}” — not tested yet"
    press(person, "Alt+G")
    assert person.text("composerEdit") == SHORTER
    assert person.text("reusableStar") == "★"


def test_what_is_said_twice_is_offered_a_star_by_one_click(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    revise(person, SHORTER)
    assert not person.sees("guidanceNotice")

    revise(person, "Half the words; keep every number!")

    assert "much the same before" in person.text("guidanceNoticeText")
    person.click("giveStarButton")
    assert not person.sees("guidanceNotice")
    starred = person.window.workspace.guidance.all(reusable_only=True)
    assert [item.text for item in starred] == [SHORTER]


def test_ticked_notes_become_one_guidance(team: SseServer, opened: Open) -> None:
    person = begun(opened)
    workspace, shown = person.window.workspace, person.window.workbench.session_id
    assert shown is not None
    for words in ("Name the owner.", "Fewer words."):
        workspace.notes.on_session(shown, words)
    press(person, "Ctrl+Shift+N")
    notes = person.find("noteList")

    assert isinstance(notes, QListWidget)
    for number in range(notes.count()):
        notes.item(number).setCheckState(Qt.CheckState.Checked)

    person.click("notesToGuidance")

    assert mode(person) == "guidance"
    assert person.text("composerEdit") == "1. Name the owner.\n2. Fewer words."


def question(person: Driver) -> Guidance:
    """Make guidance wait for a decision, as evidence against it does."""
    workspace = person.window.workspace
    item = workspace.guidance.add(SHORTER)
    asked = replace(item, status=GuidanceStatus.WATCH, question=Question.RETIRE.value)
    with workspace.desk.db.atomic():
        store.change_guidance(workspace.desk.db, asked)
    workspace.desk.publish(Change(guidance=frozenset({item.id})))
    return asked


def test_what_evidence_speaks_against_is_asked_about_and_kept(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    question(person)
    assert "Retire it, or keep it?" in person.text("guidanceNoticeText")

    person.click("keepGuidanceButton")

    assert not person.sees("guidanceNotice")
    assert only(person).question == ""
    assert only(person).status is not GuidanceStatus.RETIRED


def test_it_can_be_taken_off_with_one_click(team: SseServer, opened: Open) -> None:
    person = opened()
    question(person)

    person.click("takeOffGuidanceButton")

    assert not person.sees("guidanceNotice")
    assert only(person).status is GuidanceStatus.RETIRED


def test_a_question_that_is_closed_comes_again_at_the_next_start_only(
    team: SseServer, opened: Open
) -> None:
    person = opened()
    asked = question(person)
    person.click("closeGuidanceNotice")
    person.window.workspace.guidance.star(asked.id)
    assert not person.sees("guidanceNotice")
    person.window.close()

    again = opened()

    again.until(lambda: again.sees("guidanceNotice"))

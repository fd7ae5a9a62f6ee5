"""Sessions around their rounds: titles, tags, kinds, files of drafts, the bin, marks, estimates."""

from pathlib import Path

import pytest

from conductor.core.change import Change
from conductor.core.entities import AnswerStatus, RoundKind
from conductor.core.errors import InvalidInput, NotFound
from conductor.core.events import Started, Text
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.rounds.rounds import NewRound
from tests.fakes import STOP, Gate, words
from tests.workspace.conftest import Stage


def test_tags_are_kept_without_their_sign_and_announced(stage: Stage) -> None:
    session_id = stage.asked("One", stage.team("Astra")).round.session_id
    heard: list[Change] = []
    stage.workspace.subscribe(heard.append)

    stage.workspace.sessions.add_tag(session_id, " #board  room ")
    stage.workspace.sessions.add_tag(session_id, "board room")

    assert stage.workspace.sessions.get(session_id).tags == ("board room",)
    assert [change.sessions for change in heard] == [frozenset({session_id})] * 2
    stage.workspace.sessions.remove_tag(session_id, "board room")
    assert stage.workspace.sessions.get(session_id).tags == ()


@pytest.mark.parametrize("tag", ["", " # ", "x" * 41])
def test_a_tag_that_says_nothing_or_too_much_is_refused(stage: Stage, tag: str) -> None:
    session_id = stage.asked("One", stage.team("Astra")).round.session_id

    with pytest.raises(InvalidInput):
        stage.workspace.sessions.add_tag(session_id, tag)


def test_a_kind_of_ones_own_is_offered_from_then_on(stage: Stage) -> None:
    session_id = stage.asked("One", stage.team("Astra")).round.session_id

    stage.workspace.sessions.set_kind(session_id, "  board paper ")

    assert stage.workspace.sessions.get(session_id).kind == "board paper"
    assert stage.workspace.sessions.known_kinds()[:2] == ("board paper", "email")
    stage.workspace.sessions.set_kind(session_id, "")
    assert stage.workspace.sessions.get(session_id).kind is None


def test_files_of_a_draft_are_there_again(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "회의록.txt"
    path.write_text("예산 4,200만 원", encoding="utf-8")
    (file,) = stage.workspace.draft_files.attach([path])
    pasted = stage.workspace.draft_files.attach_text("Pasted.txt", "long text")

    stage.workspace.draft_files.keep("new", (file, pasted))

    assert stage.workspace.draft_files.at("new") == (file, pasted)
    assert stage.workspace.draft_files.at("elsewhere") == ()


def test_files_the_library_has_are_sent_and_stay_with_the_round(stage: Stage) -> None:
    file = stage.workspace.draft_files.attach_text("Pasted.txt", "the budget is 42")

    item = stage.workspace.rounds.ask(NewRound("Sum up", stage.team("Astra"), files=(file,)))

    view = stage.ended(stage.workspace.sessions.round(item.id))
    assert stage.workspace.sessions.attachments(item.id) == (file,)
    (message,) = stage.workspace.sessions.thread(view.answers[0])
    assert "the budget is 42" in message.text


def test_marks_say_how_each_answer_stands_now(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Slow", Started(None, None), Text("so far"), gate, STOP)
    view = stage.ask("Go", stage.team("Slow", "Quick"))
    stage.until(lambda: len(stage.workspace.live.ids) == 1)
    stage.until_text(view.answers[0].id, "so far")

    marks = stage.workspace.sessions.marks(view.round.session_id)

    assert [(m.assistant, m.status) for m in marks] == [
        ("Slow", AnswerStatus.STREAMING),
        ("Quick", AnswerStatus.COMPLETE),
    ]
    gate.open()
    stage.ended(view)


def test_an_edited_task_is_a_task_of_its_own_that_sees_nothing_of_the_old_one(
    stage: Stage,
) -> None:
    team = stage.team("Astra")
    first = stage.asked("Name a fruit", team)
    session_id = first.round.session_id
    stage.asked("Another", team, session_id)

    edited = stage.workspace.rounds.ask(
        NewRound("Name a tree", team, session_id, edits=first.round.id)
    )
    view = stage.ended(stage.workspace.sessions.round(edited.id))
    after = stage.asked("And a taller one", team, session_id)

    assert (edited.number, edited.kind) == (3, RoundKind.TASK)
    said = [m.text for m in stage.workspace.sessions.thread(view.answers[0])]
    assert said == ["Name a tree"]
    said = [m.text for m in stage.workspace.sessions.thread(after.answers[0])]
    assert said == ["Name a tree", "Hello.", "And a taller one"]
    assert [r.text for r in stage.workspace.sessions.score(session_id)] == [
        "Name a fruit",
        "Another",
        "Name a tree",
        "And a taller one",
    ]


def test_an_edited_follow_up_sees_what_came_before_the_old_one(stage: Stage) -> None:
    team = stage.team("Astra")
    session_id = stage.asked("One", team).round.session_id
    second = stage.asked("Two", team, session_id)
    stage.asked("Three", team, session_id)

    edited = stage.workspace.rounds.ask(
        NewRound("Two, better", team, session_id, edits=second.round.id)
    )

    view = stage.ended(stage.workspace.sessions.round(edited.id))
    said = [m.text for m in stage.workspace.sessions.thread(view.answers[0])]
    assert said == ["One", "Hello.", "Two, better"]
    assert edited.kind is RoundKind.FOLLOW_UP


def test_trying_an_edited_round_again_still_leaves_the_old_one_out(stage: Stage) -> None:
    team = stage.team("Astra")
    first = stage.asked("One", team)
    gate = Gate()
    stage.provider.script("Astra", gate, STOP)
    stage.provider.script("Astra", words("now"))
    item = stage.workspace.rounds.ask(
        NewRound("One, better", team, first.round.session_id, edits=first.round.id)
    )
    view = stage.workspace.sessions.round(item.id)
    stage.workspace.rounds.stop(view.answers[0].id)
    stopped = stage.ended(view)

    stage.workspace.rounds.try_again(stopped.answers)

    again = stage.ended(stage.workspace.sessions.round(item.id))
    said = [m.text for m in stage.workspace.sessions.thread(again.answers[0])]
    assert said == ["One, better"]


def test_a_session_goes_to_the_bin_and_comes_back(stage: Stage) -> None:
    view = stage.asked("One", stage.team("Astra"))
    session_id = view.round.session_id

    stage.workspace.bin.put([session_id])

    assert stage.workspace.sessions.all() == ()
    with pytest.raises(NotFound):
        stage.workspace.sessions.get(session_id)
    assert stage.workspace.bin.ids() == (session_id,)
    stage.workspace.bin.restore([session_id])
    assert stage.workspace.bin.ids() == ()
    assert stage.workspace.sessions.rounds(session_id)[0].answers[0].text == "Hello."


def test_what_is_being_written_in_a_binned_session_is_stopped_and_kept(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", Started(None, None), Text("so far"), gate, STOP)
    view = stage.ask("One", stage.team("Astra"))
    stage.until_text(view.answers[0].id, "so far")

    stage.workspace.bin.put([view.round.session_id])
    with pytest.raises(InvalidInput, match="still being stopped"):
        stage.workspace.bin.delete_for_good([view.round.session_id])
    stage.until(lambda: not stage.workspace.live.ids)

    stage.workspace.bin.restore([view.round.session_id])
    (answer,) = stage.workspace.sessions.round(view.round.id).answers
    assert (answer.status, answer.text) == (AnswerStatus.STOPPED, "so far")


def test_deleting_for_good_takes_the_attached_files_along(stage: Stage) -> None:
    file = stage.workspace.draft_files.attach_text("Pasted.txt", "the budget is 42")
    item = stage.workspace.rounds.ask(NewRound("Sum up", stage.team("Astra"), files=(file,)))
    stage.ended(stage.workspace.sessions.round(item.id))
    kept = stage.workspace.folder / "attachments" / file.sha256
    assert kept.exists()

    stage.workspace.bin.put([item.session_id])
    stage.workspace.bin.delete_for_good([item.session_id])

    assert not kept.exists()
    assert stage.workspace.bin.ids() == ()


def test_an_estimate_knows_prices_it_can_know_and_no_others(stage: Stage) -> None:
    openai = stage.workspace.connections.add(NewConnection("OpenAI", preset="openai"))
    known = stage.workspace.connections.add_assistant("Known", openai, model="gpt-4o")
    (unknown,) = stage.team("Unknown")

    estimate = stage.workspace.estimates.of(["word " * 80], (known.id, unknown), None)

    assert estimate.tokens == 100
    assert estimate.unknown == 1
    assert 0.0001 < estimate.cost_usd < 0.1


def test_an_estimate_of_a_huge_text_takes_no_time_and_stays_close(stage: Stage) -> None:
    estimate = stage.workspace.estimates.of(["word " * 400_000], (), None)

    assert 480_000 < estimate.tokens < 520_000

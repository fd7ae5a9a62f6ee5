"""Rounds made of drafts: merge, review; adopted answers in other threads."""

import pytest

from conductor.core.drafts.frames import read_frames
from conductor.core.entities import AnswerStatus, RoundKind
from conductor.core.errors import ErrorKind, InvalidInput, NotFound
from conductor.core.events import Started, Text
from conductor.core.ids import AnswerId, SessionId
from conductor.core.request import Message
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import RoundView
from tests.fakes import STOP, Gate, failure, words
from tests.workspace.conftest import Stage
from tests.workspace.rounds.teamwork import asked_three, merge, revised


def sent(stage: Stage) -> tuple[Message, ...]:
    return stage.provider.calls[-1].request.messages


def again(stage: Stage, wanted: NewRound) -> RoundView:
    return stage.ended(stage.workspace.sessions.round(stage.workspace.rounds.ask(wanted).id))


def test_what_is_planned_is_what_is_sent_and_what_is_shown(stage: Stage) -> None:
    view = asked_three(stage)
    by = view.answers[1].assistant_id
    plan = stage.workspace.merging.plan_merge(view.round.session_id, by)

    edited = "Make one text of it.\n\n{drafts}\n\nTwo lines at most."
    item = stage.workspace.merging.send(plan, edited)
    merged = stage.ended(stage.workspace.sessions.round(item.id))

    (only,) = sent(stage)
    assert (only.role, only.text) == ("user", plan.told(by, edited))
    assert stage.workspace.sessions.thread(merged.answers[0]) == (only,)
    assert (item.kind, item.text) == (RoundKind.MERGE, edited)
    assert only.text.startswith("My task:\n\nWrite a report\n\nMake one text of it.")
    assert only.text.endswith("Two lines at most.")
    frames = read_frames(only.text)
    assert {text for _id, text in frames} == {a.text for a in view.answers}
    assert "Astra" not in only.text.replace("Astra-draft", "")


def test_drafts_are_the_newest_answers_to_the_latest_task(stage: Stage) -> None:
    view = asked_three(stage)
    stage.provider.script("Opus", words("Opus-revised."))
    session_id, opus = view.round.session_id, view.answers[1].assistant_id
    stage.ended(
        stage.workspace.sessions.round(stage.workspace.rounds.retry(session_id, (opus,)).id)
    )

    drafts = stage.workspace.merging.drafts(session_id)

    texts = ["Astra-draft says so.", "Opus-revised.", "Local-draft says so."]
    assert [a.text for a in drafts] == texts


def test_words_that_an_edited_round_took_the_place_of_are_not_part_of_the_task(
    stage: Stage,
) -> None:
    view = asked_three(stage)
    session_id, team = view.round.session_id, tuple(a.assistant_id for a in view.answers)
    stage.provider.script("Astra", words("Astra-again."))
    stage.provider.script("Opus", words("Opus-again."))
    stage.provider.script("Local", words("Local-again."))
    again(stage, NewRound("Write a letter", team, session_id, edits=view.round.id))

    plan = stage.workspace.merging.plan_merge(session_id, team[0])

    assert plan.task == "My task:\n\nWrite a letter"


def test_words_that_one_draft_still_answers_stay_part_of_the_task(stage: Stage) -> None:
    view = asked_three(stage)
    session_id, team = view.round.session_id, tuple(a.assistant_id for a in view.answers)
    stage.provider.script("Astra", words("Astra-again."))
    edit = NewRound("Write a letter", team[:1], session_id, edits=view.round.id)
    newer = again(stage, edit).answers[0]

    plan = stage.workspace.merging.plan_merge(
        session_id, team[0], drafts=(newer.id, view.answers[1].id)
    )

    assert plan.task == "My task:\n\nWrite a report\n\nWrite a letter"


def test_the_merging_assistant_does_not_see_which_draft_is_its_own(stage: Stage) -> None:
    view = asked_three(stage)

    merge(stage, view, view.answers[0].assistant_id)

    assert all(m.role != "assistant" for m in sent(stage))


def test_a_merge_goes_on_in_its_assistants_thread_and_in_no_other(stage: Stage) -> None:
    view = asked_three(stage)
    team = tuple(a.assistant_id for a in view.answers)
    stage.provider.script("Opus", words("The merged answer."))
    merged = merge(stage, view, team[1])

    after = stage.asked("Shorter", team, view.round.session_id)

    astra, opus, _local = (stage.workspace.sessions.thread(a) for a in after.answers)
    assert [m.text for m in astra] == ["Write a report", "Astra-draft says so.", "Shorter"]
    assert opus[3].text == merged.answers[0].text
    assert opus[2].text == stage.workspace.sessions.thread(merged.answers[0])[0].text
    for answer in after.answers:
        call = next(c for c in reversed(stage.provider.calls) if c.request.model == answer.model)
        assert stage.workspace.sessions.thread(answer) == call.request.messages


def test_a_merged_answer_is_judged_blind_against_the_best_draft(stage: Stage) -> None:
    view = asked_three(stage)
    best = view.answers[2]
    stage.workspace.judging.best(view.round.id, best.id)

    merged = merge(stage, view, view.answers[0].assistant_id)
    showing = stage.workspace.blinding.showing(merged.round.id)
    made = stage.workspace.judging.best(merged.round.id, merged.answers[0].id)

    assert showing.is_hidden
    assert {c.answer.id for c in showing.candidates} == {merged.answers[0].id, best.id}
    assert {c.answer.assistant for c in showing.candidates} == {"1", "2"}
    assert made.blind
    assert {s.answer_id for s in made.shown} == {merged.answers[0].id, best.id}


def test_nothing_of_a_blind_merge_is_shown_before_the_merged_answer_has_ended(
    stage: Stage,
) -> None:
    view = asked_three(stage)
    gate = Gate()
    stage.provider.script("Astra", Started(None, None), Text("Merged "), gate, Text("."), STOP)
    plan = stage.workspace.merging.plan_merge(view.round.session_id, view.answers[0].assistant_id)
    item = stage.workspace.merging.send(plan)
    own = stage.workspace.sessions.round(item.id).answers[0]
    stage.until_text(own.id, "Merged")

    coming = stage.workspace.blinding.showing(item.id)
    alone = stage.workspace.blinding.visible(stage.workspace.sessions.answer(own.id))
    gate.open()
    stage.ended(stage.workspace.sessions.round(item.id))

    assert coming.is_coming
    assert {(c.text, c.answer.text, c.answer.status) for c in coming.candidates} == {
        ("", "", AnswerStatus.QUEUED)
    }
    assert (alone.text, alone.assistant in "1234") == ("", True)
    ended = stage.workspace.blinding.showing(item.id)
    assert not ended.is_coming
    assert all(c.can_be_judged and c.text for c in ended.candidates)


def test_a_review_of_hidden_answers_is_hidden_as_long_as_they_are(stage: Stage) -> None:
    view = asked_three(stage)
    blinding = stage.workspace.blinding
    blinding.set_blind(view.round.session_id, blind=True)
    item = stage.workspace.merging.send(stage.workspace.merging.plan_review(view.round.session_id))
    reviewed = stage.ended(stage.workspace.sessions.round(item.id))

    assert blinding.hidden_rounds(view.round.session_id) == {view.round.id, item.id}
    assert blinding.visible(reviewed.answers[0]).assistant in ("1", "2", "3")

    stage.workspace.judging.none_usable(view.round.id)

    assert blinding.hidden_rounds(view.round.session_id) == frozenset()


def test_without_a_judgement_a_merge_stands_beside_all_its_drafts(stage: Stage) -> None:
    view = asked_three(stage)

    merged = merge(stage, view, view.answers[0].assistant_id, blind=False)

    showing = stage.workspace.blinding.showing(merged.round.id)
    assert [c.answer.id for c in showing.candidates if c.is_own] == [merged.answers[0].id]
    assert {c.answer.id for c in showing.candidates if not c.is_own} == {a.id for a in view.answers}
    assert not showing.is_hidden


def test_sources_and_disagreements_are_read_and_hidden_from_the_blind_text(stage: Stage) -> None:
    view = asked_three(stage)
    by = view.answers[0].assistant_id
    plan = stage.workspace.merging.plan_merge(view.round.session_id, by)
    first, second, _third = dict(plan.framed)[by].frames
    reply = (
        "One good report.\n\n## What came from which\n"
        f"- {first.id}: the opening\n- {second.id}: the figures\n\n"
        f"## Where the drafts disagree\n- {first.id}, {second.id}: on the year; the first\n"
    )
    stage.provider.script("Astra", words(reply))

    item = stage.workspace.merging.send(plan)
    merged = stage.ended(stage.workspace.sessions.round(item.id)).answers[0]

    read = stage.workspace.merging.merged(merged.id)
    assert read.body.strip() == "One good report."
    assert [(s.answers, s.what) for s in read.sources] == [
        ((first.answer,), "the opening"), ((second.answer,), "the figures")
    ]  # fmt: skip
    assert read.disagreements[0].answers == (first.answer, second.answer)
    showing = stage.workspace.blinding.showing(item.id)
    own = next(c for c in showing.candidates if c.is_own)
    assert own.text == own.answer.text == read.body
    name = stage.workspace.blinding.name_of(first.answer)
    assert f"{name}: the opening" in stage.workspace.merging.readable(merged.id)


def test_a_korean_task_is_merged_with_korean_words(stage: Stage) -> None:
    view = stage.asked("보고서를 써 주세요", stage.team("Astra", "Opus"))

    plan = stage.workspace.merging.plan_merge(view.round.session_id, view.answers[0].assistant_id)

    assert plan.task.startswith("제 과제:")
    assert "초안" in plan.words
    assert "초안" in plan.preface


def test_each_reviewer_gets_the_others_drafts_and_not_its_own(stage: Stage) -> None:
    view = asked_three(stage)
    plan = stage.workspace.merging.plan_review(view.round.session_id)
    by_id = {a.id: a for a in view.answers}

    item = stage.workspace.merging.send(plan)
    reviewed = stage.ended(stage.workspace.sessions.round(item.id))

    assert item.kind is RoundKind.REVIEW
    for answer in reviewed.answers:
        text = stage.workspace.sessions.thread(answer)[-1].text
        given = {draft for _id, draft in read_frames(text)}
        assert given == {a.text for a in by_id.values() if a.assistant_id != answer.assistant_id}


def test_the_errors_that_reviewers_found_are_read_with_their_places(stage: Stage) -> None:
    view = asked_three(stage)
    astra, opus, local = view.answers
    plan = stage.workspace.merging.plan_review(view.round.session_id, (astra.assistant_id,))
    frames = {f.answer: f.id for f in dict(plan.framed)[astra.assistant_id].frames}
    reply = f'- {frames[opus.id]} | "says so" | Nobody says so.\n- {frames[local.id]} | none\n'
    stage.provider.script("Astra", words(reply))

    item = stage.workspace.merging.send(plan)
    stage.ended(stage.workspace.sessions.round(item.id))

    (found,) = stage.workspace.merging.findings(item.id)
    assert (found.by.assistant, found.finding.answer) == ("Astra", opus.id)
    assert (found.finding.quote, found.finding.problem) == ("says so", "Nobody says so")
    assert found.finding.place is not None
    assert opus.text[found.finding.place.start : found.finding.place.end] == "says so"


def test_after_a_review_it_is_the_answers_that_are_revised(stage: Stage) -> None:
    view = asked_three(stage)
    item = stage.workspace.merging.send(stage.workspace.merging.plan_review(view.round.session_id))
    stage.ended(stage.workspace.sessions.round(item.id))

    answers = revised(stage, view.round.session_id)

    assert [a.revises for a in answers] == [a.id for a in view.answers]


def test_what_cannot_be_merged_or_reviewed_is_refused_with_a_sentence(stage: Stage) -> None:
    stage.provider.script("Opus", failure(ErrorKind.KEY, retryable=False))
    view = stage.asked("Go", stage.team("Astra", "Opus"))
    astra, opus = view.answers
    session_id, merging = view.round.session_id, stage.workspace.merging

    with pytest.raises(InvalidInput, match="no two answers to merge"):
        merging.plan_merge(session_id, astra.assistant_id)
    with pytest.raises(InvalidInput, match="Opus has no text"):
        merging.plan_merge(session_id, astra.assistant_id, (astra.id, opus.id))
    with pytest.raises(InvalidInput, match="no answer by another"):
        merging.plan_review(session_id)
    with pytest.raises(NotFound):
        merging.plan_merge(SessionId("NONE"), astra.assistant_id)


def test_a_merge_that_failed_is_tried_again_with_the_same_drafts(stage: Stage) -> None:
    view = asked_three(stage)
    by = view.answers[0].assistant_id
    stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("At last."))
    failed = merge(stage, view, by)
    before = sent(stage)

    stage.workspace.rounds.try_again(failed.answers)
    tried = stage.ended(failed)

    assert tried.answers[0].status is AnswerStatus.COMPLETE
    assert sent(stage) == before


def threads(stage: Stage, view: RoundView) -> list[tuple[Message, ...]]:
    for answer in view.answers:
        call = next(c for c in reversed(stage.provider.calls) if c.request.model == answer.model)
        assert stage.workspace.sessions.thread(answer) == call.request.messages
    return [stage.workspace.sessions.thread(answer) for answer in view.answers]


def test_an_adopted_answer_goes_framed_into_the_others_next_words_once(stage: Stage) -> None:
    view = asked_three(stage)
    team = tuple(a.assistant_id for a in view.answers)
    session_id = view.round.session_id

    made = stage.workspace.adopting.adopt(view.answers[1].id)
    second = stage.asked("Shorter", team, session_id)

    assert [each.into for each in made] == [team[0], team[2]]
    astra, opus, local = threads(stage, second)
    assert opus[-1].text == "Shorter"
    for thread in (astra, local):
        assert thread[-1].text.startswith("Shorter\n\n")
        assert [text for _id, text in read_frames(thread[-1].text)] == ["Opus-draft says so."]
    third = stage.asked("And now?", team, session_id)
    astra = threads(stage, third)[0]
    assert [m.text.count("Opus-draft") for m in astra if m.role == "user"] == [0, 1, 0]
    rows = stage.workspace.adopting.of_session(session_id)
    assert [(row.answer_id, row.after, row.given) for row in rows] == [
        (view.answers[1].id, 1, second.answers[0].id), (view.answers[1].id, 1, second.answers[2].id)
    ]  # fmt: skip


def test_an_adopted_answer_is_not_lost_when_the_next_answer_fails(stage: Stage) -> None:
    view = asked_three(stage)
    team = tuple(a.assistant_id for a in view.answers)
    stage.workspace.adopting.adopt(view.answers[1].id, team[:1])
    stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("Fine."))

    stage.asked("Shorter", team[:1], view.round.session_id)
    third = stage.asked("And now?", team[:1], view.round.session_id)

    (astra,) = threads(stage, third)
    assert [m.text for m in astra][:2] == ["Write a report", "Astra-draft says so."]
    assert [text for _id, text in read_frames(astra[-1].text)] == ["Opus-draft says so."]


def test_trying_an_older_round_again_does_not_take_a_later_adoption_in(stage: Stage) -> None:
    stage.provider.script("Astra", failure(retryable=False))
    stage.provider.script("Astra", words("Fine."))
    view = stage.asked("Go", stage.team("Astra", "Opus"))
    stage.workspace.adopting.adopt(view.answers[1].id)

    stage.workspace.rounds.try_again(view.answers)
    tried = stage.ended(view)

    assert [m.text for m in stage.workspace.sessions.thread(tried.answers[0])] == ["Go"]
    after = stage.asked("More", (view.answers[0].assistant_id,), view.round.session_id)
    assert len(read_frames(threads(stage, after)[0][-1].text)) == 1


def test_an_adoption_can_be_taken_back_until_it_was_sent(stage: Stage) -> None:
    view = asked_three(stage)
    team = tuple(a.assistant_id for a in view.answers)
    adopting = stage.workspace.adopting
    first, second = adopting.adopt(view.answers[1].id)

    adopting.take_back(first.id)
    after = stage.asked("Shorter", team, view.round.session_id)

    assert threads(stage, after)[0][-1].text == "Shorter"
    assert [each.id for each in adopting.of_session(view.round.session_id)] == [second.id]
    with pytest.raises(InvalidInput, match="has seen this answer already"):
        adopting.take_back(second.id)


def test_an_answer_is_adopted_once_and_never_from_a_hidden_round(stage: Stage) -> None:
    view = asked_three(stage)
    adopting, blinding = stage.workspace.adopting, stage.workspace.blinding
    blinding.set_round_blind(view.round.id, blind=True)

    with pytest.raises(InvalidInput, match="Judge it first"):
        adopting.adopt(view.answers[0].id)
    blinding.set_round_blind(view.round.id, blind=False)
    assert len(adopting.adopt(view.answers[0].id)) == 2

    assert adopting.adopt(view.answers[0].id) == ()
    alone = stage.asked("Else", (view.answers[0].assistant_id,))
    with pytest.raises(InvalidInput, match="no other assistant"):
        adopting.adopt(alone.answers[0].id)


def test_an_unknown_draft_is_not_there(stage: Stage) -> None:
    view = asked_three(stage)

    with pytest.raises(NotFound):
        stage.workspace.merging.plan_merge(
            view.round.session_id, view.answers[0].assistant_id, (AnswerId("NONE"),)
        )

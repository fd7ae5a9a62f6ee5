"""Judging rounds and revisions, blind and open."""

from pathlib import Path

import pytest

from conductor.core.change import Change
from conductor.core.entities import AnswerStatus
from conductor.core.errors import ErrorKind, InvalidInput, NotFound
from conductor.core.events import Started, Text
from conductor.core.ids import AnswerId, RoundId
from conductor.core.judgement import JudgementKind
from conductor.workspace.judging.judging import Why
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import RoundView
from tests.fakes import Gate, failure, words
from tests.workspace.conftest import Stage
from tests.workspace.rounds.teamwork import asked_three


def asked_blind(stage: Stage, *names: str) -> RoundView:
    for name in names:
        stage.provider.script(name, words(f"{name} says so."))
    item = stage.workspace.rounds.ask(NewRound("Go", stage.team(*names), blind=True))
    return stage.ended(stage.workspace.sessions.round(item.id))


def test_a_judgement_stores_what_was_shown_in_its_order(stage: Stage) -> None:
    view = asked_three(stage)
    astra, opus, local = (answer.id for answer in view.answers)

    why = Why("clear", ("clear", " short  words ", "clear"), seconds=12.5)
    made = stage.workspace.judging.best(view.round.id, opus, why)

    (kept,) = stage.workspace.judging.of_round(view.round.id)
    assert kept == made
    assert [(s.answer_id, s.attempt, s.place) for s in kept.shown] == [
        (astra, 1, None), (opus, 1, 1), (local, 1, None)
    ]  # fmt: skip
    assert (kept.kind, kept.blind, kept.seconds) == (JudgementKind.BEST, False, 12.5)
    assert (kept.reason, kept.tags) == ("clear", ("clear", "short words"))


def test_changing_ones_mind_keeps_both_and_the_latest_counts(stage: Stage) -> None:
    view = asked_three(stage)
    judging, item = stage.workspace.judging, view.round.id

    first = judging.best(item, view.answers[0].id)
    second = judging.no_difference(item)

    assert judging.of_round(item) == (first, second)
    assert judging.current(item) == second


def test_a_ranking_has_ties_and_may_leave_answers_without_a_place(stage: Stage) -> None:
    view = asked_three(stage)
    astra, opus, local = (answer.id for answer in view.answers)

    whole = stage.workspace.judging.rank(view.round.id, [[local], [astra, opus]])
    part = stage.workspace.judging.rank(view.round.id, [[opus], [astra]])

    assert whole.ranking == ((local,), (astra, opus))
    assert [item.place for item in part.shown] == [2, 1, None]


def test_what_cannot_be_judged_is_refused_with_a_sentence(stage: Stage) -> None:
    stage.provider.script("Opus", failure(ErrorKind.KEY, retryable=False))
    view = stage.asked("Go", stage.team("Astra", "Opus"))
    astra, opus = (answer.id for answer in view.answers)
    other = stage.asked("Else", (view.answers[0].assistant_id,)).answers[0].id
    judging, item = stage.workspace.judging, view.round.id

    for refused, says in (
        (lambda: judging.best(item, opus), "Opus has no text"),
        (lambda: judging.best(item, other), "one session"),
        (lambda: judging.rank(item, [[astra]]), "at least two"),
        (lambda: judging.rank(item, [[astra], [astra]]), "twice"),
        (lambda: judging.no_difference(item), "no two answers"),
        (lambda: judging.judge_revision(astra, JudgementKind.BETTER), "revises no other"),
        (lambda: judging.judge_revision(astra, JudgementKind.BEST), "better, the same or worse"),
    ):
        with pytest.raises(InvalidInput, match=says):
            refused()
    for missing in (
        lambda: judging.best(item, AnswerId("NONE")),
        lambda: judging.best(RoundId("NONE"), astra),
    ):
        with pytest.raises(NotFound):
            missing()
    assert judging.of_round(item) == ()


def test_the_complete_ones_can_be_judged_while_another_streams(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Slow", Started(None, None), Text("half "), gate, Text("done"))
    view = stage.ask("Go", stage.team("Slow", "Quick", "Local"))
    slow, quick, local = (answer.id for answer in view.answers)
    stage.until(lambda: stage.workspace.sessions.answer(local).status is AnswerStatus.COMPLETE)
    stage.until(lambda: stage.workspace.sessions.answer(quick).status is AnswerStatus.COMPLETE)
    stage.until_text(slow, "half")

    made = stage.workspace.judging.best(view.round.id, quick)
    with pytest.raises(InvalidInput, match="no text to judge yet"):
        stage.workspace.judging.best(view.round.id, slow)

    assert [item.answer_id for item in made.shown] == [quick, local]
    gate.open()
    stage.ended(view)


def test_a_revision_is_judged_against_what_it_revises(stage: Stage) -> None:
    view = asked_three(stage)
    revised = stage.ended(
        stage.workspace.sessions.round(stage.workspace.rounds.retry(view.round.session_id).id)
    )
    judging = stage.workspace.judging

    better = judging.judge_revision(revised.answers[0].id, JudgementKind.BETTER)
    worse = judging.judge_revision(revised.answers[0].id, JudgementKind.WORSE)

    earlier = view.answers[0].id
    assert [item.answer_id for item in better.shown] == [earlier, revised.answers[0].id]
    assert judging.of_revision(revised.answers[0].id) == (better, worse)
    assert judging.current_of_revision(revised.answers[0].id) == worse
    assert worse.chosen == (earlier,)
    assert judging.of_round(revised.round.id) == ()
    assert judging.of_session(view.round.session_id) == (better, worse)


def test_after_guidance_to_one_the_others_stand_beside_it_in_their_columns(stage: Stage) -> None:
    view = asked_three(stage)
    opus = view.answers[1].assistant_id
    retried = stage.workspace.rounds.retry(view.round.session_id, (opus,))
    revised = stage.ended(stage.workspace.sessions.round(retried.id)).answers[0]

    showing = stage.workspace.blinding.showing(retried.id)

    assert [(c.answer.id, c.is_own) for c in showing.candidates] == [
        (view.answers[0].id, False), (revised.id, True), (view.answers[2].id, False)
    ]  # fmt: skip
    made = stage.workspace.judging.best(retried.id, view.answers[0].id)
    assert len(made.shown) == 3


def test_reason_tags_are_remembered_the_most_used_first(stage: Stage) -> None:
    view = asked_three(stage)
    judging, best = stage.workspace.judging, view.answers[0].id

    judging.best(view.round.id, best, Why(tags=("짧다",)))
    judging.best(view.round.id, best, Why(tags=("clear", "짧다")))
    made = judging.best(view.round.id, best)
    judging.say_why(made.id, "It reads well.", ["clear", "짧다", "kind"])

    assert judging.reason_tags() == ("짧다", "clear", "kind")
    current = judging.current(view.round.id)
    assert current is not None
    assert (current.reason, current.tags) == ("It reads well.", ("clear", "짧다", "kind"))


def test_a_blind_round_gives_nothing_away_until_it_is_judged(stage: Stage) -> None:
    view = asked_blind(stage, "Astra", "Opus", "Local")
    blinding, item = stage.workspace.blinding, view.round.id

    hidden = blinding.showing(item)

    assert hidden.is_hidden
    assert [c.answer.assistant for c in hidden.candidates] == ["1", "2", "3"]
    for candidate in hidden.candidates:
        shown = repr(
            (candidate.answer.assistant, candidate.answer.model, candidate.answer.connection,
             candidate.answer.usage, candidate.answer.seconds_total, candidate.answer.sent)
        )  # fmt: skip
        assert not any(name in shown for name in ("Astra", "Opus", "Local", "Here"))
        assert candidate.text.endswith("says so.")
    assert blinding.hidden_rounds(view.round.session_id) == {item}

    made = stage.workspace.judging.best(item, hidden.candidates[1].answer.id)

    open_now = blinding.showing(item)
    assert made.blind
    assert [s.answer_id for s in made.shown] == [c.answer.id for c in hidden.candidates]
    assert (open_now.is_hidden, open_now.is_blind) == (False, True)
    assert [c.answer.id for c in open_now.candidates] == [c.answer.id for c in hidden.candidates]
    assert {c.answer.assistant for c in open_now.candidates} == {"Astra", "Opus", "Local"}


def test_the_shuffled_order_stays_and_is_not_always_the_columns(stage: Stage) -> None:
    team = stage.team("A", "B", "C", "D")
    orders = set()
    for _ in range(12):
        item = stage.workspace.rounds.ask(NewRound("Go", team, blind=True))
        view = stage.ended(stage.workspace.sessions.round(item.id))
        showing = stage.workspace.blinding.showing(item.id)
        assert showing == stage.workspace.blinding.showing(item.id)
        column = {answer.id: answer.position for answer in view.answers}
        orders.add(tuple(column[c.answer.id] for c in showing.candidates))

    assert len(orders) > 3


def test_who_shows_the_names_first_did_not_judge_blind(stage: Stage) -> None:
    view = asked_blind(stage, "Astra", "Opus")
    blinding, item = stage.workspace.blinding, view.round.id

    blinding.set_blind(view.round.session_id, blind=False)
    assert blinding.showing(item).candidates[0].answer.assistant == "Astra"
    blinding.set_blind(view.round.session_id, blind=True)
    made = stage.workspace.judging.best(item, view.answers[0].id)

    assert not made.blind


def test_hiding_a_session_hides_its_open_round_and_new_ones_not_judged_ones(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("One", team)
    session_id = first.round.session_id
    stage.workspace.judging.best(first.round.id, first.answers[0].id)
    second = stage.asked("Two", team, session_id)

    stage.workspace.blinding.set_blind(session_id, blind=True)
    third = stage.asked("Three", team, session_id)
    alone = stage.asked("Four", team[:1], session_id)

    hidden = stage.workspace.blinding.hidden_rounds(session_id)
    assert hidden == {second.round.id, third.round.id}
    assert stage.workspace.blinding.is_blind(session_id)
    assert stage.workspace.blinding.visible(alone.answers[0]).assistant == "Astra"
    assert stage.workspace.blinding.visible(third.answers[0]).assistant in ("1", "2")


def test_one_round_alone_can_be_hidden_and_shown(stage: Stage) -> None:
    view = asked_three(stage)
    blinding = stage.workspace.blinding

    blinding.set_round_blind(view.round.id, blind=True)
    assert blinding.is_hidden(view.round.id)
    blinding.set_round_blind(view.round.id, blind=False)

    assert not blinding.is_hidden(view.round.id)
    assert not blinding.is_blind(view.round.session_id)


def test_every_judgement_and_every_hiding_is_announced(stage: Stage) -> None:
    view = asked_three(stage)
    heard: list[Change] = []
    stage.workspace.subscribe(heard.append)

    stage.workspace.blinding.set_round_blind(view.round.id, blind=True)
    stage.workspace.judging.best(view.round.id, view.answers[0].id)

    hidden = frozenset({view.round.id})
    assert heard == [Change(hidings=hidden), Change(judgements=hidden, hidings=hidden)]


def test_judging_what_is_open_hides_and_shows_nothing(stage: Stage) -> None:
    view = asked_three(stage)
    heard: list[Change] = []
    stage.workspace.subscribe(heard.append)

    made = stage.workspace.judging.best(view.round.id, view.answers[0].id)
    stage.workspace.judging.say_why(made.id, "Shorter")

    assert heard == [Change(judgements=frozenset({view.round.id}))] * 2


def test_judgements_and_the_hidden_order_are_there_after_a_restart(folder: Path) -> None:
    stage = Stage(folder)
    view = asked_blind(stage, "Astra", "Opus", "Local")
    before = stage.workspace.blinding.showing(view.round.id)
    stage.workspace.close()

    again = Stage(folder)

    assert again.workspace.blinding.showing(view.round.id) == before
    made = again.workspace.judging.none_usable(view.round.id)
    assert again.workspace.judging.current(view.round.id) == made
    again.workspace.close()

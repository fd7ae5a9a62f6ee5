"""Comparing assistants by the judgements made of their answers."""

from concurrent.futures import ThreadPoolExecutor

from conductor.core.judgement import JudgementKind
from conductor.workspace.rounds.rounds import NewRound
from tests.workspace.conftest import Stage
from tests.workspace.rounds.teamwork import asked_three, merge, revised


def test_the_standings_rank_by_the_latest_judgements_and_count_merges_apart(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    judging = stage.workspace.judging
    for _ in range(12):
        view = stage.asked("Go", team)
        judging.best(view.round.id, view.answers[1].id)
        judging.best(view.round.id, view.answers[0].id)
    merged = merge(stage, view, team[1])
    judging.best(merged.round.id, merged.answers[0].id)
    stage.workspace.merging.send(stage.workspace.merging.plan_review(view.round.session_id))
    better = revised(stage, view.round.session_id)[0]
    judging.judge_revision(better.id, JudgementKind.BETTER)

    found = stage.workspace.assistants_compared.of_kind()

    assert [row.name for row in found.rows] == ["Astra", "Opus"]
    assert (found.rounds, found.rows[0].standing.chosen) == (12, 12)
    assert found.rows[0].standing.win_rate == 1.0
    (difference,) = found.differences
    assert (difference.first, difference.gap.is_clear) == (team[0], True)
    assert difference.gap.low < difference.gap.estimate < difference.gap.high
    assert found.rows[0].standing.rank == 1
    assert (found.merges.wins, found.merges.losses, found.merges.ties) == (1, 0, 0)
    assert (found.consistency.agreed, found.consistency.repeated) == (0, 0)
    assert found.side.hits >= 12
    assert found.rows[0].mean_length_chosen == len("Hello.")


def test_a_round_that_is_judged_again_later_says_how_steady_the_person_is(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    for again in (0, 0, 1):
        view = stage.asked("Go", team)
        stage.workspace.desk.now = lambda: "2026-11-22T10:00:00.000Z"
        stage.workspace.judging.best(view.round.id, view.answers[0].id)
        stage.workspace.judging.best(view.round.id, view.answers[1].id)
        stage.workspace.desk.now = lambda: "2026-11-22T10:05:00.000Z"
        stage.workspace.judging.best(view.round.id, view.answers[again].id)
    slip = stage.asked("Go", team)
    for answer in slip.answers:
        stage.workspace.judging.best(slip.round.id, answer.id)

    found = stage.workspace.assistants_compared.of_kind()

    assert found.consistency.words == "You agreed with yourself 2 of 3 times."
    assert found.rounds == 4


def test_kinds_come_with_the_most_judged_first(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    for kind in ("email", "summary", "summary"):
        item = stage.workspace.rounds.ask(NewRound("Go", team, task_kind=kind))
        view = stage.ended(stage.workspace.sessions.round(item.id))
        stage.workspace.judging.none_usable(view.round.id)

    assert stage.workspace.assistants_compared.kinds() == ("summary", "email")
    assert stage.workspace.assistants_compared.of_kind("summary").rounds == 2


def test_few_judgements_are_too_close_to_call_and_kinds_are_apart(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    view = stage.asked("Go", team)
    stage.workspace.judging.no_difference(view.round.id)

    found = stage.workspace.assistants_compared.of_kind()

    assert [row.standing.rank for row in found.rows] == [None, None]
    assert not found.differences[0].gap.is_clear
    assert stage.workspace.assistants_compared.of_kind("email").rows == ()
    assert stage.workspace.assistants_compared.kinds() == ()


def test_an_answer_that_was_not_revised_is_not_held_against_a_revised_one(stage: Stage) -> None:
    view = asked_three(stage)
    item = stage.workspace.rounds.retry(view.round.session_id, (view.answers[0].assistant_id,))
    again = stage.ended(stage.workspace.sessions.round(item.id))
    stage.workspace.judging.best(again.round.id, again.answers[0].id)

    assert stage.workspace.assistants_compared.of_kind().rounds == 0


def test_another_thread_finds_the_same_standings(stage: Stage) -> None:
    view = asked_three(stage)
    stage.workspace.judging.rank(view.round.id, [[view.answers[2].id], [view.answers[0].id]])
    work = stage.workspace.assistants_compared.work_of_kind()

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(work).result()

    assert found == stage.workspace.assistants_compared.of_kind()
    assert found.rows[0].name == "Local"

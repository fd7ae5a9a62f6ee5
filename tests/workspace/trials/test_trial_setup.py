"""What helps to set up a trial: past tasks, saved sets, costs."""

from pathlib import Path

import pytest

from conductor.core.errors import InvalidInput, NotFound
from conductor.core.guidance.guidance import Guidance, GuidanceUse, Scope
from conductor.workspace.rounds.guiding import Guide
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


def add(stage: Stage) -> Guidance:
    return stage.workspace.guidance.add(SHORTER)


def test_past_tasks_are_proposed_by_kind_and_unlike_one_another(stage: Stage) -> None:
    team = stage.team("Astra")
    for text, kind in (
        ("Write a mail to Kim about the invoice.", "email"),
        ("Write a mail to Kim about the invoices.", "email"),
        ("Thank the printer for the proofs.", "email"),
        ("Sum up the quarterly report.", "summary"),
        ("x" * 5000, "email"),
    ):
        stage.workspace.rounds.ask(NewRound(text, team, task_kind=kind))
    stage.until(lambda: not stage.workspace.live.is_busy)
    item = add(stage)
    stage.workspace.guidance.describe(item.id, item.kind, Scope(("email",)))

    found = [one.task for one in stage.workspace.trial_setup.proposed(item.id)]

    assert {task.kind for task in found} == {"email"}
    assert len(found) == 2
    assert "Thank the printer for the proofs." in {task.text for task in found}


def test_the_task_of_discovery_is_never_proposed(stage: Stage) -> None:
    view = stage.asked("Write a mail", stage.team("Astra"))
    stage.asked("Sum up", (view.answers[0].assistant_id,))
    guided = stage.workspace.guiding.guide(Guide(view.round.session_id, SHORTER))
    stage.ended(stage.workspace.sessions.round(guided.round.id))

    found = stage.workspace.trial_setup.proposed(guided.guidance.id)

    assert [one.task.text for one in found] == ["Sum up"]


def test_the_task_of_a_session_comes_with_its_files(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "figures.txt"
    file.write_text("1 2 3")
    item = stage.workspace.rounds.ask(
        NewRound("Sum up", stage.team("Astra"), attach=(file,), task_kind="summary")
    )
    stage.until(lambda: not stage.workspace.live.is_busy)

    task = stage.workspace.trial_setup.task_of_session(item.session_id)

    assert task.kind == "summary"
    assert "1 2 3" in task.text


def test_sets_of_tasks_are_saved_replaced_used_and_removed(stage: Stage) -> None:
    setup = stage.workspace.trial_setup
    setup.save_set("Mails", (TaskText("One", "email"), TaskText("Two")))
    setup.save_set("mails", (TaskText("Three"),))
    setup.save_set("Others", (TaskText("Four"),))

    assert setup.set_called("MAILS") == (TaskText("Three"),)
    assert list(setup.sets()) == ["mails", "Others"]
    setup.remove_set("mails")
    assert list(setup.sets()) == ["Others"]
    with pytest.raises(NotFound, match="There is: Others"):
        setup.set_called("mails")
    with pytest.raises(InvalidInput, match="at least one task"):
        setup.save_set("Empty", (TaskText("  "),))


def test_what_a_trial_takes_is_estimated_before_it_starts(stage: Stage) -> None:
    wanted = NewTrial(
        add(stage).id,
        tuple(TaskText(f"Task {n}") for n in range(6)),
        stage.team("Astra", "Opus"),
        per_task=3,
    )

    estimate = stage.workspace.trial_setup.estimate(wanted)

    assert (estimate.pairs, estimate.requests) == (36, 72)
    assert estimate.cost_usd is None  # nobody knows what these models cost
    assert estimate.writing_minutes > 0
    assert estimate.reading_minutes > 0
    assert stage.workspace.trials.all() == ()
    assert stage.provider.calls == []


def test_an_estimate_of_revisions_has_a_draft_more_per_pair(stage: Stage) -> None:
    team = stage.team("Astra")
    wanted = NewTrial(add(stage).id, (TaskText("Task"),), team, use=GuidanceUse.REVISION)

    assert stage.workspace.trial_setup.estimate(wanted).requests == 3


def test_the_cost_is_known_where_the_prices_are(stage: Stage) -> None:
    assistant = stage.assistant("Astra")
    with stage.workspace.desk.db.atomic():
        stage.workspace.desk.db.write("UPDATE connection SET kind = 'local', base_url = ''")

    estimate = stage.workspace.trial_setup.estimate(
        NewTrial(add(stage).id, (TaskText("Task"),), (assistant.id,))
    )

    assert estimate.cost_usd == 0.0


def test_an_estimate_of_a_trial_that_cannot_be_made_says_why(stage: Stage) -> None:
    with pytest.raises(InvalidInput, match="at least one assistant"):
        stage.workspace.trial_setup.estimate(NewTrial(add(stage).id, (TaskText("Task"),), ()))

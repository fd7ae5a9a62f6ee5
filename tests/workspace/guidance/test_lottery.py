"""Draws on ordinary tasks: when, hidden from whom, and what the pick says."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor.core.entities import Usage
from conductor.core.errors import InvalidInput
from conductor.core.events import Started, Text, UsageReport
from conductor.core.guidance.draw import DrawState
from conductor.core.guidance.guidance import Guidance, GuidanceStatus, Scope
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.core.judgement import JudgementKind
from conductor.core.task_plan import TaskToSend
from conductor.secrets import Secret
from conductor.store.evidence import draws
from conductor.store.sessions import ledger
from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.rounds.rounds import NewRound
from conductor.workspace.sessions.sessions import RoundView
from tests.fakes import STOP, Gate, words
from tests.workspace.conftest import Stage

SHORTER = "Make it shorter."


class FirstOnly:
    """A coin that always draws, and always the first column alone."""

    def getrandbits(self, k: int, /) -> int:
        """Return nothing but tails."""
        return 0


@pytest.fixture
def drawing(folder: Path) -> Iterator[Stage]:
    """A stage on which every task that can be drawn is, for its first column."""
    opened = Stage(folder, FirstOnly())
    yield opened
    opened.workspace.close()


def add(stage: Stage, text: str = SHORTER) -> Guidance:
    return stage.workspace.guidance.add(text)


def asked(stage: Stage, text: str, to: tuple[AssistantId, ...], **fields: object) -> RoundView:
    item = stage.workspace.rounds.ask(NewRound(text, to, may_draw=True, **fields))  # type: ignore[arg-type]
    return stage.ended(stage.workspace.sessions.round(item.id))


def systems(stage: Stage) -> list[str]:
    return ["".join(m.text for m in c.request.messages[:-1]) for c in stage.provider.calls]


def outcomes(stage: Stage) -> list[tuple[str, str]]:
    rows = stage.workspace.desk.db.rows("SELECT source, sign FROM outcome ORDER BY id")
    return [(row["source"], row["sign"]) for row in rows]


def state(stage: Stage, round_id: RoundId) -> DrawState:
    found = draws.draw_of_round(stage.workspace.desk.db, round_id)
    assert found is not None
    return found.state


def test_some_columns_get_the_guidance_and_some_do_not(drawing: Stage) -> None:
    item = add(drawing)

    view = asked(drawing, "Write", drawing.team("Astra", "Opus", "Local"))

    with_it = {c.request.model for c in drawing.provider.calls if SHORTER in str(c.request)}
    assert with_it == {"Astra"}
    mark = drawing.workspace.lottery.mark(view.round.id)
    assert mark is not None
    assert (mark.is_open, mark.is_pair) == (True, False)
    assert drawing.workspace.lottery.revealed(view.round.id) is None
    assert drawing.workspace.guidance.get(item.id).status is GuidanceStatus.TESTING


def test_the_draw_is_stored_before_anything_is_sent(drawing: Stage) -> None:
    add(drawing)
    gate = Gate()
    drawing.provider.script("Astra", gate, words("x"))

    item = drawing.workspace.rounds.ask(
        NewRound("Write", drawing.team("Astra", "Opus"), may_draw=True)
    )

    found = draws.draw_of_round(drawing.workspace.desk.db, item.id)
    assert found is not None
    assert len(found.with_guidance) == 1
    gate.open()
    drawing.ended(drawing.workspace.sessions.round(item.id))


def test_no_draw_is_made_unless_it_may_be(drawing: Stage) -> None:
    add(drawing)
    team = drawing.team("Astra", "Opus")

    plain = drawing.asked("Write", team)
    follow_up = asked(drawing, "More", team, session_id=plain.round.session_id)

    for view in (plain, follow_up):
        assert drawing.workspace.lottery.mark(view.round.id) is None
    assert not any(SHORTER in text for text in systems(drawing))


def test_nothing_that_would_tell_is_given_out_until_the_task_is_judged(drawing: Stage) -> None:
    add(drawing)
    report = UsageReport(Usage(input_uncached=99, output_total=7))
    for name in ("Astra", "Opus"):
        drawing.provider.script(name, Started(None, "m"), Text("x"), report, STOP)
    team = drawing.team("Astra", "Opus")
    view = asked(drawing, "Write", team)
    later = drawing.asked("And then?", team, view.round.session_id)
    sessions = drawing.workspace.sessions

    seen = [a for r in sessions.rounds(view.round.session_id) for a in r.answers]
    seen += [sessions.answer(answer.id) for answer in (*view.answers, *later.answers)]
    for answer in seen:
        assert answer.usage is not None
        assert (answer.usage.input_uncached, answer.usage.output_total) == (None, 7)
        assert (answer.cost_usd, answer.sent.role) == (None, "")
        assert ledger.rows_of_answer(drawing.workspace.desk.db, answer.id) == ()
        with pytest.raises(InvalidInput, match="hidden until you judge"):
            sessions.thread(answer)
    assert ledger.newest_rows(drawing.workspace.desk.db, 10) == ()

    drawing.workspace.judging.best(view.round.id, view.answers[0].id)

    texts = [sessions.thread(sessions.answer(a.id))[0].text for a in view.answers[:1]]
    assert SHORTER in texts[0]
    shown = sessions.round(view.round.id).answers[0]
    assert shown.usage is not None
    assert shown.usage.input_uncached == 99
    assert len(ledger.newest_rows(drawing.workspace.desk.db, 10)) == 4


@pytest.mark.parametrize(
    ("said", "expected"),
    [("with", "win"), ("without", "loss"), ("same", "tie"), ("none", "tie"), ("ranked", "tie")],
)
def test_the_ordinary_judgement_is_the_comparison(drawing: Stage, said: str, expected: str) -> None:
    add(drawing)
    view = asked(drawing, "Write", drawing.team("Astra", "Opus", "Local"))
    astra, opus, local = (answer.id for answer in view.answers)
    judging = drawing.workspace.judging

    match said:
        case "with":
            judging.best(view.round.id, astra)
        case "without":
            judging.best(view.round.id, opus)
        case "same":
            judging.no_difference(view.round.id)
        case "none":
            judging.none_usable(view.round.id)
        case "ranked":
            judging.rank(view.round.id, ((astra, opus), (local,)))

    assert outcomes(drawing) == [("lottery", expected)]
    revealed = drawing.workspace.lottery.revealed(view.round.id)
    assert revealed is not None
    assert revealed.with_guidance == {astra}


def test_only_the_first_judgement_counts(drawing: Stage) -> None:
    add(drawing)
    view = asked(drawing, "Write", drawing.team("Astra", "Opus"))

    for answer in view.answers:
        drawing.workspace.judging.best(view.round.id, answer.id)

    assert outcomes(drawing) == [("lottery", "win")]


def test_the_pick_of_a_later_answer_does_not_count(drawing: Stage) -> None:
    add(drawing)
    team = drawing.team("Astra", "Opus")
    view = asked(drawing, "Write", team)
    later = drawing.asked("Again", team, view.round.session_id)

    drawing.workspace.judging.rank(view.round.id, ((later.answers[0].id,), (view.answers[0].id,)))

    assert outcomes(drawing) == []
    assert state(drawing, view.round.id) is DrawState.NOT_COUNTED


def test_judging_a_later_round_or_a_revision_leaves_the_draw_hidden(drawing: Stage) -> None:
    add(drawing)
    team = drawing.team("Astra", "Opus")
    view = asked(drawing, "Write", team)
    item = drawing.workspace.rounds.retry(view.round.session_id)
    revised = drawing.ended(drawing.workspace.sessions.round(item.id))

    drawing.workspace.judging.judge_revision(revised.answers[0].id, JudgementKind.BETTER)
    drawing.workspace.judging.best(item.id, revised.answers[0].id)

    assert state(drawing, view.round.id) is DrawState.OPEN


def test_a_draw_that_is_given_up_is_shown_and_does_not_count(drawing: Stage) -> None:
    add(drawing)
    view = asked(drawing, "Write", drawing.team("Astra", "Opus"))

    drawing.workspace.lottery.give_up(view.round.id)
    drawing.workspace.judging.best(view.round.id, view.answers[0].id)

    assert outcomes(drawing) == []
    assert drawing.workspace.lottery.revealed(view.round.id) is not None


def test_a_task_is_drawn_once_per_version_and_never_the_one_of_discovery(drawing: Stage) -> None:
    item = add(drawing)
    team = drawing.team("Astra", "Opus")

    first = asked(drawing, "Write", team)
    again = asked(drawing, " WRITE ", team)
    drawing.workspace.guidance.edit(item.id, "Shorter!")
    edited = asked(drawing, "Write", team)

    marks = [drawing.workspace.lottery.mark(v.round.id) for v in (first, again, edited)]
    assert [mark is not None for mark in marks] == [True, False, True]


def test_a_draw_needs_every_column_within_the_scope(drawing: Stage) -> None:
    item = add(drawing)
    team = drawing.team("Astra", "Opus")
    drawing.workspace.guidance.describe(item.id, item.kind, Scope(("email",), team[:1]))

    views = [
        asked(drawing, "One", team, task_kind="email"),
        asked(drawing, "Two", team[:1], task_kind="summary"),
        asked(drawing, "Three", team[:1], task_kind="Email"),
    ]

    marks = [drawing.workspace.lottery.mark(view.round.id) for view in views]
    assert [mark is not None for mark in marks] == [False, False, True]


def test_guidance_left_out_of_a_task_is_not_drawn_for_it(drawing: Stage) -> None:
    item = add(drawing)

    view = asked(drawing, "Write", drawing.team("Astra", "Opus"), left_out=(item.id,))

    assert drawing.workspace.lottery.mark(view.round.id) is None


def test_attached_guidance_under_test_is_held_out_of_some_columns(drawing: Stage) -> None:
    pinned = drawing.workspace.guidance.pin(add(drawing).id)
    other = drawing.workspace.guidance.pin(add(drawing, "Be kind.").id)
    drawing.workspace.guidance.describe(other.id, other.kind, Scope())

    asked(drawing, "Write", drawing.team("Astra", "Opus"))

    tested = [t for t in (pinned.text, other.text) if sum(t in s for s in systems(drawing)) == 1]
    assert len(tested) == 1
    for text in {pinned.text, other.text} - set(tested):
        assert all(text in system for system in systems(drawing))
    longer = max(systems(drawing), key=len)
    assert longer.endswith(f"- {tested[0]}")


def test_with_one_recipient_a_pair_takes_the_place_of_the_draw(drawing: Stage) -> None:
    add(drawing)
    drawing.provider.script("Astra", words("one"))
    drawing.provider.script("Astra", words("two"))

    view = asked(drawing, "Write", drawing.team("Astra"))

    assert [a.assistant for a in view.answers] == ["Astra", "Astra"]
    assert sorted(SHORTER in text for text in systems(drawing)) == [False, True]
    mark = drawing.workspace.lottery.mark(view.round.id)
    assert mark is not None
    assert mark.is_pair
    drawing.workspace.judging.best(view.round.id, view.answers[1].id)
    assert outcomes(drawing) == [("holdout", "loss")]


def test_after_a_pair_the_session_goes_on_with_the_answer_that_was_picked(drawing: Stage) -> None:
    add(drawing)
    drawing.provider.script("Astra", words("one"))
    drawing.provider.script("Astra", words("two"))
    team = drawing.team("Astra")
    view = asked(drawing, "Write", team)
    drawing.workspace.judging.best(view.round.id, view.answers[1].id)

    later = drawing.asked("More", team, view.round.session_id)

    (answer,) = later.answers
    thread = drawing.workspace.sessions.thread(answer)
    assert [m.text for m in thread] == ["Write", view.answers[1].text, "More"]
    item = drawing.workspace.rounds.retry(view.round.session_id)
    (revised,) = drawing.ended(drawing.workspace.sessions.round(item.id)).answers
    assert revised.revises == answer.id


def test_what_was_drawn_stays_with_its_column_all_through_the_session(drawing: Stage) -> None:
    add(drawing)
    team = drawing.team("Astra", "Opus", "Local")
    view = asked(drawing, "Write", team[:2])
    drawing.workspace.judging.no_difference(view.round.id)

    later = drawing.asked("More", team, view.round.session_id)

    for answer in later.answers:
        shown = drawing.workspace.sessions.thread(answer)
        sent = [c.request for c in drawing.provider.calls if c.request.model == answer.assistant]
        assert sent[-1].messages == shown
        assert (SHORTER in shown[0].text) is (answer.assistant == "Astra")


def test_every_set_of_columns_that_is_neither_empty_nor_full_is_as_likely(stage: Stage) -> None:
    add(stage)
    names = ("Astra", "Opus", "Local")
    team = tuple(stage.assistant(name) for name in names)
    drawn: Counter[frozenset[str]] = Counter()
    for number in range(4000):
        plan = stage.workspace.lottery.plan(TaskToSend(f"Task {number}", None, team, may_draw=True))
        if plan.drawn is not None:
            drawn[frozenset(c.assistant.name for c in plan.columns if c.has)] += 1

    assert len(drawn) == 6
    total = drawn.total()
    assert abs(total - 2000) < 160  # ε = ½ for a candidate
    expected = total / 6
    assert sum((n - expected) ** 2 / expected for n in drawn.values()) < 35.9  # p = 1e-6


def judged_by(stage: Stage, view: RoundView, likes: dict[AnswerId, float]) -> None:
    best = max(likes, key=lambda answer_id: likes[answer_id])
    stage.workspace.judging.best(view.round.id, best)


@pytest.mark.slow
def test_useless_guidance_wins_half_of_the_picks_whoever_is_the_favourite(folder: Path) -> None:
    chance = random.Random(20241122)
    firsts = Counter[str]()
    conductors, tasks = 24, 40
    for conductor in range(conductors):
        stage = Stage(folder / str(conductor), chance)
        item = add(stage)
        team = stage.team("Astra", "Opus", "Local")
        seen = set()
        for task in range(tasks):
            view = asked(stage, f"Task {task}", team)
            likes = {
                answer.id: chance.gauss(0.0, 1.0) + 2.0 * (answer.assistant == "Astra")
                for answer in view.answers
            }
            judged_by(stage, view, likes)
            seen.add(stage.workspace.guidance.get(item.id).status)
        firsts["promising"] += GuidanceStatus.PROMISING in seen
        firsts["proven"] += GuidanceStatus.PROVEN in seen
        stage.workspace.close()

    assert firsts["promising"] <= conductors / 8 + 3
    assert firsts["proven"] == 0  # a lottery alone proves nothing


@pytest.mark.slow
def test_guidance_that_helps_is_found_in_ordinary_work(folder: Path) -> None:
    chance = random.Random(7)
    stage = Stage(folder, chance)
    item = add(stage)
    team = stage.team("Astra", "Opus", "Local")
    for task in range(120):
        view = asked(stage, f"Task {task}", team)
        found = draws.draw_of_round(stage.workspace.desk.db, view.round.id)
        having = found.with_guidance if found else frozenset()
        likes = {a.id: chance.gauss(0.0, 1.0) + (a.id in having) for a in view.answers}
        judged_by(stage, view, likes)

    assert stage.workspace.guidance.get(item.id).status is GuidanceStatus.PROMISING
    stage.workspace.close()


def task(stage: Stage, text: str, *, without: Guidance | None = None) -> TaskToSend:
    recipients = stage.workspace.connections.assistants()
    return TaskToSend(text, None, recipients, left_out=() if without is None else (without.id,))


def test_whether_a_draw_may_come_is_said_before_it_is_made(drawing: Stage) -> None:
    lottery = drawing.workspace.lottery
    team = drawing.team("Astra", "Opus")
    assert not lottery.can_draw(task(drawing, "Write"))

    item = add(drawing)

    assert lottery.can_draw(task(drawing, "Write"))
    assert not lottery.can_draw(task(drawing, "Write", without=item))
    view = asked(drawing, "Write", team)
    assert drawing.workspace.sessions.has_draw(view.round.id)
    assert not lottery.can_draw(task(drawing, "Write")), "a task counts once"


def test_an_estimate_does_not_read_what_an_open_draw_hides(drawing: Stage) -> None:
    workspace = drawing.workspace
    there = workspace.connections.add(
        NewConnection("OpenAI", preset="openai", key=Secret("sk-0123456789"))
    )
    who = workspace.connections.add_assistant("Priced", there, model="gpt-4o").id
    other = drawing.team("Opus")[0]
    add(drawing)
    report = UsageReport(Usage(input_uncached=900_000, output_total=7))
    drawing.provider.script("gpt-4o", Started(None, "m"), Text("x"), report, STOP)
    view = asked(drawing, "Write", (who, other))
    session_id = view.round.session_id

    hidden = workspace.estimates.of(["more"], (who,), session_id).cost_usd
    workspace.judging.best(view.round.id, view.answers[0].id)
    told = workspace.estimates.of(["more"], (who,), session_id).cost_usd

    assert 0 < hidden < told / 100


def test_one_assistants_pair_is_held_back_until_both_have_ended(drawing: Stage) -> None:
    add(drawing)
    gate = Gate()
    drawing.provider.script("Astra", gate, words("x"))
    (who,) = drawing.team("Astra")

    item = drawing.workspace.rounds.ask(NewRound("Write", (who,), may_draw=True))

    assert drawing.workspace.blinding.showing(item.id).is_coming
    gate.open()
    drawing.ended(drawing.workspace.sessions.round(item.id))
    showing = drawing.workspace.blinding.showing(item.id)
    assert not showing.is_coming
    assert [one.can_be_judged for one in showing.candidates] == [True, True]

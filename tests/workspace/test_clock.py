"""The clock is set back a day, the time zone changes: order is what came after what."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from conductor.core.ids import AssistantId, SessionId
from conductor.store.backups.backup import back_up_today
from conductor.store.sessions import ledger
from conductor.workspace.desk import utc_now
from tests.fakes import Pause, words
from tests.workspace.conftest import Stage

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TODAY = NOON.date()


def set_clock(stage: Stage, at: datetime) -> None:
    """Let the clock go on from a time, half a second at each look."""
    looks = iter(range(1_000_000))

    def now() -> str:
        then = at + timedelta(milliseconds=500 * next(looks))
        return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    stage.workspace.desk.now = now


@pytest.fixture
def set_back(stage: Stage) -> tuple[SessionId, SessionId]:
    """Two sessions; before the second one began, the clock was set back a day."""
    team = stage.team("Astra", "Opus")
    set_clock(stage, NOON)
    first = stage.asked("First", team)
    stage.workspace.judging.best(first.round.id, first.answers[0].id)
    set_clock(stage, NOON - timedelta(days=1))
    second = stage.asked("Second", team)
    return first.round.session_id, second.round.session_id


def test_the_session_worked_on_last_is_first_whatever_the_clock_says(
    stage: Stage, set_back: tuple[SessionId, SessionId]
) -> None:
    first, second = set_back
    sessions = stage.workspace.sessions

    assert [s.id for s in sessions.all()] == [second, first]
    assert sessions.find("last").id == second
    stage.asked("On", stage_team(stage), first)
    assert [s.id for s in sessions.all()] == list(sessions.ids()) == [first, second]


def stage_team(stage: Stage) -> tuple[AssistantId, ...]:
    return tuple(a.id for a in stage.workspace.connections.assistants())


def test_rounds_judgements_notes_and_ledger_keep_the_order_in_which_they_came(
    stage: Stage, set_back: tuple[SessionId, SessionId]
) -> None:
    first, _second = set_back
    workspace = stage.workspace
    (view,) = workspace.sessions.rounds(first)
    before = workspace.notes.on_session(first, "before")
    set_clock(stage, NOON - timedelta(days=2))
    after = workspace.notes.on_session(first, "after")
    workspace.judging.best(view.round.id, view.answers[1].id)
    on = stage.asked("On", stage_team(stage), first)

    assert [v.round.id for v in workspace.sessions.rounds(first)] == [view.round.id, on.round.id]
    current = workspace.judging.current(view.round.id)
    assert current is not None
    assert current.chosen == (view.answers[1].id,)
    assert [note.id for note in workspace.notes.of_session(first)] == [before.id, after.id]
    newest = ledger.newest_rows(workspace.desk.db, 2)
    assert {row.answer_id for row in newest} == {answer.id for answer in on.answers}


def test_text_that_streams_keeps_its_order_when_the_clock_goes_back(stage: Stage) -> None:
    team = stage.team("Astra")
    pieces = [f"{n} " for n in range(12)]
    script = [part for piece in pieces for part in (Pause(0.06), *words(piece)[1:-1])]
    stage.provider.script("Astra", *words()[:1], *script, words()[-1])
    view = stage.ask("Go", team)
    stage.until_text(view.answers[0].id, "4 ")
    set_clock(stage, NOON - timedelta(days=1))
    stage.until_text(view.answers[0].id, "9 ")
    stage.workspace.tick()

    (kept,) = stage.workspace.desk.db.rows(
        "SELECT group_concat(text, '') AS text FROM (SELECT text FROM answer_chunk ORDER BY seq)"
    )

    assert "".join(pieces).startswith(kept["text"])
    assert stage.ended(view).answers[0].text == "".join(pieces)


def test_the_bin_shows_what_was_thrown_away_last_first(
    stage: Stage, set_back: tuple[SessionId, SessionId]
) -> None:
    first, second = set_back
    note = stage.workspace.notes.on_session(second, "taken away before")
    set_clock(stage, NOON)
    stage.workspace.notes.remove(note.id)
    stage.workspace.bin.put([first])
    set_clock(stage, NOON - timedelta(days=1))
    stage.workspace.bin.put([second])

    assert stage.workspace.bin.ids() == (second, first)
    stage.workspace.bin.restore([second])
    assert stage.workspace.notes.of_session(second) == ()


def test_a_session_from_the_bin_stands_where_it_stood(
    stage: Stage, set_back: tuple[SessionId, SessionId]
) -> None:
    first, second = set_back
    stage.workspace.bin.put([second])
    stage.asked("On", stage_team(stage), first)
    stage.workspace.bin.restore([second])

    assert [s.id for s in stage.workspace.sessions.all()] == [first, second]
    assert stage.workspace.sessions.ids() == (first, second)


def test_backups_of_a_clock_that_was_wrong_do_not_push_out_good_ones(stage: Stage) -> None:
    file = stage.workspace.desk.library.file
    for day in range(10):
        back_up_today(file, TODAY + timedelta(days=day))
    back_up_today(file, TODAY + timedelta(days=4000))
    today = TODAY + timedelta(days=9)

    back_up_today(file, today - timedelta(days=1))
    back_up_today(file, today)
    back_up_today(file, today + timedelta(days=1))

    kept = {date.fromisoformat(p.stem[4:]) for p in (file.parent / "backups").glob("day-*.db")}
    assert {today + timedelta(days=1) - timedelta(days=n) for n in range(6)} <= kept


@pytest.fixture(params=["Asia/Seoul", "America/New_York", "Pacific/Kiritimati"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system has no time zone to change")
    with monkeypatch.context() as travelling:
        travelling.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def test_what_is_written_down_is_the_same_time_in_every_zone(elsewhere: str) -> None:
    written = datetime.fromisoformat(utc_now().replace("Z", "+00:00"))

    assert abs((datetime.now(UTC) - written).total_seconds()) < 60
    assert utc_now().endswith("Z")

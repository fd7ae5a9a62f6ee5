"""Sending tasks and follow-ups, stopping, trying again."""

import hashlib
import json
import re
import stat
import tempfile
from pathlib import Path

import pytest

from conductor.core.entities import AnswerStatus, RoundKind, Usage
from conductor.core.errors import (
    AnswerError,
    AnswerFailed,
    ErrorKind,
    InvalidInput,
    LibraryFull,
    NotFound,
)
from conductor.core.events import Started, Text, UsageReport
from conductor.core.ids import SessionId
from conductor.core.thread import PARTIAL_MARK, RETRY_WORDS
from conductor.store.sessions import ledger
from conductor.workspace.rounds.rounds import NewRound
from tests.fakes import STOP, Gate, failure, words
from tests.workspace.conftest import Stage


def test_a_task_goes_to_all_and_every_answer_is_kept(stage: Stage) -> None:
    stage.provider.script("Astra", words("Hel", "lo"))
    stage.provider.script("Opus", words("안녕"))

    view = stage.asked("Greet me", stage.team("Astra", "Opus"))

    assert [(a.assistant, a.text, a.status) for a in view.answers] == [
        ("Astra", "Hello", AnswerStatus.COMPLETE),
        ("Opus", "안녕", AnswerStatus.COMPLETE),
    ]
    session = stage.workspace.sessions.get(view.round.session_id)
    assert (session.title, session.rounds) == ("Greet me", 1)


def test_nothing_waits_for_the_slowest(stage: Stage) -> None:
    slow = Gate()
    stage.provider.script("Slow", slow, words("late"))
    view = stage.ask("Go", stage.team("Slow", "Quick"))
    quick = view.answers[1].id

    stage.until(lambda: stage.workspace.sessions.answer(quick).status is AnswerStatus.COMPLETE)

    assert stage.workspace.sessions.answer(view.answers[0].id).status is AnswerStatus.QUEUED
    slow.open()
    assert stage.ended(view).answers[0].text == "late"


def test_a_follow_up_goes_on_in_the_same_session(stage: Stage) -> None:
    team = stage.team("Astra")
    first = stage.asked("One", team)

    second = stage.asked("Two", team, first.round.session_id)

    assert (second.round.number, second.round.kind) == (2, RoundKind.FOLLOW_UP)
    thread = stage.workspace.sessions.thread(second.answers[0])
    assert [m.text for m in thread] == ["One", "Hello.", "Two"]


def test_each_assistant_sees_its_own_secret_numbers_and_never_anothers(stage: Stage) -> None:
    team = stage.team("Astra", "Opus", "Local")
    session_id: SessionId | None = None
    for number in range(3):
        for place, who in enumerate(team):
            said = f"Your secret is {place}{number}77."
            if session_id is None:
                session_id = stage.asked(said, (who,)).round.session_id
            else:
                stage.asked(said, (who,), session_id)

    last = stage.asked("Which secrets do you know?", team, session_id)

    for place, answer in enumerate(last.answers):
        seen = " ".join(m.text for m in stage.workspace.sessions.thread(answer))
        secrets = set(re.findall(r"\d\d77", seen))
        assert secrets == {f"{place}{number}77" for number in range(3)}
    for call in stage.provider.calls:
        mine = str(team.index(stage.workspace.connections.find_assistant(call.request.model).id))
        assert {s[0] for s in re.findall(rb"\d\d77".decode(), call.body.decode())} <= {mine}


def test_what_an_assistant_saw_is_what_was_sent_byte_for_byte(stage: Stage) -> None:
    team = (stage.assistant("Astra", role="간결하게.").id,)
    first = stage.asked("One", team)
    second = stage.asked("Two", team, first.round.session_id)

    shown = stage.workspace.sessions.thread(second.answers[0])

    call = stage.provider.calls[-1]
    assert tuple(shown) == call.request.messages
    (row,) = ledger.rows_of_answer(stage.workspace.desk.db, second.answers[0].id)
    assert row.sha256 == hashlib.sha256(call.body).hexdigest()
    assert row.size_bytes == len(call.body)


def test_what_was_sent_can_be_shown_after_an_earlier_answer_was_tried_again(stage: Stage) -> None:
    stage.provider.script("Astra", Started(None, None), Text("half"), failure())
    stage.provider.script("Astra", words("second"))
    stage.provider.script("Astra", words("whole"))
    team = stage.team("Astra")
    first = stage.asked("One", team)
    second = stage.asked("Two", team, first.round.session_id)
    sent = stage.provider.calls[-1].request.messages

    stage.workspace.rounds.try_again(first.answers)
    tried = stage.ended(first)

    assert tried.answers[0].text == "whole"
    assert stage.workspace.sessions.thread(second.answers[0]) == sent
    assert sent[1].text == f"half\n\n{PARTIAL_MARK}"


def test_the_request_is_in_the_ledger_before_it_goes_out(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", gate, words("late"))

    view = stage.ask("Go", stage.team("Astra"))

    gate.wait_until_reached()
    rows = ledger.rows_of_answer(stage.workspace.desk.db, view.answers[0].id)
    assert [(row.connection, row.model, row.attempt) for row in rows] == [("Here", "Astra", 1)]
    gate.open()
    stage.ended(view)


def test_a_retry_of_the_engine_is_in_the_ledger_too(stage: Stage) -> None:
    stage.provider.script("Astra", failure(retry_after_s=0.0))
    stage.provider.script("Astra", words("now"))

    view = stage.asked("Go", stage.team("Astra"))
    stage.until(lambda: not stage.workspace.live.is_busy)

    rows = ledger.rows_of_answer(stage.workspace.desk.db, view.answers[0].id)
    assert len(rows) == len(stage.provider.calls) == 2


def test_a_failed_answer_keeps_its_text_and_says_what_happened(stage: Stage) -> None:
    stage.provider.script(
        "Astra", Started(None, None), Text("half"), failure(ErrorKind.TRUNCATED, "It was cut.")
    )

    (answer,) = stage.asked("Go", stage.team("Astra")).answers

    assert (answer.status, answer.text) == (AnswerStatus.FAILED, "half")
    assert answer.error is not None
    assert (answer.error.kind, answer.error.message) == (ErrorKind.TRUNCATED, "It was cut.")


def test_trying_again_takes_the_same_place_and_keeps_the_older_attempt(stage: Stage) -> None:
    stage.provider.script("Astra", Started(None, None), Text("half"), failure())
    stage.provider.script("Astra", words("whole"))
    view = stage.asked("Go", stage.team("Astra"))

    stage.workspace.rounds.try_again(view.answers)
    again = stage.ended(view)

    (answer,) = again.answers
    assert (answer.id, answer.attempt, answer.text) == (view.answers[0].id, 2, "whole")
    (older,) = stage.workspace.sessions.attempts(answer)
    assert (older.attempt, older.text, older.status) == (1, "half", AnswerStatus.FAILED)


def test_answers_that_are_complete_are_not_tried_again(stage: Stage) -> None:
    view = stage.asked("Go", stage.team("Astra"))

    assert stage.workspace.rounds.try_again(view.answers) == ()


def test_all_failed_answers_can_be_tried_again_at_once(stage: Stage) -> None:
    for name in ("Astra", "Opus"):
        stage.provider.script(name, failure(retryable=False))
        stage.provider.script(name, words("now"))
    view = stage.asked("Go", stage.team("Astra", "Opus", "Fine"))

    tried = stage.workspace.rounds.try_again(view.answers)

    assert set(tried) == {view.answers[0].id, view.answers[1].id}
    assert [a.text for a in stage.ended(view).answers] == ["now", "now", "Hello."]


def test_a_stopped_answer_keeps_what_came(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Astra", Started(None, None), Text("half"), gate, Text(" more"), STOP)
    view = stage.ask("Go", stage.team("Astra"))
    stage.until_text(view.answers[0].id, "half")

    stage.workspace.rounds.stop(view.answers[0].id)

    (answer,) = stage.ended(view).answers
    assert (answer.status, answer.text) == (AnswerStatus.STOPPED, "half")


def test_a_follow_up_to_one_who_still_writes_waits_for_that_one_only(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Slow", Started(None, None), Text("first"), gate, STOP)
    stage.provider.script("Slow", words("second"))
    team = stage.team("Slow", "Quick")
    first = stage.ask("One", team)
    stage.until(lambda: len(stage.workspace.live.ids) == 1)

    second = stage.ask("Two", team, first.round.session_id)
    quick = second.answers[1].id
    stage.until(lambda: stage.workspace.sessions.answer(quick).status is AnswerStatus.COMPLETE)

    assert len(stage.provider.calls_of("Slow")) == 1
    gate.open()
    slow = stage.ended(second).answers[0]
    assert slow.text == "second"
    assert [m.text for m in stage.workspace.sessions.thread(slow)] == ["One", "first", "Two"]


def test_an_answer_that_waits_for_another_can_be_stopped(stage: Stage) -> None:
    gate = Gate()
    stage.provider.script("Slow", Started(None, None), Text("first"), gate, STOP)
    team = stage.team("Slow")
    first = stage.ask("One", team)
    second = stage.ask("Two", team, first.round.session_id)

    stage.workspace.rounds.stop(second.answers[0].id)

    assert stage.ended(second).answers[0].status is AnswerStatus.STOPPED
    gate.open()
    assert stage.ended(first).answers[0].text == "first"
    assert len(stage.provider.calls) == 1


def test_a_retry_round_asks_for_a_revision_and_remembers_of_what(stage: Stage) -> None:
    team = stage.team("Astra", "Opus")
    first = stage.asked("One", team)

    item = stage.workspace.rounds.retry(first.round.session_id)
    again = stage.ended(stage.workspace.sessions.round(item.id))

    assert again.round.kind is RoundKind.RETRY
    assert [a.revises for a in again.answers] == [a.id for a in first.answers]
    thread = stage.workspace.sessions.thread(again.answers[0])
    assert [m.text for m in thread] == ["One", "Hello.", RETRY_WORDS]


def test_a_retry_round_without_anything_to_revise_says_so(stage: Stage) -> None:
    stage.provider.script("Astra", failure(retryable=False))
    first = stage.asked("One", stage.team("Astra"))

    with pytest.raises(InvalidInput, match="try again"):
        stage.workspace.rounds.retry(first.round.session_id)


def test_a_missing_key_fails_in_its_own_column_and_the_others_go_on(stage: Stage) -> None:
    stage.connection("Elsewhere", key_env="NO_SUCH_KEY")
    keyless = stage.workspace.connections.add_assistant(
        "Keyless", stage.connection("Elsewhere"), model="m"
    )

    view = stage.asked("Go", (keyless.id, *stage.team("Fine")))

    assert view.answers[0].error is not None
    assert view.answers[0].error.kind is ErrorKind.KEY
    assert "NO_SUCH_KEY" in view.answers[0].error.message
    assert view.answers[1].text == "Hello."


def test_a_key_from_the_environment_goes_into_the_request_and_nowhere_else(stage: Stage) -> None:
    stage.environment["MY_KEY"] = "canary-0123456789"
    stage.connection("Keyed", key_env="MY_KEY")
    who = stage.workspace.connections.add_assistant("Keyed", stage.connection("Keyed"), model="m")
    stage.provider.script("m", words("You sent canary-", "0123456789, thanks"))

    (answer,) = stage.asked("Go", (who.id,)).answers

    key = stage.provider.calls[0].request.endpoint.key
    assert key is not None
    assert key.reveal() == "canary-0123456789"
    assert "canary" not in answer.text
    assert "canary" not in repr(stage.provider.calls[0].request)


def test_usage_that_was_not_reported_stays_unknown(stage: Stage) -> None:
    stage.provider.script("Told", UsageReport(Usage(10, 0, 0, 5, 0)), words("x"))

    told, untold = stage.asked("Go", stage.team("Told", "Untold")).answers

    assert told.usage == Usage(10, 0, 0, 5, 0)
    assert untold.usage is None
    assert untold.cost_usd is None


def test_an_empty_task_or_nobody_to_send_it_to_is_refused_before_anything_is_kept(
    stage: Stage,
) -> None:
    with pytest.raises(InvalidInput, match="Write a task"):
        stage.ask(" \n", stage.team("Astra"))
    with pytest.raises(InvalidInput, match="at least one assistant"):
        stage.ask("Go", ())
    with pytest.raises(NotFound, match="no session"):
        stage.ask("Go", stage.team("Opus"), SessionId("NONE"))

    assert stage.workspace.sessions.all() == ()


def test_a_full_disk_before_sending_sends_nothing(stage: Stage) -> None:
    team = stage.team("Astra")
    raw = stage.workspace.desk.db.raw
    raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")

    with pytest.raises(LibraryFull):
        stage.ask("word " * 50_000, team)

    assert stage.provider.calls == []
    assert stage.workspace.live.ids == ()


def test_a_full_disk_while_streaming_keeps_the_text_and_saves_it_later(stage: Stage) -> None:
    gate = Gate()
    long = "word " * 50_000
    stage.provider.script("Astra", Started(None, None), Text(long), gate, Text("end"), STOP)
    view = stage.ask("Go", stage.team("Astra"))
    gate.wait_until_reached()
    raw = stage.workspace.desk.db.raw
    raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")

    stage.until(lambda: stage.workspace.live.trouble is not None)
    gate.open()
    stage.until(lambda: not stage.workspace.live.ids)

    (answer_id,) = [a.id for a in view.answers]
    assert "full" in str(stage.workspace.live.trouble)
    assert stage.workspace.sessions.answer(answer_id).text == long + "end"
    raw.execute("PRAGMA max_page_count = 1000000")
    stage.until(lambda: not stage.workspace.live.is_busy)
    assert stage.workspace.live.trouble is None
    assert stage.workspace.sessions.answer(answer_id).text == long + "end"


def test_closing_while_answers_stream_keeps_them_as_interrupted(folder: Path) -> None:
    stage = Stage(folder)
    gate = Gate()
    stage.provider.script("Astra", Started(None, None), Text("half"), gate, STOP)
    first = stage.ask("One", stage.team("Astra"))
    second = stage.ask("Two", (first.answers[0].assistant_id,), first.round.session_id)
    stage.until_text(first.answers[0].id, "half")

    stage.workspace.close()

    again = Stage(folder)
    answers = [
        a for v in again.workspace.sessions.rounds(first.round.session_id) for a in v.answers
    ]
    assert [(a.status, a.text) for a in answers] == [
        (AnswerStatus.INTERRUPTED, "half"),
        (AnswerStatus.INTERRUPTED, ""),
    ]
    assert {a.id for a in answers} == {first.answers[0].id, second.answers[0].id}
    assert again.workspace.recovered == 0
    again.workspace.close()


def test_a_thread_that_is_too_long_offers_which_rounds_to_leave_out(stage: Stage) -> None:
    team = stage.team("Astra")
    stage.provider.script("Astra", words("a " * 400))
    stage.provider.script("Astra", words("b " * 400))
    too_long = AnswerError(ErrorKind.CONTEXT, "Too long.", prompt_tokens=1000, context_tokens=900)
    stage.provider.script("Astra", AnswerFailed(too_long))
    stage.provider.script("Astra", words("fits"))
    first = stage.asked("One", team)
    stage.asked("Two", team, first.round.session_id)
    third = stage.asked("Three", team, first.round.session_id)

    last = stage.workspace.rounds.rounds_to_leave_out(third.answers[0])
    stage.workspace.rounds.try_again(third.answers, leave_out=last)
    again = stage.ended(third)

    assert last == 1
    thread = stage.workspace.sessions.thread(again.answers[0])
    assert [m.text for m in thread] == ["Two", ("b " * 400).strip(), "Three"]
    fourth = stage.asked("Four", team, first.round.session_id)
    seen = [m.text for m in stage.workspace.sessions.thread(fourth.answers[0])]
    assert "One" not in seen


def test_a_session_takes_title_tags_and_kind(stage: Stage) -> None:
    wanted = NewRound(
        "Write", stage.team("Astra"), title="회의", tags=("b", "a"), task_kind="email"
    )

    item = stage.workspace.rounds.ask(wanted)

    session = stage.workspace.sessions.get(item.session_id)
    assert (session.title, session.tags, session.kind) == ("회의", ("a", "b"), "email")
    stage.ended(stage.workspace.sessions.round(item.id))


def no_room(stage: Stage) -> None:
    raw = stage.workspace.desk.db.raw
    raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")


def room_again(stage: Stage) -> None:
    stage.workspace.desk.db.raw.execute("PRAGMA max_page_count = 1000000")


def test_trying_again_before_the_end_was_saved_keeps_the_first_attempt(stage: Stage) -> None:
    long = "word " * 50_000
    stage.provider.script("Astra", Started(None, None), Text(long), failure(retryable=False))
    stage.provider.script("Astra", words("second"))
    view = stage.ask("Go", stage.team("Astra"))
    no_room(stage)
    stage.until(lambda: not stage.workspace.live.ids and stage.workspace.live.is_busy)
    failed = stage.workspace.sessions.round(view.round.id).answers

    with pytest.raises(LibraryFull):
        stage.workspace.rounds.try_again(failed)
    room_again(stage)
    stage.workspace.rounds.try_again(failed)
    (answer,) = stage.ended(view).answers

    assert (answer.attempt, answer.text) == (2, "second")
    (older,) = stage.workspace.sessions.attempts(answer)
    assert (older.status, older.text) == (AnswerStatus.FAILED, long)


@pytest.mark.logs_warnings
def test_what_the_library_cannot_take_at_the_end_is_put_aside_and_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stage = Stage(folder)
    long = "word " * 50_000
    stage.provider.script("Astra", words(long))
    stage.ask("Go", stage.team("Astra"))
    no_room(stage)
    stage.until(lambda: not stage.workspace.live.ids)

    said = stage.workspace.close()

    (kept,) = tmp_path.glob("conductor-answers-*.json")
    assert said is not None
    assert str(kept) in said
    assert json.loads(kept.read_text(encoding="utf-8"))[0]["text"] == long
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_halves_of_characters_do_not_stop_anything(stage: Stage) -> None:
    stage.provider.script("Astra", words("one \ud83d", " two"))
    wanted = NewRound("caf\udce9", stage.team("Astra"), title="t\ud800", tags=("\udfff",))

    item = stage.workspace.rounds.ask(wanted)

    assert item.text == "caf\ufffd"
    (answer,) = stage.ended(stage.workspace.sessions.round(item.id)).answers
    assert answer.text == "one \ufffd two"
    assert stage.workspace.sessions.get(item.session_id).title == "t\ufffd"


def test_ledger_rows_are_there_even_if_the_program_ends_at_once(folder: Path) -> None:
    stage = Stage(folder)
    gate = Gate()
    stage.provider.script("Astra", failure(retry_after_s=0.0))
    stage.provider.script("Astra", gate, words("late"))
    view = stage.ask("Go", stage.team("Astra"))
    gate.wait_until_reached()

    stage.workspace.close()

    again = Stage(folder)
    rows = ledger.rows_of_answer(again.workspace.desk.db, view.answers[0].id)
    again.workspace.close()
    assert len(rows) == 2

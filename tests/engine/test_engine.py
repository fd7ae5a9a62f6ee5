"""The engine as its owner sees it: jobs go in, batches come out, each with one end."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from conductor.core.entities import (
    AnswerStatus,
    AssistantSettings,
    ConnectionKind,
    Finish,
    Usage,
)
from conductor.core.errors import AnswerFailed, ErrorKind, InvalidInput
from conductor.core.events import (
    Ended,
    Finished,
    Notice,
    Progress,
    ProviderEvent,
    Reasoning,
    Refusal,
    Retrying,
    Sent,
    Started,
    Text,
    UsageReport,
)
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import ModelRequest, Secret
from conductor.engine.engine import Engine
from conductor.engine.wiring import Pace
from tests.fakes import (
    STOP,
    FakeLocalServers,
    Gate,
    IdleClient,
    Owner,
    Pause,
    ScriptedProvider,
    failure,
    job_for,
    words,
)

MakeEngine = Callable[..., Engine]


def stop(engine: Engine, answer: str) -> None:
    engine.stop(AnswerId(answer))


def test_an_answer_comes_whole_and_ends_once(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    usage = UsageReport(Usage(output_total=2))
    provider.script(
        "a", Started("r-1", "m-1"), Reasoning("Hm."), Text("Good "), Text("day"), usage, STOP
    )

    engine.submit(job_for("a"))
    ended = owner.wait_for_end("a")

    assert ended.status is AnswerStatus.COMPLETE
    assert (ended.finish, ended.raw_finish, ended.error) == (Finish.STOP, "stop", None)
    assert ended.seconds_first is not None
    assert 0 <= ended.seconds_first <= ended.seconds_total < 5
    assert owner.text_of("a") == "Good day"
    assert owner.reasoning_of("a") == "Hm."
    events = owner.events_of("a")
    assert events[0] == Started("r-1", "m-1")
    assert usage in events
    assert events[-2:] == [STOP, ended]


def test_a_job_given_before_the_start_is_done_after_it(
    make_engine: MakeEngine, owner: Owner
) -> None:
    engine = make_engine()
    engine.submit(job_for("a"))

    engine.start()
    engine.start()

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE


def test_empty_pieces_are_no_sign_of_life(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", Text(""), Reasoning(""), failure(retry_after_s=0.0))
    provider.script("a", STOP)

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    assert len(provider.calls) == 2
    assert not [e for e in owner.events_of("a") if isinstance(e, Text | Reasoning)]


def test_an_answer_of_white_space_is_complete(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", words(" \n"))

    engine.submit(job_for("a"))

    ended = owner.wait_for_end("a")
    assert ended.status is AnswerStatus.COMPLETE
    assert ended.seconds_first is None
    assert owner.text_of("a") == " \n"


def test_a_stream_without_an_end_mark_is_truncated_and_keeps_its_text(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", Text("Half an ans"))

    engine.submit(job_for("a"))

    ended = owner.wait_for_end("a")
    assert ended.status is AnswerStatus.FAILED
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.TRUNCATED
    assert owner.text_of("a") == "Half an ans"


def test_what_follows_the_end_mark_changes_nothing(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", words("Done."), failure())
    provider.script("b", words("Done."), Gate())

    engine.submit(job_for("a"))
    engine.submit(job_for("b"))

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE
    assert all(call.closed.is_set() for call in provider.calls)


def test_the_line_to_the_service_is_closed_before_the_end_is_told(
    make_engine: MakeEngine, owner: Owner
) -> None:
    closes = Gate()

    class SlowToClose(ScriptedProvider):
        async def stream(
            self, request: ModelRequest, client: object, body: bytes
        ) -> AsyncIterator[ProviderEvent]:
            try:
                yield STOP
            finally:
                await closes.passed()

    engine = make_engine(providers=SlowToClose())
    engine.start()
    engine.submit(job_for("a"))

    closes.wait_until_reached()
    owner.take()

    assert not [e for e in owner.events_of("a") if isinstance(e, Ended)]
    closes.open()
    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE


def test_a_failure_after_text_is_not_tried_again(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", Text("Half"), failure(ErrorKind.NETWORK, "The line broke."))

    engine.submit(job_for("a"))

    ended = owner.wait_for_end("a")
    assert ended.status is AnswerStatus.FAILED
    assert ended.error is not None
    assert (ended.error.kind, ended.error.message) == (ErrorKind.NETWORK, "The line broke.")
    assert len(provider.calls) == 1


@pytest.mark.parametrize("first", [Reasoning("Hm"), Refusal("No"), Text(" ")])
def test_a_failure_after_any_word_is_not_tried_again(
    engine: Engine, provider: ScriptedProvider, owner: Owner, first: Text | Reasoning | Refusal
) -> None:
    provider.script("a", first, failure())

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 1


def test_a_passing_failure_is_tried_again_and_told(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", failure(message="The service is busy.", retry_after_s=0.05))
    provider.script("a", words("Here."))

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    body = provider.calls[1].body
    retrying, sent, *rest = owner.events_of("a")
    assert retrying == Retrying(0.05, "The service is busy.")
    assert sent == Sent(len(body), hashlib.sha256(body).hexdigest())
    assert rest[0] == Started("request-1", "model-1")
    assert provider.calls[1].began_s - provider.calls[0].began_s >= 0.05
    assert provider.calls[1].body == provider.calls[0].body


def test_a_lasting_failure_is_given_up_after_two_retries(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", failure(retry_after_s=0.0))

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 3
    assert sum(isinstance(e, Sent) for e in owner.events_of("a")) == 2


def test_a_failure_that_cannot_pass_is_not_tried_again(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", failure(ErrorKind.KEY, retryable=False, retry_after_s=0.0))

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 1


def test_a_first_request_leaves_no_row_of_its_own(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine.submit(job_for("a"))

    owner.wait_for_end("a")
    assert not [e for e in owner.events_of("a") if isinstance(e, Sent)]


def test_a_given_body_is_sent_byte_for_byte(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine.submit(job_for("a", body=b'{"exactly": "this"}'))

    owner.wait_for_end("a")
    assert provider.calls[0].body == b'{"exactly": "this"}'


def test_a_refused_field_is_dropped_told_and_remembered(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    settings = AssistantSettings(temperature=0.5, reasoning_effort="low")
    provider.script("m", failure(ErrorKind.PROTOCOL, retryable=False, parameter="temperature"))
    provider.script("m", failure(ErrorKind.PROTOCOL, retryable=False, parameter="reasoning.effort"))
    provider.script("m", words("Here."))
    first = job_for("a", model="m", settings=settings)

    engine.submit(first)
    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    engine.submit(job_for("b", model="m", settings=settings))
    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE

    notices = [e.text for e in owner.events_of("a") if isinstance(e, Notice)]
    assert notices == [
        "The service does not take “temperature” for this model; it was left out.",
        "The service does not take “reasoning_effort” for this model; it was left out.",
    ]
    bodies = [call.body for call in provider.calls]
    assert b"temperature" in bodies[0]
    assert b"temperature" not in bodies[1]
    assert b"reasoning_effort" in bodies[1]
    assert (
        bodies[2]
        == bodies[3]
        == provider.body(first.request, frozenset({"temperature", "reasoning_effort"}))
    )
    assert sum(isinstance(e, Sent) for e in owner.events_of("a")) == 2
    assert not [e for e in owner.events_of("b") if isinstance(e, Sent)]
    assert sorted(e.text for e in owner.events_of("b") if isinstance(e, Notice)) == sorted(notices)
    assert engine.body_of(first.request, ConnectionId("connection-1")) == bodies[3]
    assert engine.body_of(first.request, ConnectionId("connection-2")) == bodies[0]


def test_a_body_made_before_a_field_was_refused_is_repaired_once_more(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    settings = AssistantSettings(temperature=0.5)
    refusal = failure(ErrorKind.PROTOCOL, retryable=False, parameter="temperature")
    provider.script("m", refusal)
    provider.script("m", words("One."))
    provider.script("m", refusal)
    provider.script("m", words("Two."))
    job = job_for("a", model="m", settings=settings)
    stale = engine.body_of(job.request, job.connection_id)
    engine.submit(job)
    owner.wait_for_end("a")

    engine.submit(job_for("b", model="m", settings=settings, body=stale))

    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE
    assert [b"temperature" in call.body for call in provider.calls] == [True, False, True, False]
    assert sum(isinstance(e, Notice) for e in owner.events_of("b")) == 1


@pytest.mark.parametrize("parameter", ["temperature", "model", "messages", "nonsense", ""])
def test_a_field_that_is_not_there_or_not_optional_is_not_dropped(
    engine: Engine, provider: ScriptedProvider, owner: Owner, parameter: str
) -> None:
    provider.script("a", failure(ErrorKind.PROTOCOL, retryable=False, parameter=parameter))

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 1


def test_a_field_refused_after_text_is_not_repaired(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    refusal = failure(ErrorKind.PROTOCOL, retryable=False, parameter="top_p")
    provider.script("a", Text("So far"), refusal)

    engine.submit(job_for("a", settings=AssistantSettings(top_p=0.5)))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 1


def test_a_service_that_refuses_the_same_field_for_ever_is_asked_twice(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", failure(ErrorKind.PROTOCOL, retryable=False, parameter="top_p"))

    engine.submit(job_for("a", settings=AssistantSettings(top_p=0.5)))

    assert owner.wait_for_end("a").status is AnswerStatus.FAILED
    assert len(provider.calls) == 2


def test_a_stopped_answer_keeps_its_text(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", Text("So far"), Gate(), STOP)
    engine.submit(job_for("a"))
    owner.wait_for_text("a", "So far")

    stop(engine, "a")
    stop(engine, "a")

    assert owner.wait_for_end("a").status is AnswerStatus.STOPPED
    assert owner.text_of("a") == "So far"
    assert provider.calls[0].is_cancelled
    assert provider.calls[0].closed.is_set()


def test_a_queued_answer_can_be_stopped_and_was_never_sent(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    gate = Gate()
    provider.script("a", gate, STOP)
    engine.submit(job_for("a", parallel=1))
    engine.submit(job_for("b", parallel=1))
    gate.wait_until_reached()

    stop(engine, "b")

    ended = owner.wait_for_end("b")
    assert (ended.status, ended.seconds_total) == (AnswerStatus.STOPPED, 0.0)
    engine.submit(job_for("c", parallel=1))
    gate.open()
    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    assert owner.wait_for_end("c").status is AnswerStatus.COMPLETE
    assert not provider.calls_of("b")


def test_an_answer_can_be_stopped_while_it_waits_for_a_retry(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("a", failure(retry_after_s=100.0))
    engine.submit(job_for("a"))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("a")))

    stop(engine, "a")

    assert owner.wait_for_end("a").status is AnswerStatus.STOPPED


def test_an_answer_stopped_before_its_first_step_never_begins(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine()
    engine.submit(job_for("a"))
    stop(engine, "a")

    engine.start()

    assert owner.wait_for_end("a").status is AnswerStatus.STOPPED
    assert not provider.calls


def test_a_stop_ends_one_answer_only(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    gate = Gate()
    provider.script("a", Text("x"), gate, STOP)
    provider.script("b", Text("x"), gate, STOP)
    engine.submit(job_for("a"))
    engine.submit(job_for("b"))
    owner.wait_for_text("b", "x")

    stop(engine, "a")
    owner.wait_for_end("a")
    stop(engine, "unknown")
    gate.open()

    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE


def test_a_connection_runs_so_many_at_once_in_order(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    gates = {name: Gate() for name in "abcd"}
    for name, gate in gates.items():
        provider.script(name, gate, STOP)
        engine.submit(job_for(name, parallel=2))
    engine.submit(job_for("other", connection="connection-2", parallel=2))

    owner.wait_for_end("other")
    gates["b"].wait_until_reached()
    assert [call.request.model for call in provider.calls] == ["a", "b", "other"]
    gates["b"].open()
    gates["c"].wait_until_reached()
    assert [call.request.model for call in provider.calls] == ["a", "b", "other", "c"]

    for gate in gates.values():
        gate.open()
    assert {owner.wait_for_end(name).status for name in gates} == {AnswerStatus.COMPLETE}


def test_the_slowest_holds_up_nobody(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    slow = Gate()
    provider.script("slow", slow, STOP)
    engine.submit(job_for("slow"))
    for number in range(15):
        engine.submit(job_for(f"quick-{number}"))

    for number in range(15):
        owner.wait_for_end(f"quick-{number}")

    assert not [e for e in owner.events_of("slow") if isinstance(e, Ended)]
    slow.open()
    owner.wait_for_end("slow")


def test_a_local_answer_waits_for_its_server_and_says_so(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    starts = Gate()
    engine = make_engine(local=FakeLocalServers(starts=starts))
    engine.start()
    engine.submit(job_for("a", kind=ConnectionKind.LOCAL, base_url="", model_path=Path("m.gguf")))
    note = Progress("Starting the built-in model …")
    owner.wait_until(lambda: note in owner.events_of("a"))

    starts.open()

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    endpoint = provider.calls[0].request.endpoint
    assert endpoint.base_url == "http://127.0.0.1:1/v1"
    assert endpoint.key == Secret("local-key-0123")
    assert not endpoint.keep_alive


def test_nothing_is_said_of_starting_a_local_server_that_runs(
    make_engine: MakeEngine, owner: Owner
) -> None:
    engine = make_engine(local=FakeLocalServers())
    engine.start()

    engine.submit(job_for("a", kind=ConnectionKind.LOCAL, base_url="", model_path=Path("m.gguf")))

    owner.wait_for_end("a")
    assert not [e for e in owner.events_of("a") if isinstance(e, Progress)]


def test_a_local_answer_can_be_stopped_while_its_server_starts(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    starts = Gate()
    engine = make_engine(local=FakeLocalServers(starts=starts))
    engine.start()
    engine.submit(job_for("a", kind=ConnectionKind.LOCAL, base_url="", model_path=Path("m.gguf")))
    starts.wait_until_reached()

    stop(engine, "a")

    assert owner.wait_for_end("a").status is AnswerStatus.STOPPED
    assert not provider.calls


def test_local_answers_run_as_the_slots_allow(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine(local=FakeLocalServers(slots=1))
    engine.start()
    gate = Gate()
    provider.script("a", gate, STOP)
    local = {"kind": ConnectionKind.LOCAL, "base_url": "", "model_path": Path("m.gguf")}

    engine.submit(job_for("a", parallel=16, **local))
    engine.submit(job_for("b", parallel=16, connection="connection-2", **local))

    gate.wait_until_reached()
    assert len(provider.calls) == 1
    gate.open()
    owner.wait_for_end("b")


def test_a_local_answer_without_local_servers_fails_in_words(engine: Engine, owner: Owner) -> None:
    engine.submit(job_for("a", kind=ConnectionKind.LOCAL, base_url="", model_path=Path("m.gguf")))

    ended = owner.wait_for_end("a")
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.LOCAL


def test_silence_is_told_and_ends_in_a_time_out(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine(pace=Pace(quiet_s=0.1))
    engine.start()
    ping = (Pause(0.02), Progress("still here"))
    provider.script("a", Text("So far"), *(ping * 30), STOP)

    engine.submit(job_for("a", read_limit_s=0.3))

    ended = owner.wait_for_end("a")
    assert ended.status is AnswerStatus.FAILED
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.TIMEOUT
    assert "0.3" in ended.error.message
    assert 0.3 <= ended.seconds_total < 5
    assert owner.text_of("a") == "So far"
    assert Progress("No word from the service for 0 s …") in owner.events_of("a")
    assert provider.calls[0].is_cancelled
    assert len(provider.calls) == 1


def test_changing_progress_is_a_sign_of_life(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine()
    engine.start()
    steps = [s for n in range(12) for s in (Pause(0.1), Progress("reading", n / 12))]
    provider.script("a", *steps, words("Here."))

    engine.submit(job_for("a", read_limit_s=1.0))

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE


@pytest.mark.logs_warnings
def test_a_defect_ends_the_answer_in_words_and_reaches_the_reporter(
    engine: Engine,
    provider: ScriptedProvider,
    owner: Owner,
    defects: list[BaseException],
    caplog: pytest.LogCaptureFixture,
) -> None:
    bug = ZeroDivisionError("a bug")
    provider.script("a", Text("So far"), bug)

    engine.submit(job_for("a"))

    ended = owner.wait_for_end("a")
    assert ended.status is AnswerStatus.FAILED
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.INTERNAL
    assert "a bug" not in ended.error.message
    assert owner.text_of("a") == "So far"
    owner.wait_until(lambda: defects == [bug])
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert record.exc_info
    assert "So far" not in caplog.text
    engine.submit(job_for("b"))
    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE


@pytest.mark.logs_warnings
def test_a_cancellation_from_nowhere_is_a_defect(
    engine: Engine, provider: ScriptedProvider, owner: Owner, defects: list[BaseException]
) -> None:
    import asyncio

    provider.script("a", asyncio.CancelledError())

    engine.submit(job_for("a"))

    ended = owner.wait_for_end("a")
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.INTERNAL
    owner.wait_until(lambda: len(defects) == 1)


@pytest.mark.logs_warnings
def test_a_kind_without_a_provider_is_a_defect_of_one_answer(
    make_engine: MakeEngine, owner: Owner, defects: list[BaseException]
) -> None:
    def no_provider(kind: ConnectionKind) -> ScriptedProvider:
        raise KeyError(kind)

    engine = make_engine(providers=no_provider)
    engine.start()

    engine.submit(job_for("a", kind=ConnectionKind.PASTE))

    ended = owner.wait_for_end("a")
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.INTERNAL
    owner.wait_until(lambda: isinstance(defects[0], KeyError) if defects else False)


def test_a_kind_that_cannot_be_used_fails_in_its_own_words(
    make_engine: MakeEngine, owner: Owner, defects: list[BaseException]
) -> None:
    def refused(kind: ConnectionKind) -> ScriptedProvider:
        raise InvalidInput("This kind cannot be used yet.")

    engine = make_engine(providers=refused)
    engine.start()

    engine.submit(job_for("a", kind=ConnectionKind.GEMINI))

    ended = owner.wait_for_end("a")
    assert ended.error is not None
    assert ended.error.message == "This kind cannot be used yet."
    assert defects == []


@pytest.mark.logs_warnings
def test_a_defect_on_the_loop_itself_is_reported(
    engine: Engine, owner: Owner, defects: list[BaseException]
) -> None:
    bug = ZeroDivisionError("a bug")

    def stumble() -> None:
        raise bug

    async def plant(client: object) -> None:
        import asyncio

        asyncio.get_running_loop().call_soon(stumble)

    engine.call(plant).result(5)

    owner.wait_until(lambda: defects == [bug])


@pytest.mark.logs_warnings
def test_a_defect_in_closing_is_reported_and_closing_goes_on(
    make_engine: MakeEngine, defects: list[BaseException]
) -> None:
    class Broken(IdleClient):
        async def aclose(self) -> None:
            raise ZeroDivisionError

    local = FakeLocalServers()
    engine = make_engine(local=local, client_factory=Broken)
    engine.start()
    engine.call(_nothing).result(5)

    engine.close()

    assert [type(defect) for defect in defects] == [ZeroDivisionError]
    assert local.is_closed


async def _nothing(client: object) -> None:
    return


@pytest.mark.logs_warnings
def test_slots_that_cannot_be_told_are_a_defect_of_one_answer(
    make_engine: MakeEngine, owner: Owner, defects: list[BaseException]
) -> None:
    class Broken(FakeLocalServers):
        def slots(self, model_path: Path) -> int:
            raise OSError("no such file")

    engine = make_engine(local=Broken())
    engine.start()

    engine.submit(job_for("a", kind=ConnectionKind.LOCAL, base_url="", model_path=Path("m.gguf")))

    ended = owner.wait_for_end("a")
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.INTERNAL
    owner.wait_until(lambda: len(defects) == 1)


@pytest.mark.logs_warnings
def test_an_owner_that_raises_harms_no_answer(
    make_engine: MakeEngine, owner: Owner, defects: list[BaseException]
) -> None:
    def bad_notify() -> None:
        owner.notify()
        raise RuntimeError("Signal source has been deleted")

    engine = make_engine(notify=bad_notify)
    engine.start()

    engine.submit(job_for("a"))

    assert owner.wait_for_end("a").status is AnswerStatus.COMPLETE
    assert isinstance(defects[0], RuntimeError)


@pytest.mark.logs_warnings
def test_an_engine_that_cannot_start_ends_every_answer(
    make_engine: MakeEngine, owner: Owner, defects: list[BaseException]
) -> None:
    def no_client() -> IdleClient:
        raise OSError("no certificates")

    engine = make_engine(client_factory=no_client)
    engine.submit(job_for("early"))
    listing = engine.call(lambda client: client.get("http://127.0.0.1:9"))
    engine.start()

    assert owner.wait_for_end("early").status is AnswerStatus.FAILED
    owner.wait_until(lambda: len(owner.notified) == 1)
    engine.submit(job_for("late"))
    ended = owner.wait_for_end("late")
    assert len(owner.notified) == 2

    assert ended.error is not None
    assert ended.error.kind is ErrorKind.INTERNAL
    owner.wait_until(lambda: len(defects) == 1)
    with pytest.raises(CancelledError):
        listing.result(5)
    stop(engine, "late")
    engine.close()


def test_the_same_attempt_cannot_run_twice(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    gate = Gate()
    provider.script("a", gate, STOP)
    engine.submit(job_for("a"))

    with pytest.raises(ValueError, match="running already"):
        engine.submit(job_for("a"))

    gate.open()
    owner.wait_for_end("a")
    engine.submit(job_for("a", attempt=2))
    assert owner.wait_for_end("a", 2).status is AnswerStatus.COMPLETE


def test_closing_interrupts_what_runs_and_what_waits(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    local = FakeLocalServers()
    clients: list[IdleClient] = []

    def client() -> IdleClient:
        clients.append(IdleClient())
        return clients[-1]

    engine = make_engine(local=local, client_factory=client)
    engine.start()
    provider.script("a", Text("So far"), Gate(), STOP)
    engine.submit(job_for("a", parallel=1))
    engine.submit(job_for("b", parallel=1))
    owner.wait_for_text("a", "So far")

    engine.close()
    engine.submit(job_for("late"))
    engine.close()
    engine.start()
    owner.take()

    for name in ("a", "b", "late"):
        assert owner.wait_for_end(name, timeout_s=0).status is AnswerStatus.INTERRUPTED
    assert owner.text_of("a") == "So far"
    assert provider.calls[0].is_cancelled
    assert clients[0].is_closed
    assert local.is_closed
    assert not local.is_killed


def test_closing_an_engine_that_never_started_ends_its_jobs(
    make_engine: MakeEngine, owner: Owner
) -> None:
    engine = make_engine()
    engine.submit(job_for("a"))

    engine.close()

    assert owner.wait_for_end("a", timeout_s=0).status is AnswerStatus.INTERRUPTED


def test_closing_right_after_the_start_leaves_nothing_open(
    make_engine: MakeEngine, owner: Owner
) -> None:
    engine = make_engine()
    engine.submit(job_for("a"))
    engine.start()

    engine.close()

    assert owner.wait_for_end("a", timeout_s=0).status in (
        AnswerStatus.INTERRUPTED,
        AnswerStatus.COMPLETE,
    )


def test_closing_does_not_wait_for_what_hangs(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    local_closes = Gate()
    hangs = threading.Event()

    class Stubborn(FakeLocalServers):
        async def close(self) -> None:
            await local_closes.passed()

    local = Stubborn()
    engine = make_engine(local=local)
    engine.start()
    future = engine.call(lambda client: _in_a_thread(hangs))

    engine.close(timeout_s=0.4)  # which would wait for ever, without a limit

    assert local.is_killed
    assert future.cancelled()
    hangs.set()


async def _in_a_thread(hangs: threading.Event) -> None:
    import asyncio

    await asyncio.get_running_loop().run_in_executor(None, hangs.wait, 5)


@pytest.mark.logs_warnings
def test_an_answer_that_blocks_the_loop_is_left_behind_when_closing(
    make_engine: MakeEngine,
    provider: ScriptedProvider,
    owner: Owner,
    caplog: pytest.LogCaptureFixture,
) -> None:
    released = threading.Event()
    stuck = threading.Event()

    def block(kind: ConnectionKind) -> ScriptedProvider:
        stuck.set()
        released.wait(5)
        return provider

    local = FakeLocalServers()
    engine = make_engine(providers=block, local=local)
    engine.start()
    engine.submit(job_for("a"))
    assert stuck.wait(5)

    engine.close(timeout_s=0.1)

    assert owner.wait_for_end("a", timeout_s=0).status is AnswerStatus.INTERRUPTED
    assert local.is_killed
    assert "left behind" in caplog.text
    released.set()
    engine.close()
    assert len([e for e in owner.events_of("a") if isinstance(e, Ended)]) == 1


def test_a_call_runs_with_the_client_and_returns_its_result(
    make_engine: MakeEngine,
) -> None:
    engine = make_engine()

    async def ask(client: object) -> str:
        return f"{type(client).__name__} in {threading.current_thread().name}"

    early = engine.call(ask)
    engine.start()

    assert early.result(5) == engine.call(ask).result(5) == "IdleClient in conductor-engine"
    engine.close()
    assert engine.call(ask).cancelled()


def test_a_failed_call_raises_without_keys(engine: Engine, redactor: object) -> None:
    redactor.learn(Secret("canary-0123456789"))

    async def ask(client: object) -> None:
        raise failure(message="Bad key canary-0123456789.")

    with pytest.raises(AnswerFailed, match="Bad key •••") as caught:
        engine.call(ask).result(5)
    assert "canary" not in str(caught.value)


def test_a_call_can_be_cancelled(engine: Engine) -> None:
    gate, ended = Gate(), threading.Event()

    async def ask(client: object) -> None:
        try:
            await gate.passed()
        finally:
            ended.set()

    future = engine.call(ask)
    gate.wait_until_reached()

    assert future.cancel()
    assert ended.wait(5)


def test_a_call_cancelled_before_the_start_never_runs(make_engine: MakeEngine) -> None:
    engine = make_engine()
    runs: list[object] = []

    async def ask(client: object) -> None:
        runs.append(client)

    early = engine.call(ask)
    early.cancel()
    engine.start()
    engine.call(_nothing).result(5)

    assert runs == []


def test_a_call_that_runs_is_cancelled_by_closing(engine: Engine) -> None:
    gate = Gate()

    async def ask(client: object) -> None:
        await gate.passed()

    future = engine.call(ask)
    gate.wait_until_reached()

    engine.close()

    assert future.cancelled()


def test_a_call_that_raises_hands_the_exception_on(engine: Engine) -> None:
    async def ask(client: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.call(ask).result(5)


def test_the_first_text_and_the_end_go_at_once_and_the_rest_is_paced(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine(pace=Pace(notify_s=30.0))
    engine.start()
    gates = [Gate(), Gate(), Gate()]
    provider.script(
        "a", Started(None, None), gates[0], Text("one"), gates[1], Text(" two"), gates[2], STOP
    )

    engine.submit(job_for("a"))
    owner.wait_until(lambda: bool(owner.events_of("a")))
    gates[0].open()
    owner.wait_for_text("a", "one")
    gates[1].open()
    gates[2].wait_until_reached()
    before_the_end = len(owner.notified)
    gates[2].open()
    owner.wait_for_end("a")

    assert before_the_end == 2
    assert len(owner.notified) == 3
    assert {thread for _, thread in owner.notified} == {"conductor-engine"}
    assert owner.text_of("a") == "one two"


def test_the_end_of_a_queued_answer_goes_at_once(
    make_engine: MakeEngine, provider: ScriptedProvider, owner: Owner
) -> None:
    engine = make_engine(pace=Pace(notify_s=30.0))
    engine.start()
    gate = Gate()
    provider.script("a", Text("So far"), gate, STOP)
    engine.submit(job_for("a", parallel=1))
    engine.submit(job_for("b", parallel=1))
    owner.wait_for_text("a", "So far")

    stop(engine, "b")

    owner.wait_until(lambda: len(owner.notified) == 2)
    assert owner.wait_for_end("b").status is AnswerStatus.STOPPED
    gate.open()


def test_a_key_in_pieces_never_reaches_the_owner(
    engine: Engine, provider: ScriptedProvider, owner: Owner, redactor: object
) -> None:
    canary = "canary-0123456789-abcdef"
    redactor.learn(Secret(canary))
    echo = [Text(piece) for piece in canary]
    think = [Reasoning(piece) for piece in canary]
    provider.script(
        "a",
        Started(f"r {canary}", canary),
        Progress(canary),
        Text("Your key is "),
        *echo[:10],
        *think[:7],
        *(Refusal(e.delta) for e in echo[10:]),
        *(Reasoning(e.delta, "summary") for e in think[7:]),
        Finished(Finish.UNKNOWN, canary),
    )
    provider.script("b", failure(message=canary, retry_after_s=0.0))
    provider.script("c", words("I know the word can", "ar"))

    for name in "abc":
        engine.submit(job_for(name))
    for name in "abc":
        owner.wait_for_end(name)

    assert owner.text_of("a") == "Your key is •••"
    assert owner.reasoning_of("a") == "•••"
    assert owner.text_of("c") == "I know the word canar"
    assert canary not in repr(owner.batches)


def busy(wait_s: float) -> AnswerFailed:
    return failure(ErrorKind.RATE, "The service takes no more for now.", retry_after_s=wait_s)


def test_what_one_is_asked_to_wait_the_others_wait_without_asking(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    answered = Gate()
    provider.script("m", answered, busy(0.2))
    for _ in range(5):
        provider.script("m", words("Now."))

    for answer in "abcd":
        engine.submit(job_for(answer, model="m", parallel=1))
    answered.open()

    for answer in "abcd":
        assert owner.wait_for_end(answer).status is AnswerStatus.COMPLETE
    assert len(provider.calls) == 5, "one was refused, once"
    for answer in "bcd":
        waits = [e for e in owner.events_of(answer) if isinstance(e, Retrying)]
        assert waits == [Retrying(0.2, "The service takes no more for now.")]


def test_who_comes_while_a_service_is_waited_for_is_told_so(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", busy(60.0))
    engine.submit(job_for("a", model="m"))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("a")))

    engine.submit(job_for("late", model="m"))

    owner.wait_until(lambda: bool(owner.events_of("late")))
    (told,) = owner.events_of("late")
    assert isinstance(told, Retrying)
    assert 0 < told.wait_s <= 60.0
    assert len(provider.calls) == 1


def test_other_models_and_other_connections_do_not_wait(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", busy(60.0))
    provider.script("m", words("Here."))
    engine.submit(job_for("a", model="m"))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("a")))

    engine.submit(job_for("b", model="n"))
    engine.submit(job_for("c", model="m", connection="connection-2"))

    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE
    assert owner.wait_for_end("c").status is AnswerStatus.COMPLETE


def test_a_stop_does_not_wait_for_the_service(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", busy(60.0))
    engine.submit(job_for("refused", model="m"))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("refused")))
    engine.submit(job_for("held", model="m"))
    owner.wait_until(lambda: bool(owner.events_of("held")))

    stop(engine, "held")
    stop(engine, "refused")

    assert owner.wait_for_end("held").status is AnswerStatus.STOPPED
    assert owner.wait_for_end("refused").status is AnswerStatus.STOPPED
    assert len(provider.calls) == 1


def test_a_refused_answer_that_is_stopped_gives_its_place_to_nobody_twice(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", busy(60.0))
    provider.script("n", Gate())
    engine.submit(job_for("refused", model="m", parallel=1))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("refused")))
    for answer in ("b", "c"):
        engine.submit(job_for(answer, model="n", parallel=1))

    stop(engine, "refused")
    owner.wait_for_end("refused")
    stop(engine, "b")
    owner.wait_for_end("b")

    owner.wait_until(lambda: len(provider.calls_of("n")) == 2)
    assert not owner.events_of("c")


def test_closing_does_not_wait_for_the_service(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", busy(60.0))
    for answer in ("refused", "held"):
        engine.submit(job_for(answer, model="m", parallel=1))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("held")))

    engine.close()

    owner.take()
    assert owner.wait_for_end("refused").status is AnswerStatus.INTERRUPTED
    assert owner.wait_for_end("held").status is AnswerStatus.INTERRUPTED


def test_a_limit_that_no_wait_is_named_for_holds_nobody_back(
    engine: Engine, provider: ScriptedProvider, owner: Owner
) -> None:
    provider.script("m", failure(ErrorKind.RATE, "Too much."))
    provider.script("m", words("Here."))
    engine.submit(job_for("a", model="m"))
    owner.wait_until(lambda: any(isinstance(e, Retrying) for e in owner.events_of("a")))

    engine.submit(job_for("b", model="m"))

    assert owner.wait_for_end("b").status is AnswerStatus.COMPLETE
    assert not [e for e in owner.events_of("b") if isinstance(e, Retrying)]

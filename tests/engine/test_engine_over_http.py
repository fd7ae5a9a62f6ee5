"""The engine with the real client and provider, against a service on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from conductor.core.entities import AnswerStatus, AssistantSettings, ConnectionKind, Finish
from conductor.core.errors import ErrorKind
from conductor.core.events import Ended, Notice, Retrying, Sent, UsageReport
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import Endpoint, Message, ModelRequest, Secret
from conductor.engine.engine import Engine
from conductor.engine.job import Job
from conductor.engine.wiring import Pace
from conductor.secrets import Redactor
from tests.fakes import Owner
from tests.sse_server import (
    SseServer,
    cut_after,
    echo_key,
    empty,
    error_after,
    failing,
    failing_with_key,
    hang_after,
    huge_line,
    malformed_after,
    no_answer,
    ping_after,
    text,
    tokens,
    truncate_after,
    web_page,
)

CANARY = "canary-0123456789-abcdefghijkl"


@pytest.fixture
def server() -> Iterator[SseServer]:
    with SseServer() as server:
        yield server


@pytest.fixture
def defects() -> list[BaseException]:
    return []


@pytest.fixture
def engine(
    owner: Owner,
    redactor: Redactor,
    defects: list[BaseException],
    server: SseServer,  # outlives the engine
) -> Iterator[Engine]:
    redactor.learn(Secret(CANARY))
    engine = Engine(redactor=redactor, notify=owner.notify, on_defect=defects.append)
    owner.drain = engine.drain
    engine.start()
    yield engine
    engine.close()
    assert defects == []


def job(
    server: SseServer,
    model: str,
    *,
    answer: str | None = None,
    attempt: int = 1,
    read_limit_s: float = 30.0,
    settings: AssistantSettings | None = None,
) -> Job:
    endpoint = Endpoint(ConnectionKind.OPENAI_COMPATIBLE, server.base_url, Secret(CANARY))
    request = ModelRequest(
        endpoint,
        model,
        (Message.of("user", "Say something."),),
        settings or AssistantSettings(),
        read_limit_s,
    )
    return Job(AnswerId(answer or model), attempt, ConnectionId("c"), 16, request)


def run(engine: Engine, owner: Owner, a_job: Job) -> Ended:
    engine.submit(a_job)
    return owner.wait_for_end(a_job.answer_id, a_job.attempt)


def test_an_answer_arrives_with_usage_and_end(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("m", text("안녕", "하세요 ", "👋"))

    ended = run(engine, owner, job(server, "m"))

    assert (ended.status, ended.finish) == (AnswerStatus.COMPLETE, Finish.STOP)
    assert owner.text_of("m") == "안녕하세요 👋"
    usages = [e.usage for e in owner.events_of("m") if isinstance(e, UsageReport)]
    assert (usages[-1].input_uncached, usages[-1].output_total) == (9, 3)
    assert ended.seconds_first is not None


def test_what_is_sent_is_what_was_announced(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    a_job = job(server, "m", settings=AssistantSettings(temperature=0.3))
    body = engine.body_of(a_job.request, a_job.connection_id)

    run(engine, owner, a_job)

    assert server.requests[0].body == body


def test_sixteen_stream_at_once_and_the_slowest_holds_up_nobody(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("slow", hang_after(3))
    engine.submit(job(server, "slow"))
    for number in range(15):
        engine.submit(job(server, "tokens-40-200", answer=f"quick-{number}"))

    whole = "".join(f"t{n} " for n in range(40))
    for number in range(15):
        assert owner.wait_for_end(f"quick-{number}").status is AnswerStatus.COMPLETE
        assert owner.text_of(f"quick-{number}") == whole
    assert not [e for e in owner.events_of("slow") if isinstance(e, Ended)]
    assert owner.text_of("slow") == "t0 t1 t2 "
    assert len(server.requests) == 16


def test_stopping_closes_the_connection(engine: Engine, owner: Owner, server: SseServer) -> None:
    server.script("m", hang_after(3))
    engine.submit(job(server, "m"))
    owner.wait_for_text("m", "t2 ")

    engine.stop(AnswerId("m"))

    assert owner.wait_for_end("m").status is AnswerStatus.STOPPED
    assert server.requests[0].client_gone.wait(5)
    assert owner.text_of("m") == "t0 t1 t2 "


@pytest.mark.parametrize("reply", [cut_after(3), truncate_after(3)], ids=["cut", "truncate"])
def test_a_stream_that_breaks_off_is_truncated_and_keeps_its_text(
    engine: Engine, owner: Owner, server: SseServer, reply: object
) -> None:
    server.script("m", reply)

    ended = run(engine, owner, job(server, "m"))

    assert ended.status is AnswerStatus.FAILED
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.TRUNCATED
    assert owner.text_of("m") == "t0 t1 t2 "
    assert len(server.requests) == 1


def test_a_server_that_dies_mid_stream_leaves_the_text(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("m", hang_after(3))
    engine.submit(job(server, "m"))
    owner.wait_for_text("m", "t2 ")

    server.kill()

    ended = owner.wait_for_end("m")
    assert ended.error is not None
    assert ended.error.kind is ErrorKind.TRUNCATED
    assert owner.text_of("m") == "t0 t1 t2 "


def test_a_dead_server_is_tried_three_times(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.kill()

    ended = run(engine, owner, job(server, "m"))

    assert ended.error is not None
    assert ended.error.kind is ErrorKind.NETWORK
    assert sum(isinstance(e, Sent) for e in owner.events_of("m")) == 2


def test_a_named_wait_is_kept_exactly_and_the_answer_comes(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("m", failing(429, headers=(("retry-after", "0.7"),)), text("Here."))

    ended = run(engine, owner, job(server, "m"))

    assert ended.status is AnswerStatus.COMPLETE
    first, second = server.requests
    assert second.arrived_s - first.arrived_s >= 0.7
    assert [e.wait_s for e in owner.events_of("m") if isinstance(e, Retrying)] == [0.7]


def test_two_failures_and_then_an_answer(engine: Engine, owner: Owner, server: SseServer) -> None:
    server.script("m", failing(500), no_answer(), text("Here."))

    ended = run(engine, owner, job(server, "m"))

    assert ended.status is AnswerStatus.COMPLETE
    assert owner.text_of("m") == "Here."
    gaps = [
        b.arrived_s - a.arrived_s
        for a, b in zip(server.requests, server.requests[1:], strict=False)
    ]
    assert gaps[0] >= 0.375
    assert gaps[1] >= 0.75


@pytest.mark.parametrize(
    ("status", "kind"), [(401, ErrorKind.KEY), (402, ErrorKind.CREDIT), (404, ErrorKind.MODEL)]
)
def test_what_cannot_pass_is_asked_once(
    engine: Engine, owner: Owner, server: SseServer, status: int, kind: ErrorKind
) -> None:
    server.script(
        "m",
        failing(
            status,
            message="The model `m` does not exist.",
            code="model_not_found" if status == 404 else None,
        ),
    )

    ended = run(engine, owner, job(server, "m"))

    assert ended.error is not None
    assert (ended.error.kind, ended.error.http_status) == (kind, status)
    assert len(server.requests) == 1


def test_a_wait_of_more_than_two_minutes_is_told_and_not_waited(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("m", failing(429, headers=(("retry-after", "600"),)))

    ended = run(engine, owner, job(server, "m"))

    assert ended.error is not None
    assert ended.error.kind is ErrorKind.RATE
    assert "10 minutes" in ended.error.message
    assert len(server.requests) == 1


def test_a_refused_setting_is_left_out(engine: Engine, owner: Owner, server: SseServer) -> None:
    refusal = failing(
        400,
        message="Unsupported value: 'temperature' does not support 0.3 with this model.",
        type="invalid_request_error",
        param="temperature",
        code="unsupported_value",
    )
    server.script("m", refusal, text("Here."))

    ended = run(engine, owner, job(server, "m", settings=AssistantSettings(temperature=0.3)))

    assert ended.status is AnswerStatus.COMPLETE
    assert ["temperature" in request.json for request in server.requests] == [True, False]
    assert [e.text for e in owner.events_of("m") if isinstance(e, Notice)] == [
        "The service does not take “temperature” for this model; it was left out."
    ]


@pytest.mark.parametrize(
    "reply", [hang_after(2), ping_after(2, every_s=0.02)], ids=["hang", "ping"]
)
def test_a_service_that_falls_silent_times_out(
    engine: Engine, owner: Owner, server: SseServer, reply: object
) -> None:
    server.script("m", reply)

    ended = run(engine, owner, job(server, "m", read_limit_s=0.3))

    assert ended.error is not None
    assert ended.error.kind is ErrorKind.TIMEOUT
    assert 0.3 <= ended.seconds_total < 5
    assert owner.text_of("m") == "t0 t1 "
    assert server.requests[0].client_gone.wait(5)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (malformed_after(2), ErrorKind.PROTOCOL),
        (error_after(2, "The model crashed."), ErrorKind.SERVER),
        (huge_line(), ErrorKind.PROTOCOL),
        (web_page(), ErrorKind.ADDRESS),
    ],
    ids=["malformed", "error", "huge", "web page"],
)
def test_a_service_that_says_something_else_fails_in_words(
    engine: Engine, owner: Owner, server: SseServer, reply: object, kind: ErrorKind
) -> None:
    server.script("m", reply)

    ended = run(engine, owner, job(server, "m"))

    assert ended.error is not None
    assert ended.error.kind is kind
    assert ended.error.message
    assert len(owner.text_of("m")) < 10


def test_an_answer_without_a_word_is_complete(
    engine: Engine, owner: Owner, server: SseServer
) -> None:
    server.script("m", empty())

    ended = run(engine, owner, job(server, "m"))

    assert (ended.status, ended.seconds_first) == (AnswerStatus.COMPLETE, None)
    assert owner.text_of("m") == ""


@pytest.mark.parametrize("pieces", [1, 3, 30])
def test_a_service_that_repeats_the_key_never_gets_it_to_the_owner(
    engine: Engine, owner: Owner, server: SseServer, pieces: int
) -> None:
    server.script("echo", echo_key(pieces=pieces))
    server.script("refuse", failing_with_key(401))
    server.script("broken", error_after(1, f"Key {CANARY} is bad."))

    for model in ("echo", "refuse", "broken"):
        run(engine, owner, job(server, model))

    assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert owner.text_of("echo") == "Your key is •••."
    assert owner.reasoning_of("echo") == "I was given •••"
    assert CANARY not in repr(owner.batches)


def test_closing_while_sixteen_stream_is_quick_and_leaves_nothing(
    owner: Owner, redactor: Redactor, server: SseServer
) -> None:
    before = set(threading.enumerate())
    server.script("m", tokens(100_000, per_s=100))
    engine = Engine(redactor=redactor, notify=owner.notify)
    owner.drain = engine.drain
    engine.start()
    for number in range(16):
        engine.submit(job(server, "m", answer=f"a-{number}"))
    for number in range(16):
        owner.wait_for_text(f"a-{number}", "t3 ")

    engine.close()
    owner.take()

    for number in range(16):
        ended = owner.wait_for_end(f"a-{number}", timeout_s=0)
        assert ended.status is AnswerStatus.INTERRUPTED
        assert ended.seconds_total > 0
        assert owner.text_of(f"a-{number}").startswith("t0 t1 t2 t3 ")
    assert all(request.client_gone.wait(5) for request in server.requests)
    assert not [t for t in threading.enumerate() if t not in before and t.is_alive()]


def test_an_answer_can_be_tried_again(engine: Engine, owner: Owner, server: SseServer) -> None:
    server.script("m", cut_after(2), text("Whole."))

    assert run(engine, owner, job(server, "m")).status is AnswerStatus.FAILED
    assert run(engine, owner, job(server, "m", attempt=2)).status is AnswerStatus.COMPLETE

    assert owner.text_of("m", 1) == "t0 t1 "
    assert owner.text_of("m", 2) == "Whole."


def test_the_models_are_listed_with_the_engines_client(engine: Engine, server: SseServer) -> None:
    from conductor.providers.table import provider_for

    server.models = ["one", "two"]
    endpoint = Endpoint(ConnectionKind.OPENAI_COMPATIBLE, server.base_url, Secret(CANARY))
    provider = provider_for(endpoint.kind)

    models = engine.call(lambda client: provider.models(endpoint, client)).result(10)

    assert [model.id for model in models] == ["one", "two"]


def test_silence_is_told_before_it_ends_the_answer(
    owner: Owner, redactor: Redactor, server: SseServer
) -> None:
    server.script("m", hang_after(1))
    engine = Engine(redactor=redactor, notify=owner.notify, pace=Pace(quiet_s=0.1))
    owner.drain = engine.drain
    engine.start()

    engine.submit(job(server, "m", read_limit_s=30))

    owner.wait_until(lambda: "No word from the service" in repr(owner.events_of("m")))
    engine.close()

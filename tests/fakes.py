"""Stand in for services, local servers and the window, so that tests decide what happens."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conductor.core.entities import AssistantSettings, ConnectionKind, Finish
from conductor.core.errors import AnswerError, AnswerFailed, ErrorKind
from conductor.core.events import (
    AnswerEvent,
    Ended,
    EventBatch,
    Finished,
    ProviderEvent,
    Reasoning,
    Refusal,
    Started,
    Text,
)
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import Endpoint, Message, ModelInfo, ModelRequest, Secret
from conductor.engine.job import Job

if TYPE_CHECKING:
    import httpx

PATIENCE_S = 10.0


class Gate:
    """A place in a script where it waits until the test opens the gate. Thread: any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_open = False
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._reached = threading.Event()

    def open(self) -> None:
        """Let everything through, from now on."""
        with self._lock:
            self._is_open = True
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)
            self._waiting.clear()

    def wait_until_reached(self) -> None:
        """Wait until something stands at the gate or went through."""
        assert self._reached.wait(PATIENCE_S), "nothing reached the gate"

    async def passed(self) -> None:
        """Wait at the gate."""
        with self._lock:
            self._reached.set()
            if self._is_open:
                return
            event = asyncio.Event()
            self._waiting.append((asyncio.get_running_loop(), event))
        await event.wait()


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait of the service, in seconds."""

    seconds: float


Step = ProviderEvent | BaseException | Gate | Pause
STOP = Finished(Finish.STOP, "stop")


def words(*deltas: str) -> tuple[Step, ...]:
    """Return the script of a whole answer in these pieces."""
    return (Started("request-1", "model-1"), *(Text(delta) for delta in deltas), STOP)


def failure(
    kind: ErrorKind = ErrorKind.SERVER,
    message: str = "The service failed.",
    *,
    retryable: bool = True,
    retry_after_s: float | None = None,
    parameter: str | None = None,
) -> AnswerFailed:
    """Return what a provider raises."""
    return AnswerFailed(
        AnswerError(kind, message),
        retryable=retryable,
        retry_after_s=retry_after_s,
        parameter=parameter,
    )


@dataclass(slots=True)
class Call:
    """One request that reached the scripted service; `began_s` on the monotonic clock."""

    request: ModelRequest
    body: bytes
    began_s: float
    is_cancelled: bool = False
    closed: threading.Event = field(default_factory=threading.Event)


class ScriptedProvider:
    """Plays scripts instead of asking a service; each model has scripts of its own.

    A model's scripts are played in turn, the last one again and again; a model without
    any answers "Hello." An event is yielded, an exception raised, a gate waited at.
    Optional fields of its body: those of the settings, by their names.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._scripts: dict[str, list[tuple[Step, ...]]] = defaultdict(list)

    def __call__(self, _kind: ConnectionKind) -> ScriptedProvider:
        """Be the provider of every kind, as `Engine(providers=…)` wants it."""
        return self

    def script(self, model: str, *steps: Step | Iterable[Step]) -> None:
        """Add one script for a model."""
        flat: list[Step] = []
        for step in steps:
            flat.extend(step if isinstance(step, tuple) else [step])
        self._scripts[model].append(tuple(flat))

    def calls_of(self, model: str) -> list[Call]:
        """Return the requests for one model."""
        return [call for call in self.calls if call.request.model == model]

    def body(self, request: ModelRequest, without: frozenset[str] = frozenset()) -> bytes:
        """Return the request as JSON, without the refused fields."""
        settings = request.settings
        fields = {
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "max_tokens": settings.max_tokens,
            "reasoning_effort": settings.reasoning_effort,
        }
        body = {"model": request.model, "messages": [m.text for m in request.messages]}
        wanted = {k: v for k, v in fields.items() if v is not None and k not in without}
        return json.dumps(body | wanted).encode()

    async def stream(
        self, request: ModelRequest, client: httpx.AsyncClient, body: bytes
    ) -> AsyncIterator[ProviderEvent]:
        """Play the next script of the request's model."""
        call = Call(request, body, time.monotonic())
        scripts = self._scripts.get(request.model) or [words("Hello.")]
        number = len(self.calls_of(request.model))
        self.calls.append(call)
        try:
            for step in scripts[min(number, len(scripts) - 1)]:
                match step:
                    case BaseException():
                        raise step
                    case Gate():
                        await step.passed()
                    case Pause(seconds=seconds):
                        await asyncio.sleep(seconds)
                    case _:
                        yield step
        except asyncio.CancelledError:
            call.is_cancelled = True
            raise
        finally:
            call.closed.set()

    async def models(self, endpoint: Endpoint, client: httpx.AsyncClient) -> tuple[ModelInfo, ...]:
        """List two models."""
        return (ModelInfo("model-1"), ModelInfo("model-2", 4096))


class IdleClient:
    """An HTTP client for services that need none."""

    def __init__(self) -> None:
        self.is_closed = False

    async def aclose(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True


class FakeLocalServers:
    """Local servers that start when the test says so."""

    def __init__(self, *, slots: int = 2, starts: Gate | None = None) -> None:
        self.starts = starts
        self.asked: list[Path] = []
        self.is_closed = False
        self.is_killed = False
        self._slots = slots

    async def endpoint(self, model_path: Path) -> Endpoint:
        """Return an address, once the server runs."""
        self.asked.append(model_path)
        if self.starts is not None:
            await self.starts.passed()
        return Endpoint(
            ConnectionKind.LOCAL,
            "http://127.0.0.1:1/v1",
            Secret("local-key-0123"),
            keep_alive=False,
        )

    def slots(self, model_path: Path) -> int:
        """Return how many answers run at once."""
        return self._slots

    async def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True

    def kill(self) -> None:
        """Remember that it was killed."""
        self.is_killed = True


class Owner:
    """What a window does with an engine: waits to be notified and drains. Thread: the test's.

    Attributes:
        batches: everything drained so far.
        notified: the monotonic time and thread name of each notification.
    """

    def __init__(self) -> None:
        self.batches: list[EventBatch] = []
        self.notified: list[tuple[float, str]] = []
        self.drain: Callable[[], tuple[EventBatch, ...]] = tuple
        self._bell = threading.Event()

    def notify(self) -> None:
        """Be told that there is something to drain. Thread: engine."""
        self.notified.append((time.monotonic(), threading.current_thread().name))
        self.ring()

    def ring(self) -> None:
        """Have `wait_until` look again. Thread: any."""
        self._bell.set()

    def take(self) -> None:
        """Drain without waiting."""
        self.batches.extend(self.drain())

    def wait_until(self, is_done: Callable[[], bool], timeout_s: float = PATIENCE_S) -> None:
        """Drain at each notification, until something is so."""
        deadline = time.monotonic() + timeout_s
        while True:
            self.take()
            if is_done():
                return
            left_s = deadline - time.monotonic()
            assert left_s > 0, f"waited {timeout_s} s in vain; drained: {self.batches}"
            self._bell.wait(left_s)
            self._bell.clear()

    def wait_for_end(
        self, answer_id: str, attempt: int = 1, timeout_s: float = PATIENCE_S
    ) -> Ended:
        """Wait for the end of an attempt and return it."""
        self.wait_until(lambda: bool(self._ends(answer_id, attempt)), timeout_s)
        (ended,) = self._ends(answer_id, attempt)
        return ended

    def wait_for_text(self, answer_id: str, text: str) -> None:
        """Wait until an answer has come this far."""
        self.wait_until(lambda: text in self.text_of(answer_id))

    def events_of(self, answer_id: str, attempt: int = 1) -> list[AnswerEvent]:
        """Return all events of an attempt so far, in order."""
        key = (AnswerId(answer_id), attempt)
        return [e for b in self.batches if (b.answer_id, b.attempt) == key for e in b.events]

    def text_of(self, answer_id: str, attempt: int = 1) -> str:
        """Return the text of an attempt so far."""
        events = self.events_of(answer_id, attempt)
        return "".join(e.delta for e in events if isinstance(e, Text | Refusal))

    def reasoning_of(self, answer_id: str, attempt: int = 1) -> str:
        """Return the reasoning of an attempt so far."""
        events = self.events_of(answer_id, attempt)
        return "".join(e.delta for e in events if isinstance(e, Reasoning))

    def _ends(self, answer_id: str, attempt: int) -> list[Ended]:
        return [e for e in self.events_of(answer_id, attempt) if isinstance(e, Ended)]


def job_for(
    answer: str,
    *,
    attempt: int = 1,
    model: str | None = None,
    connection: str = "connection-1",
    parallel: int = 16,
    kind: ConnectionKind = ConnectionKind.OPENAI_COMPATIBLE,
    base_url: str = "http://127.0.0.1:9/v1",
    read_limit_s: float = 600.0,
    settings: AssistantSettings | None = None,
    **fields: object,
) -> Job:
    """Return a job whose model is named like its answer, unless told otherwise."""
    request = ModelRequest(
        Endpoint(kind, base_url),
        model or answer,
        (Message.of("user", "Say hello."),),
        settings or AssistantSettings(),
        read_limit_s,
    )
    return Job(
        AnswerId(answer),
        attempt,
        ConnectionId(connection),
        parallel,
        request,
        **fields,  # type: ignore[arg-type]
    )

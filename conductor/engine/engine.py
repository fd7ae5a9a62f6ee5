"""Run many answers at once in a thread of its own, and hand over what happens in batches.

Thread: made and closed by the owner; `submit`, `stop`, `call` and `body_of` from any.
Rules: importing this module loads neither asyncio nor httpx nor a provider, so a window
can be painted first; the engine thread loads them when it starts.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from conductor.core.entities import AnswerStatus, ConnectionKind
from conductor.core.events import Ended, EventBatch
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.request import ModelRequest
from conductor.engine.attempts.repair import RefusedFields
from conductor.engine.defect import defect_error, report
from conductor.engine.job import Job
from conductor.engine.outbox import OutBox
from conductor.engine.wiring import (
    LocalServersProtocol,
    Pace,
    Wiring,
    make_client,
    provider_for,
)
from conductor.secrets import Redactor

if TYPE_CHECKING:
    import httpx

    from conductor.engine.loop import EngineLoop
    from conductor.providers.protocol import Provider

log = logging.getLogger(__name__)
T = TypeVar("T")


class Engine:
    """Takes attempts in by `submit`; each comes out by exactly one `Ended`."""

    def __init__(
        self,
        *,
        redactor: Redactor,
        notify: Callable[[], None],
        local: LocalServersProtocol | None = None,
        providers: Callable[[ConnectionKind], Provider] = provider_for,
        client_factory: Callable[[], httpx.AsyncClient] = make_client,
        on_defect: Callable[[BaseException], None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Prepare an engine; nothing runs before `start`.

        Args:
            redactor: takes the keys out of everything that comes back.
            notify: called in the engine thread when there is something to drain, at most
                every 33 ms, an answer's first text and its end at once.
            local: the servers on this machine, if the program brings any.
            providers: finds the provider of a kind of connection.
            client_factory: makes the HTTP client, in the engine thread.
            on_defect: gets, in the engine thread, each exception that is a defect.
            pace: the waits, for tests.
        """
        self._wiring = Wiring(
            redactor=redactor,
            notify=notify,
            local=local,
            providers=providers,
            client_factory=client_factory,
            on_defect=on_defect,
            pace=pace or Pace(),
        )
        self._box = OutBox()
        self._refused = RefusedFields()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._inner: EngineLoop | None = None
        self._waiting: list[Callable[[EngineLoop], None]] = []
        self._calls: set[Future[Any]] = set()
        self._close_within_s: float | None = None
        self._is_broken = False

    def start(self) -> None:
        """Start the engine thread; a second call does nothing."""
        with self._lock:
            if self._thread is None and self._close_within_s is None:
                self._thread = threading.Thread(
                    target=self._run, name="conductor-engine", daemon=True
                )
                self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue an attempt; before `start` it waits, after `close` it ends as interrupted.

        Raises:
            ValueError: this attempt is running already.
        """
        if self._box.open((job.answer_id, job.attempt)):
            self._post(lambda inner: inner.accept(job))
        elif self._is_broken:
            self._wiring.notify()  # nobody else will: it has ended already

    def stop(self, answer_id: AnswerId) -> None:
        """End an answer as stopped, wherever it is; its text is kept."""
        self._post(lambda inner: inner.stop(answer_id))

    def drain(self) -> tuple[EventBatch, ...]:
        """Return everything since the last time, pieces of text joined. Thread: the owner's."""
        return self._box.drain()

    def body_of(self, request: ModelRequest, connection_id: ConnectionId) -> bytes:
        """Return the exact bytes to send, without the fields this model refused before."""
        provider = self._wiring.providers(request.endpoint.kind)
        return provider.body(request, self._refused.of(connection_id, request.model))

    def call(self, make: Callable[[httpx.AsyncClient], Coroutine[Any, Any, T]]) -> Future[T]:
        """Run something with the engine's client, such as listing the models.

        Args:
            make: gets the client and returns the coroutine to run.

        Returns:
            Its future; cancelling it cancels the coroutine. It is cancelled by `close`.
            An `AnswerFailed` comes out of it without keys.
        """
        future: Future[T] = Future()
        with self._lock:
            self._calls.add(future)
        future.add_done_callback(self._on_call_done)
        if not self._post(lambda inner: inner.call(make, future)):
            future.cancel()
        return future

    def close(self, timeout_s: float = 2.0) -> None:
        """End every answer as interrupted, then the client, the local servers, the thread.

        Args:
            timeout_s: seconds after which the rest is left behind. Calling it twice is safe;
                what happened can still be drained.
        """
        with self._lock:
            if self._close_within_s is None:
                self._close_within_s = timeout_s
                if self._inner is not None:
                    self._inner.post(partial(self._inner.begin_close, timeout_s))
            thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
            if thread.is_alive():
                self._leave_behind(timeout_s)
        self._finish(Ended(AnswerStatus.INTERRUPTED))

    def _run(self) -> None:
        try:
            import asyncio  # here, since the window imports this module

            asyncio.run(self._serve())
        except Exception as defect:  # noqa: BLE001 - the last stop: reported, never swallowed
            self._is_broken = True
            self._finish(Ended(AnswerStatus.FAILED, error=defect_error()))
            report(defect, self._wiring, doing="running the engine")
            self._wiring.notify()
        finally:
            self._finish(Ended(AnswerStatus.INTERRUPTED))

    async def _serve(self) -> None:
        from conductor.engine.loop import EngineLoop  # here, since it needs asyncio

        inner = EngineLoop(self._wiring, self._box, self._refused)
        self._attach(inner)
        try:
            await inner.serve()
        finally:
            self._detach()

    def _attach(self, inner: EngineLoop) -> None:
        with self._lock:
            if self._close_within_s is not None:
                inner.begin_close(self._close_within_s)
                return
            self._inner = inner
            for act in self._waiting:
                inner.post(partial(act, inner))
            self._waiting.clear()

    def _detach(self) -> None:
        with self._lock:
            self._inner = None

    def _post(self, act: Callable[[EngineLoop], None]) -> bool:
        with self._lock:
            if self._close_within_s is not None:
                return False
            if self._inner is None:
                self._waiting.append(act)
            else:
                self._inner.post(partial(act, self._inner))
            return True

    def _on_call_done(self, future: Future[Any]) -> None:
        with self._lock:
            self._calls.discard(future)
        if future.cancelled():
            self._post(lambda inner: inner.drop_call(future))

    def _leave_behind(self, timeout_s: float) -> None:
        log.error("The engine did not stop within %s s and is left behind", timeout_s)
        if self._wiring.local is not None:
            self._wiring.local.kill()

    def _finish(self, end: Ended) -> None:
        """Leave nothing open: no attempt without an end, no call without a result."""
        with self._lock:
            if self._close_within_s is None:
                self._close_within_s = 0.0  # the thread died: later jobs end at once
            calls = tuple(self._calls)
        self._box.seal(end)
        for future in calls:
            future.cancel()

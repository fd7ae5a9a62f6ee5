"""Run all attempts on one asyncio loop: queues, stopping, winding down.

Thread: engine. Everything here is called on the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from conductor.core.entities import AnswerStatus
from conductor.core.errors import AnswerFailed
from conductor.core.events import AnswerEvent, Ended
from conductor.core.ids import AnswerId, ConnectionId
from conductor.core.service import service_of
from conductor.engine.announcer import Announcer
from conductor.engine.attempts.attempt import Attempt, Means
from conductor.engine.attempts.redaction import clean_failure
from conductor.engine.attempts.repair import RefusedFields
from conductor.engine.attempts.transcript import Transcript
from conductor.engine.defect import defect_error, report
from conductor.engine.job import Job
from conductor.engine.lane import Wish
from conductor.engine.line import Line, QueuePlace
from conductor.engine.lookup_threads import LookupThreads
from conductor.engine.outbox import AttemptKey, OutBox
from conductor.engine.wiring import Wiring

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

T = TypeVar("T")


class EngineLoop:
    """The engine's inside, made on the loop that it runs on."""

    def __init__(self, wiring: Wiring, box: OutBox, refused: RefusedFields) -> None:
        self._wiring, self._box = wiring, box
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._on_loop_defect)
        self._loop.set_default_executor(LookupThreads())
        self._announcer = Announcer(box, self._notify, interval_s=wiring.pace.notify_s)
        self._means = Means(wiring, wiring.client_factory(), refused)
        self._lines: dict[ConnectionId | Path, Line] = {}
        self._live: dict[AttemptKey, Attempt] = {}
        self._calls: dict[Future[Any], asyncio.Task[Any]] = {}
        self._closing: asyncio.Future[float] = self._loop.create_future()

    def post(self, act: Callable[[], None]) -> None:
        """Call something on the loop, soon. Thread: any."""
        self._loop.call_soon_threadsafe(act)

    async def serve(self) -> None:
        """Work until `begin_close`, then end everything."""
        await self._wind_down(await self._closing)

    def begin_close(self, timeout_s: float) -> None:
        """Take nothing more and end within this many seconds."""
        if not self._closing.done():
            self._closing.set_result(timeout_s)
            for line in self._lines.values():
                line.close()

    def accept(self, job: Job) -> None:
        """Put an attempt into the queue of its connection."""
        key = (job.answer_id, job.attempt)
        attempt = Attempt(job, self._means, Transcript(self._wiring.redactor, self._put_for(key)))
        try:
            line = self._line_of(job)
        except Exception as defect:  # noqa: BLE001 - reported; the attempt must end all the same
            attempt.end_unsent(AnswerStatus.FAILED, defect_error())
            report(defect, self._wiring, doing="asking for the slots of a local server")
            return
        self._live[key] = attempt
        wish = Wish(job.request.model, job.is_patient)
        place = QueuePlace(line, wish, partial(self._start, attempt), attempt.tell)
        attempt.place = place
        line.join(place)

    def stop(self, answer_id: AnswerId) -> None:
        """End what runs or waits for an answer, as stopped."""
        for attempt in [a for a in self._live.values() if a.job.answer_id == answer_id]:
            self._end_early(attempt, AnswerStatus.STOPPED)

    def call(
        self, make: Callable[[httpx.AsyncClient], Coroutine[Any, Any, T]], future: Future[T]
    ) -> None:
        """Run something with the client and put its result into the future."""
        if future.cancelled():
            return
        task = self._loop.create_task(self._called(make))
        self._calls[future] = task
        task.add_done_callback(partial(self._call_ended, future))

    def drop_call(self, future: Future[Any]) -> None:
        """Cancel a call whose future was cancelled."""
        if future in self._calls:
            self._calls[future].cancel()

    def _put_for(self, key: AttemptKey) -> Callable[[AnswerEvent, bool], None]:
        def put(event: AnswerEvent, at_once: bool) -> None:  # noqa: FBT001 - called per token
            self._announcer.put(key, event, at_once=at_once)

        return put

    def _line_of(self, job: Job) -> Line:
        name: ConnectionId | Path = job.connection_id
        width = job.parallel
        local, path = self._wiring.local, job.model_path
        if service_of(job.request.endpoint.kind).is_built_in and local and path:
            name, width = path, local.slots(path)
        if name not in self._lines:
            self._lines[name] = Line(width)
        self._lines[name].widen(width)
        return self._lines[name]

    def _start(self, attempt: Attempt, place: QueuePlace) -> None:
        attempt.task = self._loop.create_task(attempt.run(place))
        attempt.task.add_done_callback(partial(self._ended, attempt))

    def _ended(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        self._leave(attempt)
        try:
            defect = attempt.end(task)
        finally:  # taken only if the lines above failed: an attempt has one end
            ended = Ended(AnswerStatus.FAILED, error=defect_error())
            self._announcer.put(attempt.key, ended, at_once=True)
        if defect is not None:
            report(defect, self._wiring, doing="writing answer {} attempt {}".format(*attempt.key))

    def _leave(self, attempt: Attempt) -> None:
        del self._live[attempt.key]
        if attempt.place is not None:
            attempt.place.line.leave(attempt.place)

    def _end_early(self, attempt: Attempt, wish: AnswerStatus) -> None:
        if attempt.task is not None:
            attempt.cancel(wish)
            return
        self._leave(attempt)
        attempt.end_unsent(wish)

    async def _called(self, make: Callable[[httpx.AsyncClient], Coroutine[Any, Any, T]]) -> T:
        try:
            return await make(self._means.client)
        except AnswerFailed as failure:
            raise clean_failure(failure, self._wiring.redactor) from None

    def _call_ended(self, future: Future[T], task: asyncio.Task[T]) -> None:
        del self._calls[future]
        if task.cancelled():
            future.cancel()
        elif error := task.exception():
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
        elif future.set_running_or_notify_cancel():
            future.set_result(task.result())

    async def _wind_down(self, timeout_s: float) -> None:
        for attempt in tuple(self._live.values()):
            self._end_early(attempt, AnswerStatus.INTERRUPTED)
        for call in self._calls.values():
            call.cancel()
        tasks = [a.task for a in self._live.values() if a.task] + list(self._calls.values())
        if tasks:
            await asyncio.wait(tasks, timeout=timeout_s / 2)
        await self._close_outside(timeout_s / 4)

    async def _close_outside(self, timeout_s: float) -> None:
        local = self._wiring.local
        closing = [self._loop.create_task(self._means.client.aclose())]
        if local is not None:
            closing.append(self._loop.create_task(local.close()))
        done, late = await asyncio.wait(closing, timeout=timeout_s)
        for task in done:
            if error := task.exception():
                report(error, self._wiring, doing="closing")
        if late and local is not None:
            local.kill()

    def _notify(self) -> None:
        try:
            self._wiring.notify()
        except Exception as defect:  # noqa: BLE001 - the owner's mistake must not end an answer
            report(defect, self._wiring, doing="notifying the owner")

    def _on_loop_defect(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        defect = context.get("exception") or RuntimeError(context["message"])
        report(defect, self._wiring, doing="running the loop")

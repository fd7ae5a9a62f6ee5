"""Make one attempt at an answer: ask, listen, repair, ask again, give up.

Thread: engine.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conductor.core.entities import AnswerStatus
from conductor.core.errors import AnswerError, AnswerFailed, ConductorError, ErrorKind
from conductor.core.events import Finished, Notice, Progress, ProviderEvent, Retrying, Sent
from conductor.core.request import ModelRequest
from conductor.core.service import service_of
from conductor.engine.attempts.repair import RefusedFields, field_to_drop, is_sent
from conductor.engine.attempts.retry import wait_before_retry, wait_of_all_s
from conductor.engine.attempts.transcript import Transcript
from conductor.engine.attempts.watchdog import Watchdog
from conductor.engine.defect import defect_error
from conductor.engine.job import Job
from conductor.engine.line import QueuePlace
from conductor.engine.outbox import AttemptKey
from conductor.engine.wiring import Wiring
from conductor.i18n import _

if TYPE_CHECKING:
    import httpx

    from conductor.providers.protocol import Provider


@dataclass(frozen=True, slots=True)
class Means:
    """What all attempts share."""

    wiring: Wiring
    client: httpx.AsyncClient
    refused: RefusedFields


class Attempt:
    """One attempt, from the head of the queue to its end.

    Attributes:
        job: what to do.
        wish: how it shall end, if someone wants it ended.
        task: runs it; None while it waits in the queue.
        place: where it waits and runs; None before it was put there.
    """

    def __init__(self, job: Job, means: Means, transcript: Transcript) -> None:
        self.job = job
        self.wish: AnswerStatus | None = None
        self.task: asyncio.Task[None] | None = None
        self.place: QueuePlace | None = None
        self._means = means
        self._transcript = transcript

    @property
    def key(self) -> AttemptKey:
        """The answer and the number of the attempt."""
        return self.job.answer_id, self.job.attempt

    def cancel(self, wish: AnswerStatus) -> None:
        """End it early, as stopped or interrupted; ask once, the first wish counts."""
        if self.task is not None and self.wish is None:
            self.wish = wish
            self.task.cancel()

    def end_unsent(self, status: AnswerStatus, error: AnswerError | None = None) -> None:
        """Say the end of an attempt that never left the queue."""
        self._transcript.end(status, error)

    def end(self, task: asyncio.Task[None]) -> BaseException | None:
        """Say how it ended; return the exception if it was a defect of the program."""
        raised = RuntimeError("cancelled by itself") if task.cancelled() else task.exception()
        if self._transcript.finished is not None:
            self._transcript.end(AnswerStatus.COMPLETE)
        elif self.wish is not None:
            self._transcript.end(self.wish)
        else:
            self._transcript.end(AnswerStatus.FAILED, _error_of(raised))
        is_expected = isinstance(raised, ConductorError) or (task.cancelled() and self.wish)
        return None if is_expected else raised

    def tell(self, event: Retrying) -> None:
        """Say that it waits because the service asked others to."""
        self._transcript.say(event)

    async def run(self, place: QueuePlace) -> None:
        """Ask until the answer is complete.

        Raises:
            AnswerFailed: it will not be.
        """
        self._transcript.begin()
        request = self.job.request
        provider = self._means.wiring.providers(request.endpoint.kind)
        body = self.job.body or provider.body(request, self._left_out())
        self._tell_left_out(provider, body)
        retries, is_repeat = 0, False
        while True:
            try:
                await self._ask(provider, body, place, is_repeat=is_repeat)
                return
            except AnswerFailed as failure:
                repaired = self._repaired(provider, body, failure)
                if repaired is None:
                    await self._wait_for_retry(failure, retries, place)
                    retries += 1
            body, is_repeat = repaired or body, True

    async def _ask(
        self, provider: Provider, body: bytes, place: QueuePlace, *, is_repeat: bool
    ) -> None:
        request = await self._addressed()
        if is_repeat:
            self._transcript.say(Sent(len(body), hashlib.sha256(body).hexdigest()))
        loop = asyncio.get_running_loop()
        limit = asyncio.timeout(None)
        try:
            async with limit:
                stream = provider.stream(request, self._means.client, body)
                await self._listen(stream, place, lambda: limit.reschedule(loop.time()))
        except (TimeoutError, AnswerFailed):
            if not limit.expired():
                raise
            raise AnswerFailed(_too_quiet(request.read_limit_s)) from None

    async def _listen(
        self, stream: AsyncIterator[ProviderEvent], place: QueuePlace, on_limit: Callable[[], None]
    ) -> None:
        watchdog = Watchdog(
            quiet_s=self._means.wiring.pace.quiet_s,
            limit_s=self.job.request.read_limit_s,
            on_quiet=self._tell_quiet,
            on_limit=on_limit,
        )
        is_taken = False
        with watchdog:
            async with _closing(stream):
                async for event in stream:
                    if not is_taken:
                        place.taken()
                        is_taken = True
                    if self._transcript.hear(event):
                        watchdog.feed()
                    if isinstance(event, Finished):
                        return
        raise AnswerFailed(_no_end_mark())

    async def _addressed(self) -> ModelRequest:
        request = self.job.request
        if not service_of(request.endpoint.kind).is_built_in:
            return request
        local, model_path = self._means.wiring.local, self.job.model_path
        if local is None or model_path is None:
            raise AnswerFailed(_no_local())
        # Said only if the server does not answer at once, that is, while it starts.
        starting = asyncio.get_running_loop().call_soon(self._tell_starting)
        try:
            endpoint = await local.endpoint(model_path)
        finally:
            starting.cancel()
        if endpoint.key is not None:
            self._means.wiring.redactor.learn(endpoint.key)
        return replace(request, endpoint=endpoint)

    async def _wait_for_retry(self, failure: AnswerFailed, retries: int, place: QueuePlace) -> None:
        everybody_s = wait_of_all_s(failure)
        if everybody_s is not None:
            place.hold(everybody_s, failure.error.message)
        wait_s = wait_before_retry(
            failure,
            retries=retries,
            has_text=self._transcript.has_text,
            chance=random.random(),  # noqa: S311 - spreads waits, guards nothing
        )
        if wait_s is None:
            raise failure
        self._transcript.say(Retrying(wait_s, failure.error.message))
        if everybody_s is not None:
            await place.turn()
        else:
            await asyncio.sleep(wait_s)

    def _repaired(self, provider: Provider, body: bytes, failure: AnswerFailed) -> bytes | None:
        if failure.parameter is None or self._transcript.has_text:
            return None
        request, left_out = self.job.request, self._left_out()
        field = field_to_drop(provider, request, failure.parameter, without=left_out)
        if field is None:
            return None
        repaired = provider.body(request, left_out | {field})
        if repaired == body:
            return None
        self._means.refused.add(self.job.connection_id, request.model, field)
        self._transcript.say(Notice(_left_out_sentence(field)))
        return repaired

    def _left_out(self) -> frozenset[str]:
        return self._means.refused.of(self.job.connection_id, self.job.request.model)

    def _tell_left_out(self, provider: Provider, body: bytes) -> None:
        request, left_out = self.job.request, self._left_out()
        if not left_out or body != provider.body(request, left_out):
            return
        for field in sorted(left_out):
            if is_sent(provider, request, field, without=left_out - {field}):
                self._transcript.say(Notice(_left_out_sentence(field)))

    def _tell_starting(self) -> None:
        self._transcript.say(Progress(_("Starting the built-in model …")))

    def _tell_quiet(self, silent_s: float) -> None:
        sentence = _("No word from the service for {seconds} s …")
        self._transcript.say(Progress(sentence.format(seconds=round(silent_s))))


@asynccontextmanager
async def _closing(stream: AsyncIterator[ProviderEvent]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


def _error_of(raised: BaseException | None) -> AnswerError:
    if isinstance(raised, AnswerFailed):
        return raised.error
    if isinstance(raised, ConductorError):  # such as a kind that no provider speaks to
        return AnswerError(ErrorKind.INTERNAL, str(raised))
    return defect_error()


def _left_out_sentence(field: str) -> str:
    sentence = _("The service does not take “{name}” for this model; it was left out.")
    return sentence.format(name=field)


def _too_quiet(limit_s: float) -> AnswerError:
    sentence = _(
        "The service sent nothing for {seconds} seconds, so the wait was ended. "
        "Try again, or raise the time limit if this model thinks for long."
    )
    return AnswerError(ErrorKind.TIMEOUT, sentence.format(seconds=f"{limit_s:g}"))


def _no_end_mark() -> AnswerError:
    sentence = _(
        "The answer broke off before its end. What had come was kept; try again for a whole one."
    )
    return AnswerError(ErrorKind.TRUNCATED, sentence)


def _no_local() -> AnswerError:
    sentence = _(
        "The built-in model is not set up. Set it up under Assistants, or choose another assistant."
    )
    return AnswerError(ErrorKind.LOCAL, sentence)

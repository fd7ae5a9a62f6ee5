"""Keep one model server per model file: started when first needed, ended with the program.

Thread: the engine's loop, except `slots` and `kill`, which may be called from any.
Rules: asyncio is imported when first used, since the window imports this module.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conductor.core.request import Endpoint
from conductor.engine.local import failure
from conductor.engine.local.model_file import inspect_model_file, slots_of
from conductor.secrets import Redactor

if TYPE_CHECKING:
    import asyncio
    from asyncio.subprocess import Process

log = logging.getLogger(__name__)

# By its file and with -P: nothing in the folder the person happens to be in is imported.
CHILD_COMMAND = (sys.executable, "-P", str(Path(__file__).with_name("child.py")))
START_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class _Server:
    process: Process
    endpoint: Endpoint


class LocalServers:
    """The servers of this run of the program, by model file.

    Rules: callers that come while a server starts share that start; a server that died is
    started again by the next call.
    """

    def __init__(
        self,
        redactor: Redactor,
        *,
        command: Sequence[str] = CHILD_COMMAND,
        start_limit_s: float = START_LIMIT_S,
    ) -> None:
        self._redactor = redactor
        self._command = tuple(command)
        self._start_limit_s = start_limit_s
        self._starts: dict[Path, asyncio.Task[_Server]] = {}
        self._processes: set[Process] = set()
        self._is_closed = False

    def slots(self, model_path: Path) -> int:
        """Return how many answers the server of this file writes at the same time."""
        return slots_of(model_path)

    async def endpoint(self, model_path: Path) -> Endpoint:
        """Return where the server of this file answers, after starting it if need be.

        A caller that is cancelled does not take the start away from the others.

        Raises:
            AnswerFailed: the file is missing, no model, damaged or too much for this
                computer; or the server cannot be started.
        """
        import asyncio

        if self._is_closed:
            raise failure.closing()
        server = await asyncio.shield(self._start_of(model_path))
        return server.endpoint

    async def close(self) -> None:
        """End every server, those still loading included; none starts afterwards."""
        import asyncio

        self.kill()
        await asyncio.gather(*self._starts.values(), return_exceptions=True)
        await asyncio.gather(*(process.wait() for process in self._processes))

    def kill(self) -> None:
        """End every server without waiting for it; none starts afterwards.

        Thread: any.
        """
        self._is_closed = True
        for process in tuple(self._processes):
            _kill(process)

    def _start_of(self, model_path: Path) -> asyncio.Task[_Server]:
        """Return the start of the server that runs, or of a new one. Thread: the loop's."""
        import asyncio

        path = model_path.absolute()
        start = self._starts.get(path)
        if start is None or _is_over(start):
            start = asyncio.create_task(self._start(path), name=f"start {path.name}")
            self._starts[path] = start
        return start

    async def _start(self, path: Path) -> _Server:
        from conductor.engine.local import launch

        model = inspect_model_file(path)
        key = launch.new_key()
        self._redactor.learn(key)
        process = await launch.spawn(self._command)
        self._keep(process)
        try:
            endpoint = await launch.introduce(process, model, key=key, limit_s=self._start_limit_s)
        except BaseException as error:
            _kill(process)
            await process.wait()
            if self._is_closed:
                raise failure.closing() from error
            raise
        log.info("Process %d serves %s.", process.pid, model.name)
        return _Server(process, endpoint)

    def _keep(self, process: Process) -> None:
        self._processes = {each for each in self._processes if each.returncode is None}
        self._processes.add(process)
        if self._is_closed:
            _kill(process)


def _is_over(start: asyncio.Task[_Server]) -> bool:
    if not start.done():
        return False
    if start.cancelled() or start.exception() is not None:
        return True
    return start.result().process.returncode is not None


def _kill(process: Process) -> None:
    # Not `process.kill()`: it may take the exit status away from the loop's own watcher.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

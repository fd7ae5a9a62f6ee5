"""Start the process that serves one model file, and learn where it answers.

Thread: the engine's loop.
"""

import asyncio
import contextlib
import json
import os
import secrets
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

from conductor.child_environment import model_environment
from conductor.core.entities import ConnectionKind
from conductor.core.request import Endpoint, Secret
from conductor.engine.local import failure
from conductor.engine.local.model_file import CONTEXT_TOKENS, ModelFile


async def spawn(command: Sequence[str]) -> Process:
    """Start the program that will serve; it waits for its settings.

    Raises:
        AnswerFailed: it cannot be run.
    """
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=model_environment(),
            start_new_session=True,  # an interrupt at the terminal is for the program to handle
        )
    except OSError as error:
        raise failure.engine_unusable(error.strerror or "") from error


def new_key() -> Secret:
    """Make a key that nobody can guess, for one process."""
    return Secret(secrets.token_urlsafe(32))


async def introduce(process: Process, model: ModelFile, *, key: Secret, limit_s: float) -> Endpoint:
    """Give the process its settings, and wait until the model is loaded.

    Raises:
        AnswerFailed: the process ended, took longer than `limit_s` seconds, or says that
            it cannot load the file.
    """
    try:
        async with asyncio.timeout(limit_s):
            line = await _talk(process, _settings(model, key))
            if not line:
                raise failure.engine_died(model.path.name, await process.wait())
    except TimeoutError:
        raise failure.start_too_slow(model.path.name, limit_s) from None
    address = _address_in(line, model)
    return Endpoint(ConnectionKind.LOCAL, f"{address}/v1", key, keep_alive=False)


async def _talk(process: Process, settings: bytes) -> bytes:
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None and stdout is not None  # noqa: PT018, S101 - asked for in `spawn`
    with contextlib.suppress(ConnectionError):  # it ended at once: its output says so, too
        stdin.write(settings)
        await stdin.drain()
    return await stdout.readline()


def _settings(model: ModelFile, key: Secret) -> bytes:
    settings = {
        "model_path": str(model.path),
        "name": model.name,
        "key": key.reveal(),
        "slots": model.slots,
        "context_tokens": CONTEXT_TOKENS,
        "repeat_penalty": model.repeat_penalty,
        "threads": _threads(),
    }
    return json.dumps(settings).encode() + b"\n"


def _threads() -> int:
    """Leave a core to the rest: with all of them taken, answers come many times slower."""
    if os.environ.get("CI"):
        return 1
    return max(1, (os.cpu_count() or 1) - 1)


def _address_in(line: bytes, model: ModelFile) -> str:
    try:
        reply: dict[str, str] = json.loads(line)
    except ValueError as error:
        raise failure.engine_unusable("it said something else than its address") from error
    if "address" in reply:
        return reply["address"]
    if reply["error"] == "load":
        raise failure.file_damaged(model.path.name, reply["detail"])
    raise failure.engine_unusable(reply["detail"])

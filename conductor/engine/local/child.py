"""Serve one model file on a loopback port, as a process of its own.

Rules: this file imports nothing of the project, so that a start costs only the engine's
own loading time. Settings come as one JSON line on standard input, the key among them, so
that it is neither an argument nor in the environment. One JSON line goes out: the address,
or what went wrong. The process lives exactly as long as its standard input stays open.
"""

import contextlib
import fcntl
import json
import os
import select
import sys
from typing import Any, NoReturn, TextIO

READ_BATCH_TOKENS = 256  # a stop while the prompt is read takes effect at the next batch
PROMPT_CACHE_MIB = 128  # the engine's own default would let it grow to 8 GiB
SILENT = -1


def main() -> None:
    """Read the settings, serve until standard input closes, and end."""
    line = sys.stdin.readline()
    _die_with_parent()
    out = _claim_output()
    server = _serve(json.loads(line), out)
    with out:
        out.write(json.dumps({"address": server.listening_address}) + "\n")
    sys.stdin.read()
    os._exit(0)  # at once: nothing here needs tidying, whatever is still being written


def _serve(settings: dict[str, Any], out: TextIO) -> Any:
    try:
        import xllamacpp  # type: ignore[import-untyped]
    except ImportError as error:
        _say_and_leave(out, "engine", error)
    try:
        return xllamacpp.Server(_parameters(xllamacpp.CommonParams(), settings))
    except (RuntimeError, MemoryError) as error:
        _say_and_leave(out, "load", error)


def _parameters(params: Any, settings: dict[str, Any]) -> Any:
    params.model.path = settings["model_path"]
    params.model_alias = {settings["name"]}
    params.n_parallel = settings["slots"]
    params.n_ctx = settings["context_tokens"] * settings["slots"]  # the engine divides it again
    params.n_batch = params.n_ubatch = READ_BATCH_TOKENS
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.fit_params = False  # it would load the file twice, the first time to measure it
    params.sampling.penalty_repeat = settings["repeat_penalty"]
    for threads in (params.cpuparams, params.cpuparams_batch):
        threads.n_threads = settings["threads"]
        threads.poll = 0
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [settings["key"]]
    params.cors_origins = "localhost"
    params.cors_origins_explicit = True
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = SILENT
    return params


def _die_with_parent() -> None:
    """Have the system end this process when the other end of standard input is gone.

    A thread that waits for it would not do: the engine holds the interpreter while it loads
    a file, which takes long for a big one. The signal's default action works even then.
    """
    with contextlib.suppress(OSError):
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:  # gone before the signal was asked for
        os._exit(0)


def _claim_output() -> TextIO:
    """Keep standard output for the one line; whatever else is printed there is thrown away."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return out


def _say_and_leave(out: TextIO, what: str, error: BaseException) -> NoReturn:
    with out:
        out.write(json.dumps({"error": what, "detail": f"{type(error).__name__}: {error}"}) + "\n")
    os._exit(1)


if __name__ == "__main__":
    main()

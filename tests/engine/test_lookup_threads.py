"""Name look-ups never keep a closed program alive."""

import subprocess
import sys
import threading

import pytest

from conductor.engine.lookup_threads import LookupThreads

HANGS_S = 120
_HANGS = f"""
import asyncio, threading
from conductor.engine.engine import Engine
from conductor.secrets import Redactor

reached = threading.Event()

async def look_up(client):
    def hang():
        reached.set()
        threading.Event().wait({HANGS_S})
    await asyncio.get_running_loop().run_in_executor(None, hang)

engine = Engine(redactor=Redactor(), notify=lambda: None)
engine.start()
engine.call(look_up)
assert reached.wait(10)
engine.close()
"""


def test_a_program_ends_while_a_look_up_hangs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HANGS], capture_output=True, text=True, timeout=HANGS_S / 2
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_results_and_errors_come_back() -> None:
    threads = LookupThreads()

    good = threads.submit(divmod, 7, 2)
    bad = threads.submit(divmod, 7, 0)

    assert good.result(5) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        bad.result(5)


def test_each_call_has_a_daemon_thread_of_its_own() -> None:
    both_run = threading.Barrier(2)

    def meet() -> bool:
        both_run.wait(5)
        return threading.current_thread().daemon

    threads = LookupThreads()
    calls = [threads.submit(meet) for _ in range(2)]

    assert [call.result(5) for call in calls] == [True, True]

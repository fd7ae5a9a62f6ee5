"""Have the answers of a trial written by a service that takes so many requests a minute.

The real workspace and the real engine, without a window. Prints one JSON line: seconds of
the processor for each answer, and how many are there.
"""

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

from conductor.core.guidance.trial import TrialState
from conductor.core.request import Secret
from conductor.workspace.connections.connection_checks import NewConnection
from conductor.workspace.trials.trial_check import NewTrial, TaskText
from conductor.workspace.workspace import Workspace, open_workspace

POLL_S = 0.05


def prepare(workspace: Workspace, base_url: str, keys: int) -> None:
    """Have an assistant for each key."""
    for number in range(keys):
        key = Secret(f"sk-bench-{number:04d}")
        there = workspace.connections.add(
            NewConnection(f"Key {number}", base_url=base_url, key=key)
        )
        workspace.connections.add_assistant(f"A{number}", there, model="model-1")


def write(workspace: Workspace, woken: threading.Event, tasks: int) -> tuple[int, int]:
    """Have a trial's answers written; return how many pairs are ready, of how many."""
    wanted = NewTrial(
        workspace.guidance.add("Make it shorter.").id,
        tuple(TaskText(f"Write letter number {number} to the council.") for number in range(tasks)),
        tuple(who.id for who in workspace.connections.assistants()),
    )
    made = workspace.trials.new(wanted)
    while workspace.trials.is_busy:
        woken.wait(POLL_S)
        woken.clear()
        workspace.receive()
        workspace.tick()
    assert workspace.trials.find(made.id).state is not TrialState.STOPPED
    return workspace.trials.progress(made.id)


def main() -> None:
    """Write one trial."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("--keys", type=int, required=True)
    parser.add_argument("--tasks", type=int, required=True)
    arguments = parser.parse_args()
    woken = threading.Event()
    with tempfile.TemporaryDirectory() as place:
        workspace = open_workspace(Path(place) / "library", woken.set, must_write=True)
        prepare(workspace, arguments.base_url, arguments.keys)
        workspace.start()
        began_s = time.process_time()
        ready, every = write(workspace, woken, arguments.tasks)
        busy_s = time.process_time() - began_s
        workspace.close()
    print(json.dumps({"processor_s": busy_s, "ready": ready, "pairs": every}))


if __name__ == "__main__":
    main()

"""Start the window and a bare one in turn, and say how long each takes to be usable.

A bare window is usable when it is painted; Conductor's when it is painted and a key that was
pressed is shown. Prints one JSON line: milliseconds from the start of the process, a list for
the bare window and one for the window over each library.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conductor.workspace.connections.connections import NewConnection
from conductor.workspace.workspace import open_workspace
from tests.bench.many_sessions import fill

BARE = "bare"
MANY = 100_000


def prepare_nothing(folder: Path) -> None:
    """Make a library as the first start leaves it."""
    open_workspace(folder, lambda: None, must_write=True).close()


def prepare(folder: Path) -> None:
    """Make a library with a team, as a person has it."""
    workspace = open_workspace(folder, lambda: None, must_write=True)
    there = workspace.connections.add(NewConnection("Here", base_url="http://127.0.0.1:9/v1"))
    for name in ("Analyst", "Editor", "Critic"):
        workspace.connections.add_assistant(name, there, model=name)
    workspace.close()


def prepare_many(folder: Path) -> None:
    """Make a library with a team and very many sessions."""
    prepare(folder)
    fill(folder, MANY)


LIBRARIES = {"empty": prepare_nothing, "team": prepare, "many": prepare_many}


def environment(folder: Path) -> dict[str, str]:
    """Return the surroundings of a program that is installed: with its code compiled."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "CONDUCTOR_DATA_DIR": str(folder)}


def start_ms(module: str, folder: Path) -> float:
    """Start a program and return the time until it says that it is usable."""
    began_s = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(folder),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    milliseconds = (time.perf_counter() - began_s) * 1000
    process.communicate(timeout=30)
    assert line == b"usable\n", f"{module} said {line!r}"
    return milliseconds


def main() -> None:
    """Start each program so many times, the first time not counted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--libraries", nargs="+", choices=LIBRARIES, default=list(LIBRARIES))
    arguments = parser.parse_args()
    figures: dict[str, list[float]] = {BARE: []}
    with tempfile.TemporaryDirectory() as place:
        for library in arguments.libraries:
            LIBRARIES[library](Path(place) / library)
            figures[library] = []
        for number in range(arguments.rounds + 1):
            for name, taken in figures.items():
                program = "bare_window" if name == BARE else "start_window"
                milliseconds = start_ms(f"tests.bench.{program}", Path(place) / name)
                if number:
                    taken.append(milliseconds)
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()

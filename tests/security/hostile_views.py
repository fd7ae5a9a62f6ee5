"""Show every hostile answer in every view of the window, and print the longest turn of each.

    python -m tests.security.hostile_views [--only WORDS] [--portion 1/4] [--pieces 1 64 whole]
                                           [--limit SECONDS] [--all]

Each answer gets a process of its own, which may use so many processor seconds. What is printed
is a table of answers and views with the processor seconds of the longest turn of the GUI thread,
the slow ones only unless `--all` is given, and a last line with the figures of the whole run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.security.hostile_answers import HOSTILE

ROOT = Path(__file__).parents[2]
LONGEST_S = 1.0
LIMIT_S = 300
PIECES = ("1", "64", "whole")


@dataclass(frozen=True, slots=True)
class Suffered:
    """What one answer did to the window.

    Attributes:
        views: processor seconds of the longest turn in each view, in order.
        notes: what else went wrong in a view.
        end: how the process ended; empty if it came to its end.
    """

    views: dict[str, float]
    notes: dict[str, list[str]]
    end: str

    @property
    def slow(self) -> dict[str, float]:
        """The views with a turn that is too long."""
        return {view: s for view, s in self.views.items() if s >= LONGEST_S}


def suffer(name: str, pieces: tuple[str, ...] = PIECES, limit_s: int = LIMIT_S) -> Suffered:
    """Show one answer everywhere, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.security.hostile_window"),
                *(str(Path(folder) / "library"), name, *pieces),
            ],
            cwd=ROOT,
            env=_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 5)),
        )
        try:
            out, said = process.communicate(timeout=limit_s * 6)
        except subprocess.TimeoutExpired:
            process.kill()
            out, said = process.communicate()
    return _read(out, process.returncode, said)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    own = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def _read(out: str, code: int, said: str) -> Suffered:
    views: dict[str, float] = {}
    notes: dict[str, list[str]] = {}
    is_over = False
    for line in out.splitlines():
        row: dict[str, Any] = json.loads(line)
        if row["view"] == "worst":
            is_over = True
            continue
        views[row["view"]] = row["s"]
        if row["notes"]:
            notes[row["view"]] = row["notes"]
    if is_over and code == 0:
        return Suffered(views, notes, "")
    last = next(reversed(views), "the start")
    return Suffered(views, notes, f"ended with {code} after {last}: {_told(said)}")


def _told(said: str) -> str:
    """Return the end of what a process said, without what Qt always says of such a screen."""
    lines = [line for line in said.splitlines() if line and "propagateSizeHints" not in line]
    return "\n".join(lines)[-800:]


def main() -> int:
    """Print the table; return 1 if anything was slow or ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="answers whose names hold these words")
    parser.add_argument("--portion", default="1/1", help="K/N: every Nth answer from the Kth")
    parser.add_argument("--pieces", nargs="+", default=PIECES)
    parser.add_argument("--limit", type=int, default=LIMIT_S)
    parser.add_argument("--all", action="store_true", help="print what was quick as well")
    chosen = parser.parse_args()
    part, parts = (int(number) for number in chosen.portion.split("/"))
    names = [name for name in HOSTILE if chosen.only in name][part - 1 :: parts]
    suffered: dict[str, Suffered] = {}
    for name in names:
        done = suffered[name] = suffer(name, tuple(chosen.pieces), chosen.limit)
        worst = max(done.views.items(), key=lambda item: item[1], default=("nothing", 0.0))
        print(f"{name:45} {worst[1]:7.2f} s  {worst[0]}  {done.end}", flush=True)
        for view, seconds in (done.views if chosen.all else done.slow).items():
            print(f"    {view:41} {seconds:7.2f} s", flush=True)
        for view, notes in done.notes.items():
            print(f"    {view:41} {'; '.join(notes)}", flush=True)
    print(figures(suffered))
    return any(done.slow or done.end or done.notes for done in suffered.values())


def figures(suffered: dict[str, Suffered]) -> str:
    """Say in a line what all answers together did to the window."""
    turns = [
        (seconds, view, name)
        for name, done in suffered.items()
        for view, seconds in done.views.items()
    ]
    seconds, view, name = max(turns, default=(0.0, "nothing", "nothing"))
    slow = sum(len(done.slow) for done in suffered.values())
    noted = sum(len(done.notes) for done in suffered.values())
    ended = sum(bool(done.end) for done in suffered.values())
    views = len({view for _seconds, view, _name in turns})
    return (
        f"{len(suffered)} answers in {views} views, {len(turns)} shown: longest turn "
        f"{seconds:.2f} s ({name}, {view}); {slow} of {LONGEST_S:.0f} s or more, "
        f"{noted} with a defect or not quiet, {ended} frozen or crashed"
    )


if __name__ == "__main__":
    sys.exit(main())

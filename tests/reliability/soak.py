"""Let answers stream for long in the real window, and say whether anything grows without end.

    python -m tests.reliability.soak --minutes 30 --streams 6

streams answers into a library that holds 50,000 messages, stops one of them every second and asks
for it again, and begins another session every half minute. It prints what the process takes as it
goes. What it took at first is left out (fonts, caches, imports: `--warm-up`); of the rest it takes
the median slope between all pairs of samples, so that a busy machine makes no difference.

    python -m tests.reliability.soak --minutes 3 --gate ci

is the short one: it cannot tell slow growth from a cache that fills, so it may grow twice as fast.
It ends with 1 if a gate is not held.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.gui.driving.window import prepare_team
from tests.reliability.endurance import PLATFORMS, RICH, Outcome, run
from tests.reliability.rig.long_library import fill
from tests.sse_server import At, Received, Reply, SseServer, Step, chunk, event

PIECE = 12  # characters
PIECES_PER_S = 40.0
PIECES = 2_000
LIMIT_WAL_MB = 64.0


@dataclass(frozen=True, slots=True)
class Gate:
    """What a soak may take more at its end than after its beginning.

    Attributes:
        warm_up_s: seconds of which nothing is judged.
        growth_mb_per_min: of the memory in use.
    """

    warm_up_s: float
    growth_mb_per_min: float


GATES = {"whole": Gate(300.0, 50 / 30), "ci": Gate(60.0, 2 * 50 / 30)}


def slow_reply() -> Reply:
    """Answer for most of a minute, in pieces, with everything in it."""
    words = RICH * (PIECES * PIECE // len(RICH) + 1)

    def steps(_request: Received) -> Iterator[Step]:
        for number in range(PIECES):
            yield At(number / PIECES_PER_S)
            yield chunk({"content": words[number * PIECE : (number + 1) * PIECE]})
        yield chunk({}, finish="stop")
        yield event("[DONE]")

    return Reply(steps)


def soak(
    folder: Path, minutes: float, streams: int, messages: int, *more: str, platform: str
) -> Outcome:
    """Let so many answers stream at once into a library of so many messages."""
    with SseServer() as server:
        models = {f"Voice{number}": f"voice-{number}" for number in range(streams)}
        for model in models.values():
            server.script(model, slow_reply())
        prepare_team(folder, server.base_url, **models)
        fill(folder, messages)
        limit_s = minutes * 60 + 300
        told = (f"--minutes={minutes}", *more)
        module = "tests.reliability.processes.window_soak"
        return run(module, folder, *told, platform=platform, limit_s=limit_s, says=True)


def slope_per_min(samples: Sequence[dict[str, Any]], name: str) -> float:
    """Return by how much a figure grows in a minute: the median of all pairs' slopes."""
    slopes = [
        (late[name] - early[name]) / (late["s"] - early["s"]) * 60
        for early, late in combinations(samples, 2)
        if late["s"] > early["s"]
    ]
    return statistics.median(slopes) if slopes else 0.0


def judged(outcome: Outcome, gate: Gate) -> list[str]:
    """Return what is not as it should be, in words."""
    samples = [line for line in outcome.lines if line["s"] >= gate.warm_up_s]
    if outcome.code or len(samples) < 3:
        return [f"{outcome.words}; {len(samples)} samples"]
    found = []
    growth = slope_per_min(samples, "rss_mb")
    if growth > gate.growth_mb_per_min:
        found.append(f"memory grows by {growth:.2f} MB a minute")
    most_wal = max(line["wal_mb"] for line in outcome.lines)
    if most_wal > LIMIT_WAL_MB:
        found.append(f"the write-ahead log took {most_wal} MB")
    for name, slack in (("threads", 1), ("files", 4)):  # connections come and go
        half = len(samples) // 2
        before = max(line[name] for line in samples[:half])
        after = max(line[name] for line in samples[half:])
        if after > before + slack:
            found.append(f"{name} grew from {before} to {after}")
    return found


def main() -> int:
    """Soak, and say how it went."""
    parser = argparse.ArgumentParser(description="Stream for long, and see what grows.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--streams", type=int, default=6)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--gate", choices=GATES, default="whole")
    parser.add_argument("--warm-up", type=float, help="seconds; by default the gate's own")
    parser.add_argument("--types", action="store_true")
    parser.add_argument("--platform", choices=PLATFORMS, default="offscreen")
    chosen = parser.parse_args()
    gate = GATES[chosen.gate]
    if chosen.warm_up is not None:
        gate = Gate(chosen.warm_up, gate.growth_mb_per_min)
    more = ["--types"] if chosen.types else []
    with tempfile.TemporaryDirectory() as place:
        outcome = soak(
            Path(place) / "library",
            chosen.minutes,
            chosen.streams,
            chosen.messages,
            *more,
            platform=chosen.platform,
        )
    if outcome.code or chosen.types:
        print(outcome.stderr, file=sys.stderr)
    samples = [line for line in outcome.lines if line["s"] >= gate.warm_up_s]
    names = ("rss_mb", "malloc_mb", "python_blocks", "objects", "widgets", "threads", "files")
    slopes = {name: round(slope_per_min(samples, name), 2) for name in names}
    trouble = judged(outcome, gate)
    print(json.dumps({"per_minute": slopes, "outcome": outcome.words, "trouble": trouble}))
    return int(bool(trouble))


if __name__ == "__main__":
    raise SystemExit(main())

"""Measure the window beside a plain script, and print a table and JSON.

Rows: start to a key shown, over three libraries; the first send of a process; first token
shown; 8 and 16 streams at 100 tokens a second; typing meanwhile; rendering by length; how late
the window's heartbeat is while answers of 5,000 words are compared; a send with 200 rounds
behind it; memory of full columns, over a simulated day, and after heavy answers were left; 800
requests of a trial to a service that takes 60 a minute for each key.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.figures import median, percentile

RATE = 100


@dataclass(frozen=True)
class Row:
    """One line of the table; a lower `value` is better unless `at_least`."""

    work: str
    value: float
    goal: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal


@contextmanager
def stream_server() -> Iterator[str]:
    """Run the server in a process of its own and give its base URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.stream_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["base_url"]
    finally:
        process.communicate(timeout=10)


def run(module: str, *arguments: object) -> list[Any]:
    """Run one measuring program and return the JSON lines it prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
    )
    if done.returncode:
        sys.stderr.write(done.stderr.decode())
        raise SystemExit(f"{module} failed")
    return [json.loads(line) for line in done.stdout.splitlines()]


def streaming_rows(base_url: str, streams: int, tokens: int, rounds: int) -> list[Row]:
    """Measure so many streams at once, in the plain script and in the window."""
    size = ("--streams", streams, "--tokens", tokens, "--rate", RATE)
    (plain,) = run("plain_client", base_url, *size)
    window = run("window_run", base_url, *size, "--rounds", rounds)
    first_ms = median([ms for figures in window for ms in figures["first_ms"]])
    plain_ms = median(plain["first_ms"])
    share = median([figures["per_s"] for figures in window]) / plain["per_s"]
    p99_ms = median([figures["late_p99_ms"] for figures in window])
    max_ms = median([figures["late_max_ms"] for figures in window])
    name = f"{streams} streams"
    rows = [
        Row(f"{name}: throughput against the script", share, 0.98, "×", at_least=True),
        Row(f"{name}: heartbeat late, p99", p99_ms, 16.7 if streams <= 8 else 25, "ms"),
        Row(f"{name}: heartbeat late, max", max_ms, 50 if streams <= 8 else 80, "ms"),
    ]
    if streams == 8:
        rows.insert(0, Row("first token painted, behind the script", first_ms - plain_ms, 15, "ms"))
    return rows


def typing_row(base_url: str, tokens: int) -> Row:
    """Measure how long a key takes to be painted while eight columns stream."""
    size = ("--streams", 8, "--tokens", tokens, "--rate", RATE)
    (figures,) = run("typing_run", base_url, *size)
    key_ms = percentile(figures["key_ms"], 0.95)
    return Row("a key while 8 columns stream, to its paint, p95", key_ms, 30, "ms")


def render_row() -> Row:
    """Measure the processor time per token of a long answer against a short one."""
    (figures,) = run("render_run", 2_000, 20_000)
    short, long = figures["us_per_token"]["2000"], figures["us_per_token"]["20000"]
    work = f"rendering per token, 20,000 ({long:.0f} µs) against 2,000 ({short:.0f} µs)"
    return Row(work, long / short, 1.3, "×")


def comparing_rows() -> list[Row]:
    """Measure the longest gap of the heartbeat while two long answers are compared."""
    rows = []
    for language, name in (("en", "English"), ("ko", "Korean")):
        (figures,) = run("compare_run", language)
        for command, words in (
            ("showChanges", "changes in the column"),
            ("compareAnswers", "side by side"),
            ("onePage", "one page"),
            ("markOwn", "underlines"),
        ):
            gap_ms = median(figures[command]["gap_ms"])
            work = f"comparing 5,000 words, {name}, {words}: longest gap"
            rows.append(Row(work, gap_ms, 50, "ms"))
    return rows


def start_rows(rounds: int) -> list[Row]:
    """Measure the start until a key is shown in the composer, against a bare window's paint."""
    (figures,) = run("start_run", "--rounds", rounds)
    bare_ms = median(figures["bare"])
    rows = []
    for library, name in (
        ("empty", "empty library"),
        ("team", "a team"),
        ("many", "100,000 sessions"),
    ):
        window_ms = median(figures[library])
        work = f"start to a key shown, {name} ({window_ms:.0f} ms), against a bare window"
        rows.append(Row(f"{work} ({bare_ms:.0f} ms)", window_ms / bare_ms, 1.5, "×"))
    return rows


def first_send_row(base_url: str, rounds: int) -> Row:
    """Measure the longest gap of the heartbeat in the first send of a process."""
    gaps_ms = [run("first_send_run", base_url)[0]["gap_ms"] for _ in range(rounds)]
    return Row("first send of a process: longest gap", median(gaps_ms), 50, "ms")


def memory_rows(base_url: str, day_rounds: int) -> list[Row]:
    """Measure the memory of full columns, and whether it stays flat over a day's rounds."""
    (full,) = run("memory_run", base_url, "--tokens", 8_000)
    (day,) = run("memory_run", base_url, "--tokens", 200, "--rounds", day_rounds)
    bare, columns, tenths = full["bare_mb"], full["window_mb"][-1], day["window_mb"]
    work = f"memory with 8 × 8,000 tokens ({columns:.0f} MB), against a bare window ({bare:.0f} MB)"
    over_day = (
        f"memory after {day_rounds} rounds × 8 answers ({tenths[-1]:.0f} MB), "
        f"against after a fifth of them ({tenths[1]:.0f} MB)"
    )
    return [
        Row(work, columns / bare, 3, "×"),
        Row(over_day, tenths[-1] / tenths[1], 1.1, "×"),
    ]


def leaving_row(tokens: int) -> Row:
    """Measure the memory that stays of a session that was shown before, and was left again."""
    (visits,) = run("leave_run", "--tokens", tokens)
    before_mb, shown_mb, after_mb = visits[-1]
    work = (
        f"memory after a session of 8 × {tokens:,} tokens was left ({after_mb:.0f} MB, shown "
        f"{shown_mb:.0f} MB), against before it was opened"
    )
    return Row(work, after_mb - before_mb, 5, "MB")


def limit_rows(keys: int, minute_s: float) -> list[Row]:
    """Measure a trial of 100 requests a key where a key may make 60 in a minute.

    The minute is counted from a key's first request; it is shorter than a real one, answers
    are as much shorter. The limit's own time is the minute, and then as long for the last 40 of
    each key as the first 40 took.
    """
    limit, tasks = 60, 50
    served = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.bench.limited_server",
            f"--limit={limit}",
            f"--minute={minute_s}",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert served.stdout is not None
    base_url = json.loads(served.stdout.readline())["base_url"]
    (trial,) = run("limit_run", base_url, "--keys", keys, "--tasks", tasks)
    (told,) = map(json.loads, served.communicate(timeout=10)[0].splitlines())
    requests, ends_s = 2 * tasks * keys, told["ends_s"]
    if len(ends_s) != requests or trial["ready"] != trial["pairs"]:
        raise SystemExit(f"the trial is not whole: {len(ends_s)} answers, {trial}")
    own_s = minute_s + ends_s[(2 * tasks - limit) * keys - 1]
    name = f"{requests} requests, {limit} a minute (of {minute_s:g} s) and key"
    each_ms = trial["processor_s"] / requests * 1000
    return [
        Row(f"{name}: time against the limit's own", ends_s[-1] / own_s, 1.05, "×"),
        Row(f"{name}: most answers of 429 to a key", max(told["refused"].values()), 2, ""),
        Row(f"{name}: processor time of a request", each_ms, 11, "ms"),
    ]


def send_rows(base_url: str, sends: int) -> list[Row]:
    """Measure a send with 200 rounds of eight assistants behind it, against one with two."""
    few, many = run("send_run", base_url, "--rounds", 2, 200, "--sends", sends)
    few_ms = median([one["send_ms"] for one in few["next"]])
    many_ms = median([one["send_ms"] for one in many["next"]])
    gap_ms = median([one["gap_ms"] for one in many["next"]])
    work = f"send at 200 rounds ({many_ms:.0f} ms), against at 2 ({few_ms:.0f} ms)"
    return [
        Row(work, many_ms / few_ms, 1.5, "×"),
        Row("send at 200 rounds: longest gap", gap_ms, 50, "ms"),
        Row("first send at 200 rounds: longest gap", many["first"]["gap_ms"], 50, "ms"),
    ]


def table(rows: list[Row]) -> str:
    """Return the rows as text."""
    width = max(len(row.work) for row in rows)
    lines = []
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        mark = "ok  " if row.is_met else "MISS"
        value = f"{row.value:8.2f} {row.unit}"
        lines.append(f"{mark} {row.work:<{width}} {value:<12} goal {sign} {row.goal:g} {row.unit}")
    return "\n".join(lines)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 tokens and one round each")
    parser.add_argument("--out", help="also write the JSON here")
    arguments = parser.parse_args()
    tokens, rounds = (1_000, 1) if arguments.quick else (5_000, 3)
    rows = [*start_rows(3 if arguments.quick else 9), render_row(), *comparing_rows()]
    with stream_server() as base_url:
        rows.append(first_send_row(base_url, 1 if arguments.quick else 3))
        for streams in (8, 16):
            rows += streaming_rows(base_url, streams, tokens, rounds)
        rows.append(typing_row(base_url, tokens))
        rows += send_rows(base_url, 3 if arguments.quick else 8)
        rows += memory_rows(base_url, 20 if arguments.quick else 200)
    rows.append(leaving_row(8_000))
    rows += limit_rows(2, 8) if arguments.quick else limit_rows(8, 20)
    document = [{**asdict(row), "is_met": row.is_met} for row in rows]
    sys.stderr.write(table(rows) + "\n")
    print(json.dumps(document, ensure_ascii=False))
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(document, file, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()

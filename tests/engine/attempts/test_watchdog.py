"""The watchdog, on a loop whose clock the test turns."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.engine.attempts.watchdog import Watchdog


class TurnedLoop(asyncio.SelectorEventLoop):
    """A loop that does not wait: when there is nothing to do, its clock jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self._selector.select = self._jump  # type: ignore[attr-defined]

    def time(self) -> float:
        return self.now_s

    def _jump(self, timeout_s: float | None) -> list[object]:
        self.now_s += timeout_s or 0.0
        return []


def watch(feeds_s: list[float], *, quiet_s: float, limit_s: float, until_s: float) -> list[object]:
    """Return what a watchdog told, fed at these times: seconds of silence, and "limit"."""
    told: list[object] = []
    loop = TurnedLoop()

    async def run() -> None:
        ended = asyncio.Event()

        def on_limit() -> None:
            told.append(("limit", round(loop.time(), 6)))
            ended.set()

        dog = Watchdog(
            quiet_s=quiet_s,
            limit_s=limit_s,
            on_quiet=lambda s: told.append((s, round(loop.time(), 6))),
            on_limit=on_limit,
        )
        with dog:
            for at_s in feeds_s:
                loop.call_at(at_s, dog.feed)
            loop.call_at(until_s, ended.set)
            await ended.wait()
        await asyncio.sleep(limit_s * 3)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(run())
    return told


def test_silence_is_told_again_and_again_and_then_ended() -> None:
    told = watch([], quiet_s=60, limit_s=200, until_s=1_000)

    assert told == [(60, 60.0), (120, 120.0), (180, 180.0), ("limit", 200.0)]


def test_something_useful_begins_the_count_anew() -> None:
    told = watch([50, 100, 170], quiet_s=60, limit_s=100, until_s=265)

    assert told == [(60, 160.0), (60, 230.0)]


def test_a_limit_before_the_first_word_of_silence_is_kept() -> None:
    assert watch([5], quiet_s=60, limit_s=10, until_s=100) == [("limit", 15.0)]


@given(st.lists(st.integers(0, 500), max_size=20).map(sorted), st.integers(1, 200))
def test_the_limit_is_reached_after_the_first_gap_that_is_long_enough(
    feeds_s: list[int], whole_s: int
) -> None:
    limit_s = whole_s + 0.5  # never at the very moment of a feed

    told = watch([float(at_s) for at_s in feeds_s], quiet_s=1_000, limit_s=limit_s, until_s=1_000)

    times_s = [0, *feeds_s, 10_000]
    last_s = next(at_s for at_s, next_s in pairwise(times_s) if next_s - at_s > limit_s)
    assert told == [("limit", pytest.approx(last_s + limit_s, abs=1e-3))]

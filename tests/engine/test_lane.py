"""The queue in front of a connection, step by step against a plain list, and under a limit."""

import heapq
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from conductor.engine.lane import AHEAD_S, STEP_S, Lane, Wish


class LaneMachine(RuleBasedStateMachine):
    """Joins, leaves, starts and ends in any order."""

    joined = Bundle("joined")

    def __init__(self) -> None:
        super().__init__()
        self.lane: Lane[int] = Lane(2)
        self.waiting: list[int] = []
        self.running: list[int] = []
        self.count = 0

    @rule(target=joined)
    def join(self) -> int:
        self.count += 1
        self.lane.join(self.count)
        self.waiting.append(self.count)
        return self.count

    @rule(one=joined)
    def leave(self, one: int) -> None:
        self.lane.leave(one)
        self.waiting = [w for w in self.waiting if w != one]
        self.running = [r for r in self.running if r != one]

    @rule(width=st.integers(-1, 4))
    def widen(self, width: int) -> None:
        self.lane.width = width

    @rule()
    def start(self) -> None:
        is_free = len(self.running) < max(1, self.lane.width)

        started = self.lane.next(0.0)

        assert started == (self.waiting[0] if is_free and self.waiting else None)
        if started is not None:
            self.running.append(self.waiting.pop(0))

    @precondition(lambda self: self.running)
    @rule()
    def end(self) -> None:
        self.lane.leave(self.running.pop())

    @precondition(lambda self: self.running)
    @rule()
    def go_back(self) -> None:
        one = self.running.pop()
        self.lane.rejoin(one)
        self.waiting.insert(self.rejoined(), one)

    def rejoined(self) -> int:
        """Return how many wait that were refused before."""
        return sum(1 for one, _model in self.lane._again) - 1

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        assert not set(self.waiting) & set(self.running)


TestLane = LaneMachine.TestCase
TestLane.settings = settings(max_examples=30, stateful_step_count=30)


def lane_of(*models: str, width: int = 8) -> Lane[int]:
    """Return a lane in which these wait, numbered from 0."""
    lane: Lane[int] = Lane(width)
    for number, model in enumerate(models):
        lane.join(number, Wish(model))
    return lane


def test_all_who_ask_for_the_same_model_wait_as_long_as_one_was_asked_to() -> None:
    lane = lane_of("m", "m", "m")
    first = lane.next(0.0)
    assert first == 0

    assert lane.hold("m", wait_s=5.0, now_s=1.0)
    lane.rejoin(first, Wish("m"))

    assert lane.next(5.9) is None
    assert lane.held_s("m", 5.0) == 1.0
    assert lane.waiting_for("m") == (0, 1, 2)
    assert lane.look_again_s(1.0) == 6.0
    assert lane.next(6.0) == 0, "who was refused goes before those that never ran"


def test_one_goes_ahead_and_the_others_follow_when_it_was_taken() -> None:
    lane = lane_of("m", "m", "m")
    lane.hold("m", wait_s=5.0, now_s=0.0)

    assert lane.next(5.0) == 0
    assert lane.next(5.1) is None
    lane.taken(0)
    assert [lane.next(5.2), lane.next(5.2)] == [1, 2]


def test_the_others_follow_a_service_that_says_nothing_for_long() -> None:
    lane = lane_of("m", "m")
    lane.hold("m", wait_s=5.0, now_s=0.0)
    lane.next(5.0)

    assert lane.look_again_s(5.0) == 5.0 + AHEAD_S
    assert lane.next(5.0 + AHEAD_S) == 1


def test_another_goes_ahead_if_the_first_is_stopped() -> None:
    lane = lane_of("m", "m", "m")
    lane.hold("m", wait_s=5.0, now_s=0.0)
    lane.next(5.0)

    lane.leave(0)

    assert lane.next(5.1) == 1
    assert lane.next(5.1) is None


def test_a_wait_in_which_nobody_stood_holds_nobody_up_later() -> None:
    lane = lane_of("m")
    lane.hold("m", wait_s=5.0, now_s=0.0)
    lane.leave(0)
    for number in (1, 2, 3):
        lane.join(number, Wish("m"))

    assert [lane.next(60.0) for _ in range(3)] == [1, 2, 3]


def test_another_model_of_the_connection_goes_on() -> None:
    lane = lane_of("limited", "free", "limited", "free")

    lane.hold("limited", wait_s=5.0, now_s=0.0)

    assert [lane.next(0.0), lane.next(0.0), lane.next(0.0)] == [1, 3, None]


def test_two_refused_models_mean_that_the_key_has_no_more_room() -> None:
    lane = lane_of("a", "b", "c")

    lane.hold("a", wait_s=5.0, now_s=0.0)
    lane.hold("b", wait_s=7.0, now_s=1.0)

    assert lane.next(7.9) is None
    assert lane.waiting_for("c") == (0, 1, 2)
    assert [lane.next(8.0), lane.next(8.0)] == [0, None]
    lane.taken(0)
    assert [lane.next(8.1), lane.next(8.1)] == [1, 2]


def test_models_that_are_refused_one_after_the_other_are_not_one_limit() -> None:
    lane = lane_of("a", "b", "c")

    lane.hold("a", wait_s=5.0, now_s=0.0)
    lane.hold("b", wait_s=5.0, now_s=6.0)

    assert lane.waiting_for("b") == (1,)
    assert [lane.next(6.5), lane.next(6.5)] == [0, 2]


def test_a_shorter_wait_is_no_news_and_shortens_nothing() -> None:
    lane = lane_of("m")

    assert lane.hold("m", wait_s=9.0, now_s=0.0)
    assert not lane.hold("m", wait_s=2.0, now_s=1.0)
    assert lane.held_s("m", 1.0) == 8.0


@dataclass
class Limited:
    """A service that takes so many requests in each minute, counted from the first."""

    limit: int
    begun_s: float = 0.0
    taken: int = 0
    refused: int = 0

    def wait_for(self, now_s: float) -> float:
        """Return 0.0 if a request is taken, else the seconds to wait."""
        if now_s >= self.begun_s + 60.0:
            self.begun_s, self.taken = now_s, 0
        if self.taken < self.limit:
            self.taken += 1
            return 0.0
        self.refused += 1
        return self.begun_s + 60.0 - now_s


@dataclass
class Run:
    """So many answers through a lane, on a clock that only this test moves.

    A refusal comes after a hundredth of a second, the first word after two, an end after
    as many seconds as the answer takes.
    """

    durations: list[float]
    lane: Lane[int]
    service: Limited
    wish: Wish = Wish("m")
    now_s: float = 0.0
    ended: list[int] = field(default_factory=list)
    due: list[tuple[float, int, str, float]] = field(default_factory=list)

    def go(self) -> None:
        """Run until nothing more is to come."""
        for number in range(len(self.durations)):
            self.lane.join(number, self.wish)
        self.fill()
        while self.due:
            self.now_s, one, what, wait_s = heapq.heappop(self.due)
            if what == "refused":
                self.lane.hold("m", wait_s=wait_s, now_s=self.now_s)
                self.lane.rejoin(one, self.wish)
            elif what == "taken":
                self.lane.taken(one)
            elif what == "ended":
                self.ended.append(one)
                self.lane.leave(one)
            self.fill()

    def fill(self) -> None:
        """Start whoever may go."""
        while (one := self.lane.next(self.now_s)) is not None:
            wait_s = self.service.wait_for(self.now_s)
            if wait_s:
                self.put(0.01, one, "refused", wait_s - 0.01)
            else:
                self.put(0.02, one, "taken")
                self.put(0.02 + self.durations[one], one, "ended")
        again_s = self.lane.look_again_s(self.now_s)
        if again_s is not None:
            self.put(again_s - self.now_s, -1, "look")

    def put(self, after_s: float, one: int, what: str, wait_s: float = 0.0) -> None:
        """Have something happen later."""
        heapq.heappush(self.due, (self.now_s + after_s, one, what, wait_s))


@pytest.mark.parametrize("width", [2, 8, 16])
def test_under_a_limit_hardly_anyone_is_refused(width: int) -> None:
    refused = []
    for seed in range(20):
        draw = random.Random(seed)
        run = Run([draw.uniform(0.5, 4.0) for _ in range(100)], Lane(width), Limited(limit=60))
        run.go()
        assert sorted(run.ended) == list(range(100))
        assert run.now_s < max(60.0, run.service.begun_s) + 40 * 4.0 / width + 8.0
        refused.append(run.service.refused)

    assert sum(refused) <= 2 * len(refused), "the others waited without asking"


def test_what_nobody_waits_for_goes_one_by_one_until_the_service_says_a_word() -> None:
    lane: Lane[int] = Lane(8)
    for number in range(4):
        lane.join(number, Wish("m", is_patient=True))

    assert [lane.next(0.0), lane.next(0.0)] == [0, None]
    lane.taken(0)
    assert [lane.next(0.1), lane.next(0.1)] == [1, None]
    assert lane.look_again_s(0.1) == 0.1 + STEP_S
    assert [lane.next(0.1 + STEP_S), lane.next(0.1 + STEP_S)] == [2, None]
    lane.leave(2)
    assert lane.next(0.1 + STEP_S) == 3


def test_a_person_s_answers_go_together_and_before_what_nobody_waits_for() -> None:
    lane: Lane[int] = Lane(8)
    lane.join(0, Wish("m", is_patient=True))
    lane.join(1, Wish("m", is_patient=True))
    lane.join(2, Wish("m"))
    lane.join(3, Wish("m"))

    assert [lane.next(0.0) for _ in range(4)] == [0, 2, 3, None]


def test_answers_of_trials_in_step_are_refused_once() -> None:
    wish = Wish("m", is_patient=True)
    run = Run([1.0] * 100, Lane(8), Limited(limit=60), wish)

    run.go()

    assert sorted(run.ended) == list(range(100))
    assert run.service.refused == 1


def test_answers_in_step_are_refused_at_most_once_each_place() -> None:
    run = Run([1.0] * 100, Lane(8), Limited(limit=60))

    run.go()

    assert sorted(run.ended) == list(range(100))
    assert run.service.refused <= 8

"""The queue in front of a connection, step by step against a plain list."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from conductor.engine.lane import Lane


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

    @rule(width=st.integers(-1, 4))
    def widen(self, width: int) -> None:
        self.lane.width = width

    @rule()
    def start(self) -> None:
        is_free = len(self.running) < max(1, self.lane.width)

        started = self.lane.next()

        assert started == (self.waiting[0] if is_free and self.waiting else None)
        if started is not None:
            self.running.append(self.waiting.pop(0))

    @precondition(lambda self: self.running)
    @rule()
    def end(self) -> None:
        self.running.pop()
        self.lane.free()

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        assert not set(self.waiting) & set(self.running)


TestLane = LaneMachine.TestCase
TestLane.settings = settings(max_examples=30, stateful_step_count=30)

"""A request to end comes in the midst of anything, also of a wait for news."""

import threading
from collections.abc import Iterator

import pytest

from conductor.cli.interrupt import Interrupts

LIMIT_S = 5.0


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    with Interrupts() as entered:
        yield entered


def test_it_is_noted_while_the_wait_it_interrupts_holds_its_lock(interrupts: Interrupts) -> None:
    # The handler runs in the thread that holds the lock, and would wait for itself for ever.
    asking = threading.Thread(target=interrupts._note, args=(2, None))

    with interrupts.woken._cond:
        asking.start()
        asking.join(LIMIT_S)
        is_noted = not asking.is_alive()
    asking.join()

    assert is_noted
    assert interrupts.count == 1


def test_who_looks_whether_to_stop_sees_it_at_once(interrupts: Interrupts) -> None:
    asked = interrupts.asked
    assert not asked.is_set()
    assert not asked.wait(0)

    interrupts._note(2, None)

    assert asked.is_set()
    assert asked.wait(0)

"""The out box: whatever goes in comes out once, in order, with one end."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.entities import AnswerStatus, Usage
from conductor.core.events import (
    AnswerEvent,
    Ended,
    EventBatch,
    Notice,
    Progress,
    Reasoning,
    Refusal,
    Text,
    UsageReport,
)
from conductor.core.ids import AnswerId
from conductor.engine.outbox import OutBox

A = (AnswerId("a"), 1)
B = (AnswerId("b"), 1)
COMPLETE = Ended(AnswerStatus.COMPLETE)
INTERRUPTED = Ended(AnswerStatus.INTERRUPTED)

events = st.one_of(
    st.builds(Text, st.text(max_size=4)),
    st.builds(Refusal, st.text(max_size=4)),
    st.builds(Reasoning, st.text(max_size=4), st.sampled_from(["raw", "summary"])),
    st.builds(Notice, st.text(max_size=4)),
    st.just(COMPLETE),
)


def box_with(*keys: tuple[AnswerId, int]) -> OutBox:
    box = OutBox()
    for key in keys:
        box.open(key)
    return box


def test_pieces_of_the_same_kind_are_joined() -> None:
    box = box_with(A)
    for event in (Text("a"), Text("b"), Reasoning("c"), Reasoning("d", "summary"), Text("e")):
        box.put(A, event)

    (batch,) = box.drain()

    joined = (Text("ab"), Reasoning("c"), Reasoning("d", "summary"), Text("e"))
    assert batch == EventBatch(AnswerId("a"), 1, joined)
    assert box.drain() == ()


def test_a_later_report_replaces_an_earlier_one() -> None:
    box = box_with(A)
    last = UsageReport(Usage(output_total=2))
    for event in (Progress("1"), Progress("2"), UsageReport(Usage(output_total=1)), last):
        box.put(A, event)

    (batch,) = box.drain()

    assert batch.events == (Progress("2"), last)


def test_notices_stay_apart() -> None:
    box = box_with(A)
    box.put(A, Notice("one"))
    box.put(A, Notice("two"))

    assert box.drain()[0].events == (Notice("one"), Notice("two"))


def test_nothing_comes_after_the_end() -> None:
    box = box_with(A)
    for event in (COMPLETE, INTERRUPTED, Text("late")):
        box.put(A, event)

    assert box.drain()[0].events == (COMPLETE,)


def test_nothing_comes_of_an_attempt_that_was_not_opened() -> None:
    box = box_with(A)
    box.put(B, Text("who?"))

    assert box.drain() == ()


def test_an_attempt_is_open_once_at_a_time() -> None:
    box = box_with(A)

    with pytest.raises(ValueError, match="running already"):
        box.open(A)

    box.put(A, COMPLETE)
    box.open(A)
    box.put(A, COMPLETE)
    assert [batch.events for batch in box.drain()] == [(COMPLETE,), (COMPLETE,)]


def test_a_seal_ends_what_is_open_and_what_comes_later() -> None:
    box = box_with(A)
    box.put(A, Text("half"))

    box.seal(INTERRUPTED)
    box.seal(COMPLETE)
    is_open = box.open(B)

    assert not is_open
    assert [b.events for b in box.drain()] == [(Text("half"), INTERRUPTED), (INTERRUPTED,)]


def test_news_are_claimed_once_until_they_are_drained() -> None:
    box = box_with(A)
    claims = [box.claim()]
    box.put(A, Text("a"))
    claims += [box.claim(), box.claim()]
    box.put(A, Text("b"))
    claims.append(box.claim())
    box.drain()
    claims.append(box.claim())
    box.put(A, Text("c"))
    claims.append(box.claim())

    assert claims == [False, True, False, False, False, True]


@given(st.lists(st.tuples(st.sampled_from([A, B]), events | st.just("drain"))))
def test_what_goes_in_comes_out_whatever_the_order(
    steps: list[tuple[tuple[AnswerId, int], AnswerEvent | str]],
) -> None:
    box = box_with(A, B)
    put: dict[tuple[AnswerId, int], list[AnswerEvent]] = {A: [], B: []}
    got: list[EventBatch] = []

    for key, event in steps:
        if isinstance(event, str):
            got.extend(box.drain())
        else:
            box.put(key, event)
            if COMPLETE not in put[key]:
                put[key].append(event)
    box.seal(INTERRUPTED)
    got.extend(box.drain())

    for key, expected in put.items():
        came = [e for b in got if (b.answer_id, b.attempt) == key for e in b.events]
        assert sum(isinstance(e, Ended) for e in came) == 1
        assert isinstance(came[-1], Ended)
        for kind in (Text, Refusal, Reasoning):
            assert _all_of(kind, came) == _all_of(kind, expected)
        assert [e for e in came if isinstance(e, Notice)] == [
            e for e in expected if isinstance(e, Notice)
        ]


def _all_of(kind: type[Text | Refusal | Reasoning], came: list[AnswerEvent]) -> str:
    return "".join(event.delta for event in came if isinstance(event, kind))


def test_two_threads_lose_nothing() -> None:
    box = box_with(A)
    pieces = [str(n) for n in range(5_000)]

    def write() -> None:
        for piece in pieces:
            box.put(A, Text(piece))
        box.put(A, COMPLETE)

    writer = threading.Thread(target=write)
    writer.start()
    came: list[AnswerEvent] = []
    while COMPLETE not in came:
        came.extend(event for batch in box.drain() for event in batch.events)
    writer.join()

    assert _all_of(Text, came) == "".join(pieces)

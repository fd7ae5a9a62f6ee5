"""The answer state machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.answer import IllegalStep, LiveAnswer, may_follow
from conductor.core.entities import Answer, AnswerStatus, Finish, Usage
from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.events import (
    AnswerEvent,
    Ended,
    Finished,
    Notice,
    Progress,
    Reasoning,
    Refusal,
    Retrying,
    Sent,
    Started,
    Text,
    UsageReport,
)
from conductor.core.ids import AnswerId, AssistantId, RoundId

ENDS = [status for status in AnswerStatus if status.is_ended]


def fresh() -> LiveAnswer:
    return LiveAnswer(
        Answer(
            id=AnswerId("A"),
            round_id=RoundId("R"),
            assistant_id=AssistantId("S"),
            assistant="Astra",
            connection="Here",
            model="m",
            position=0,
        )
    )


def test_text_reasoning_and_usage_are_in_the_snapshot() -> None:
    live = fresh()

    for event in (
        Started("id", "m-2"),
        Reasoning("hm"),
        Text("Hel"),
        Text("lo"),
        UsageReport(Usage(3, 0, 0, 2, 1)),
        Notice("left out"),
        Finished(Finish.STOP, "stop"),
        Ended(AnswerStatus.COMPLETE, Finish.STOP, "stop", None, 0.1, 0.5),
    ):
        live.apply(event)

    answer = live.snapshot()
    assert (answer.text, answer.reasoning, answer.reported_model) == ("Hello", "hm", "m-2")
    assert answer.usage == Usage(3, 0, 0, 2, 1)
    assert answer.status is AnswerStatus.COMPLETE
    assert answer.notices == ("left out",)
    assert (answer.seconds_first, answer.seconds_total) == (0.1, 0.5)


def test_a_refusal_is_shown_as_the_text() -> None:
    live = fresh()

    live.apply(Refusal("I can't"))

    assert live.snapshot().text == "I can't"


@pytest.mark.parametrize(
    "end", [AnswerStatus.FAILED, AnswerStatus.STOPPED, AnswerStatus.INTERRUPTED]
)
def test_a_queued_answer_can_end_without_ever_streaming(end: AnswerStatus) -> None:
    live = fresh()

    live.apply(Ended(end))

    assert live.snapshot().status is end


def test_a_queued_answer_cannot_be_complete() -> None:
    with pytest.raises(IllegalStep):
        fresh().apply(Ended(AnswerStatus.COMPLETE))


@pytest.mark.parametrize("late", [Text("x"), Ended(AnswerStatus.STOPPED), Progress("loading")])
def test_nothing_comes_after_the_end(late: AnswerEvent) -> None:
    live = fresh()
    live.apply(Ended(AnswerStatus.STOPPED))

    with pytest.raises(IllegalStep):
        live.apply(late)


def test_ends_lead_nowhere() -> None:
    assert not any(may_follow(end, after) for end in ENDS for after in AnswerStatus)


EVENTS = st.one_of(
    st.builds(Started, st.none(), st.none()),
    st.builds(Text, st.text()),
    st.builds(Reasoning, st.text()),
    st.builds(Refusal, st.text()),
    st.builds(Progress, st.text()),
    st.builds(Retrying, st.floats(0, 10), st.text()),
    st.builds(Sent, st.integers(0, 9), st.just("0" * 64)),
    st.builds(Notice, st.text()),
    st.builds(UsageReport, st.just(Usage(output_total=1))),
)


@given(st.lists(EVENTS), st.sampled_from([e for e in ENDS if e is not AnswerStatus.COMPLETE]))
def test_whatever_comes_all_text_is_kept_in_order(
    events: list[AnswerEvent], end: AnswerStatus
) -> None:
    live = fresh()

    for event in events:
        live.apply(event)
    live.apply(Ended(end, error=AnswerError(ErrorKind.SERVER, "broken")))

    answer = live.snapshot()
    assert answer.text == "".join(e.delta for e in events if isinstance(e, Text | Refusal))
    assert answer.reasoning == "".join(e.delta for e in events if isinstance(e, Reasoning))
    assert answer.status is end

"""The choke point: no key gets through, in whole or in pieces, and nothing else is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor.core.entities import AnswerStatus, Finish, Usage
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
from conductor.core.request import Secret
from conductor.engine.attempts.redaction import EventCleaner, clean_error, clean_failure
from conductor.secrets import MASK, Redactor
from tests.fakes import failure

CANARY = "canary-0123456789-abcdef"
OTHER = "cana-other-key"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    redactor = Redactor()
    redactor.learn(Secret(CANARY))
    redactor.learn(Secret(OTHER))
    return redactor


def run_through(redactor: Redactor, events: list[AnswerEvent]) -> list[AnswerEvent]:
    cleaner = EventCleaner(redactor)
    cleaned = [each for event in events for each in cleaner.clean(event)]
    return [*cleaned, *cleaner.flush()]


def shown(events: list[AnswerEvent]) -> tuple[str, str]:
    text = "".join(e.delta for e in events if isinstance(e, Text | Refusal))
    return text, "".join(e.delta for e in events if isinstance(e, Reasoning))


def pieces_of(text: str, cuts: list[int]) -> list[str]:
    borders = [0, *sorted({min(cut, len(text)) for cut in cuts}), len(text)]
    return [text[a:b] for a, b in pairwise(borders)]


@given(
    st.text("can-01 ", max_size=12),
    st.sampled_from([CANARY, OTHER, CANARY + OTHER, CANARY[:9]]),
    st.text("can-01 ", max_size=12),
    st.lists(st.integers(0, 60), max_size=20),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_no_key_gets_through_however_it_is_cut(
    before: str, middle: str, after: str, cuts: list[int], refusals: list[bool]
) -> None:
    redactor = Redactor()
    redactor.learn(Secret(CANARY))
    redactor.learn(Secret(OTHER))
    whole = before + middle + after
    pieces = pieces_of(whole, cuts)
    events: list[AnswerEvent] = []
    for piece, is_refusal in zip(pieces, refusals, strict=False):
        events.append(Refusal(piece) if is_refusal else Text(piece))

    text, _ = shown(run_through(redactor, events))
    thoughts = [Reasoning(e.delta) for e in events if isinstance(e, Text | Refusal)]
    beside = shown(
        run_through(redactor, [e for pair in zip(events, thoughts, strict=True) for e in pair])
    )

    assert text == redactor.known_only(whole)
    for came in (text, *beside):
        assert CANARY not in came
        assert OTHER not in came


@given(st.lists(st.text(max_size=8), max_size=12))
def test_what_holds_no_key_comes_out_unchanged(deltas: list[str]) -> None:
    redactor = Redactor()
    redactor.learn(Secret(CANARY))

    text, _ = shown(run_through(redactor, [Text(delta) for delta in deltas]))

    assert text == "".join(deltas)


def test_an_answer_cut_in_the_middle_of_a_key_does_not_show_the_half(redactor: Redactor) -> None:
    text, reasoning = shown(
        run_through(redactor, [Text("It is " + CANARY[:-1]), Reasoning(CANARY[:20])])
    )

    assert (text, reasoning) == (f"It is {MASK}", MASK)


def test_every_string_of_every_event_is_cleaned(redactor: Redactor) -> None:
    error = AnswerError(ErrorKind.KEY, CANARY, CANARY, 401, CANARY)
    events: list[AnswerEvent] = [
        Started(CANARY, CANARY),
        Progress(CANARY, 0.5),
        Finished(Finish.STOP, CANARY),
        Retrying(1.0, CANARY),
        Notice(CANARY),
        Ended(AnswerStatus.FAILED, raw_finish=CANARY, error=error),
    ]

    cleaned = run_through(redactor, events)

    assert CANARY not in repr(cleaned)
    assert cleaned[0] == Started(MASK, MASK)
    assert cleaned[1] == Progress(MASK, 0.5)
    assert cleaned[-1] == Ended(
        AnswerStatus.FAILED,
        raw_finish=MASK,
        error=AnswerError(ErrorKind.KEY, MASK, MASK, 401, MASK),
    )


def test_what_holds_no_words_passes_as_it_is(redactor: Redactor) -> None:
    events: list[AnswerEvent] = [
        Started(None, None),
        UsageReport(Usage(output_total=3)),
        Sent(3, "abc"),
        Finished(Finish.STOP, None),
        Ended(AnswerStatus.COMPLETE),
    ]

    assert run_through(redactor, events) == events


def test_a_key_that_is_not_known_is_masked_in_errors(redactor: Redactor) -> None:
    error = AnswerError(ErrorKind.KEY, "Incorrect API key provided: sk-abcdef0123456789.")

    assert clean_error(error, redactor).message == f"Incorrect API key provided: {MASK}."


def test_an_invisible_character_does_not_hide_a_key(redactor: Redactor) -> None:
    hidden = CANARY[:8] + "\u200b" + CANARY[8:]

    cleaned = clean_error(AnswerError(ErrorKind.KEY, hidden, hidden + "\x1b[31m"), redactor)

    assert (cleaned.message, cleaned.detail) == (MASK, f"{MASK}[31m")


def test_names_and_sentences_have_an_end(redactor: Redactor) -> None:
    (started,) = run_through(redactor, [Started("r" * 1_000_000, "m\n" * 5)])
    error = clean_error(AnswerError(ErrorKind.SERVER, "m" * 9_999, "d" * 9_999), redactor)

    assert isinstance(started, Started)
    assert started.request_id == "r" * 199 + "…"
    assert len(error.message) == 1_000
    assert len(error.detail) == 4_000


def test_a_key_at_the_cut_of_a_long_text_is_masked_first(redactor: Redactor) -> None:
    (started,) = run_through(redactor, [Started("r" * 190 + CANARY, None)])

    assert started == Started("r" * 190 + MASK, None)


def test_a_failure_keeps_what_the_engine_needs_to_know(redactor: Redactor) -> None:
    raised = failure(message=CANARY, retry_after_s=3.0, parameter="top_p")

    cleaned = clean_failure(raised, redactor)

    assert str(cleaned) == MASK
    assert (cleaned.retryable, cleaned.retry_after_s, cleaned.parameter) == (True, 3.0, "top_p")

"""Taking keys out of a text takes time in proportion to the text."""

from collections.abc import Mapping, Sequence

import pytest

from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.events import Reasoning, Text
from conductor.core.request import Secret
from conductor.engine.attempts.key_watch import KeyWatch
from conductor.engine.attempts.redaction import EventCleaner, clean_error
from conductor.secrets import Redactor
from tests.linear import (
    QUICK,
    RUNS,
    TELLING_RUNS,
    WHOLE,
    Limits,
    Probe,
    found_superlinear,
    superlinear,
)

KEY = "sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"
REDACTOR = Redactor()
REDACTOR.learn(Secret(KEY))
REDACTOR.learn(Secret("________________________________________x"))


def streamed(text: str) -> None:
    cleaner = EventCleaner(REDACTOR)
    for start in range(0, len(text), 64):
        piece = text[start : start + 64]
        cleaner.clean(Text(piece))
        cleaner.clean(Reasoning(piece))
    cleaner.flush()


PROBES: Mapping[str, Sequence[Probe]] = {
    "known_only": [REDACTOR.known_only],
    "everything": [
        REDACTOR.everything,
        lambda t: REDACTOR.everything(f"://{t}"),
        lambda t: REDACTOR.everything(f"sk-{t}"),
    ],
    "held_back": [REDACTOR.held_back],
    "is_in": [REDACTOR.is_in],
    "spans": [REDACTOR.spans, lambda t: REDACTOR.spans(f"sk-aaaaaaaaaaaaaaaa{t}")],
    "whole": [REDACTOR.whole],
    "a stream": [streamed],
    "an error": [lambda t: clean_error(AnswerError(ErrorKind.SERVER, t, detail=t), REDACTOR)],
}


def in_one_delta(text: str) -> None:
    cleaner = EventCleaner(REDACTOR)
    cleaner.clean(Reasoning("a"))
    cleaner.clean(Text(text))
    cleaner.flush()


def in_many_deltas(text: str) -> None:
    """What stays empty, in between what could go on to be a key."""
    watch = KeyWatch(REDACTOR)
    watch.feed("text", KEY[:20])
    for _ in range(len(text) // 16):
        watch.feed("text", "")
    watch.flush()


REPEATED: Mapping[str, str] = {
    "the key": f"{KEY} ",
    "the key without a gap": KEY,
    "a piece of the key": f"{KEY[:24]}! ",
    "what looks like a key": "sk-or-0123456789 ",
}
KEY_PROBES: Mapping[str, Probe] = {
    "known_only": REDACTOR.known_only,
    "everything": REDACTOR.everything,
    "one delta": in_one_delta,
    "empty deltas": in_many_deltas,
}
LONG = Limits(longest=1 << 18, enough_s=0.1, most_s=2.0)
"""What is rebuilt for each key costs little before there are some thousands of them."""


@pytest.mark.parametrize("run", REPEATED)
@pytest.mark.parametrize("name", KEY_PROBES)
def test_time_grows_with_the_number_of_keys_and_not_faster(name: str, run: str) -> None:
    assert superlinear(KEY_PROBES[name], REPEATED[run], LONG) is None


@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_and_not_faster(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, QUICK, TELLING_RUNS) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_for_every_run_up_to_a_megabyte(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, WHOLE, RUNS) == []

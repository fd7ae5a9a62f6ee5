"""Taking keys out of a text takes time in proportion to the text."""

from collections.abc import Mapping, Sequence

import pytest

from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.events import Reasoning, Text
from conductor.core.request import Secret
from conductor.engine.redaction import EventCleaner, clean_error
from conductor.secrets import Redactor
from tests.linear import QUICK, RUNS, TELLING_RUNS, WHOLE, Probe, found_superlinear

REDACTOR = Redactor()
REDACTOR.learn(Secret("sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"))
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


@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_and_not_faster(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, QUICK, TELLING_RUNS) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_time_grows_with_the_text_for_every_run_up_to_a_megabyte(name: str) -> None:
    assert found_superlinear({name: PROBES[name]}, WHOLE, RUNS) == []

"""Taking keys out of a text takes time in proportion to the text."""

from collections.abc import Mapping, Sequence

import pytest

from conductor.core.errors import AnswerError, ErrorKind
from conductor.core.request import Secret
from conductor.engine.redaction import clean_error
from conductor.secrets import Redactor, StreamRedactor
from tests.linear import QUICK, RUNS, TELLING_RUNS, WHOLE, Probe, found_superlinear

REDACTOR = Redactor()
REDACTOR.learn(Secret("sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"))
REDACTOR.learn(Secret("________________________________________x"))


def streamed(text: str) -> None:
    stream = StreamRedactor(REDACTOR)
    for start in range(0, len(text), 64):
        stream.feed(text[start : start + 64])
    stream.flush()


PROBES: Mapping[str, Sequence[Probe]] = {
    "known_only": [REDACTOR.known_only],
    "everything": [
        REDACTOR.everything,
        lambda t: REDACTOR.everything(f"://{t}"),
        lambda t: REDACTOR.everything(f"sk-{t}"),
    ],
    "held_back": [REDACTOR.held_back],
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

"""Decide what of a round may be seen: everything, or only the texts under shuffled numbers.

Rules: while a round is hidden, whatever tells who wrote an answer is replaced by its number:
name, connection, model, reasoning, tokens, cost, seconds, notices, what it revises, what it
was told of its own.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from conductor.core.entities import Answer, AnswerStatus, AssistantSettings, SentThread
from conductor.core.errors import AnswerError
from conductor.core.ids import AnswerId, AssistantId, RoundId
from conductor.i18n import _


def shuffled(seed: str, answer_ids: Iterable[AnswerId]) -> tuple[AnswerId, ...]:
    """Return answers in an order that only the round's random seed decides.

    An answer that joins later changes nothing in the order of the others.
    """

    def place(answer_id: AnswerId) -> bytes:
        return hashlib.sha256(f"{seed}:{answer_id}".encode()).digest()

    return tuple(sorted(answer_ids, key=place))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer that can be chosen when a round is judged.

    Attributes:
        answer: the answer, without what must not be seen yet.
        number: what stands above it while it is hidden, from 1, left to right.
        is_own: whether it is an answer of the round itself; others stand beside them (a
            draft beside the merged answer, an answer that was not revised).
        can_be_judged: whether it has ended and has text.
        text: what is to be read; a merged answer without its list of sources.
    """

    answer: Answer
    number: int
    is_own: bool
    can_be_judged: bool
    text: str


@dataclass(frozen=True, slots=True)
class Showing:
    """How a round is to be shown now.

    Attributes:
        is_blind: whether the round was given blind, also after it was judged.
        is_hidden: whether names must not be seen now.
        is_coming: whether an answer is still being written that must not be told from those
            beside it (a merged one beside its drafts, the two of a drawn pair); until then
            all columns are empty.
        candidates: the columns, left to right.
    """

    round_id: RoundId
    is_blind: bool
    is_hidden: bool
    candidates: tuple[Candidate, ...]
    is_coming: bool = False

    def number_of(self, answer_id: AnswerId) -> int | None:
        """Return the number of an answer, None if it is not shown here."""
        found = (item.number for item in self.candidates if item.answer.id == answer_id)
        return next(found, None)


def can_be_judged(answer: Answer) -> bool:
    """Whether an answer has ended and holds anything to read."""
    return answer.status.is_ended and bool(answer.text.strip())


def concealed(answer: Answer, number: int) -> Answer:
    """Return an answer under its number, without anything that tells who wrote it."""
    error = answer.error
    return replace(
        answer,
        assistant_id=AssistantId(""),
        assistant=str(number),
        connection="",
        model="",
        position=number - 1,
        reasoning="",
        raw_finish=None,
        reported_model=None,
        usage=None,
        cost_usd=None,
        seconds_first=None,
        seconds_total=None,
        error=None if error is None else AnswerError(error.kind, _("Hidden until you judge.")),
        revises=None,
        words=None,
        settings=AssistantSettings(),
        sent=SentThread(),
        notices=(),
    )


def not_yet(candidate: Candidate) -> Candidate:
    """Return a hidden column as long as nothing of it may be seen."""
    empty = replace(
        candidate.answer, status=AnswerStatus.QUEUED, text="", finish=None, error=None, attempt=1
    )
    return replace(candidate, answer=empty, can_be_judged=False, text="")

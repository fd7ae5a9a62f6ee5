"""Hold notes: the conductor's comments on a span of an answer, on a round, on a session."""

from collections.abc import Iterable
from dataclasses import dataclass

from conductor.core.ids import AnswerId, NoteId, RoundId, SessionId
from conductor.core.text.anchor import Span

MAX_QUOTE = 160
_LEFT_OUT = " … "


@dataclass(frozen=True, slots=True)
class Note:
    """One comment.

    Attributes:
        round_id: the round it is on, or of the answer it is on; None on a session.
        answer_id: the answer it is on; None on a round or session.
        attempt: number of the attempt whose text it is on.
        span: the words it is on, in characters of the answer's text; None: the whole answer.
        quote: those words, kept so that they are found again in a revision.
    """

    id: NoteId
    session_id: SessionId
    text: str
    created: str
    updated: str
    round_id: RoundId | None = None
    answer_id: AnswerId | None = None
    attempt: int | None = None
    span: Span | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note as it stands at an answer, its own or one that this answer revises.

    Attributes:
        span: where its words are in the answer's text; None if it is on the whole answer,
            or if it no longer fits.
        fits: whether the words it is on are still there.
        is_inherited: whether it was made on an earlier answer or attempt.
    """

    note: Note
    span: Span | None
    fits: bool
    is_inherited: bool


def words_for_guidance(notes: Iterable[Note]) -> str:
    """Return notes as the words of one guidance, for the person to edit before they go.

    Notes on an answer come in the order of its text, each with the words it is on; a long
    quotation is shortened in its middle.
    """
    ordered = sorted(notes, key=lambda note: (note.span is None, note.span and note.span.start))
    lines = [_line(note) for note in ordered if note.text.strip()]
    return lines[0] if len(lines) == 1 else "\n".join(f"{n}. {x}" for n, x in enumerate(lines, 1))


def _line(note: Note) -> str:
    comment = " ".join(note.text.split())
    quote = " ".join(note.quote.split())
    return f"“{_shortened(quote)}”: {comment}" if quote else comment


def _shortened(quote: str) -> str:
    if len(quote) <= MAX_QUOTE:
        return quote
    half = (MAX_QUOTE - len(_LEFT_OUT)) // 2
    return quote[:half].rstrip() + _LEFT_OUT + quote[-half:].lstrip()

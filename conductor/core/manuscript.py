"""Hold the conductor's own draft of a session, its pieces from answers, its earlier texts.

Rules: a piece is found again in the draft by its words; when the conductor has rewritten
them it still belongs to the draft, without a place. Whether an earlier text is worth keeping
is decided here, so that one bad paste costs nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor.core.ids import AnswerId, DraftVersionId, PieceId, SessionId
from conductor.core.text.anchor import Span, find_quote

MANY_LOST = 40
MUCH_CHANGED = 200
KEEP_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class MyDraft:
    """The conductor's own text beside the answers, Markdown; `updated` is "" before the first."""

    session_id: SessionId
    text: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """An earlier text of a draft; `created` is when it was kept."""

    id: DraftVersionId
    session_id: SessionId
    text: str
    created: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that were taken from an answer into the draft.

    Attributes:
        at: where they were put in the draft, in characters.
        answer_id: the answer they come from.
        attempt: number of the attempt they come from.
        source: where they stand in the answer's text.
        quote: the words.
    """

    id: PieceId
    session_id: SessionId
    at: int
    answer_id: AnswerId
    attempt: int
    source: Span
    quote: str
    created: str


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece with its place in the draft now; None if the conductor rewrote its words."""

    piece: Piece
    span: Span | None


def place_piece(piece: Piece, text: str) -> PlacedPiece:
    """Return a piece with its place in the draft's text."""
    return PlacedPiece(piece, find_quote(piece.quote, text, piece.at))


def is_worth_keeping(before: str, after: str, *, kept: str, kept_at: str | None, now: str) -> bool:
    """Whether a draft's text is to be kept as a version before another one takes its place.

    Args:
        before: the text that is replaced.
        after: the text that takes its place.
        kept: the version that was kept last; empty if there is none.
        kept_at: when that was, UTC ISO 8601; None if there is none.
        now: the time.
    """
    if before in ("", kept) or before == after:
        return False
    if changed(before, after)[0] >= MANY_LOST:
        return True
    if len(after) < len(before) and sum(changed(kept, before)) >= MUCH_CHANGED:
        return True
    if kept_at is None:
        return len(before) >= MUCH_CHANGED
    return _time(now) - _time(kept_at) >= KEEP_EVERY


def changed(before: str, after: str) -> tuple[int, int]:
    """Return how many characters one edit took away and put in."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return len(before) - start - end, len(after) - start - end


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
